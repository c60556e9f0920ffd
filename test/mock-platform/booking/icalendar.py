"""Reads an iCalendar object from standard input, written from RFC 5545 alone. Prints method and events as JSON."""
import json
import re
import sys

data = sys.stdin.buffer.read()
assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
assert all(len(line) <= 75 for line in data.split(b"\r\n"))
lines = data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def text(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


stack, events, head = [], [], {}
for line in lines:
    name, value = line.split(":", 1)
    name = name.split(";")[0]
    if name == "BEGIN":
        stack.append(value)
        if value == "VEVENT":
            events.append({})
    elif name == "END":
        assert stack.pop() == value
    else:
        target = events[-1] if stack[-1] == "VEVENT" else head
        assert name not in target
        target[name] = text(value)
assert stack == [] and head["VERSION"] == "2.0" and "PRODID" in head
for event in events:
    assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER"} <= event.keys()
print(json.dumps({"method": head["METHOD"], "events": events}))
