#!/usr/bin/env bash
# A day's work in one go: open, scrub, move a layer, add a keyframe, change a parameter, undo and redo, save, open
# again, export; the exported MP4 is the one that `render` makes.
. "$(dirname "$0")/lib.sh"
make_template
export PATH="$(dirname "$FRAMEPRESS"):$PATH"
saved() { "$JSON" "$1" <t/clip.json; }
hash_of() { "$FRAMEPRESS" hash t/clip.json --frames "$1" --device cpu "${@:2}" 2>/dev/null | tail -1 | sed 's/.*, *//'; }

start_display
start t/clip.json --device cpu --window 1500x1300
key ctrl+shift+semicolon  # no snapping

# Scrub on the ruler.
read -r x y w h _ < <(item transport/scrub)
xdotool mousemove --window "$WINDOW" $((x + 30)) $((y + h / 2)) mousedown 1
for i in 2 4 6 8 10; do xdotool mousemove --window "$WINDOW" $((x + w * i / 20)) $((y + h / 2)); sleep 0.05; done
xdotool mouseup 1; until_state scrubbing false; settle
frame=$(state frame)
[ "$frame" -gt 10 ] || fault "scrubbing came to frame $frame"
equal "the hash after scrubbing" "$(state hash)" "$(hash_of "$frame")"

# Move the text, and give its opacity a key here.
xdotool mousemove --window "$WINDOW" $(canvas_at 20 92) click 1; until_state selection /layers/1
xdotool mousemove --window "$WINDOW" $(canvas_at 20 92) mousedown 1; sleep 0.1
for i in 1 2 3 4; do xdotool mousemove --window "$WINDOW" $(canvas_at $((20 + 5 * i)) $((92 - 3 * i))); sleep 0.05; done
xdotool mouseup 1; settle
equal "what was done" "$(state last)" "Move name"
click properties/layers/1/opacity/key; until_state entries 2; settle

# A parameter: tried, then made the default.
key F3; settle
xdotool mousemove --window "$WINDOW" $(middle data/param/tint) click --repeat 2 --delay 80 1; settle
xdotool keydown ctrl; sleep 0.3; xdotool key a; sleep 0.3; xdotool keyup ctrl; settle
xdotool type --delay 30 "#20c080"; until_value data/param/tint "#20c080"; settle
click data/default/tint; until_state entries 3; settle
hash=$(state hash)

key ctrl+z ctrl+z ctrl+z; until_state done 0; settle
equal "undone, it is as it was" "$(state hash)" "$(hash_of "$frame")"
key ctrl+shift+z ctrl+shift+z ctrl+shift+z; until_state done 3; settle
equal "the hash after redoing" "$(state hash)" "$hash"

save
equal "the saved default" "$(saved /params/tint/default)" "#20c080"
equal "the saved key" "$(saved /layers/1/opacity/keys/0/v)" 1
equal "the hash of the saved file" "$hash" "$(hash_of "$frame")"
stop

start t/clip.json --device cpu --window 1500x1300 --frame "$frame"
equal "opened again" "$(state hash)" "$hash"
key ctrl+e; sleep 0.3; click export/quality/draft; until_value export/quality/draft on
key shift+Tab; sleep 0.3  # more room for the side panel
click export/begin; until_state exports 2; until_value export/job/2 done
"$FRAMEPRESS" render t/clip.json --format 4:3 --crf 28 --preset ultrafast -o want.mp4 --quiet --device cpu || fault "render fails"
same want.mp4 "$(ls t/out/*4*3*.mp4)"
stop
finish
