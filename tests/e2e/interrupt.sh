#!/bin/bash
# An interrupt in the middle leaves nothing half-written, and what was finished stays.
. "$(dirname "$0")/lib.sh"
set -m  # without job control, programs in the background are started with SIGINT ignored
make_template
sed 's/"2s"/"120s"/; s/160, 120/640, 480/' t/clip.json >t/long.json

# interrupt SIGNAL OUT-FOLDER ARGUMENTS...: sends the signal once the first frames are done.
interrupt() {
  local signal=$1 folder=$2; shift 2
  "$FRAMEPRESS" "$@" --progress jsonl >out 2>err </dev/null &
  local pid=$! tries=0
  until grep -q '"event":"progress"' err || [ $tries -gt 300 ]; do sleep 0.1; tries=$((tries + 1)); done
  [ $tries -gt 300 ] && fault "no progress was seen"
  kill "-$signal" $pid
  wait $pid
  local code=$?
  [ $code = 130 ] || fault "framepress $* ended with $code instead of 130 after SIG$signal"
}
for signal in INT TERM; do
  interrupt $signal out_dir render t/long.json --preset medium --device cpu -o out_dir/a.mp4
  nothing out_dir
done

printf 'name\nA\nB\nC\n' >rows.csv
sed 's/"2s"/"=if name == '"'A'"' then '"'2f'"' else '"'120s'"'"/; s/160, 120/640, 480/' t/clip.json >t/mixed.json
interrupt INT batch_dir batch t/mixed.json --preset medium --device cpu --data rows.csv -o 'batch_dir/{name}.mp4'
left=$(cd batch_dir && find . -type f | sort | tr '\n' ' ')
[ "$left" = "./A.manifest.json ./A.mp4 " ] || fault "after the interrupt: $left"
says interrupted
finish
