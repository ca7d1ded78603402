#!/usr/bin/env bash
# Editing by hand: select, move, scale and turn on the canvas, undo and redo, save, open again, export; what is saved
# is what was seen, and both undo and the file agree to the byte.
. "$(dirname "$0")/lib.sh"
make_template
cp t/clip.json first.json
saved() { "$JSON" "$1" <t/clip.json; }
move_to() { xdotool mousemove --window "$WINDOW" $(canvas_at "$1" "$2"); }
# drag X0 Y0 X1 Y1 [MODIFIER]: on the canvas, in steps as a hand does.
drag() {
  move_to "$1" "$2"; sleep 0.1; xdotool mousedown 1; sleep 0.1
  [ -n "${5-}" ] && xdotool keydown "$5"
  for i in 1 2 3 4 5; do move_to $(($1 + ($3 - $1) * i / 5)) $(($2 + ($4 - $2) * i / 5)); sleep 0.04; done
  [ -n "${5-}" ] && xdotool keyup "$5"
  xdotool mouseup 1; settle
}

start_display
start t/clip.json --device cpu --window 1300x900
key ctrl+shift+semicolon  # no snapping: numbers below are those of the drag
settle

# The text: a click selects it, a drag moves it, all as one entry.
move_to 20 92; xdotool click 1; until_state selection /layers/1
drag 20 92 60 72
equal "entries after a drag" "$(state entries)" 1
equal "the name of the entry" "$(state last)" "Move name"
save
x=$(saved /layers/1/position/0) y=$(saved /layers/1/position/1)
[ "${x%.*}" -ge 48 ] && [ "${x%.*}" -le 52 ] && [ "${y%.*}" -ge 58 ] && [ "${y%.*}" -le 62 ] || fault "the text moved to $x $y instead of about 50 60"
equal "lines that a move changed" "$(diff first.json t/clip.json | grep -c '^[<>]')" 2
equal "the hash after moving" "$(state hash)" "$("$FRAMEPRESS" hash t/clip.json --frames 0 --device cpu 2>/dev/null | tail -1 | sed 's/.*, *//')"

# Keys nudge, undo and redo go back and forth, to the byte.
cp t/clip.json moved.json
key Alt+Right Alt+Right Up; until_state entries 4
key ctrl+z ctrl+z ctrl+z; until_state done 1; settle
save; same moved.json t/clip.json
key ctrl+z; until_state done 0; save; same first.json t/clip.json
key ctrl+shift+z; until_state done 1; save; same moved.json t/clip.json

# The animated square: at a key that key moves; handles scale and turn.
key Home; until_state frame 0
move_to 20 30; xdotool click 1; until_state selection /layers/0; settle
drag 20 30 40 50
save
px=$(saved /layers/0/position/keys/0/v/0); [ "${px%.*}" -ge 18 ] && [ "${px%.*}" -le 22 ] || fault "the first key is at $px instead of about 20"
equal "the other key" "$(saved /layers/0/position/keys/1/v/0)" 110
xdotool mousemove --window "$WINDOW" $(middle canvas/bottom-right) mousedown 1; sleep 0.1
for d in 10 20 40; do xdotool mousemove_relative -- 10 10; sleep 0.05; done
xdotool mouseup 1; settle
equal "the entry of a handle" "$(state last)" "Scale square"
xdotool mousemove --window "$WINDOW" $(middle canvas/turn) mousedown 1; sleep 0.1
for d in 1 2 3; do xdotool mousemove_relative -- 25 5; sleep 0.05; done
xdotool mouseup 1; settle
equal "the entry of the knob" "$(state last)" "Rotate square"
save
[ -n "$(saved /layers/0/scale)" ] && [ -n "$(saved /layers/0/rotation)" ] || fault "scale and rotation were not written"

# Escape gives a drag up.
before=$(state done)
move_to 60 75; xdotool mousedown 1; sleep 0.1; move_to 90 75; sleep 0.1; move_to 100 75; sleep 0.1
until_state dragging true; key Escape; until_state dragging false; xdotool mouseup 1; settle
equal "entries after Escape" "$(state done)" "$before"

# Copy, paste, group, delete.
move_to 60 75; xdotool click 1; settle
key ctrl+c ctrl+v; until_state selection /layers/2; settle
equal "the pasted layer" "$(state last)" "Add text"
key Delete; settle; key ctrl+a ctrl+g; settle
save
equal "the group" "$(saved /layers/0/type)" group
key ctrl+z; settle; save
equal "layers after undo" "$(saved /layers/0/type)" shape

# Opened again, it is as it was, with its history.
entries=$(state entries) hash=$(state hash)
stop
start t/clip.json --device cpu --window 1300x900
equal "the history" "$(state entries)" "$entries"
equal "the hash when opened again" "$(state hash)" "$hash"
key ctrl+z; until_state modified true
kill -9 "$EDITOR_PID"; wait "$EDITOR_PID" 2>/dev/null; rm -f "$FRAMEPRESS_UI_SOCKET"

# Killed with unsaved edits: they come back.
start t/clip.json --device cpu --window 1300x900
equal "modified after a kill" "$(state modified)" true
key ctrl+shift+z; until_state modified false

# The file changes on disk while there are edits: both are kept.
move_to 60 75; xdotool click 1; settle; key Alt+Right; until_state modified true
sed -i 's/"#203040"/"#402030"/' t/clip.json
until_state message "Merged with the changes on disk"; settle
save
equal "the colour from disk" "$(saved /canvas/background)" "#402030"
# Both changed the same: asked.
key Alt+Right; until_state modified true
x=$(saved /layers/1/position/0)
sed -i "/\"id\": \"name\"/s/\"position\": \[[-0-9.]*/\"position\": [77/" t/clip.json
until_state question merge; settle
click question/theirs; until_state question ""; settle
save
equal "the file's position" "$(saved /layers/1/position/0)" 77
stop

# A .jsonnet template is a program: shown and tried, never written.
cp t/clip.json t/clip.jsonnet
start t/clip.jsonnet --device cpu --window 1300x900
equal "a .jsonnet template" "$(state editable)" false
state message | grep -q "is a program" || fault "it is not said that layers are read-only"
move_to 60 75; xdotool click 1; settle; key Alt+Right Delete ctrl+g; settle
equal "its entries" "$(state entries)" 0
key ctrl+s; settle
same t/clip.json t/clip.jsonnet
stop

# Guides out of the rulers, and the grid: what is dragged near to them stands on them in the file.
saved() { "$JSON" "$1" <t/snap.json; }
cat >t/snap.json <<'JSON'
{ "framepress": 1, "name": "snap", "canvas": { "size": [160, 120], "fps": "24", "duration": "1s" },
  "layers": [ { "id": "box", "type": "shape", "shape": "rect", "fill": "#80ff40", "size": [30, 30], "position": [10, 10] } ] }
JSON
guides() { "$ASK" "$FRAMEPRESS_UI_SOCKET" items | grep -o '"canvas/guide"[^}]*' | grep -o '[xy][0-9.]*"$' | tr -d '"' | sort | tr '\n' ' '; }
# guide ITEM X Y: from the ruler's middle to a place on the canvas.
guide() {
  xdotool mousemove --window "$WINDOW" $(middle "$1"); sleep 0.1; xdotool mousedown 1; sleep 0.1
  for i in 3 2 1 0; do move_to $(($2 - 5 * i)) $(($3 - 5 * i)); sleep 0.05; done
  sleep 0.1; xdotool mouseup 1; settle
}
start t/snap.json --device cpu --window 1300x900
guide canvas/ruler/left 100 60; guide canvas/ruler/top 80 80
place=$(guides); read -r gx gy <<<"${place//[xy]/}"
[ "$gx" -ge 99 ] && [ "$gx" -le 101 ] && [ "$gy" -ge 79 ] && [ "$gy" -le 81 ] || fault "the guides are at $place instead of about x100 y80"
equal "entries of guides" "$(state entries)" 0
drag 25 25 $((gx - 40 + 24)) $((gy - 40 + 24))
save
equal "beside the guides" "$(saved /layers/0/position/0) $(saved /layers/0/position/1)" "$((gx - 30)) $((gy - 30))"
key ctrl+z; settle
# Back into the ruler they go away.
drag "$gx" 20 -10 20; equal "one guide is left" "$(guides)" "y$gy "
drag 20 "$gy" 20 -4; equal "guides" "$(guides)" ""
# Snapping switched off: where the hand leaves it; with the grid, on the nearest line.
key ctrl+shift+semicolon; settle
drag 25 25 38 44; save
equal "without snapping" "$(saved /layers/0/position/0) $(saved /layers/0/position/1)" "23 29"
key ctrl+z ctrl+shift+semicolon ctrl+apostrophe; settle
shot grid
drag 25 25 64 25; save
equal "on the grid" "$(saved /layers/0/position/0) $(saved /layers/0/position/1)" "50 10"
stop
finish
