#!/bin/bash
# Several runners on one batch, failures and their repair, and what a dry run says of the time.
. "$(dirname "$0")/lib.sh"
unset FRAMEPRESS_STORE
make_template
printf 'name,price\nA,1\nB,2\nC,3\nD,4\nE,5\nF,6\n' >rows.csv
BATCH="batch t/clip.json --data rows.csv --preset veryfast --segment 12f --device cpu --quiet"
equal() { diff -r "$1" "$2" >/dev/null || fault "$1 and $2 differ"; }
expect 0 $BATCH --store none -o 'plain/{row}.mp4'

# Three runners on one batch: each video is made by one of them, and all end with the whole.
for i in 1 2 3; do "$FRAMEPRESS" $BATCH --resume --json --store one -o 'shared/{row}.mp4' </dev/null >"said$i" 2>>err & done
wait
equal plain shared
made=0
for i in 1 2 3; do
  for v in 0 1 2 3 4 5; do
    [ "$("$JSON" "/videos/$v/ok" <"said$i")" = true ] || fault "runner $i did not see video $v finished"
    [ "$("$JSON" "/videos/$v/kept" <"said$i")" = true ] || made=$((made + 1))
  done
done
[ "$made" = 6 ] || fault "6 videos were made $made times"

# A runner that is killed leaves its videos to the others.
rm -rf shared one
"$FRAMEPRESS" $BATCH --resume --store one --jobs 1 -o 'shared/{row}.mp4' </dev/null 2>/dev/null &
first=$!
sleep 0.1
"$FRAMEPRESS" $BATCH --resume --store one --jobs 1 -o 'shared/{row}.mp4' </dev/null 2>err2 &
second=$!
sleep 0.1
kill -KILL $first 2>/dev/null
wait $second || fault "the runner that was left ended with $?: $(cat err2)"
rm -f shared/.framepress-*.partial*
equal plain shared

# Failures are remembered, and made again alone.
touch block
sed 's/^B,/block,/' rows.csv >blocked.csv
TRY="batch t/clip.json --data blocked.csv --preset veryfast --segment 12f --device cpu --store one"
expect 6 $TRY -o '{name}/v.mp4'
says '5 of 6 videos finished, 1 failed'
expect 6 $TRY --failed -o '{name}/v.mp4'
says '1 of 6 videos failed when they were last tried'
rm block
expect 0 $TRY --failed --json -o '{name}/v.mp4'
json /videos/0/output block/v.mp4
json /videos/0/kept false
expect 0 $TRY --failed -o '{name}/v.mp4'
says '0 of 6 videos failed'
expect 0 $TRY --failed --json -o '{name}/v.mp4'
json /ok true
expect 2 $BATCH --failed --store none -o 'x/{row}.mp4'
says 'leave out --store none'

# The ledger is no part of what is made: damaged, it only warns; where it is needed, it is an error.
printf 'no ledger' >one/ledger.sqlite
expect 0 $BATCH --store one -o 'again/{row}.mp4'
says 'ledger.sqlite'
equal plain again
expect 1 $BATCH --store one --failed -o 'again/{row}.mp4'
says 'remove it'

# A dry run tries a part, and leaves nothing.
expect 0 $BATCH --store none --dry-run --json -o 'dry/{row}.mp4'
json /frames_tried
seconds=$("$JSON" /seconds <"$WORK/out")
awk "BEGIN { exit !($seconds > 0 && $seconds < 60) }" || fault "an estimate of $seconds s"
nothing dry
expect 0 batch t/clip.json --data rows.csv --preset veryfast --segment 12f --device cpu --dry-run --store cold -o 'dry/{row}.mp4'
says 'about 0:0'
expect 0 $BATCH --store cold -o 'full/{row}.mp4'
expect 0 $BATCH --store cold --dry-run --json -o 'dry/{row}.mp4'
json /seconds 0
finish
