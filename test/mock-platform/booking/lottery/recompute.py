"""Draws a published lottery again, written from the rules in lottery/README.md alone. Prints winners and alternates as JSON."""
import hashlib
import hmac
import json
import sys

record = json.load(sys.stdin)
seed = bytes.fromhex(record["seed"])
assert hashlib.sha256(seed).hexdigest() == record["seedCommitment"]

lines = "".join(
    "%s\t%s\t%s\n" % (e["id"], e["group"], ";".join(",".join(wish) for wish in e["choices"]))
    for e in sorted(record["entries"], key=lambda e: e["id"].encode())
)
digest = hashlib.sha256(lines.encode()).hexdigest()


def place(entry):
    return hmac.new(seed, (digest + "\n" + entry["id"]).encode(), hashlib.sha256).hexdigest()


free = set(record["slots"])
won = {}
winners, alternates = [], []
for entry in sorted(record["entries"], key=place):
    wish = next((n for n, slots in enumerate(entry["choices"]) if free.issuperset(slots)), None)
    if wish is None or won.get(entry["group"], 0) >= record["winsPerGroup"]:
        alternates.append(entry["id"])
        continue
    slots = entry["choices"][wish]
    free.difference_update(slots)
    won[entry["group"]] = won.get(entry["group"], 0) + 1
    winners.append({"entry": entry["id"], "choice": wish, "slots": slots})

json.dump({"entriesDigest": digest, "winners": winners, "alternates": alternates}, sys.stdout)
