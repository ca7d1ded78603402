#!/usr/bin/env bash
# Compositions by hand: entered on the canvas, in the timeline and by key; edited there in their own time; left again.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cat >t/nest.json <<'JSON'
{
  "framepress": 1,
  "name": "nest",
  "canvas": { "size": [160, 120], "fps": "24", "duration": "3s", "background": "#203040" },
  "compositions": {
    "bar": { "size": [80, 60], "duration": "2s", "layers": [
      { "id": "back", "type": "solid", "color": "#406080" },
      { "id": "box", "type": "shape", "shape": "rect", "fill": "#ff8040", "size": [20, 20], "position": [10, 10], "in": "0.5s",
        "opacity": { "keys": [ { "t": "0s", "v": 0.4 }, { "t": "1s", "v": 1 } ] } },
      { "id": "dots", "type": "composition", "composition": "dot", "position": [50, 30] } ] },
    "dot": { "size": [20, 20], "layers": [ { "id": "point", "type": "shape", "shape": "ellipse", "fill": "#80ff40", "size": [20, 20] } ] }
  },
  "layers": [
    { "id": "plain", "type": "solid", "color": "#101820" },
    { "id": "first", "type": "composition", "composition": "bar", "in": "1s", "position": [40, 40] },
    { "id": "second", "type": "composition", "composition": "bar" }
  ]
}
JSON
cp t/nest.json before.json
saved() { "$JSON" "$1" <t/nest.json; }
items() { "$ASK" "$FRAMEPRESS_UI_SOCKET" items; }
double() { xdotool mousemove --window "$WINDOW" $1 $2 sleep 0.1 click --repeat 2 --delay 80 1; settle; }
bar() { item "timeline/bar/$1" | cut -d' ' -f5-; }

start_display
start t/nest.json --device cpu --window 1400x900
key ctrl+shift+semicolon  # no snapping
equal "a composition's bar" "$(bar /layers/1)" "24 72"

# In the timeline: a double click on the name. Its layers, its length; the playhead is in its own time.
double $(middle timeline/row//layers/1)
until_state scope /compositions/bar
until_state frame 24; until_state inside 0  # it was not shown before: from its beginning
equal "where one is" "$(value timeline/way/1)" bar
equal "a layer's bar" "$(bar /compositions/bar/layers/1)" "12 48"
items | grep -q '"timeline/row//layers/0"' && fault "the template's layers are still there"
equal "the panel" "$(value properties/type)" Composition
equal "its duration" "$(value properties/compositions/bar/duration)" 2s
xdotool mousemove --window "$WINDOW" $(middle properties/compositions/bar/size/1) sleep 0.1 click --repeat 2 --delay 80 1; settle
key ctrl+a; xdotool type --delay 30 70; sleep 0.2; key Return; settle; save
equal "its height" "$(saved /compositions/bar/size/1)" 70
shot entered
key Home; for _ in 1 2 3 4; do key Shift+Right; done; until_state frame 40; until_state inside 16
equal "the playhead" "$(value timeline/playhead)" 16
read -r x y w h _ < <(item timeline/bar//compositions/bar/layers/0)
read -r sx sy sw sh _ < <(item transport/scrub)
xdotool mousemove $((x + w / 2)) $((sy + sh / 2)) click 1; settle
inside=$(state inside); [ "$inside" -ge 22 ] && [ "$inside" -le 26 ] || fault "the ruler's middle is frame $inside of 48"
equal "the canvas's frame" "$(state frame)" $((inside + 24))

# A move on the canvas: of the layer in the composition, in its own pixels; the box stands at (50, 50) of the canvas.
xdotool mousemove --window "$WINDOW" $(canvas_at 60 60) sleep 0.1 click 1; until_state selection /compositions/bar/layers/1
shot picked
xdotool mousedown 1 sleep 0.1
for i in 2 4 8 12; do xdotool mousemove --window "$WINDOW" $(canvas_at $((60 + i)) 60); sleep 0.06; done
xdotool mouseup 1; settle
save
x=$(saved /compositions/bar/layers/1/position/0); [ "${x%.*}" -ge 20 ] && [ "${x%.*}" -le 24 ] || fault "the box is at $x instead of about 22"
equal "its other coordinate" "$(saved /compositions/bar/layers/1/position/1)" 10

# A property, and a key at the playhead: from the layer's own in-point.
P=properties/compositions/bar/layers/1
until_value "$P/opacity/key" between
click "$P/opacity/key"; settle; until_value "$P/opacity/key" here
save
equal "the new key's time in frames" "$(bar /compositions/bar/layers/1 >/dev/null; items | grep -o "timeline/key//compositions/bar/layers/1/$inside\"" | head -1)" "timeline/key//compositions/bar/layers/1/$inside\""
[ -n "$(saved /compositions/bar/layers/1/opacity/keys/2/t)" ] || fault "no key was saved"
click "$P/opacity/previous-key"; until_state inside 12; until_state frame 36; settle

# Its bar: moved by frames of its own time. A new layer comes into the composition.
read -r x y w h _ < <(item timeline/bar//compositions/bar/layers/1)
ppf=$(((w + 1) / 36))
xdotool mousemove $((x + w / 2)) $((y + h / 2)) mousedown 1 sleep 0.1
for i in 1 2 3 4; do xdotool mousemove $((x + w / 2 - i * ppf - 2)) $((y + h / 2)); sleep 0.06; done
xdotool mouseup 1; settle
save; equal "in" "$(saved /compositions/bar/layers/1/in)" 8f
key Escape; until_state selection ""
key ctrl+alt+r; settle; save
equal "the new layer" "$(saved /compositions/bar/layers/3/shape)" rect
equal "the template's layers" "$(saved /layers/3/id 2>/dev/null)" ""

# Further in, by Enter; back by a click on the way, then by Esc.
click timeline/row//compositions/bar/layers/2; until_state selection /compositions/bar/layers/2
key Return; until_state scope /compositions/dot; settle
equal "the way" "$(value timeline/way/0) $(value timeline/way/1) $(value timeline/way/2)" "nest bar dot"
shot deeper
click timeline/way/1; until_state scope /compositions/bar; settle
key Escape; until_state scope ""; settle

# On the canvas: a click takes the composition's layer, a double click enters it.
key Home; settle
xdotool mousemove --window "$WINDOW" $(canvas_at 70 10) click 1; until_state selection /layers/2; sleep 0.6
double $(canvas_at 70 10); until_state scope /compositions/bar
equal "the second one's time" "$(state inside)" 0
key Escape; until_state scope ""

# All the way back: byte for byte; and what was entered is there again after the next start.
while [ "$(state done)" -gt 0 ]; do key ctrl+z; settle; done
save; same t/nest.json before.json
double $(middle timeline/row//layers/1); until_state scope /compositions/bar; sleep 1.2
stop
start t/nest.json --device cpu --window 1400x900
until_state scope /compositions/bar
"$FRAMEPRESS" check t/nest.json >check.out 2>&1 || fault "the template is not valid: $(cat check.out)"
stop
finish
