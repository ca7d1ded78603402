# Shared by the fault tests: a tiny batch, run with one call failing, then looked at, then run again without.
# Needs INJECT (the library that is preloaded, see inject.hpp). BUDGET: seconds for a script (0: all there is); SEED:
# where loops begin.
: "${BUDGET:=30}" "${SEED:=0}"
[ -w /dev/shm ] && export TMPDIR=/dev/shm  # thousands of small files, synced
. "$(dirname "$0")/../e2e/lib.sh"
unset FRAMEPRESS_STORE
shopt -s nullglob

# 2 videos of 8 frames, 2 segments each; one expression, so that the evaluator's child is met too.
make_tiny() {
  mkdir -p t
  cp "$SOURCE/assets/fonts/noto/NotoSans-Regular.ttf" t/font.ttf
  cat >t/tiny.json <<'JSON'
{
  "framepress": 1,
  "canvas": { "size": [64, 64], "fps": "8", "duration": "1s", "background": "#203040" },
  "fonts": { "body": "font.ttf" },
  "params": { "name": { "type": "text", "required": true } },
  "layers": [
    { "type": "shape", "shape": "rect", "fill": "#ff8040", "size": [20, 20],
      "position": { "keys": [ { "t": 0, "v": [0, 10] }, { "t": "0.75s", "v": [40, 30] } ] } },
    { "type": "text", "visible": "=name != ''", "text": "{{name}}", "font": "body", "fontSize": 20, "color": "#ffffff", "position": [4, 34] }
  ]
}
JSON
  printf 'name\nA\nB\n' >rows.csv
}
BATCH="batch t/tiny.json --data rows.csv --preset ultrafast --segment 4f --quiet"
RUN="$BATCH --device cpu --store store -o made/{row}.mp4 --jobs 2"

# reference: what an undisturbed run gives, in ref and ref_store; whole segments by name and hash in WHOLE.
declare -A WHOLE
reference() {
  expect 0 $BATCH --device cpu --store ref_store -o 'ref/{row}.mp4'
  local hash file
  while read -r hash file; do WHOLE[${file##*/}]=$hash; done < <(sha256sum ref/* ref_store/*/*)
}
fresh() { rm -rf made store; }

# inject VARIABLES -- ARGUMENTS: a run with a fault; CODE, HIT ("" when none was met), CALLS, files out and err.
inject() {
  local variables=() line
  while [ "$1" != -- ]; do variables+=("$1"); shift; done
  shift
  : >log
  env "${variables[@]}" FAULT_LOG="$WORK/log" LD_PRELOAD="$INJECT" "$FRAMEPRESS" "$@" >out 2>err </dev/null
  CODE=$?
  HIT= CALLS=
  while read -r line; do
    case $line in hit*) HIT=${line#hit } ;; calls*) CALLS=${line#calls } ;; esac
  done <log
}

bad() { BAD+="$*; "; }

# Nothing half-made can be seen: a video is whole and has its manifest (in folder `old`, if there is one: as they were
# before), a segment is whole, and no temporary file is left. LENIENT: the fault may have hit what cleans up.
look() {
  local hash file name beside
  local files=(made/* made/.framepress-* store/*/* store/*/.framepress-*)
  [ ${#files[@]} = 0 ] && return
  declare -A seen=()
  while read -r hash file; do seen[$file]=$hash; done < <(sha256sum "${files[@]}")
  for file in "${files[@]}"; do
    name=${file##*/}
    case $name in
      .framepress-*) [ -n "${LENIENT-}" ] || bad "$file is left" ;;
      *.mp4)
        beside=${seen[${file%.mp4}.manifest.json]-}
        if [ "${seen[$file]}" = "${WHOLE[$name]-}" ]; then
          [ "$beside" = "${WHOLE[${name%.mp4}.manifest.json]}" ] || [ -n "${LENIENT-}" ] || bad "$file lacks its manifest"
        elif [ -e old ] && cmp -s "$file" "old/$name"; then
          [ -z "$beside" ] || cmp -s "${file%.mp4}.manifest.json" "old/${name%.mp4}.manifest.json" || bad "$file has a manifest of another"
        else
          bad "$file is not whole"
        fi ;;
      *.manifest.json) [ -n "${seen[${file%.manifest.json}.mp4]-}" ] || bad "$file has no video" ;;
      *) [ "${seen[$file]}" = "${WHOLE[$name]-}" ] || bad "$file is not whole" ;;
    esac
  done
}

# looked_at REASON: the run that ended with CODE after a fault; REASON is what it must say.
looked_at() {
  local said
  said=$(<err)
  case $CODE in
    0) diff -r ref made >/dev/null 2>&1 || bad "it ended well with other files" ;;
    1 | 3 | 4 | 5 | 6) [[ $said =~ $1 ]] || bad "what failed is not said" ;;
    *) bad "it ended with $CODE" ;;
  esac
  look
}

# The next run, without a fault, finishes: the files of an undisturbed run, and nothing else.
recovers() {
  "$FRAMEPRESS" $RUN --resume >out 2>err2 </dev/null || bad "the next run fails: $(tail -1 err2)"
  diff -r ref made >/dev/null 2>&1 || bad "the next run leaves $(diff -rq ref made 2>&1 | tr '\n' ' ')"
  LENIENT= look
}

# loop TITLE SHARE FAMILY REASON VARIABLES...: every call in turn, or as many of them, evenly spread, as this share (in
# percent) of BUDGET allows. `prepare` (the folders before a run) and RUN (its arguments) are the caller's.
loop() {
  local title=$1 share=$2 family=$3 reason=$4 total step i n met=0 begun=$SECONDS
  shift 4
  prepare
  inject "FAULT_FAMILY=$family" FAULT_AT=0 "$@" -- $RUN
  total=${CALLS:-0}
  [ "$CODE" = 0 ] && [ "$total" -gt 0 ] || { fault "$title: the run that counts ended with $CODE, $total calls"; return; }
  step=1
  if [ "$BUDGET" != 0 ]; then  # the golden section spreads evenly
    step=$((total * 618 / 1000 + 1))
    while [ "$(gcd $step "$total")" != 1 ]; do step=$((step + 1)); done
  fi
  for ((i = 0; i < total; ++i)); do
    [ "$BUDGET" = 0 ] || [ $met = 0 ] || [ $((SECONDS - begun)) -lt $((BUDGET * share / 100)) ] || break
    n=$(((i * step + SEED) % total + 1))
    prepare
    inject "FAULT_FAMILY=$family" "FAULT_AT=$n" "$@" -- $RUN 2>/dev/null
    [ -n "$HIT" ] || continue  # threads: this run made fewer
    met=$((met + 1)) BAD=
    looked_at "$reason"
    [ -n "$BAD" ] || recovers
    [ -z "${CODES-}" ] || echo "$CODE ${HIT#* }" >>"$CODES"
    [ -n "$BAD" ] || continue
    fault "$title, call $HIT: exit $CODE: $BAD"
    tail -3 err | cut -c1-300 | sed 's/^/    /' >&2
  done
  [ $met -gt 0 ] || fault "$title: no fault was met"
  echo "$title: $met of $total calls failed in turn, $((SECONDS - begun)) s"
}
gcd() { local a=$1 b=$2 c; while [ "$b" -gt 0 ]; do c=$((a % b)); a=$b; b=$c; done; echo "$a"; }
