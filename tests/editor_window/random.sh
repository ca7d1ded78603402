#!/usr/bin/env bash
# Whatever hands do, in any order, the editor goes on, says nothing on standard error, and undoing all of it gives the
# file as it was. SECONDS_LONG: how long (default 8); SEED: another sequence.
. "$(dirname "$0")/lib.sh"
make_template
printf 'name,price\nLamp,10\nChair,20\nA name,3\n' >rows.csv
cp t/clip.json first.json
start_display
RANDOM=${SEED:-7}
FRAMEPRESS_UI_VALIDATION=1 start t/clip.json --data rows.csv --device cpu --window 1100x760
keys=(space Left Right Home End j k l i o x f 1 equal minus t apostrophe v d Next Prior Tab shift+Tab ctrl+z ctrl+shift+z
  ctrl+c ctrl+v ctrl+d Delete ctrl+a ctrl+g ctrl+bracketleft ctrl+bracketright Up Down Alt+Left Alt+Right bracketleft
  bracketright Alt+bracketleft Alt+bracketright Alt+Prior Alt+Next comma period m s h ctrl+shift+l g F2 F3 F4 F6 F7
  ctrl+k question Escape Escape ctrl+f ctrl+shift+f ctrl+alt+r Return BackSpace a 5 ctrl+t ctrl+apostrophe ctrl+semicolon)
end=$((SECONDS + ${SECONDS_LONG:-8})) count=0
while [ $SECONDS -lt $end ]; do
  commands=()
  for _ in $(seq 12); do
    x=$((RANDOM % 1096 + 2)) y=$((RANDOM % 756 + 2))
    case $((RANDOM % 8)) in
      0 | 1 | 2) commands+=(key "${keys[RANDOM % ${#keys[@]}]}") ;;
      3) commands+=(mousemove --window "$WINDOW" $x $y click 1) ;;
      4) commands+=(mousemove --window "$WINDOW" $x $y click $((RANDOM % 2 ? 4 : 5))) ;;
      5) commands+=(mousemove --window "$WINDOW" $x $y click --repeat 2 --delay 20 1) ;;
      6) commands+=(mousemove --window "$WINDOW" $x $y click 3) ;;
      7)
        commands+=(mousemove --window "$WINDOW" $x $y mousedown 1)
        for _ in 1 2 3; do commands+=(mousemove_relative -- $((RANDOM % 160 - 80)) $((RANDOM % 120 - 60))); done
        commands+=(mouseup 1) ;;
    esac
    count=$((count + 1))
  done
  xdotool "${commands[@]}" 2>/dev/null
  alive
done
xdotool mouseup 1 keyup ctrl keyup shift keyup alt
key Escape Escape Escape; sleep 0.5
until_state dragging false
alive
for _ in $(seq 400); do
  [ "$(state done)" = 0 ] && break
  xdotool key --repeat 20 --delay 5 ctrl+z; sleep 0.1
done
equal "entries left after undoing everything" "$(state done)" 0
[ "$(state modified)" = false ] || fault "undoing everything did not give the file as it was"
stop
echo "$count events"
grep -v '^warning: MESA\|^device:' "$WORK/editor.err" | head -5 | grep . >&2 && fault "the editor complains"
finish
