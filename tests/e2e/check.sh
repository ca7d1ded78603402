#!/bin/bash
# What `check` finds in texts, where it says so, and what it leaves out; layouts that contradict themselves.
. "$(dirname "$0")/lib.sh"
make_template

# One line a fault, so that lines can be named below: the first layer stands on line 7.
cat >t/faults.json <<'JSON'
{ "framepress": 1, "name": "faults",
  "canvas": { "size": [640, 360], "fps": "30", "duration": "3s", "background": "#ffffff" },
  "fonts": { "body": "font.ttf" },
  "params": { "name": { "type": "text", "default": "Words" } },
  "formats": { "wide": {}, "square": { "canvas": { "size": [360, 360] } } },
  "layers": [
    { "id": "good", "type": "text", "text": "{{name}}", "font": "body", "fontSize": 30, "color": "#000000", "position": [60, 40] },
    { "id": "edge", "type": "text", "text": "Edge", "font": "body", "fontSize": 30, "color": "#000000", "position": [10, 80] },
    { "id": "cut", "type": "text", "text": "Cut", "font": "body", "fontSize": 30, "color": "#000000", "position": [-10, 120] },
    { "id": "faint", "type": "text", "text": "Faint", "font": "body", "fontSize": 30, "color": "#cccccc", "position": [60, 160] },
    { "id": "low", "type": "text", "text": "Lower", "font": "body", "fontSize": 30, "color": "#000000", "position": [60, 200] },
    { "id": "high", "type": "text", "text": "Upper", "font": "body", "fontSize": 30, "color": "#000000", "position": [70, 206] },
    { "id": "under", "type": "text", "text": "Under", "font": "body", "fontSize": 30, "color": "#000000", "position": [60, 260] },
    { "id": "lid", "type": "solid", "color": "#ffffff", "size": [300, 50], "position": [50, 260] },
    { "id": "brief", "type": "text", "text": "Brief", "font": "body", "fontSize": 30, "color": "#000000", "position": [60, 310], "in": "1s", "out": "1.5s" },
  ] }
JSON
expect 0 check t/faults.json --format wide; silent
says 't/faults.json:8:5: text 19 px outside the safe area in layer "edge"'
says 't/faults.json:9:5: text cut off by'
says 't/faults.json:10:5: text with a contrast of 1.6'
says '(#cccccc on #ffffff) in layer "faint", at 1.4'
says 't/faults.json:12:5: text over that of layer "low"'
says 't/faults.json:13:5: text hidden by other layers (100 %) in layer "under"'
says 't/faults.json:15:5: text readable for 0.50 s, needs 0.70 s in layer "brief", at 1.00 s (frame 30), format wide'
says '1 row in 1 format, 6 findings'
expect 3 check t/faults.json --format wide --strict; says "not clean"
expect 3 check t/faults.json --strict --quiet; silent
expect 0 check t/faults.json; says "in 2 formats, 12 findings"
expect 0 check t/faults.json --format wide --json; json /ok true
json /findings/0/kind safe-area; json /findings/0/layer edge; json /findings/0/pixels; json /findings/0/line 8; json /findings/0/format wide
json /findings/1/kind clipped
json /findings/2/kind overlap; json /findings/2/other low; json /findings/2/share
json /findings/3/kind hidden; json /findings/3/share 1
json /findings/4/kind reading-time; json /findings/4/seconds 0.5; json /findings/4/needed 0.7
json /findings/5/kind contrast; json /findings/5/needed 3; json /findings/5/ratio; json /findings/5/color '#cccccc'; json /findings/5/frame 44
expect 3 check t/faults.json --format wide --json --strict; json /ok false; json /exit 3
cp out one; expect 3 check t/faults.json --format wide --json --strict --jobs 4; same one out

# Rows are told apart, and said in one line where they share a fault.
printf 'name\nShort\nA name that is so long that it goes on and on beyond what is safe\nAnother name that is so long but not quite as long as that\n' >rows.csv
expect 0 check t/faults.json --format wide --data rows.csv
says 'cut off by 336 px in layer "good"'; says 'row rows.csv:3 (the worst of 2 rows)'; says '3 rows in 1 format'

# Left out, by layer and by group.
sed 's/"id": "\(edge\|cut\|faint\|high\|under\|brief\)",/"id": "\1", "ignore": ["safe-area", "clipped", "contrast", "overlap", "hidden", "reading-time"],/' t/faults.json >t/ignored.json
expect 0 check t/ignored.json --strict
sed 's/"position": \[10, 80\]/&, "ignore": ["contrast"]/' t/faults.json >t/other.json
expect 0 check t/other.json --format wide; says 'layer "edge"'

# Layouts that contradict themselves: where, and why.
wrong() {  # wrong COLUMN MESSAGE MEMBERS: members of the layer on line 7
  sed "7s/\"position\": \[60, 40\]/$3/" t/faults.json >t/wrong.json
  cmp -s t/faults.json t/wrong.json && fault "the edit $3 changed nothing"
  expect 3 check t/wrong.json; silent; says "t/wrong.json:7:$1: "; says "$2"
  expect 3 still t/wrong.json --device cpu -o wrong.png; [ -e wrong.png ] && fault "a still was written"
}
wrong 140 '"centerX" has no meaning beside' '"pin": { "left": 4, "centerX": 0 }'
wrong 116 'names nothing to hold' '"pin": { "to": "safe" }'
wrong 134 'no meaning beside "parent"' '"parent": "edge", "pin": { "top": 0 }'
wrong 117 'given here and by the pin' '"size": [9, 9], "pin": { "left": 0, "right": 0 }'
wrong 126 'expected a percentage' '"pin": { "left": "wide" }'
wrong 118 'did you mean' '"pin": { "lef": 1 }'
wrong 120 'larger than' '"minSize": [90, null], "maxSize": [80, null]'
sed 's/"duration": "3s"/"duration": "3s", "safeArea": "60%"/' t/faults.json >t/wrong.json
expect 3 check t/wrong.json; says "t/wrong.json:2:"; says "safe area"
finish
