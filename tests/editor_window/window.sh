#!/usr/bin/env bash
# The window in all sizes, away and back, its device lost: it goes on, and the validation layers have nothing to say.
. "$(dirname "$0")/lib.sh"
make_template
start_display
if command -v openbox >/dev/null; then openbox >/dev/null 2>&1 & WM_PID=$!; sleep 1; fi
FRAMEPRESS_UI_VALIDATION=1 start t/clip.json --device cpu --window 1000x700
hash=$(state hash)
for size in "320 200" "1400 900" "700 500" "321 201" "1000 700"; do
  xdotool windowsize "$WINDOW" $size
  until_state width "${size% *}" && until_state height "${size#* }"
done
settle
equal "the hash after resizing" "$(state hash)" "$hash"
for i in $(seq 12); do xdotool windowsize "$WINDOW" $((400 + i * 50)) $((900 - i * 40)); done  # without waiting
settle
if [ -n "$WM_PID" ]; then
  xdotool windowminimize "$WINDOW"; until_state width 0
  xdotool windowactivate "$WINDOW"; sleep 0.5
  until_state width 1000; settle
fi
key ctrl+equal; until_state scale 1.25
key ctrl+t; settle
stop
grep 'vulkan:' "$WORK/editor.err" >&2 && fault "the validation layers complain"

FRAMEPRESS_UI_LOSE_DEVICE=12 FRAMEPRESS_UI_VALIDATION=1 start t/clip.json --device cpu --window 1000x700 --actual-size
key Right Right Right Right Right Right; until_state frame 6
for i in $(seq 60); do xdotool mousemove $((500 + i)) 5; sleep 0.1; [ "$(state screens)" = 2 ] && break; done  # frames
until_state screens 2; settle
grep -q 'opened anew' "$WORK/editor.err" || fault "the lost device is not said"
xdotool mousemove 500 5; sleep 0.3; settle
"$FRAMEPRESS" still t/clip.json --at 6f -o still.png --quiet --device cpu
convert still.png -depth 8 rgb:still.rgb
grab canvas grab.rgb
same still.rgb grab.rgb
stop
grep 'vulkan:' "$WORK/editor.err" >&2 && fault "the validation layers complain"

# Without a display there is no editor, and that is said.
DISPLAY= "$FRAMEPRESS" t/clip.json >out 2>err; equal "exit without a display" $? 5
grep -q 'display' err || fault "the missing display is not named"
finish
