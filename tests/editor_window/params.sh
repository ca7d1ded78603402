#!/usr/bin/env bash
# Pictures and fonts as parameters: seen, chosen in the browser, dropped from the desktop, copied beneath the template.
. "$(dirname "$0")/lib.sh"
make_template
sed -i 's|"tint": {|"photo": { "type": "image" }, "face": { "type": "font", "default": "font.ttf" },\n    "tint": {|
  s|"font": "body"|"font": "{{face}}"|
  s|{ "id": "name",|{ "id": "photo", "type": "image", "visible": "=photo != null", "image": "{{photo}}", "fit": "cover", "size": [60, 60], "position": [90, 5] },\n    &|' t/clip.json
mkdir -p t/art outside
convert -size 90x60 xc:red png:t/art/red.png
convert -size 60x90 gradient:blue-white png:t/art/blue.png
convert -size 40x40 xc:lime png:outside/green.png
cp "$SOURCE/assets/fonts/inter/Inter-SemiBold.otf" outside/other.otf
echo 'a,b' >outside/rows.csv
DROP=${ASK%/*}/xdnd
hash_of() { "$FRAMEPRESS" hash t/clip.json --frames 0 --device cpu "$@" 2>/dev/null | tail -1 | sed 's/.*, *//'; }
until_browser() { for _ in $(seq 300); do [ -n "$(state browser)" ] && return; sleep 0.1; done; fault "no browser opened"; }
# pick PARAMETER FILE: by its button.
pick() { click "data/choose/$1"; until_browser; xdotool type --delay 15 "$2"; until_value browser/text "$2"; key Return; until_state browser ""; }
# drop ITEM FILE: on the middle of an item.
drop() { local at; at=$(middle "$1") || fault "nothing can be dropped on $1"; "$DROP" "$WINDOW" $at "$2" || fault "the drop on $1 was not taken"; settle; }

"$FRAMEPRESS" check t/clip.json >/dev/null 2>check.txt || { cat check.txt >&2; fault "the template is no good"; }
start_display
start t/clip.json --device cpu --window 1400x1000
key F3; settle
until_value data/picture-of/face font.ttf  # drawn in the background
equal "no picture yet" "$(value data/picture-of/photo)" ""
shot params

# From the browser: only pictures are listed, the name is relative to the template, the frame is that of --set.
click data/choose/photo; until_browser
shot params-browser
equal "its title" "$(value browser)" 'Choose a picture file for "photo"'
equal "the browser's folder" "$(state browser)" "$WORK/t"
key Escape; until_state browser ""
pick photo "$WORK/t/art/red.png"
until_value data/param/photo art/red.png; until_value data/picture-of/photo art/red.png; settle
equal "the chosen picture" "$(state hash)" "$(hash_of --set photo=art/red.png)"
shot params-chosen
click data/choose/photo; until_browser
equal "where it lies" "$(state browser)" "$WORK/t/art"
key Escape; until_state browser ""
click data/default/photo; settle
equal "the default made of it" "$(state last)" "Set default of photo"
key ctrl+z; settle

# From outside the folder: copied after asking, as for any picture.
pick photo "$WORK/outside/green.png"; until_state question copy; sleep 0.3
shot params-copy
click question/stay; until_state question ""; settle
equal "left as it was" "$(value data/param/photo)" ""
pick photo "$WORK/outside/green.png"; until_state question copy; sleep 0.3
click question/copy; until_value data/param/photo assets/green.png; settle
same outside/green.png t/assets/green.png
equal "the copied picture" "$(state hash)" "$(hash_of --set photo=assets/green.png)"
until_value data/picture-of/photo assets/green.png
pick face "$WORK/outside/other.otf"; until_state question copy; sleep 0.3
click question/copy; until_value data/param/face assets/other.otf; until_value data/picture-of/face assets/other.otf; settle
equal "the copied font" "$(state hash)" "$(hash_of --set photo=assets/green.png --set face=assets/other.otf)"
shot params-font

# A name of nothing has no picture and is said.
click data/reset-all; settle
until_value data/param/photo ""; until_value data/picture-of/face font.ttf

# Dropped from the desktop on the field.
if [ -x "$DROP" ]; then
  drop data/param/photo "$WORK/t/art/blue.png"; until_value data/param/photo art/blue.png; settle
  equal "the dropped picture" "$(state hash)" "$(hash_of --set photo=art/blue.png)"
  drop data/picture-of/photo "$WORK/outside/green.png"; until_state question copy
  key Escape; until_state question ""
  equal "not copied" "$(value data/param/photo)" art/blue.png
  drop data/param/photo "$WORK/outside/rows.csv"
  state message | grep -q 'rows.csv cannot be' || fault "the wrong file is not refused: $(state message)"
  drop data/param/face "$WORK/t/art/red.png"
  state message | grep -q 'red.png cannot be' || fault "a picture is taken for a font: $(state message)"
  equal "the font" "$(value data/param/face)" font.ttf
  drop canvas "$WORK/t/art/red.png"; until_state last "Add image"
else
  echo "nothing was dropped: libx11-dev was missing" >&2
fi
stop
finish
