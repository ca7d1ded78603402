#!/usr/bin/env bash
# No tap is lost however slow frames are, and what is typed goes where it belongs.
. "$(dirname "$0")/lib.sh"
make_template
start_display
FRAMEPRESS_UI_SLOW_MS=100 start t/clip.json --device cpu --window 900x600
before=$(state actions)
xdotool key --repeat 30 --delay 12 Right
until_state frame 30
equal "actions of 30 taps" $(($(state actions) - before)) 30
key Left Left Left; until_state frame 27

# Typed at once after the shortcut: every letter arrives in the field, none is a shortcut.
xdotool key --delay 1 ctrl+k type --delay 1 "dark or light"
until_state query "dark or light"
equal "the frame after typing" "$(state frame)" 27
key Escape; until_state palette false

# A click at slow frames is a click.
click transport/start; until_state frame 0
stop

start t/clip.json --device cpu --keymap after-effects --window 900x600
key Next Next; until_state frame 2
key b; until_state first 2
stop
finish
