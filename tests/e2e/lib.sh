# Shared by the end-to-end tests. Needs FRAMEPRESS (the program), JSON (e2e_json) and SOURCE (the project).
set -u
export LC_ALL=C.UTF-8
WORK=$(mktemp -d "${TMPDIR:-/tmp}/framepress-e2e-XXXXXX")
trap 'chmod -R u+w "$WORK" 2>/dev/null; rm -rf "$WORK"' EXIT
cd "$WORK" || exit 1
export XDG_CACHE_HOME="$WORK/cache"
unset DISPLAY WAYLAND_DISPLAY  # no command but the editor needs one
export FRAMEPRESS_STORE=none  # every test renders what it looks at
FAILED=0

fault() { echo "FAILED: $*" >&2; FAILED=1; }
finish() { [ "$FAILED" = 0 ] && echo "all passed"; exit "$FAILED"; }

# expect CODE ARGUMENTS...: runs framepress; standard output and error are left in files out and err.
expect() {
  local want=$1; shift
  "$FRAMEPRESS" "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
  local got=$?
  if [ "$got" != "$want" ]; then
    fault "framepress $* ended with $got instead of $want"
    sed 's/^/    /' "$WORK/err" >&2
  fi
}
says() { grep -qF -- "$1" "$WORK/err" || { fault "standard error lacks: $1"; sed 's/^/    /' "$WORK/err" >&2; }; }
prints() { grep -qF -- "$1" "$WORK/out" || { fault "standard output lacks: $1"; head -20 "$WORK/out" | sed 's/^/    /' >&2; }; }
silent() { [ -s "$WORK/out" ] && { fault "standard output is not empty"; head -5 "$WORK/out" >&2; }; return 0; }
# json POINTER VALUE: standard output is one JSON document with this value in it.
json() {
  local value
  value=$("$JSON" "$1" <"$WORK/out") || { fault "no JSON with $1 on standard output"; return; }
  [ "$#" = 1 ] || [ "$value" = "$2" ] || fault "$1 is $value instead of $2"
}
# nothing FOLDER: no output was left there, hidden ones included.
nothing() { [ -z "$(find "$1" -type f 2>/dev/null)" ] || fault "left in $1: $(find "$1" -type f | tr '\n' ' ')"; }
same() { cmp -s "$1" "$2" || fault "$1 and $2 differ"; }

# A small clip: a moving square and a word. 48 frames, 4 segments of 12.
make_template() {
  mkdir -p t
  cp "$SOURCE/assets/fonts/noto/NotoSans-Regular.ttf" t/font.ttf
  cat >t/clip.json <<'JSON'
{
  "framepress": 1,
  "name": "clip",
  "canvas": { "size": [160, 120], "fps": "24", "duration": "2s", "background": "#203040" },
  "fonts": { "body": "font.ttf" },
  "params": {
    "name": { "type": "text", "default": "Hello", "maxLength": 20 },
    "price": { "type": "number", "default": 5, "min": 0 },
    "tint": { "type": "color", "default": "#ff8040" }
  },
  "layers": [
    { "id": "square", "type": "shape", "shape": "rect", "fill": "{{tint}}", "size": [40, 40],
      "position": { "keys": [ { "t": "0s", "v": [0, 10] }, { "t": "1.5s", "v": [110, 60] } ] } },
    { "id": "name", "type": "text", "text": "{{name}}", "font": "body", "fontSize": 24, "color": "#ffffff", "position": [10, 80] }
  ],
  "formats": { "4:3": {}, "1:1": { "canvas": { "size": [120, 120] } } }
}
JSON
}
FAST="--preset ultrafast --segment 12f --device cpu"
