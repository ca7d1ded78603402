#!/usr/bin/env bash
# What the editor shows is what the press prints: hash, pixels, rows, changes on disk.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nLamp,10\nChair,20\nBowl,30\n' >rows.csv
hash_of() { "$FRAMEPRESS" hash t/clip.json --frames "$1" --device cpu "${@:2}" 2>/dev/null | tail -1 | sed 's/.*, *//'; }

start_display
start t/clip.json --data rows.csv --row 2 --device cpu --window 1200x800 --actual-size
equal "hash of frame 0" "$(state hash)" "$(hash_of 0 --data rows.csv --rows 2)"

# Scrub: press on the slider, drag, let go.
read -r x y w h _ < <(item transport/scrub)
xdotool mousemove $((x + 5)) $((y + h / 2)) mousedown 1
for i in 1 2 3 4 5 6 7 8; do xdotool mousemove $((x + w * i / 16)) $((y + h / 2)); sleep 0.05; done
until_state scrubbing true
xdotool mouseup 1
until_state scrubbing false
settle
frame=$(state frame)
[ "$frame" -gt 15 ] || fault "scrubbing to the middle came to frame $frame"
equal "hash after scrubbing" "$(state hash)" "$(hash_of "$frame" --data rows.csv --rows 2)"
equal "the status bar" "$(item status/hash | cut -d' ' -f5)" "$(state hash)"

# The canvas at 100%, byte for byte.
xdotool mousemove 700 5; sleep 0.3
"$FRAMEPRESS" still t/clip.json --data rows.csv --rows 2 --at "${frame}f" -o still.png --quiet --device cpu
convert still.png -depth 8 rgb:still.rgb
settle; grab canvas grab.rgb
same still.rgb grab.rgb
[ "$(sort -u grab.rgb | wc -c)" -gt 10 ] || fault "the grab is empty"

# Rows, and the way back.
key Next; until_state row 3; settle
equal "hash of the next row" "$(state hash)" "$(hash_of "$frame" --data rows.csv --rows 3)"
key Prior; until_state row 2; settle
equal "hash of the row before" "$(state hash)" "$(hash_of "$frame" --data rows.csv --rows 2)"

# Hot reload; a broken file leaves the picture and says why; a mended one is read again.
before=$(state hash)
sed -i 's/#203040/#402030/' t/clip.json
for _ in $(seq 100); do [ "$(state hash)" != "$before" ] && [ -n "$(state hash)" ] && break; sleep 0.1; done
settle
equal "hash after an edit on disk" "$(state hash)" "$(hash_of "$frame" --data rows.csv --rows 2)"
cp t/clip.json good.json
sed -i 's/"layers"/"lairs"/' t/clip.json
for _ in $(seq 100); do [ "$(state errors)" != 0 ] && break; sleep 0.1; done
item status/message | grep -q 't/clip.json:1:1: the key "layers" is missing' || fault "the status bar does not name the fault: $(item status/message)"
cp good.json t/clip.json
until_state errors 0; settle
equal "hash after mending" "$(state hash)" "$(hash_of "$frame" --data rows.csv --rows 2)"

# The palette runs commands; the sheet of shortcuts opens and closes.
key Home; until_state frame 0
key ctrl+k; until_state palette true
xdotool type --delay 20 "last frame"; until_state query "last frame"
key Return; until_state palette false; until_state frame 47
key question; until_state shortcuts true; item shortcuts >/dev/null
key Escape; until_state shortcuts false
key v; settle
equal "the hash in client view" "$(state hash)" "$(hash_of 47 --data rows.csv --rows 2)"
stop

# A frame of a real template as large as the window allows.
ad="$SOURCE/assets/templates/product-ad"
start "$ad/template.json" --data "$ad/catalogue.csv" --format 1:1 --frame 60 --device cpu --window 1880x1380 --actual-size
"$FRAMEPRESS" still "$ad/template.json" --data "$ad/catalogue.csv" --rows 1 --format 1:1 --at 60f -o ad.png --quiet --device cpu
key shift+Tab Tab; settle
convert ad.png -depth 8 rgb:ad.rgb
grab canvas grab.rgb
same ad.rgb grab.rgb
stop
finish
