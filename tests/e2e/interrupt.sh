#!/bin/bash
# An interrupt in the middle leaves nothing half-written, and what was finished stays.
. "$(dirname "$0")/lib.sh"
make_template
sed 's/"2s"/"120s"/; s/160, 120/640, 480/' t/clip.json >t/long.json

# interrupt SIGNAL READY ARGUMENTS...: runs framepress and sends it the signal as soon as the command READY succeeds,
# however long that takes: the test's own time limit ends what hangs.
interrupt() {
  local signal=$1 ready=$2; shift 2
  : >err  # what the last run said must not count for this one, which may start late on a busy machine
  # Programs in the background are started with SIGINT ignored, and so is all that such a program starts.
  env --default-signal=INT,TERM "$FRAMEPRESS" "$@" --progress jsonl >out 2>err </dev/null &
  local pid=$!
  until $ready; do
    kill -0 $pid 2>/dev/null || { fault "framepress $* ended before it was interrupted"; return; }
    sleep 0.1
  done
  kill "-$signal" $pid
  wait $pid
  local code=$?
  [ $code = 130 ] || fault "framepress $* ended with $code instead of 130 after SIG$signal"
}
frames_done() { grep -q '"event":"progress"' err; }
first_video_done() { frames_done && [ -e batch_dir/A.manifest.json ]; }  # its manifest is published last
for signal in INT TERM; do
  interrupt $signal frames_done render t/long.json --preset medium --device cpu -o out_dir/a.mp4
  nothing out_dir
done

printf 'name\nA\nB\nC\n' >rows.csv
sed 's/"2s"/"=if name == '"'A'"' then '"'2f'"' else '"'120s'"'"/; s/160, 120/640, 480/' t/clip.json >t/mixed.json
interrupt INT first_video_done batch t/mixed.json --preset medium --device cpu --data rows.csv -o 'batch_dir/{name}.mp4'
left=$(cd batch_dir && find . -type f | sort | tr '\n' ' ')
[ "$left" = "./A.manifest.json ./A.mp4 " ] || fault "after the interrupt: $left"
says interrupted
finish
