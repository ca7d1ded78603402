#!/bin/bash
# A lock pins what a batch is made of, and says what differs when it is not met.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nA,1\nB,2\n' >rows.csv
BATCH="batch t/clip.json --data rows.csv --preset ultrafast --segment 12f --device cpu"
expect 0 $BATCH --lock press.lock -o 'a/{name}.mp4'
says 'wrote press.lock'
mv a first
expect 0 $BATCH --locked press.lock -o 'a/{name}.mp4'
same first/A.mp4 a/A.mp4
expect 2 $BATCH --lock press.lock --force --locked press.lock -o 'b/../a/{name}.mp3'
rm -r a
broken() { expect 7 "${@:2}" --locked press.lock -o 'a/{name}.mp4'; says "$1"; says 'nothing was rendered'; nothing a; }

printf 'name,price\nA,1\nB,3\nC,4\n' >changed.csv
broken 'a/B.mp4: price: 2 -> 3' batch t/clip.json --data changed.csv --preset ultrafast --segment 12f --device cpu
says 'a/C.mp4: not in the lock'
printf 'name,price\nA,1\n' >fewer.csv
broken 'a/B.mp4: there is no row for it any more' batch t/clip.json --data fewer.csv --preset ultrafast --segment 12f --device cpu
broken 'a/A.mp4: recipe' batch t/clip.json --data rows.csv --preset superfast --segment 12f --device cpu
broken 'format' $BATCH --format 1:1
cp t/font.ttf kept.ttf
cp "$SOURCE/assets/fonts/noto/NotoSans-Bold.ttf" t/font.ttf 2>/dev/null || printf 'x' >>t/font.ttf
broken 'asset font.ttf has changed' $BATCH
cp kept.ttf t/font.ttf
sed -i 's/"2s"/"3s"/' t/clip.json
broken 'the template clip has changed' $BATCH
says 'a/A.mp4: frames 48 -> 72'
sed -i 's/"3s"/"2s"/' t/clip.json
sed 's/"engine": "[^"]*"/"engine": "0.0.9"/' press.lock >old.lock
expect 7 $BATCH --locked old.lock -o 'a/{name}.mp4'
says 'engine: "0.0.9"'
expect 0 $BATCH --locked press.lock -o 'a/{name}.mp4'

expect 4 $BATCH --locked none.lock -o 'c/{name}.mp4'
for bad in '{' '[]' '{"framepressLock": 2}' '{"framepressLock": 1}'; do
  printf '%s' "$bad" >bad.lock
  expect 3 $BATCH --locked bad.lock -o 'c/{name}.mp4'
  says 'bad.lock:1:'
done
printf '{"framepressLock": 1, "videos": [1, {}], "assets": 3, "template": "x"}' >odd.lock
expect 7 $BATCH --locked odd.lock -o 'c/{name}.mp4'
nothing c
finish
