#!/bin/bash
# Flashes and clicks, rendered and decoded by ffmpeg: every click within 1 ms of its flash's frame, and as much sound as
# pictures, to the sample. SECONDS_LONG (20) seconds at each rate; 600 is what is promised.
. "$(dirname "$0")/lib.sh"
LONG=${SECONDS_LONG:-20}
command -v ffmpeg >/dev/null || { echo "skipped: no ffmpeg"; finish; }
mkdir t
# Ten milliseconds of a loud square wave.
{
  printf 'RIFF\xe4\x03\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data\xc0\x03\x00\x00'
  for _ in {1..60}; do printf '\x00\x60\x00\x60\x00\x60\x00\x60\x00\xa0\x00\xa0\x00\xa0\x00\xa0'; done
} >t/click.wav

# make RATE FRAMES STEP: a flash of two frames and a click at 1, 1 + STEP, 1 + 2 STEP...
make() {
  echo "{ \"framepress\": 1, \"name\": \"sync\", \"canvas\": { \"size\": [64, 64], \"fps\": \"$1\", \"duration\": \"$2f\", \"background\": \"#000000\" }, \"layers\": ["
  for ((at = 1; at + 3 < $2; at += $3)); do
    echo "{ \"type\": \"shape\", \"shape\": \"rect\", \"fill\": \"#ffffff\", \"size\": [64, 64], \"in\": \"${at}f\", \"duration\": \"2f\" },"
    echo "{ \"type\": \"audio\", \"audio\": \"click.wav\", \"in\": \"${at}f\", \"duration\": \"2f\" },"
  done
  echo '{ "type": "solid", "color": "#000000", "size": [1, 1] } ] }'
}
for rate in 24 25 30 30000/1001 60; do
  num=${rate%/*}; den=1; [ "$rate" = "$num" ] || den=1001
  frames=$((LONG * num / den + 1))
  make "$rate" $frames 67 >t/sync.json
  for file in a.mp4 a.webm a.mkv; do
    [ "$LONG" -gt 60 ] && [ $file != a.mp4 ] && [ "$rate" != 30 ] && continue
    codec=; [ $file = a.mkv ] && codec="--codec h264"
    rm -f a.*  # one manifest for one name
    expect 0 render t/sync.json --preset ultrafast --device cpu $codec -o $file
    if ! ffprobe -v error -select_streams a -show_entries stream=codec_name -of csv=p=0 $file | grep -q .; then
      fault "$file at $rate: no sound"
      continue
    fi
    ffmpeg -v error -i $file -vf scale=1:1,format=gray -vsync passthrough -f rawvideo grey -y
    ffmpeg -v error -i $file -ac 1 -f s16le pcm -y
    if [ $file = a.mp4 ]; then  # the edit list says where the sound ends; ffmpeg 5.1 decodes the last packet whole
      samples=$(ffprobe -v error -select_streams a -show_entries stream=duration_ts -of csv=p=0 $file)
      truncate -s "<$((samples * 2))" pcm
    fi
    said=$("$SYNC" grey pcm "$num" "$den") || fault "$file at $rate: $said"
    echo "$file at $rate: $said"
  done
done
finish
