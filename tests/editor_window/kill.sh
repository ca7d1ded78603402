#!/usr/bin/env bash
# Killed while editing and while saving: the file is always whole, and what was done comes back. Changes from outside
# during a drag lose nothing. Two editors on one template do not write over each other's history.
. "$(dirname "$0")/lib.sh"
make_template
start_display
saved() { "$JSON" "$1" <t/clip.json; }
# select_text X: the text stands at X.
select_text() { xdotool mousemove --window "$WINDOW" $(canvas_at $(($1 + 10)) 92) click 1; until_state selection /layers/1; }

# Each nudge is an entry; every third is saved. The kill comes at no particular moment.
RANDOM=${SEED:-3}
done_before=0
for round in 1 2 3 4; do
  start t/clip.json --device cpu --window 900x700
  equal "entries found in round $round" "$(state done)" "$done_before"
  select_text $((10 + done_before))  # what was selected is written down once a second
  xdotool key --delay 12 Alt+Right Alt+Right ctrl+s Alt+Right Alt+Right ctrl+s Alt+Right ctrl+s Alt+Right ctrl+s &
  typing=$!
  sleep 0.$((RANDOM % 5 + 1))
  seen=$(state done 2>/dev/null)
  kill -9 "$EDITOR_PID"; wait "$EDITOR_PID" "$typing" 2>/dev/null; rm -f "$FRAMEPRESS_UI_SOCKET"
  "$FRAMEPRESS" hash t/clip.json --frames 0 --device cpu >/dev/null 2>&1 || fault "the file is broken after round $round"
  [ -z "$(find t -name '.framepress-*')" ] || LEFT=1
  start t/clip.json --device cpu --window 900x700
  [ "$(state done)" -ge "$seen" ] || fault "round $round: $(state done) entries came back of $seen"
  done_before=$(state done)
  save
  equal "the position after round $round" "$(saved /layers/1/position/0)" $((10 + done_before))
  stop
done
[ -z "$(find t -name '.framepress-*')" ] || fault "temporary files are left: $(find t -name '.framepress-*')"

# Another program writes the file while a drag goes on.
start t/clip.json --device cpu --window 900x700
key ctrl+shift+semicolon
x=$(saved /layers/1/position/0)
xdotool mousemove --window "$WINDOW" $(canvas_at $((x + 10)) 92) mousedown 1; sleep 0.1
xdotool mousemove --window "$WINDOW" $(canvas_at $((x + 20)) 82); sleep 0.1
xdotool mousemove --window "$WINDOW" $(canvas_at $((x + 30)) 72); until_state dragging true
sed -i 's/"#203040"/"#304050"/' t/clip.json
until_state message "Merged with the changes on disk"
xdotool mousemove --window "$WINDOW" $(canvas_at $((x + 34)) 70); sleep 0.1; xdotool mouseup 1; settle
save
equal "the colour from outside" "$(saved /canvas/background)" "#304050"
moved=$(saved /layers/1/position/0)
[ "${moved%.*}" -gt $((x + 15)) ] || fault "the drag is lost: the text is at $moved, and was at $x"

# A second editor says that it keeps no history.
socket=$FRAMEPRESS_UI_SOCKET first=$EDITOR_PID
export FRAMEPRESS_UI_SOCKET="$WORK/ui2"
start t/clip.json --device cpu --window 700x500
until_state message "Open in another window: here the history is not kept"
stop
FRAMEPRESS_UI_SOCKET=$socket EDITOR_PID=$first
stop
finish
