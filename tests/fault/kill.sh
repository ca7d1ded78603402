#!/bin/bash
# Batches killed at random moments and resumed until they finish: what is visible is whole at every moment, and the end
# is what an undisturbed run makes. KILLS: when to stop (0: only by BUDGET).
: "${BUDGET:=90}"
. "$(dirname "$0")/faults.sh"
make_tiny
reference
: "${KILLS:=200}"
RANDOM=$((SEED + 1))
LENIENT=1  # a killed process leaves its temporary files, and a video without its manifest

begun=$SECONDS kills=0 finished=0 usual=0
left() { { [ "$BUDGET" = 0 ] || [ $((SECONDS - begun)) -lt "$BUDGET" ]; } && { [ "$KILLS" = 0 ] || [ $kills -lt "$KILLS" ]; }; }
now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
measure() {
  local at
  at=$(now)
  fresh
  "$FRAMEPRESS" $RUN 2>err </dev/null || fault "a run that nobody kills fails: $(tail -1 err)"
  usual=$(($(now) - at + 5))
}

# attempt JOBS: a run that is killed at a random moment, or ends before it.
attempt() {
  local ms=$((RANDOM % (usual * 5 / 4)))
  timeout -s KILL "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))" "$FRAMEPRESS" $RUN --resume --jobs "$1" >/dev/null 2>"err.$BASHPID" </dev/null
  local code=$?
  case $code in
    0 | 137) ;;
    *) echo "FAILED: a run that resumed ended with $code: $(tail -1 "err.$BASHPID")" >&2 ;;
  esac
  return $code
}

# until_done TITLE JOBS PROCESSES: killed until one of them comes through; every one resumes what the last have left.
until_done() {
  local codes code pids i
  while left; do
    codes= pids=
    for ((i = 0; i < $3; ++i)); do attempt "$2" & pids+=" $!"; done 2>/dev/null
    for i in $pids; do wait "$i" 2>/dev/null; codes+=" $?"; done
    BAD=
    look
    [ -z "$BAD" ] || fault "$1, after a kill: $BAD"
    for code in $codes; do
      case $code in 137) kills=$((kills + 1)) ;; 0) ;; *) fault "$1: a run ended with $code" ;; esac
    done
    [[ $codes == *137* ]] || break
  done
  BAD=
  recovers
  [ -z "$BAD" ] || fault "$1: $BAD"
  finished=$((finished + 1))
}

RUN="$BATCH --device cpu --store store -o made/{row}.mp4"
measure
while left; do
  fresh; until_done "cold store, one worker" 1 1
  fresh; until_done "cold store, four workers" 4 1
  fresh; cp -r ref_store store; until_done "warm store" 2 1
  fresh; cp -r ref_store store; set -- store/*/*.segment; rm "$1" "$3"; until_done "partly evicted store" 4 1
  fresh; until_done "three processes" 2 3
  measure  # how long a run takes here and now
done
[ $kills -gt 0 ] || fault "nothing was killed"
echo "kill: $kills runs killed, $finished batches finished, $((SECONDS - begun)) s"
finish
