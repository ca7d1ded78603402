#!/bin/bash
# Data goes to standard output, talk to standard error; --json prints one document; nothing is replaced unasked.
. "$(dirname "$0")/lib.sh"
make_template

expect 0 render t/clip.json $FAST -o a.mp4; silent; says "device: cpu"; says "100%"; says "wrote a.mp4"
[ -s a.mp4 ] && [ -s a.manifest.json ] || fault "no output"
grep -q "$WORK" a.manifest.json && fault "the manifest holds an absolute path"
"$JSON" /template/file <a.manifest.json | grep -qx t/clip.json || fault "the manifest does not say where the template is"
expect 2 render t/clip.json $FAST -o a.mp4; silent; says "--force"
rm a.mp4
expect 2 render t/clip.json $FAST -o a.mp4; says "a.manifest.json"
expect 0 render t/clip.json $FAST -o a.mp4 --force --quiet; silent
[ -s err ] && fault "--quiet talks"
expect 0 render t/clip.json $FAST -o a.mp4 --force --json
json /ok true; json /videos/0/output a.mp4; json /videos/0/frames 48
json /videos/0/sha256 "$(sha256sum a.mp4 | cut -d' ' -f1)"

expect 0 render t/clip.json $FAST -o a.mp4 --force --progress jsonl
silent
while read -r line; do
  echo "$line" | "$JSON" /v | grep -qx 1 || fault "not an event: $line"
done <err
says '"event":"start"'; says '"event":"video"'; says '"event":"end"'
expect 0 render t/clip.json $FAST -o a.mp4 --force --progress none; grep -q % err && fault "--progress none shows progress"
expect 0 render t/clip.json $FAST -o a.mp4 --force --progress bar; says "ETA"
grep -q $'\x1b\[3' err && fault "colours without a terminal"

expect 0 still t/clip.json --at 1s --device cpu -o -; head -c 8 out | cmp -s - <(printf '\x89PNG\r\n\x1a\n') || fault "no PNG on standard output"
cp out direct.png
expect 0 still t/clip.json --at 24f --device cpu -o b.png; silent; same b.png direct.png
expect 2 still t/clip.json --at 24f --device cpu -o b.png; says "--force"
expect 0 still t/clip.json --at 24f --device cpu -o b.png --force --json; json /frame 24

expect 0 hash t/clip.json --device cpu; prints "#version: 2"
[ "$(grep -c '^0, ' out)" = 48 ] || fault "not a line for each frame"
expect 0 hash t/clip.json --device cpu --frames 10-12 --json; json /frames/2/frame 2
"$FRAMEPRESS" hash t/clip.json --device cpu 2>/dev/null | head -n 3 >/dev/null
finish
