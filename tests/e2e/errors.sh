#!/bin/bash
# Wrong input: the right exit code, a message that teaches, nothing written.
. "$(dirname "$0")/lib.sh"
make_template
mkdir out_dir

# broken CODE MESSAGE SED-EXPRESSION: the template with one edit.
broken() {
  local code=$1 message=$2; shift 2
  sed "$@" t/clip.json >t/broken.json
  cmp -s t/clip.json t/broken.json && fault "the edit $* changed nothing"
  expect "$code" render t/broken.json $FAST -o out_dir/a.mp4
  silent; says "$message"; nothing out_dir
  expect "$code" check t/broken.json --json; json /ok false; json /errors/0/message
}
broken 3 fontSize 's/"fontSize"/"fontSzie"/'
says "broken.json:14:"
broken 3 fontSize 's/"fontSize": 24/"fontSize": "big"/'
broken 3 canvas 's/\[160, 120\]/[1000000000, 120]/'
broken 3 fps 's/"fps": "24"/"fps": "1000000000"/'
broken 3 29.97 's/"fps": "24"/"fps": "29.97"/'
broken 3 square 's/"id": "name",/"id": "square",/'
broken 3 parent 's/"id": "square",/"id": "square", "parent": "name",/; s/"id": "name",/"id": "name", "parent": "square",/'
broken 3 nmae 's/{{name}}/{{nmae}}/'
broken 3 nope 's/"text": "{{name}}"/"text": "=nope + 1"/'
broken 4 missing.ttf 's/font.ttf/missing.ttf/'
broken 4 passwd 's#font.ttf#../../../../etc/passwd#'
broken 4 passwd 's#font.ttf#/etc/passwd#'

# A fault that every copy of a layer has is said once.
sed 's/"text": "{{name}}"/"text": "=nope + index", "repeat": { "over": [1, 2, 3, 4, 5], "as": "n" }/' t/clip.json >t/copies.json
expect 3 render t/copies.json $FAST -o out_dir/a.mp4
[ "$(grep -c 'nope' err)" = 1 ] || fault "the same fault is said $(grep -c 'nope' err) times"

sed 's/160, 120/161, 120/' t/clip.json >t/odd.json
expect 3 render t/odd.json $FAST -o out_dir/a.mp4; silent; says "even"; nothing out_dir
expect 0 still t/odd.json --device cpu -o odd.png

head -c 300 t/clip.json >t/cut.json
expect 3 check t/cut.json; says "cut.json:"
expect 3 render t/cut.json -o out_dir/a.mp4; nothing out_dir
expect 4 check t/absent.json
expect 4 render t/clip.json --row absent.json -o out_dir/a.mp4
expect 4 batch t/clip.json --data absent.csv -o 'out_dir/{row}.mp4'

# A character no font has, in a row: named, with the row.
expect 0 check t/clip.json
expect 4 render t/clip.json --set name=漢 $FAST -o out_dir/a.mp4; says "U+6F22"; nothing out_dir

# Pictures: truncated, not a picture, and out of the folder by a link.
cat >t/picture.json <<'JSON2'
{ "framepress": 1, "name": "picture", "canvas": { "size": [64, 64], "fps": "24", "duration": "1s" },
  "params": { "photo": { "type": "image", "required": true } },
  "layers": [ { "id": "p", "type": "image", "image": "{{photo}}" } ] }
JSON2
expect 0 still t/clip.json --device cpu -o t/good.png
head -c 200 t/good.png >t/cut.png
echo "no picture" >t/text.png
ln -s /etc/passwd t/link.png
expect 0 still t/picture.json --set photo=good.png --device cpu -o ok.png
for bad in cut.png text.png link.png absent.png ../t/good.png /etc/passwd; do
  echo "{\"photo\": \"$bad\"}" >photo.json
  expect 4 render t/picture.json --row photo.json $FAST -o out_dir/a.mp4
  silent; nothing out_dir
done
expect 2 render t/picture.json -o out_dir/a.mp4; says "--set photo"
echo '{}' >photo.json
expect 3 render t/picture.json --row photo.json -o out_dir/a.mp4; says "photo"

head -c 5000 t/font.ttf >t/cut.ttf
sed 's/font.ttf/cut.ttf/' t/clip.json >t/cutfont.json
expect 4 render t/cutfont.json $FAST -o out_dir/a.mp4; says "cut.ttf"; nothing out_dir

# Tables: every fault of every row at once.
printf 'name,price\nLamp,5\nChair\nTable,x\nVery long name that is not allowed,3\nSofa,-1\n' >rows.csv
expect 3 batch t/clip.json --data rows.csv -o 'out_dir/{row}.mp4'; says "rows.csv:3"; nothing out_dir
sed -i '/^Chair$/d' rows.csv
expect 3 batch t/clip.json --data rows.csv -o 'out_dir/{row}.mp4'
says "rows.csv:3"; says "rows.csv:4"; says "rows.csv:5"; nothing out_dir
expect 3 check t/clip.json --data rows.csv --json; json /errors/2/line 5
# A fault that only the second format has, in a table that can be read once only.
sed 's|"1:1": { "canvas"|"1:1": { "layers": { "name": { "text": "=name.x" } }, "canvas"|' t/clip.json >t/second.json
printf 'name\nLamp\n' | "$FRAMEPRESS" check t/second.json --data - >out 2>err
[ "$?" = 3 ] || fault "check of standard input did not look at every format"
says "for <stdin>:2"
expect 2 batch t/clip.json --data rows.csv --rows 9 -o 'out_dir/{row}.mp4'
expect 2 batch t/clip.json --data rows.csv --rows 1 --where 'price +' -o 'out_dir/{row}.mp4'
expect 2 batch t/clip.json --data rows.csv --rows 1 --where 'price > 100' -o 'out_dir/{row}.mp4'
nothing out_dir
finish
