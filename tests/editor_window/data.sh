#!/usr/bin/env bash
# The data and problems tabs: parameters tried out, rows in a list and as pictures, the worst first, and what `check` finds.
. "$(dirname "$0")/lib.sh"
make_template
sed -i 's/"position": \[10, 80\]/"position": [10, 60], "size": [140, 40], "fit": "shrink", "minFontSize": 6/; s/"maxLength": 20/"maxLength": 60/' t/clip.json
printf 'name,price\nLamp,10\nChair,20\nA name that is far too long for the little box it gets,30\nBowl,40\n' >rows.csv
hash_of() { "$FRAMEPRESS" hash t/clip.json --frames "$1" --device cpu "${@:2}" 2>/dev/null | tail -1 | sed 's/.*, *//'; }
top_of() { item "$1" | cut -d' ' -f2; }
# type_into FIELD TEXT: and waits until the field has it.
type_into() {
  click "$1"; settle
  xdotool keydown ctrl; sleep 0.3; xdotool key a; sleep 0.3; xdotool keyup ctrl; settle
  xdotool type --delay 30 "$2"
  until_value "$1" "$2"
}

start_display
start t/clip.json --data rows.csv --device cpu --window 1500x1350
key F3; settle


# A value that is tried is what `--set` gives; reset is the row's again; a fault is said beneath it.
type_into data/param/name "Stool"; settle
equal "a tried name" "$(state hash)" "$(hash_of 0 --data rows.csv --rows 1 --set name=Stool)"
type_into data/param/price "many"; until_state errors 1
item data/fault/price | grep -q "expected a number" || fault "the fault of the price is not said: $(item data/fault/price)"
click data/reset-all; until_state errors 0; settle
equal "after the reset" "$(state hash)" "$(hash_of 0 --data rows.csv --rows 1)"
type_into data/param/tint "#00ff00"; settle
equal "a tried colour" "$(state hash)" "$(hash_of 0 --data rows.csv --rows 1 --set 'tint=#00ff00')"
click data/default/tint; settle
equal "the default made of it" "$(state last)" "Set default of tint"
key ctrl+z; settle

# Rows: the list, the worst first with the reason beside it, all of them at the playhead.
equal "the order to begin with" "$(value data/order)" "Worst first"
xdotool mousemove --window "$WINDOW" 400 300  # under the hand rows stay where they are
until_state checks_done true; settle
[ "$(top_of data/row/3)" -lt "$(top_of data/row/1)" ] || fault "the worst row is not the first"
[ "$(top_of data/row/1)" -lt "$(top_of data/row/4)" ] || fault "rows alike are not in the table's order"
value data/why/3 | grep -q '; shrunk: name' || fault "it is not said why the row is bad: $(value data/why/3)"
shot data-worst
click data/row/2; until_state row 2; settle
equal "the second row" "$(state hash)" "$(hash_of 0 --data rows.csv --rows 2)"
click data/order; settle; click data/order/longest; settle
[ "$(top_of data/row/3)" -lt "$(top_of data/row/1)" ] || fault "the longest text is not the first"
click data/order; settle; click data/order/table; settle
[ "$(top_of data/row/3)" -gt "$(top_of data/row/1)" ] || fault "the rows are not in the table's order"
equal "no reasons in the table's order" "$(value data/why/3)" ""
click data/order; settle; click data/order/fit; settle
until_state checks_done true; settle
[ "$(top_of data/row/3)" -lt "$(top_of data/row/1)" ] || fault "the text that was shrunk is not the first"
click data/pictures; settle
until_state thumbnails 4
value data/why/3 | grep -q 'shrunk' || fault "the pictures do not say why"
shot data-pictures
click data/picture/4; until_state row 4; settle

# Problems: what `check` finds, and a click goes there.
"$FRAMEPRESS" check t/clip.json --data rows.csv --json >checked.json 2>/dev/null
key F4; settle
click problems/check-all; settle; until_state checks_done true; settle
"$FRAMEPRESS" check t/clip.json --data rows.csv >/dev/null 2>lines.txt
lines=$(grep -c 'in layer' lines.txt)
equal "the number of problems" "$(state problems)" "$lines"
equal "the tab" "$(item side/problems | cut -d' ' -f5)" on
shrunk=
for ((i = 0; i < lines; i++)); do item "problems/$i" | grep -q shrunk && { shrunk=$i; break; }; done
[ -n "$shrunk" ] || fault "nothing is said to be shrunk"
click "problems/$shrunk"; until_state row 3; settle
equal "the layer" "$(state selection)" /layers/1
stop
finish
