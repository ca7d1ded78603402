#!/bin/bash
# Batches: names, collisions, selection, standard input, failures.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nLamp,5\nChair,25\nTable/Desk,7\nSofa,90\n' >rows.csv
expect 0 batch t/clip.json $FAST --data rows.csv -o 'all/{row}-{name}.mp4'; silent; says "4 of 4 videos"
[ "$(find all -type f | wc -l)" = 8 ] || fault "not 4 videos with their manifests: $(ls all | tr '\n' ' ')"
find all -name '3-Table*Desk.mp4' | grep -q . || fault "a name was not made safe: $(ls all | tr '\n' ' ')"
expect 2 batch t/clip.json $FAST --data rows.csv -o 'all/{row}-{name}.mp4'; says "already there"
expect 0 batch t/clip.json $FAST --jobs 1 --data rows.csv -o 'again/{row}-{name}.mp4'
diff -r all again >/dev/null || fault "another number of jobs gives other files"

expect 0 batch t/clip.json $FAST --data rows.csv --where 'price > 20' -o 'dear/{name}.mp4' --json
json /videos/1/row rows.csv:5; json /ok true
[ "$(ls dear)" = "$(printf 'Chair.manifest.json\nChair.mp4\nSofa.manifest.json\nSofa.mp4')" ] || fault "--where chose: $(ls dear)"
expect 0 batch t/clip.json $FAST --data rows.csv --rows 2,4- -o 'rows/{name}.mp4'
diff -r dear rows >/dev/null || fault "--rows and --where disagree"
"$FRAMEPRESS" batch t/clip.json $FAST --data - -o 'stdin/{name}.mp4' <rows.csv 2>err || fault "batch from standard input: $(cat err)"
[ -s stdin/Sofa.mp4 ] || fault "nothing from standard input"
same stdin/Sofa.mp4 dear/Sofa.mp4
expect 0 render t/clip.json $FAST --data rows.csv --rows 4 -o single/Sofa.mp4; same single/Sofa.mp4 dear/Sofa.mp4
printf '{"name": "Sofa", "price": 90}' >sofa.json
expect 0 render t/clip.json $FAST --row sofa.json -o row/Sofa.mp4; same row/Sofa.mp4 dear/Sofa.mp4

expect 2 batch t/clip.json $FAST --data rows.csv -o 'clash/{format}.mp4'; says "would both"; nothing clash
expect 2 batch t/clip.json $FAST --data rows.csv -o 'clash/{colour}.mp4'; silent
expect 2 batch t/clip.json $FAST --data rows.csv -o 'clash/{row}.avi'; says ".mp4"
expect 2 render t/clip.json $FAST --data rows.csv -o clash.mp4; says "4 rows"

# One that cannot be written does not stop the others.
mkdir -p partly && chmod u-w partly
if ! touch partly/probe 2>/dev/null; then
  printf 'name\nkeep\npartly\n' >two.csv
  expect 6 batch t/clip.json $FAST --data two.csv -o '{name}/a.mp4' --json; json /exit 6; json /videos/0/ok true; json /videos/1/ok false
else
  # As root every folder can be written: a file where a folder should be.
  rm -rf partly; touch partly
  printf 'name\nkeep\npartly\n' >two.csv
  expect 6 batch t/clip.json $FAST --data two.csv -o '{name}/a.mp4' --json; json /exit 6; json /videos/0/ok true; json /videos/1/ok false
fi
[ -s keep/a.mp4 ] || fault "the other video is missing"
finish
