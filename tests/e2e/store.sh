#!/bin/bash
# The segment store and resuming: the same bytes whatever was there before, whoever runs beside, and wherever a run was killed.
. "$(dirname "$0")/lib.sh"
unset FRAMEPRESS_STORE
make_template
sed -i 's/"2s"/"4s"/; s/160, 120/320, 240/' t/clip.json
printf 'name,price\nA,1\nB,2\nC,3\nA,4\n' >rows.csv
BATCH="batch t/clip.json --data rows.csv --preset veryfast --segment 12f --device cpu --quiet"
equal() { diff -r "$1" "$2" >/dev/null || fault "$1 and $2 differ"; }

expect 0 $BATCH --store none -o 'plain/{row}.mp4'
[ -e cache/framepress/store ] && fault "--store none made a store"
expect 0 $BATCH --json -o 'cold/{row}.mp4'
equal plain cold
[ -d cache/framepress/store ] || fault "there is no store in the user's cache"
json /videos/3/reused 8  # the fourth row looks like the first
expect 0 $BATCH --json --jobs 3 -o 'warm/{row}.mp4'
equal plain warm
json /videos/0/reused 8

# What a change touches, before and after.
sed 's/\[0, 10\]/[0, 10], "ease": "linear"/; s/"maxLength": 20/"maxLength": 19/' t/clip.json >t/same.json
expect 0 batch t/same.json --data rows.csv --preset veryfast --segment 12f --dry-run -o 'cold/{row}.mp4'
says '0 of 32 segments to render (0 of 384 frames), 32 reused'
expect 0 $BATCH --dry-run --json --set tint=#00ff00 -o 'x/{row}.mp4'
json /videos/0/frames_to_render 48  # the rest of it stands still: segments like the fourth
json /videos/3/frames_to_render 0
nothing x

# A damaged entry is found, by check and by use.
entry=$(find cache/framepress/store -name '*.segment' | sort | head -1)
printf 'x' | dd of="$entry" bs=1 seek=300 conv=notrunc 2>/dev/null
expect 0 store verify
prints '1 were not whole'
entry=$(find cache/framepress/store -name '*.segment' | sort | head -1)
truncate -s 100 "$entry"
expect 0 $BATCH -o 'mended/{row}.mp4'
equal plain mended
expect 0 store stat --json
json /entries 16  # 12 segments, and what the frames of 4 videos are
expect 0 store gc --store-size 0
expect 0 store stat --json
json /entries 0
expect 2 store gc --store-size lots
expect 2 store tidy

# Three processes at once on one store.
for i in 1 2 3; do "$FRAMEPRESS" $BATCH --store shared -o "side$i/{row}.mp4" </dev/null 2>>err & done
wait
for i in 1 2 3; do equal plain "side$i"; done

# Killed at many moments, then resumed: nothing else is left, and the bytes are the same.
rounds=8
[ -n "$SANITIZED" ] && rounds=2
for ((i = 1; i <= rounds; ++i)); do
  rm -rf killed kill_store
  for again in 1 2; do
    "$FRAMEPRESS" $BATCH --store kill_store --resume -o 'killed/{row}.mp4' </dev/null 2>/dev/null &
    pid=$!
    sleep "0.$(((i * 37 + again * 11) % 60 + 5))"
    kill -KILL $pid 2>/dev/null
    wait $pid 2>/dev/null
  done
  expect 0 $BATCH --store kill_store --resume -o 'killed/{row}.mp4'
  equal plain killed
done

# Resuming keeps what is finished, and makes again what is not what it says.
expect 0 $BATCH --resume --json -o 'plain/{row}.mp4'
json /videos/2/kept true
rm plain/2.manifest.json
printf 'x' >>plain/3.mp4
expect 0 $BATCH --resume --json -o 'plain/{row}.mp4'
json /videos/0/kept true
json /videos/1/kept false
json /videos/2/kept false
equal plain cold
expect 2 $BATCH -o 'plain/{row}.mp4'
finish
