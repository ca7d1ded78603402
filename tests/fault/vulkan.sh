#!/bin/bash
# The Vulkan device is lost at one call after the other (rebuilt once, then the CPU, the same frames, and it is said),
# or has no memory (an error that names the call). A run on lavapipe takes seconds, so that a test sees some calls only.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
RUN="$BATCH --device vulkan:llvmpipe --store none -o made/{row}.mp4 --jobs 1"
export XDG_CACHE_HOME="$WORK/cache"  # the pipelines are compiled once
expect 0 $RUN
frames() { sed -n '/"framehash"/,/\]/p' "$1"; }
LOST=-4 HOST=-1 MEMORY=-2

# one FAULT N STICKY
one() {
  fresh
  inject FAULT_FAMILY=vulkan "FAULT_ERRNO=$1" "FAULT_AT=$2" "FAULT_STICKY=$3" -- $RUN
  BAD=
  [ -n "$HIT" ] || return
  met=$((met + 1))
  local said row
  said=$(<err)
  if [ "$1" = $LOST ] && [ "$CODE" != 5 ]; then
    [ "$CODE" = 0 ] || bad "it ended with $CODE"
    for row in 1 2; do
      cmp -s made/$row.mp4 ref/$row.mp4 || bad "the lost device shows in $row.mp4"
      [ "$(frames made/$row.manifest.json)" = "$(frames ref/$row.manifest.json)" ] || bad "the frames of $row differ"
    done
    [[ $said == *"was lost; rebuilding it once"* ]] || bad "the loss is not said"
    [ "$3" = 0 ] || [[ $said == *"going on with the CPU"* ]] || bad "the CPU is not said"
  elif [ "$CODE" != 0 ]; then
    case $CODE in 1 | 5 | 6) ;; *) bad "it ended with $CODE" ;; esac
    [[ $said =~ VK_ERROR_|self-test|"could not be opened" ]] || bad "what failed is not said"
  fi
  for row in made/*.mp4; do cmp -s $row ref/${row##*/} || bad "$row is not whole"; done
  for row in made/.framepress-*; do bad "$row is left"; done
  [ -z "$BAD" ] && return
  fault "Vulkan fault $1, call $HIT: exit $CODE: $BAD"
  tail -3 err | cut -c1-300 | sed 's/^/    /' >&2
}

# count FAULT: TOTAL, the calls that can have it.
count() {
  fresh
  inject FAULT_FAMILY=vulkan "FAULT_ERRNO=$1" FAULT_AT=0 -- $RUN
  TOTAL=${CALLS:-0}
}

# some TITLE SHARE FAULT STICKY: calls all over the run, of TOTAL; the first is among the frames, the second in the
# self-test. How many calls there are varies a little, as fences are asked for more than once.
some() {
  local title=$1 share=$2 code=$3 sticky=$4 i begun=$SECONDS met=0
  for ((i = 0; i < TOTAL; ++i)); do
    [ "$BUDGET" = 0 ] || [ $((SECONDS - begun)) -lt $((BUDGET * share / 100)) ] || { [ $met = 0 ] && [ $i -lt 5 ]; } || break
    one "$code" $((TOTAL * ((850 + i * 618 + SEED) % 1000) / 1000 + 1)) "$sticky"
  done
  [ $met -gt 0 ] || fault "$title: no fault was met"
  echo "$title: $met of $TOTAL calls failed, $((SECONDS - begun)) s"
}
count $LOST
some "device lost once" 40 $LOST 0
some "device lost and lost again" 20 $LOST 1
count $MEMORY
some "no device memory" 30 $MEMORY 0
some "no host memory" 10 $HOST 0
finish
