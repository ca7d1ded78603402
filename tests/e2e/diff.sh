#!/bin/bash
# What differs between two makings: inputs, frames and places.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nA,1\nB,2\n' >rows.csv
BATCH="batch t/clip.json --data rows.csv --preset ultrafast --segment 12f --device cpu --quiet --store none"

expect 0 diff t/clip.json t/clip.json --data rows.csv
prints '0 of 2 videos differ, 0 of 96 frames'
# The word stands at (10, 80) and below: the tiles that hold it, in every frame.
expect 7 diff t/clip.json t/clip.json --set name=one --set-b name=two
prints 'name: "one" -> "two"'
prints 'frames 0-47: 64x56 at (0, 64)'
# The square is in its last place from 1.5 s on: a change of where it goes does not touch the first frame.
sed 's/\[110, 60\]/[110, 70]/' t/clip.json >t/moved.json
expect 7 diff t/clip.json t/moved.json --json
json /videos/0/ranges/0/first 1
json /videos/0/ranges/0/last 47
sed 's/"2s"/"3s"/' t/clip.json >t/longer.json
expect 7 diff t/clip.json t/longer.json --json
json /videos/0/frames 72
json /videos/0/ranges/0/first 48

# Two rows of one table, two tables by a key, and a row from a file.
expect 7 diff t/clip.json --data rows.csv --rows 1 --rows-b 2
prints 'row 0001 and row 0002: 48 of 48 frames'
prints 'name: "A" -> "B"'
printf 'name,price\nB,2\nC,1\nA,1\n' >tuesday.csv
expect 7 diff t/clip.json --data rows.csv --data-b tuesday.csv --key name
prints '1 of 3 videos differ'
prints 'only in the second'
expect 7 diff t/clip.json --data rows.csv --data-b tuesday.csv
prints '3 of 3 videos differ'
expect 2 diff t/clip.json --data rows.csv --data-b tuesday.csv --key colour; says '--key colour'
printf 'name,price\nA,1\nA,2\n' >twice.csv
expect 2 diff t/clip.json --data rows.csv --data-b twice.csv --key name; says 'two rows have name A'
printf '{"name": "B", "price": 2}' >b.json
printf '{"name": "A", "price": 1}' >a.json
expect 7 diff t/clip.json --row a.json --row-b b.json
expect 0 diff t/clip.json --row a.json --row-b a.json
expect 2 diff t/clip.json --data rows.csv; says 'nothing to compare with'

expect 0 $BATCH -o 'old/{name}.mp4'
expect 0 $BATCH -o 'same/{name}.mp4'
expect 0 diff old same
expect 0 $BATCH --set tint=#0000ff -o 'new/{name}.mp4'
expect 7 diff old new --device cpu --html report.html
prints 'tint: "#ff8040" -> "#0000ff"'
prints '2 of 2 videos differ, 96 of 96 frames'
grep -q 'data:image/png;base64,' report.html || fault "the report has no pictures"
grep -q 'https\?://' report.html && fault "the report needs the network"
expect 2 diff old new --device cpu --html report.html  # never overwritten
rm new/B.*
expect 7 diff old new
prints 'only in the first'
expect 7 diff old/A.manifest.json new/A.manifest.json
# The template has changed since: what is on record still tells the frames.
sed -i 's/"#203040"/"#203041"/' t/clip.json
expect 7 diff old new --json
json /videos/0/ranges/0/last 47
"$JSON" /videos/0/ranges/0/region <out >/dev/null 2>&1 && fault "regions cannot be known"

expect 2 diff old t/clip.json
expect 4 diff nowhere.manifest.json old/A.manifest.json
mkdir empty
expect 4 diff empty old
printf '{}' >bad.manifest.json
expect 3 diff bad.manifest.json old/A.manifest.json
finish
