#!/usr/bin/env bash
# Workspaces under names: saved, chosen, replaced, removed, by menu and palette; kept across restarts and windows.
. "$(dirname "$0")/lib.sh"
make_template
FOLDER="$XDG_STATE_HOME/framepress/workspaces"
mkdir -p "$XDG_STATE_HOME/framepress"
echo '{"theme": "dark"}' >"$XDG_STATE_HOME/framepress/workspace.json"
there() { "$ASK" "$FRAMEPRESS_UI_SOCKET" item "$1" >/dev/null 2>&1; }
until_there() { for _ in $(seq 100); do there "$1" && return; sleep 0.1; done; fault "there is no $1"; }
width_of() { item "$1" | cut -d' ' -f3; }
open_menu() { click workspace; until_there workspace/save; sleep 0.3; }
choose() { open_menu; click "workspace/use/$1"; until_state workspace "$1"; settle; }
# By the palette, all keys at once: what is typed belongs to its field.
palette() { key ctrl+k; xdotool type --delay 15 "$1"; until_value palette/query "$1"; key Return; until_state palette false; }
# No pause: what hands type before the sheet is there belongs to it.
name_it() { xdotool type --delay 15 "$1"; until_value workspace/name "$1"; key Return; }

start_display
start t/clip.json --device cpu --window 1500x900
shot workspace-start

# Those that come along.
choose Review
equal "the side panel of Review" "$(value side/data)" ""
equal "the client view" "$(value view/client)" on
shot workspace-review
choose Data
equal "the tab of Data" "$(value side/data)" on
equal "the client view of Data" "$(value view/client)" off
shot workspace-data
palette "Workspace: Animate"; until_state workspace Animate; settle
shot workspace-animate
palette "Workspace: Author"; until_state workspace Author; settle
equal "as it was chosen" "$(state rearranged)" false

# Rearranged, and put back by choosing it again.
before=$(width_of canvas/view)
key Tab; until_state rearranged true
choose Author; until_state rearranged false
equal "the canvas again" "$(width_of canvas/view)" "$before"

# Saved under a name; a name that is taken by what comes along is refused; Esc leaves.
key ctrl+t; settle  # light
key F4; settle
key ctrl+shift+w; name_it Review
for _ in $(seq 50); do [ -n "$(value workspace/said)" ] && break; sleep 0.1; done
value workspace/said | grep -q 'built in' || fault "the name Review is not refused: $(value workspace/said)"
shot workspace-refused
key Escape; until_state naming false
equal "files" "$(ls "$FOLDER" 2>/dev/null)" ""
open_menu; shot workspace-menu; click workspace/save; until_state naming true; name_it "My / own"; until_state naming false
until_state workspace "My / own"
equal "its file" "$(ls "$FOLDER")" "My %2F own.json"
"$JSON" /tab <"$FOLDER/My %2F own.json" | grep -qx problems || fault "the tab is not kept"
choose Author
key ctrl+t; settle
choose "My / own"
equal "the tab again" "$(value side/problems)" on
"$JSON" /theme <"$FOLDER/My %2F own.json" | grep -qx light || fault "the theme is not kept"

# Replaced only after asking, or by "Save changes".
key F3; until_state rearranged true
key ctrl+shift+w; name_it "My / own"
until_there workspace/replace
shot workspace-replace
"$JSON" /tab <"$FOLDER/My %2F own.json" | grep -qx problems || fault "it was replaced without asking"
click workspace/replace; until_state naming false; until_state rearranged false
"$JSON" /tab <"$FOLDER/My %2F own.json" | grep -qx data || fault "it was not replaced"
key F6; until_state rearranged true
open_menu; shot workspace-changed; click workspace/keep; until_state rearranged false
"$JSON" /tab <"$FOLDER/My %2F own.json" | grep -qx history || fault "the changes were not saved"

# Another window saves too; each sees the other's, none is lost.
sed 's/"tab": "history"/"tab": "export"/' "$FOLDER/My %2F own.json" >"$FOLDER/Elsewhere.json"
sleep 2.5
choose Elsewhere
equal "the tab of another window's" "$(value side/export)" on

# A damaged one is said by name; nothing else changes.
printf '{"side": fal' >"$FOLDER/Broken.json"
sleep 2.5
open_menu; click workspace/use/Broken; sleep 0.5
state message | grep -q 'Broken.json:1:10' || fault "the damaged file is not said: $(state message)"
equal "what is current" "$(state workspace)" Elsewhere
equal "the tab" "$(value side/export)" on

# Removed after asking; Esc keeps it.
palette "Remove workspace Broken"; until_state question workspace; sleep 0.3
shot workspace-remove
key Escape; until_state question ""
[ -f "$FOLDER/Broken.json" ] || fault "it was removed without asking"
open_menu; click workspace/remove/Broken; until_state question workspace; sleep 0.3
click question/remove; until_state question ""
[ -f "$FOLDER/Broken.json" ] && fault "it was not removed"
equal "the others" "$(ls "$FOLDER" | tr '\n' ' ')" "Elsewhere.json My %2F own.json "
open_menu; key Escape; sleep 0.5
there workspace/save && fault "Esc does not close the menu"
stop

# The next start knows the name and the arrangement; one that is damaged is said.
start t/clip.json --device cpu --window 1500x900
equal "the workspace of last time" "$(state workspace)" Elsewhere
equal "as it was saved" "$(state rearranged)" false
equal "the tab of last time" "$(value side/export)" on
stop
printf '{"theme": "light", "ta' >"$XDG_STATE_HOME/framepress/workspace.json"
start t/clip.json --device cpu --window 500x400
state message | grep -q 'workspace.json:1:' || fault "the damaged arrangement is not said: $(state message)"
shot workspace-narrow
equal "the saved ones" "$(ls "$FOLDER" | tr '\n' ' ')" "Elsewhere.json My %2F own.json "
stop
finish
