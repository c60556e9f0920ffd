#!/bin/sh
# Makes the two faces of the private family "ChanomaUD" from BIZ UDPGothic (SIL OFL 1.1):
# all of cp932 (so that every name kanji of Japanese systems is there), without hinting or layout features.
# Needs Debian's fonts-morisawa-bizud-gothic, python3-fonttools and python3-brotli.
set -eu
cd "$(dirname "$0")"
source=/usr/share/fonts/truetype/bizud-gothic
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT
/usr/bin/python3 - > "$characters" <<'PYTHON'
seen = set()
for lead in range(0x20, 0x100):
    for raw in [bytes([lead])] + [bytes([lead, trail]) for trail in range(0x40, 0xFD)]:
        try:
            text = raw.decode("cp932")
        except UnicodeDecodeError:
            continue
        if len(text) == 1 and not 0xE000 <= ord(text) <= 0xF8FF:
            seen.add(ord(text))
print("\n".join(f"U+{point:04X}" for point in sorted(seen)))
PYTHON
for face in Regular Bold; do
  /usr/bin/python3 -m fontTools.subset "$source/BIZUDPGothic-$face.ttf" --unicodes-file="$characters" --flavor=woff2 \
    --no-hinting --layout-features='' --output-file="ChanomaUD-$face.woff2"
done
