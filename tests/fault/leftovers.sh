#!/bin/bash
# Temporary files of killed processes are removed by whoever comes later; those of living ones, and what only looks like
# one, stay.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
sed 's/"1s"/"3000s"/' t/tiny.json >t/long.json
await() { local i; for ((i = 0; i < 600; ++i)); do "$@" && return; sleep 0.1; done; fault "waited in vain: $*"; }
temporary() { set -- made/.framepress-*.partial.mp4; [ $# -gt 0 ] && [ -s "$1" ]; }

# A process that writes holds its lock, also while it is stopped.
"$FRAMEPRESS" render t/long.json --set name=x --preset ultrafast --segment 4f --device cpu --store none --quiet -o made/long.mp4 </dev/null 2>err &
pid=$!
await temporary
kill -STOP $pid
live=(made/.framepress-*)
expect 0 $RUN
cp -r made/1.mp4 made/2.mp4 .
expect 0 $RUN --resume
[ -e "${live[0]}" ] || fault "the temporary file of a living process was removed"
flock -n "${live[0]}" true && fault "a living process does not hold its lock"
kill -CONT $pid
sleep 0.2
[ -e "${live[0]}" ] || fault "a living process lost its temporary file"
kill -KILL $pid
wait $pid 2>/dev/null
[ -e "${live[0]}" ] || fault "nothing was left to remove"
: >store/00.txt
mkdir -p store/ff made/.framepress-1-1.partial.mp4
touch store/ff/.framepress-1-2.partial.segment made/.framepress-note.txt
ln -s ../rows.csv made/.framepress-1-3.partial.mp4
expect 0 $RUN --resume --json  # keeps all there is, and tidies up
json /videos/0/kept true
[ -e "${live[0]}" ] && fault "the temporary file of a killed process is still there"
[ -e store/ff/.framepress-1-2.partial.segment ] && fault "the store keeps the temporary file of a killed process"
for kept in made/.framepress-1-1.partial.mp4 made/.framepress-note.txt rows.csv store/00.txt; do
  [ -e "$kept" ] || fault "$kept is gone"
done
rm -rf made/.framepress-*

# Any command that writes tidies the folder it writes to, and so do gc and verify the store.
for command in "store gc" "store verify"; do
  touch store/ff/.framepress-1-4.partial.segment
  expect 0 $command --store store
  [ -e store/ff/.framepress-1-4.partial.segment ] && fault "$command keeps the temporary file of a killed process"
done
touch made/.framepress-1-5.partial.png
expect 0 still t/tiny.json --data rows.csv --rows 1 --at 0s --device cpu -o made/still.png
[ -e made/.framepress-1-5.partial.png ] && fault "still keeps the temporary file of a killed process"

# Many at once, in one folder, over the same leftovers: all finish.
rm -rf made store
mkdir made
for i in {1..20}; do touch "made/.framepress-$i-0.partial.mp4"; done
pids=
for i in 1 2 3 4; do "$FRAMEPRESS" $RUN --resume 2>"err$i" </dev/null & pids+=" $!"; done
for i in $pids; do wait "$i" || fault "one of four processes at once fails: $(cat err?)"; done
BAD=
recovers
[ -z "$BAD" ] || fault "$BAD"
finish
