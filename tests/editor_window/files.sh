#!/usr/bin/env bash
# From an example to finished videos: the file browser, recent templates, exports that are the command line's own.
. "$(dirname "$0")/lib.sh"
SHOTS=${SHOTS:-}  # a folder for pictures of the window; "": none
export HOME="$WORK/home"
mkdir -p "$HOME" "$XDG_STATE_HOME/framepress"
echo '{"theme": "light", "tab": "history"}' >"$XDG_STATE_HOME/framepress/workspace.json"
echo '{"files": ["/nowhere/old.json", 3' >"$XDG_STATE_HOME/framepress/recent.json"  # damaged
make_template
printf 'name,price\nLamp,10\nChair,20\nBowl,30\n' >rows.csv
export PATH="$(dirname "$FRAMEPRESS"):$PATH"
# No pause: what hands type before the sheet is there belongs to it.
type_in() { key ctrl+a; xdotool type --delay 15 "$1"; until_value browser/text "$1"; }
until_browser() { for _ in $(seq 300); do [ -n "$(state browser)" ] && return; sleep 0.1; done; fault "no browser opened"; }
pick() { type_in "$1"; key Return; until_state browser ""; settle; }

start_display
start --device cpu --window 1400x1000
equal "the welcome" "$(state welcome)" true
until_value welcome/example/film-card still  # drawn in the background
shot welcome

# An example becomes a template of one's own, its data with it.
click welcome/example/film-card; until_browser
[ -n "$SHOTS" ] && import -silent -window "$WINDOW" "$SHOTS/browser-folder.png"
pick "$WORK/mine/cards"
until_state file "$WORK/mine/cards/template.json"; until_state row 1; settle
for file in template.json films.json fonts/Inter-Medium.otf; do
  same "$SOURCE/assets/templates/film-card/$file" "mine/cards/$file"
done
equal "the tab of last time" "$(value side/history)" on

# The browser by keyboard: up with Backspace, letters, into a folder with Enter.
key ctrl+o; until_browser
shot browser
equal "where one chose last" "$(state browser)" "$WORK/mine"
key BackSpace; until_state browser "$WORK"
xdotool type --delay 15 "t"; key Down; key BackSpace; until_value browser/text ""
key Escape; until_state browser ""
key ctrl+o; type_in "$WORK/t"; key Return; until_state browser "$WORK/t"
xdotool type --delay 15 "clip"; key Return; until_state browser ""
until_state file "$WORK/t/clip.json"; settle

# Save under another name; what is there is not replaced without asking; the frame as a PNG.
key ctrl+a Up; until_state modified true
echo old >t/other.json
key ctrl+shift+s; type_in other; key Return; sleep 0.5
shot browser-replace
equal "not yet replaced" "$(cat t/other.json)" old
click browser/replace; until_state file "$WORK/t/other.json"; until_state modified false; settle
grep -q '"framepress": 1' t/other.json || fault "nothing was saved"
cmp -s t/clip.json t/other.json && fault "the edit was not saved"
key Right Right Right; until_state frame 3
key ctrl+shift+e; pick "$WORK/frame.png"
for _ in $(seq 100); do [ -f frame.png ] && break; sleep 0.1; done
"$FRAMEPRESS" still t/other.json --at 3f -o still.png --quiet --device cpu
same still.png frame.png

# Another template while edits are unsaved: they are kept.
key Up; until_state modified true
key ctrl+n; until_state welcome true; sleep 0.3
shot welcome-open
equal "the one before" "$(value welcome/recent/1)" "$WORK/t/clip.json"
click welcome/recent/1; until_state file "$WORK/t/clip.json"; settle
state message | grep -q 'other.json are kept' || fault "it is not said that edits are kept: $(state message)"

# Export all rows in both formats: what `batch` makes, byte for byte.
key ctrl+shift+o; pick "$WORK/rows.csv"; until_state row 1
key ctrl+e; sleep 0.3
click export/quality/draft
until_value export/quality/draft on
shot export
click export/copy; sleep 0.3
state message | grep -q Copied || fault "it is not said that the command was copied"
key ctrl+k; until_state palette true
for _ in $(seq 10); do sleep 0.5; [ -n "$(state query)" ] && break; key ctrl+v; done
[ -n "$(state query)" ] || fault "nothing was copied"
command=$(state query); key Escape; until_state palette false
key shift+Tab; sleep 0.3  # more room for the side panel
click export/begin
until_state exports 2; until_value export/job/2 done
shot exported
for format in 4:3 1:1; do
  "$FRAMEPRESS" batch t/clip.json --data rows.csv --format "$format" --crf 28 --preset ultrafast -o 'want/{row}-{format}.mp4' --quiet --device cpu
done
equal "videos" "$(ls t/out/*.mp4 | wc -l)" 6
for file in want/*.mp4; do same "$file" "t/out/$(basename "$file")"; done

# The copied command does the same.
mv t/out t/exported
(cd / && sh -c "$command") >said 2>&1 || fault "the copied command fails: $command: $(cat said)"
for file in want/*.mp4; do same "$file" "t/out/$(basename "$file")"; done

# A long one is stopped: nothing half-written, and it can go on.
sed 's/"2s"/"4000s"/' t/clip.json >t/long.json
key ctrl+o; pick "$WORK/t/long.json"
key ctrl+shift+o; pick "$WORK/rows.csv"; until_state row 1
click export/begin; until_value export/job/4 waiting
click export/job/4/stop  # the second format, which waits
for _ in $(seq 300); do [ "$(value export/job/3)" = running ] && break; sleep 0.1; done
sleep 1
shot exporting
key ctrl+q; until_state question quit; sleep 0.3
click question/stay; until_state question ""
click export/job/3/stop
until_value export/job/3 stopped
until_state exporting false
equal "half-written files" "$(find t/out -name '.*' | wc -l)" 0
shot stopped
click export/job/3/again; until_value export/job/5 running
key ctrl+q; until_state question quit; sleep 0.3; click question/stop-exports
for _ in $(seq 200); do kill -0 "$EDITOR_PID" 2>/dev/null || break; sleep 0.1; done
kill -0 "$EDITOR_PID" 2>/dev/null && fault "the editor did not quit"
EDITOR_PID=
equal "half-written files after quitting" "$(find t/out -name '.*' | wc -l)" 0
"$JSON" /export/crf <"$XDG_STATE_HOME/framepress/workspace.json" | grep -qx 28 || fault "the quality is not kept"
finish
