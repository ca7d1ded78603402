#!/usr/bin/env bash
# How it feels, in numbers: a second of scrubbing over the example, and playback at half resolution. Times are printed;
# only that it never stands still is held, since the machine may be shared.
. "$(dirname "$0")/lib.sh"
ad="$SOURCE/assets/templates/product-ad"
start_display
start "$ad/template.json" --data "$ad/catalogue.csv" --device cpu --window 1280x800
read -r x y w h _ < <(item transport/scrub)
y=$((y + h / 2)); before=$(state painted)
xdotool mousemove $((x + 20)) "$y" mousedown 1
for i in $(seq 60); do xdotool mousemove $((x + 20 + (w - 40) * i / 60)) "$y"; sleep 0.016; done
painted=$(($(state painted) - before))
xdotool mouseup 1
settle
[ "$painted" -ge 10 ] || fault "a second of scrubbing painted $painted frames"
echo "scrub: $painted distinct frames; mouse move to painted frame: p50 $(state p50) ms, p95 $(state p95) ms ($(state samples) moves)"
key Home; until_state frame 0; settle
sleep 3  # prefetch
key space; sleep 2
echo "playback at half resolution: $(state ticks) ticks, $(state dropped) dropped"
key space; settle
[ "$(state frame)" -gt 5 ] || fault "playback stands still"
stop
finish
