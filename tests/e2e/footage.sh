#!/usr/bin/env bash
# Video layers from file to file: frames by number however they are come to, cuts, loops, faults.
. "$(dirname "$0")/lib.sh"
mkdir -p t/shot
ffmpeg -v error -f lavfi -i testsrc2=size=160x90:rate=25:duration=4 -c:v libx264 -bf 2 -g 20 -pix_fmt yuv420p t/a.mp4
ffmpeg -v error -f lavfi -i testsrc2=size=160x90:rate=10:duration=1 -start_number 1 t/shot/%03d.png
film() {  # film NAME LAYER-MEMBERS
  cat >"t/$1.json" <<JSON
{ "framepress": 1, "canvas": { "size": [160, 90], "fps": 25, "duration": "4s" }, "layers": [{ "type": "video", $2 }] }
JSON
}
hashes() {  # hashes NAME [options] -> the frames' hashes, a line each
  local name="$1"; shift
  "$FRAMEPRESS" hash "t/$name.json" --device cpu "$@" 2>err | grep -v '^#' | awk -F', *' '{ print $6 }'
}
film whole '"video": "a.mp4"'
hashes whole --jobs 1 >whole
[ "$(wc -l <whole)" = 100 ] || fault "$(wc -l <whole) frames: $(cat err)"
[ "$(sort -u whole | wc -l)" = 100 ] || fault "frames come twice"
hashes whole --jobs 4 >again; same whole again
for n in 0 19 20 21 73 99 7; do [ "$(hashes whole --frames $n-$n)" = "$(sed -n $((n + 1))p whole)" ] || fault "frame $n by itself"; done

film cut '"video": "a.mp4", "start": "1s", "end": "2s", "atEnd": "loop"'
hashes cut >cut
for n in 0 24 25 60; do [ "$(sed -n $((n + 1))p cut)" = "$(sed -n $((25 + n % 25 + 1))p whole)" ] || fault "loop, frame $n"; done
film back '"video": "a.mp4", "speed": -1'
hashes back >back
[ "$(sed -n 1p back)" = "$(sed -n 100p whole)" ] || fault "backwards from the end"
for n in 1 50 99; do [ "$(sed -n $((n + 1))p back)" = "$(sed -n $((100 - n))p whole)" ] || fault "backwards, frame $n"; done
film twice '"video": "a.mp4", "speed": 2, "atEnd": "hide"'
hashes twice >twice
[ "$(sed -n 11p twice)" = "$(sed -n 21p whole)" ] || fault "twice as fast"
[ "$(sed -n 51,100p twice | sort -u | wc -l)" = 1 ] || fault "something is seen after the end"
film numbered '"video": "shot/###.png", "numbered": { "from": 1, "to": 10, "fps": 10 }'
hashes numbered >numbered
[ "$(sed -n 1,25p numbered | sort -u | wc -l)" = 10 ] || fault "numbered pictures: $(sort -u numbered | wc -l)"

# Drawn apart first: with an effect, in a transition.
film masked '"video": "a.mp4", "masks": [{ "shape": "rect" }]'
hashes masked --frames 10-14 >masked
sed -n 11,15p whole | cmp -s - masked || fault "a mask over all of it changes it: $(cat err)"
cat >t/scenes.json <<JSON
{ "framepress": 1, "canvas": { "size": [160, 90], "fps": 25, "duration": "3s" }, "layers": [{ "type": "sequence", "transitions": { "type": "push", "duration": "1s", "ease": "linear" },
  "children": [{ "type": "video", "video": "a.mp4", "duration": "2s" }, { "type": "video", "video": "a.mp4", "start": "2s", "duration": "2s" }] }] }
JSON
hashes scenes >scenes
[ "$(sort -u scenes | wc -l)" = 75 ] || fault "$(sort -u scenes | wc -l) frames of two scenes: $(cat err)"

# A second render decodes nothing that the store has; the file is part of what the video is made of.
expect 0 render t/whole.json -o a.mp4 --device cpu --store store --segment 1s --json
expect 0 render t/whole.json -o b.mp4 --device cpu --store store --segment 1s --json
same a.mp4 b.mp4
grep -q '"a.mp4"' a.manifest.json || fault "the manifest does not name the footage"
expect 0 verify a.manifest.json
ffmpeg -y -v error -f lavfi -i testsrc=size=160x90:rate=25:duration=4 -c:v libx264 -pix_fmt yuv420p t/a.mp4
expect 7 verify a.manifest.json

# What is no footage is named.
printf 'ffconcat version 1.0\nfile whole.json\n' >t/list.mp4
printf '#EXTM3U\n#EXTINF:1,\nwhole.json\n' >t/play.mp4
: >t/empty.mp4
head -c 3000 t/a.mp4 >t/short.mp4
ffmpeg -v error -f lavfi -i sine=duration=1 t/tone.wav
for bad in list play empty short gone tone; do
  name=$bad.mp4; [ $bad = tone ] && name=tone.wav
  film bad "\"video\": \"$name\""
  expect 4 render t/bad.json -o bad.mp4 --device cpu
  grep -q "$name" err || fault "$name is not named: $(cat err)"
  [ ! -e bad.mp4 ] || fault "$name gave a video"
done
film bad '"video": "../a.mp4"'
expect 4 render t/bad.json -o bad.mp4 --device cpu
finish
