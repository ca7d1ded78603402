#!/usr/bin/env bash
# The panel of properties: what is dragged, typed, chosen and keyed stands in the saved file.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cat >t/one.json <<'JSON'
{
  "framepress": 1,
  "name": "one",
  "canvas": { "size": [160, 120], "fps": "25", "duration": "2s", "background": "#203040" },
  "style": { "palette": { "ink": "#102030", "paper": "#f0e0d0" } },
  "layers": [
    // the only one
    { "id": "box", "type": "shape", "shape": "rect", "fill": "#ff8040", "size": [40, 40],
      "position": ["50%", 20], "opacity": 0.5,
      "rotation": { "keys": [ { "t": "0s", "v": 0 }, { "t": "1s", "v": 90 } ] },
      "effects": [ { "type": "blur", "radius": 4 }, { "type": "glow" } ] }
  ]
}
JSON
P=properties/layers/0
saved() { "$JSON" "$1" <t/one.json; }
double() { xdotool mousemove --window "$WINDOW" $(middle "$1") sleep 0.1 click --repeat 2 --delay 80 1; settle; }
type_at() { double "$1"; xdotool type --delay 25 "$2"; sleep 0.2; key Return; settle; }
# drag ITEM PIXELS: to the right, over several moves.
drag() {
  read -r x y < <(middle "$1")
  xdotool mousemove --window "$WINDOW" "$x" "$y" sleep 0.1 mousedown 1
  for i in 1 2 3 4; do xdotool mousemove --window "$WINDOW" $((x + $2 * i / 4)) "$y"; sleep 0.08; done
  xdotool mouseup 1; settle
}

start_display
start t/one.json --device cpu --window 1300x1000

# Nothing selected: the template's own.
until_value properties/type Template
until_value properties/canvas/background "#203040"
shot template
type_at properties/name "first"
save
equal "the template's name" "$(saved /name)" first

key ctrl+a; until_value properties/type Shape
until_value properties/name box
shot layer

# One drag is one step of the history, and keeps the unit.
steps=$(state done)
drag "$P/opacity" 20
equal "steps of a drag" "$(($(state done) - steps))" 1
[ "$(value "$P/opacity")" != 0.5 ] || fault "the drag did nothing"
drag "$P/position/0" 40
case $(value "$P/position/0") in *%) ;; *) fault "the percentage became $(value "$P/position/0")" ;; esac
key ctrl+z; until_value "$P/position/0" "50%"
type_at "$P/opacity" 0.25
type_at "$P/position/0" 40
save
equal "opacity" "$(saved /layers/0/opacity)" 0.25
equal "position" "$(saved /layers/0/position/0)" "40%"
grep -q "// the only one" t/one.json || fault "the comment is gone"

# No number: said so, nothing changed.
type_at "$P/opacity" wide
equal "opacity after nonsense" "$(value "$P/opacity")" 0.25
# Esc drops what is typed and leaves the selection.
double "$P/opacity"; xdotool type --delay 25 9; key Escape; settle
equal "opacity after Esc" "$(value "$P/opacity")" 0.25
until_value properties/type Shape

# An expression that the engine refuses: said under the field.
type_at "$P/opacity" "=p.nothing"
for _ in $(seq 100); do item "$P/opacity/fault" >/dev/null 2>&1 && break; sleep 0.1; done
item "$P/opacity/fault" >/dev/null
shot fault
key ctrl+z; until_value "$P/opacity" 0.25; until_state errors 0

# A colour: typed, and of the palette.
click "$P/fill"; settle; key ctrl+a; xdotool type --delay 25 "00ff00"; sleep 0.2; key Return; settle
until_value "$P/fill" "#00ff00"
click "$P/fill/swatch"; settle
shot color
click "$P/fill/@ink"; settle; key Escape; settle
until_value "$P/fill" "@ink"

# An enum.
click "properties/section/Effects/add"; settle
shot add
click "properties/section/Effects/add/Blend"; settle
click "$P/blend"; settle
click "$P/blend/multiply"; settle
until_value "$P/blend" multiply

# Keys: half between two, a press sets one with the value there, another takes it away.
until_value "$P/rotation/key" here
for _ in 1 2 3 4 5; do key Right; done; until_state frame 5
until_value "$P/rotation/key" between
rotation=$(value "$P/rotation")
click "$P/rotation/key"; settle
until_value "$P/rotation/key" here
save
equal "the key's value" "$(saved /layers/0/rotation/keys/1/v)" "$rotation"
type_at "$P/rotation" 45
click "$P/opacity/key"; settle; until_value "$P/opacity/key" here
save
equal "the key at the playhead" "$(saved /layers/0/rotation/keys/1/v)" 45
equal "the first key of opacity" "$(saved /layers/0/opacity/keys/0/v)" 0.25
click "$P/rotation/next-key"; until_state frame 25; settle
click "$P/rotation/previous-key"; until_state frame 5; settle
click "$P/opacity/key"; settle; until_value "$P/opacity/key" constant

# Items of a list: folded out, moved, added.
click "$P/effects/label"; settle
shot effects
xdotool mousemove --window "$WINDOW" $(middle "$P/effects/0/label"); settle
click "$P/effects/0/down"; settle
click "$P/effects/add"; settle; xdotool type --delay 25 grain; settle
shot list
click "$P/effects/add/grain"; settle
save
equal "the effects" "$(saved /layers/0/effects/0/type) $(saved /layers/0/effects/1/type) $(saved /layers/0/effects/2/type)" "glow blur grain"

# Promoted: a parameter with the value, and what follows it shown as such.
xdotool mousemove --window "$WINDOW" $(middle "$P/opacity/label") sleep 0.2 click 3; settle
shot menu
click "$P/opacity/menu/promote"; settle; sleep 0.3
shot promote
click "$P/opacity/menu/promote/make"; settle
save
equal "the property" "$(saved /layers/0/opacity)" "{{opacity}}"
equal "the parameter" "$(saved /params/opacity/default)" 0.25
shot bound
key ctrl+z; settle; until_value "$P/opacity" 0.25
save
equal "the property after undoing" "$(saved /layers/0/opacity)" 0.25

# The filter finds what is not set, and sets it.
click properties/filter; settle; xdotool type --delay 25 "grow"; settle
shot filter
type_at "$P/grow" 2
save
equal "grow" "$(saved /layers/0/grow)" 2
"$FRAMEPRESS" check t/one.json >check.out 2>&1 || fault "the template is not valid: $(cat check.out)"
alive
stop
finish
