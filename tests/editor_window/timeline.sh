#!/usr/bin/env bash
# The timeline by hand: bars, trimming, order, nesting, keys, eases, the work area; what is saved says what was done.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cat >t/clip.json <<'JSON'
{
  "framepress": 1,
  "name": "clip",
  "canvas": { "size": [160, 120], "fps": "24", "duration": "2s", "background": "#203040" },
  "layers": [
    { "id": "a", "type": "solid", "color": "#ff8040", "in": "0.5s", "out": "1s" },
    { "id": "group", "type": "group", "children": [
      { "id": "inner", "type": "shape", "shape": "rect", "fill": "#80ff40", "size": [20, 20] }
    ] },
    { "id": "b", "type": "shape", "shape": "rect", "fill": "#4080ff", "size": [40, 40],
      "position": { "keys": [ { "t": "0s", "v": [0, 10] }, { "t": "1s", "v": [110, 60] } ] } }
  ]
}
JSON
cp t/clip.json before.json
saved() { "$JSON" "$1" <t/clip.json; }
done_is() { until_state done "$1"; settle; }
# drag X Y X Y: in steps, as hands do.
drag() {
  xdotool mousemove "$1" "$2" mousedown 1; sleep 0.1
  for i in 1 2 3 4 5 6; do xdotool mousemove $(($1 + ($3 - $1) * i / 6)) $(($2 + ($4 - $2) * i / 6)); sleep 0.05; done
  sleep 0.2; xdotool mouseup 1; settle
}

start_display
start t/clip.json --device cpu --window 1400x900
item timeline >/dev/null
shot open

# Pixels a frame: the bar is 12 frames long, and drawn a pixel shorter.
read -r x y w h at < <(item timeline/bar//layers/0)
equal "the bar's frames" "$at" "12 24"
ppf=$(((w + 1) / 12))

# Move by six frames; what Esc gives up leaves nothing; undo and redo.
drag $((x + w / 2)) $((y + h / 2)) $((x + w / 2 + 6 * ppf + 3)) $((y + h / 2))
done_is 1; equal "the bar after a move" "$(item timeline/bar//layers/0 | cut -d' ' -f5-)" "18 30"
save; equal "in" "$(saved /layers/0/in)" 0.75s; equal "out" "$(saved /layers/0/out)" 1.25s
read -r x y w h _ < <(item timeline/bar//layers/0)
xdotool mousemove $((x + w / 2)) $((y + h / 2)) mousedown 1; sleep 0.1
xdotool mousemove $((x + w / 2 + 40)) $((y + h / 2)); sleep 0.1
xdotool mousemove $((x + w / 2 + 90)) $((y + h / 2)); until_state dragging true
key Escape; until_state dragging false; xdotool mouseup 1; done_is 1
equal "the bar after Esc" "$(item timeline/bar//layers/0 | cut -d' ' -f5-)" "18 30"
key ctrl+z; done_is 0; equal "the bar after undo" "$(item timeline/bar//layers/0 | cut -d' ' -f5-)" "12 24"
key ctrl+shift+z; done_is 1

# Trim the end by three frames.
drag $((x + w - 2)) $((y + h / 2)) $((x + w - 2 - 3 * ppf)) $((y + h / 2))
done_is 2; equal "the bar after trimming" "$(item timeline/bar//layers/0 | cut -d' ' -f5-)" "18 27"
save; equal "out" "$(saved /layers/0/out)" 27f

# What is locked does not move.
xdotool mousemove $(middle timeline/row//layers/0); settle
click timeline/lock//layers/0; settle
drag $((x + w / 3)) $((y + h / 2)) $((x + w / 3 + 50)) $((y + h / 2)); done_is 2
click timeline/lock//layers/0; settle

# Above the topmost, then into the group.
read -r rx ry rw rh _ < <(item timeline/row//layers/2)
read -r ax ay < <(middle timeline/row//layers/0)
drag "$ax" "$ay" "$ax" $((ry + 3)); done_is 3
save; equal "the topmost layer" "$(saved /layers/2/id)" a; equal "the next" "$(saved /layers/1/id)" b
read -r ax ay < <(middle timeline/row//layers/2)
read -r _ gy < <(middle timeline/row//layers/0)
drag "$ax" "$ay" "$ax" "$gy"; done_is 4
save; equal "in the group" "$(saved /layers/0/children/1/id)" a

# Its name.
read -r ax ay < <(middle timeline/row//layers/0/children/1)
xdotool mousemove "$ax" "$ay" click --repeat 2 --delay 60 1; sleep 0.4
xdotool key ctrl+a; xdotool type --delay 30 "amber"; key Return; done_is 5
save; equal "the new name" "$(saved /layers/0/children/1/id)" amber

# Rows of keys: a box around both, moved by four frames.
click timeline/reveal//layers/1; settle
read -r k0x k0y < <(middle timeline/key//layers/1/position/0)
read -r k1x k1y < <(middle timeline/key//layers/1/position/24)
drag $((k0x - 11)) $((k0y - 9)) $((k1x + 12)) $((k1y + 8))
until_state keys 2
shot keys
drag "$k0x" "$k0y" $((k0x + 4 * ppf + 2)) "$k0y"; done_is 6
save; equal "the first key" "$(saved /layers/1/position/keys/0/t)" 4f; equal "the second" "$(saved /layers/1/position/keys/1/t)" 28f

# With Alt a copy is set; Esc while a row is dragged leaves the order.
read -r k0x k0y < <(middle timeline/key//layers/1/position/4)
xdotool mousemove $((k0x + 3 * ppf)) "$k0y" click 1; settle
xdotool keydown alt; sleep 0.1; drag "$k0x" "$k0y" $((k0x + 3 * ppf)) "$k0y"; xdotool keyup alt; done_is 7
save; equal "the copied key" "$(saved /layers/1/position/keys/1/t)" 7f; equal "its value" "$(saved /layers/1/position/keys/1/v/1)" 10
key ctrl+z; done_is 6
read -r ax ay < <(middle timeline/row//layers/1)
xdotool mousemove "$ax" "$ay" mousedown 1; sleep 0.1; xdotool mousemove "$ax" $((ay + 40)); sleep 0.1
xdotool mousemove "$ax" $((ay + 130)); sleep 0.2; shot order; key Escape; sleep 0.1; xdotool mouseup 1; settle; done_is 6
xdotool mousemove $(middle timeline/key//layers/1/position/4) click 1; until_state keys 1

# An ease from the menu, then one shaped by hand.
xdotool mousemove $(middle timeline/key//layers/1/position/4) click 3; settle
shot menu
click timeline/ease/easeInOut; done_is 7
save; equal "the ease" "$(saved /layers/1/position/keys/0/ease)" easeInOut
key g; settle
shot graph
read -r hx hy < <(middle timeline/curve/begin)
drag "$hx" "$hy" $((hx + 30)) $((hy - 20)); done_is 8
save
[ -n "$(saved /layers/1/position/keys/0/ease/3)" ] || fault "the ease is no curve: $(saved /layers/1/position/keys/0/ease)"
equal "the second handle" "$(saved /layers/1/position/keys/0/ease/2)" 0.58
click timeline/preset/outBack; done_is 9
save; equal "the preset" "$(saved /layers/1/position/keys/0/ease)" outBack
key g; settle

# The work area's end, which playing keeps to; markers.
read -r sx sy sw sh _ < <(item timeline)
read -r bx by bw bh _ < <(item timeline/bar//layers/1)
drag $((bx + bw - 1)) $((sy + 5)) $((bx + bw - 1 - 8 * ppf)) $((sy + 5))
until_state final 39
key x; until_state final 47
key Home m; settle
xdotool mousemove $(middle timeline/marker/0) click 3; settle
click timeline/menu/remove; settle
equal "markers" "$("$ASK" "$FRAMEPRESS_UI_SOCKET" items | grep -c timeline/marker/0)" 0

# All the way back: byte for byte.
for _ in $(seq 9); do key ctrl+z; done
done_is 0; save
same t/clip.json before.json
key ctrl+t; settle; shot light
stop

# Five hundred layers: what the interface takes for a frame while rows are scrolled and while a bar is dragged, and what
# came to the screen meanwhile (as fast as the window's driver is, here one in software).
{
  echo '{ "framepress": 1, "name": "many", "canvas": { "size": [640, 360], "fps": "30", "duration": "20s" }, "layers": ['
  for i in $(seq 0 499); do
    [ "$i" = 0 ] || echo ','
    printf '{ "id": "layer-%d", "type": "shape", "shape": "rect", "fill": "#ff8040", "size": [20, 20], "in": "%df", "out": "%df",\n' \
      "$i" $((i % 300)) $((i % 300 + 120))
    printf '  "position": { "keys": [ { "t": "0s", "v": [%d, 10] }, { "t": "1s", "v": [%d, 300] } ] } }' $((i % 600)) $((i * 7 % 600))
  done
  echo '] }'
} >t/many.json
# frames NAME MOST COMMAND...: runs it; the interface must not have taken longer than MOST ms of processor for 95 of 100
# frames, and the window must have been drawn at least 20 times.
frames() {
  local name=$1 most=$2 before began drawn ms work
  shift 2
  before=$(state presented) began=$(date +%s%N)
  "$@"
  drawn=$(($(state presented) - before)) ms=$((($(date +%s%N) - began) / 1000000)) work=$(state work95)
  echo "500 layers, $name: $drawn frames in $ms ms, interface $work ms a frame"
  [ "$drawn" -ge 20 ] || fault "$name: the window was drawn $drawn times"
  [ "${work%.*}" -lt "$most" ] || fault "$name: a frame of the interface took $work ms"
}
scroll() { for _ in 1 2; do xdotool click --repeat 150 --delay 8 5 click --repeat 150 --delay 8 4; done; }
pull() {
  local steps=()
  for i in $(seq 150) $(seq 149 -1 40); do steps+=(mousemove $(($1 + i * 2)) "$2" sleep 0.01); done
  xdotool "${steps[@]}"
}
start t/many.json --device cpu --window 1400x900
read -r x y w h _ < <(item timeline)
xdotool mousemove $((x + w / 2)) $((y + h / 2)); settle
rows=$("$ASK" "$FRAMEPRESS_UI_SOCKET" items | grep -o '"timeline/row/[^"]*"' | wc -l)
[ "$rows" -ge 5 ] && [ "$rows" -le $((h / 20)) ] || fault "$rows rows are drawn in $h pixels"
frames scrolling 16 scroll; settle
read -r x y w h before < <(item timeline/bar//layers/499)
xdotool mousemove $((x + w / 2)) $((y + h / 2)) mousedown 1; sleep 0.2
frames dragging 25 pull $((x + w / 2)) $((y + h / 2))
xdotool mouseup 1; done_is 1
[ "$(item timeline/bar//layers/499 | cut -d' ' -f5-)" != "$before" ] || fault "the bar stayed where it was"
stop
finish
