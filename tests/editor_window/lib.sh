# Shared by the editor's end-to-end tests: the real window under Xvfb, real X events, and what the editor says of itself.
# Needs EDITOR_PROGRAM, ASK (ui_ask) and what tests/e2e/lib.sh needs.
SCREEN=${SCREEN:-1900x1400}
. "$(dirname "$0")/../e2e/lib.sh"
export FRAMEPRESS_UI_SOCKET="$WORK/ui"
export XDG_STATE_HOME="$WORK/state"
XVFB_PID= EDITOR_PID= WM_PID=
# What comes after a fault means nothing: one gesture builds on another.
fault() { echo "FAILED: $* ($(caller 1 2>/dev/null || caller 0))" >&2; FAILED=1; [ "$BASH_SUBSHELL" = 0 ] && exit 1; }
leave() {
  for pid in $EDITOR_PID $WM_PID $XVFB_PID; do kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$WORK"
}
trap leave EXIT

start_display() {
  exec {fd}<> <(:)
  Xvfb -displayfd "$fd" -screen 0 "${SCREEN}x24" -nolisten tcp -noreset >"$WORK/xvfb.log" 2>&1 &
  XVFB_PID=$!
  local number
  read -r -t 30 -u "$fd" number || { echo "FAILED: Xvfb did not start" >&2; cat "$WORK/xvfb.log" >&2; exit 1; }
  export DISPLAY=":$number"
}

# start ARGUMENTS...: the editor, until it shows its first settled picture.
start() {
  "$EDITOR_PROGRAM" "$@" >"$WORK/editor.out" 2>"$WORK/editor.err" &
  EDITOR_PID=$!
  WINDOW=
  for _ in $(seq 300); do
    WINDOW=$(xdotool search --class framepress 2>/dev/null | tail -1)
    [ -n "$WINDOW" ] && "$ASK" "$FRAMEPRESS_UI_SOCKET" state >/dev/null 2>&1 && break
    kill -0 "$EDITOR_PID" 2>/dev/null || { echo "FAILED: the editor ended" >&2; cat "$WORK/editor.err" >&2; exit 1; }
    sleep 0.1
  done
  xdotool windowfocus "$WINDOW" mousemove 900 5
  settle
}
stop() { kill "$EDITOR_PID"; wait "$EDITOR_PID" 2>/dev/null; EDITOR_PID=; rm -f "$FRAMEPRESS_UI_SOCKET"; }
alive() { kill -0 "$EDITOR_PID" 2>/dev/null || { echo "FAILED: the editor ended" >&2; cat "$WORK/editor.err" >&2; exit 1; }; }

state() { "$ASK" "$FRAMEPRESS_UI_SOCKET" state | "$JSON" "/$1"; }
# until KEY VALUE: waits, at most 30 s, until the state says so.
until_state() {
  for _ in $(seq 300); do
    [ "$(state "$1")" = "$2" ] && return 0
    alive; sleep 0.1
  done
  fault "$1 is $(state "$1") instead of $2"
  return 1
}
settle() { sleep 0.15; until_state idle true; }
item() { "$ASK" "$FRAMEPRESS_UI_SOCKET" item "$1" || fault "there is no $1 on the screen"; }
# value ITEM: what it shows, or nothing. until_value ITEM TEXT: waits, at most 30 s, until it shows that.
value() { "$ASK" "$FRAMEPRESS_UI_SOCKET" item "$1" 2>/dev/null | cut -d' ' -f5-; }
until_value() {
  for _ in $(seq 300); do
    [ "$(value "$1")" = "$2" ] && return 0
    alive; sleep 0.1
  done
  fault "$1 is $(value "$1") instead of $2"
}
middle() {
  local box
  box=$(item "$1") || return 1
  read -r x y w h _ <<<"$box"
  echo $((x + w / 2)) $((y + h / 2))
}
click() {
  local at
  at=$(middle "$1") || fault "$1 cannot be clicked"
  xdotool mousemove --window "$WINDOW" $at click 1
}
# canvas_at X Y: a pixel of make_template's canvas as a place in the window.
canvas_at() {
  read -r x y w h _ < <(item canvas)
  echo $((x + $1 * w / 160)) $((y + $2 * h / 120))
}
save() { key ctrl+s; until_state modified false; }
# shot NAME: a picture of the window, where SHOTS names a folder for them.
shot() { [ -z "${SHOTS:-}" ] || import -silent -window "$WINDOW" "$SHOTS/$1.png"; }
key() { xdotool key --delay 30 "$@"; }
equal() { [ "$2" = "$3" ] || fault "$1: $2 instead of $3"; }

# grab NAME OUT.rgb: the pixels of an item on the screen.
grab() {
  read -r x y w h _ < <(item "$1")
  import -silent -window "$WINDOW" "$WORK/screen.png" && convert "$WORK/screen.png" -crop "${w}x${h}+${x}+${y}" +repage -depth 8 "rgb:$2"
}
