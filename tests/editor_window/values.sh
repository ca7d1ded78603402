#!/usr/bin/env bash
# Values by hand: text of several lines and scripts, one property of several layers, a colour in the picker, a key's ease.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cp "$SOURCE/assets/fonts/noto/NotoSans-Regular.ttf" t/font.ttf
cat >t/values.json <<'JSON'
{
  "framepress": 1,
  "name": "values",
  "canvas": { "size": [160, 120], "fps": "25", "duration": "2s", "background": "#203040" },
  "fonts": { "body": "font.ttf" },
  "layers": [
    { "id": "a", "type": "shape", "shape": "rect", "fill": "#ff8040", "size": [20, 20], "opacity": 0.5 },
    { "id": "b", "type": "shape", "shape": "rect", "fill": "#80ff40", "size": [20, 20], "position": [40, 0],
      "rotation": { "keys": [ { "t": "0s", "v": 0 }, { "t": "1s", "v": 90 } ] } },
    { "id": "title", "type": "text", "text": "Title", "font": "body", "fontSize": 16, "color": "#ffffff", "position": [10, 60] }
  ]
}
JSON
saved() { "$JSON" "$1" <t/values.json; }
double() { xdotool mousemove --window "$WINDOW" $(middle "$1") sleep 0.1 click --repeat 2 --delay 80 1; settle; }
# letters ITEM TEXT: into the field that has the keyboard. xdotool lends a letter beyond ASCII a key for a moment and takes
# it back, perhaps before a busy machine has looked at it: each is typed until it is there.
letters() {
  local i before
  for ((i = 0; i < ${#2}; ++i)); do
    before=$(item "$1")
    for _ in 1 2 3 4; do
      xdotool type --delay 100 "${2:i:1}"
      for _ in $(seq 20); do [ "$(item "$1")" != "$before" ] && break 2; sleep 0.1; done
    done
  done
}
leave_field() { xdotool mousemove --window "$WINDOW" 500 8 click 1; settle; }
select_row() { click "timeline/row//layers/$1"; until_state selection "/layers/$1"; settle; }

start_display
start t/values.json --device cpu --window 1300x1000

# A text: letters beyond ASCII, then a second line. Each visit of the field is one step of the history.
P=properties/layers/2
select_row 2
click "$P/text"; settle; key ctrl+a
letters "$P/text" 'Grüße Ωα'; settle
until_value "$P/text" 'Grüße Ωα'
leave_field
until_state done 1
save; equal "the text" "$(saved /layers/2/text)" 'Grüße Ωα'
click "$P/text"; settle; key ctrl+End Return; settle; letters "$P/text" 'Жук 5€'; settle
leave_field
save
equal "the first line" "$(saved /layers/2/text | head -1)" 'Grüße Ωα'
equal "the second line" "$(saved /layers/2/text | tail -1)" 'Жук 5€'
equal "steps of two visits" "$(state done)" 2
until_state selection /layers/2
shot text
key ctrl+z; settle; save
equal "the text after undoing the second" "$(saved /layers/2/text)" 'Grüße Ωα'

# One property of two layers: what differs is said, what is typed goes to both, as one step.
P=properties/layers/0
select_row 0
xdotool keydown ctrl; click timeline/row//layers/1; xdotool keyup ctrl; settle
until_state selection "/layers/0 /layers/1"
steps=$(state done)
shot several
double "$P/opacity"; key ctrl+a; xdotool type --delay 30 0.75; sleep 0.2; key Return; settle
save
equal "opacity of both" "$(saved /layers/0/opacity) $(saved /layers/1/opacity)" "0.75 0.75"
equal "steps for both" "$(($(state done) - steps))" 1
key ctrl+z; settle; save
equal "opacity after undoing" "$(saved /layers/0/opacity)$(saved /layers/1/opacity 2>/dev/null)" 0.5

# A colour in the picker: a drag over its square is one step, and another colour.
select_row 0
steps=$(state done)
click "$P/fill/swatch"; settle
read -r x y w h _ < <(item "$P/fill/picker")
xdotool mousemove --window "$WINDOW" $((x + w / 4)) $((y + w / 4)) sleep 0.2 mousedown 1 sleep 0.1
for i in 1 2 3; do xdotool mousemove --window "$WINDOW" $((x + w / 4 + 12 * i)) $((y + w / 4 + 8 * i)); sleep 0.1; done
shot picker
xdotool mouseup 1; settle
key Escape; settle
save
equal "steps in the picker" "$(($(state done) - steps))" 1
case $(saved /layers/0/fill) in
  "#ff8040") fault "the picker changed nothing" ;;
  "#"??????) ;;
  *) fault "the picked colour is $(saved /layers/0/fill)" ;;
esac
key ctrl+z; settle; save; equal "the colour after undoing" "$(saved /layers/0/fill)" "#ff8040"

# A key's ease, chosen among the properties.
P=properties/layers/1/rotation
select_row 1
click "$P/label"; settle
click "$P/keys/label"; settle; click "$P/keys/0/label"; settle
click "$P/keys/0/ease"; settle; xdotool type --delay 30 outBack; settle
shot ease
click "$P/keys/0/ease/outBack"; settle
save
equal "the ease" "$(saved /layers/1/rotation/keys/0/ease)" outBack
"$FRAMEPRESS" check t/values.json >check.out 2>&1 || fault "the template is not valid: $(cat check.out)"
stop
finish
