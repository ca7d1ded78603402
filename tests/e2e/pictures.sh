#!/bin/bash
# Stills, contact sheets, checks of text.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nLamp,5\nChair,25\nSofa,90\n' >rows.csv
expect 0 sheet t/clip.json --data rows.csv --at 1s --device cpu -o sheet.png; silent; says "wrote sheet.png"
expect 0 sheet t/clip.json --data rows.csv --at 1s --device cpu --jobs 1 -o again.png; same sheet.png again.png
expect 0 sheet t/clip.json --data rows.csv --rows 1-2 --at 0s --at 1s --at 40f --device cpu -o times.png --json; json /ok true
expect 2 sheet t/clip.json --data rows.csv --at 9s --device cpu -o late.png; [ -e late.png ] && fault "a sheet was written"
expect 2 sheet t/clip.json --data rows.csv --at 1s -o sheet.png; says "--force"
expect 0 still t/clip.json --data rows.csv --rows 2 --at 0f --device cpu -o a.png
expect 0 still t/clip.json --set name=Chair --at 0f --device cpu -o b.png; same a.png b.png
expect 0 still t/clip.json --set name=Chair --at 0f --device cpu --format 1:1 -o square.png --json; json /width 120

sed 's/"fontSize": 24,/"fontSize": 24, "minFontSize": 10, "fit": "shrink", "size": [110, 40], "wrap": false,/' t/clip.json >t/fit.json
printf 'name\nA\nA somewhat longer\n' >fit.csv
expect 0 check t/fit.json --data fit.csv; silent; says "shrunk"; says "fit.csv:3"
expect 3 check t/fit.json --data fit.csv --strict
expect 0 check t/fit.json --data fit.csv --json; json /findings/0/kind shrunk; json /findings/0/layer name
finish
