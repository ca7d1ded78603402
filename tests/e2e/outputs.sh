#!/bin/bash
# Every kind of output: what is in it, the same bytes again and at any number of jobs, its manifest verified; and what is
# refused, in words.
. "$(dirname "$0")/lib.sh"
make_template
Q="--preset ultrafast --segment 12f --device cpu"
sed -e 's/"background": "#203040"/"background": "#00000000"/' t/clip.json >t/clear.json

# video FILE PIXELS OPTIONS...: rendered with 1 and 3 jobs, verified, and decoded.
video() {
  local file=$1 pixels=$2; shift 2
  expect 0 render t/clip.json $Q --jobs 1 "$@" -o "one/$file"
  expect 0 render t/clip.json $Q --jobs 3 "$@" -o "three/$file"
  same "one/$file" "three/$file"; same "one/${file%.*}.manifest.json" "three/${file%.*}.manifest.json"
  expect 0 verify "one/${file%.*}.manifest.json" --device cpu; prints identical
  command -v ffprobe >/dev/null || return
  local got
  got=$(ffprobe -v error -count_frames -select_streams v -show_entries stream=pix_fmt,nb_read_frames -of csv=p=0 "one/$file")
  [ "$got" = "$pixels,48" ] || fault "$file holds $got instead of $pixels,48"
}
video hevc.mp4 yuv420p --codec hevc
video hevc10.mp4 yuv420p10le --codec hevc --depth 10
video av1.mp4 yuv420p --codec av1
video av110.webm yuv420p10le --codec av1 --depth 10
video vp9.webm yuv420p
video prores.mov yuv422p10le
video ffv1.mkv bgr0
video ffv110.mkv gbrp10le --depth 10
video gif.gif bgra
video apng.apng rgba
video h264.mov yuv420p --codec h264

# Two files of one stem would have one manifest.
expect 0 render t/clip.json $Q -o stem/ad.mp4
expect 2 render t/clip.json $Q --force -o stem/ad.webm; says "manifest of ad.mp4"; says "another name or folder"
[ ! -e stem/ad.webm ] || fault "ad.webm was written"
expect 0 render t/clip.json $Q --force -o stem/ad.mp4
printf 'name\nA\n' >one.csv
expect 2 batch t/clip.json $Q --data one.csv --resume -o stem/ad.webm; says "manifest of ad.mp4"
rm stem/ad.mp4
expect 0 render t/clip.json $Q --force -o stem/ad.webm

# Transparency, where the canvas has some.
expect 0 render t/clear.json $Q -o clear1.webm; says yuva420p
expect 0 render t/clear.json $Q -o clear2.mov; says yuva444p10le
expect 0 render t/clear.json $Q -o clear3.mkv; says bgra
expect 0 render t/clear.json $Q --no-alpha -o opaque.webm; says "yuv420p"
expect 0 render t/clear.json $Q -o clear4.mp4; says "drawn on black"
if command -v ffmpeg >/dev/null; then
  for file in clear1.webm clear2.mov clear3.mkv; do
    decoder=; [ $file = clear1.webm ] && decoder="-c:v libvpx-vp9"
    ffmpeg -v error $decoder -i $file -frames:v 1 -pix_fmt rgba -f rawvideo pixels -y
    corner=$(tail -c 1 pixels | od -An -tu1 | tr -d ' ')
    [ "$corner" -lt 8 ] || fault "$file: the corner has alpha $corner"
    square=$(od -An -tu1 -j $((4 * (160 * 30 + 20) + 3)) -N 1 pixels | tr -d ' ')
    [ "$square" -gt 247 ] || fault "$file: the square has alpha $square"
  done
fi

# Raw frames through a pipe are those that are hashed.
expect 0 hash t/clip.json --device cpu; cp out theirs
"$FRAMEPRESS" render t/clip.json --device cpu --jobs 3 -q --pipe y4m -o - >a.y4m 2>err || fault "y4m failed"
"$FRAMEPRESS" render t/clip.json --device cpu -q --pipe rawvideo -o - >a.yuv 2>err || fault "rawvideo failed"
[ "$(wc -c <a.yuv)" = $((160 * 120 * 3 / 2 * 48)) ] || fault "rawvideo has $(wc -c <a.yuv) bytes"
head -c 10 a.y4m | grep -q YUV4MPEG2 || fault "no y4m"
if command -v ffmpeg >/dev/null; then
  ffmpeg -v error -i a.y4m -bitexact -f framehash -hash sha256 - | grep '^0,' >mine
  grep '^0,' theirs | cmp -s - mine || fault "the frames of y4m are others"
fi
expect 2 render t/clip.json --device cpu -o -; says "--pipe"
expect 2 render t/clip.json --device cpu --pipe y4m -o a.mp4; says "-o -"

# Numbered pictures.
expect 0 render t/clip.json --device cpu --frames 10-12 --jobs 2 -o 'frames/###.png'
[ "$(ls frames | tr '\n' ' ')" = "010.png 011.png 012.png frames.manifest.json " ] || fault "pictures: $(ls frames)"
expect 0 verify frames/frames.manifest.json --device cpu; prints identical
expect 0 render t/clip.json --device cpu --frames 10-12 --jobs 2 --force -o 'frames/###.png'
cp frames/011.png kept.png; printf x >>frames/011.png
expect 7 verify frames/frames.manifest.json --device cpu; prints "frames/011.png"
cp kept.png frames/011.png
rm frames/012.png; expect 4 verify frames/frames.manifest.json --device cpu; says "012.png"
printf 'name\nA\nB\n' >rows.csv
expect 0 batch t/clip.json --data rows.csv --device cpu -q -o 'pages/{name}/p-###.png'; [ "$(ls pages/B | wc -l)" = 49 ] || fault "batch: $(ls pages/B)"
expect 0 verify pages/*/p.manifest.json --device cpu

# Raw frames in a file, and nothing at all.
expect 0 render t/clip.json --device cpu -o raw/a.y4m; same raw/a.y4m a.y4m
expect 0 verify raw/a.manifest.json --device cpu; prints identical
expect 0 render t/clip.json --device cpu --alpha -o raw/b.raw; [ "$(wc -c <raw/b.raw)" = $((160 * 120 * 4 * 48)) ] || fault "rgba has $(wc -c <raw/b.raw) bytes"
expect 2 render t/clip.json --device cpu --alpha -o c.y4m; says "y4m has no rgba"
expect 0 render t/clip.json $Q --encoder null --crf 30 -o nothing/a.mp4; says "48 frames drawn and hashed, nothing written"; nothing nothing
expect 0 render t/clip.json $Q --encoder null --json -o nothing/a.mp4; json /videos/0/frames 48; json /videos/0/frames_sha256
cp out first; expect 0 render t/clip.json $Q --encoder null --json --jobs 1 -o nothing/a.mp4; same out first
expect 0 render t/clip.json $Q --encoder null --json --set tint=#ff8041 -o nothing/a.mp4; cmp -s out first && fault "other frames, the same digest"
expect 0 batch t/clip.json --data rows.csv $Q --encoder null -o 'nothing/{name}.mp4'; says "nothing/B.mp4: 48 frames"; nothing nothing

# Bit rates.
for options in "--bitrate 300k" "--bitrate 300k --max-bitrate 0.4M --buffer 200k" "--bitrate 300k --cbr" "--qp 30" "--max-bitrate 300k" "--codec av1 --bitrate 300k"; do
  expect 0 render t/clip.json $Q $options --force -o rate.mp4
  expect 0 verify rate.manifest.json --device cpu; prints identical
done
expect 0 render t/clip.json $Q --bitrate 300k --max-bitrate 400k --force -o rate.mp4; cp rate.manifest.json out
json /encoder/recipe/rate vbr; json /encoder/recipe/kbps 300; json /encoder/recipe/maxKbps 400; json /encoder/recipe/bufferKbit 400
expect 2 render t/clip.json $Q --bitrate 300k --crf 20 -o b.mp4; says "exclude each other"
expect 2 render t/clip.json $Q --bitrate 300 -o b.mp4; says "such as 4M or 800k"
expect 2 render t/clip.json $Q --cbr -o b.mp4; says "--bitrate"
expect 2 render t/clip.json $Q --bitrate 300k -o b.mov; says "--bitrate"
expect 2 render t/clip.json $Q --for x --bitrate 40M -o b.mp4; says "at most 25000k"
expect 0 still t/clip.json --device cpu --at 11f -o s.png; same s.png frames/011.png
expect 2 render t/clip.json --device cpu --frames 10-12 -o 'frames/###.png'; says "--force"

# Stills.
for kind in jpg webp avif; do
  expect 0 still t/clip.json --device cpu --at 11f -o s.$kind
  expect 0 still t/clip.json --device cpu --at 11f -o again.$kind; same s.$kind again.$kind
done
head -c 3 s.jpg | cmp -s - <(printf '\xff\xd8\xff') || fault "no JPEG"
head -c 12 s.webp | grep -q WEBP || fault "no WebP"
head -c 12 s.avif | grep -q ftypavif || fault "no AVIF"
expect 2 still t/clip.json --device cpu -o s.bmp; says ".avif"

# Captions as a track.
cp "$SOURCE/assets/fonts/noto/NotoSans-Regular.ttf" t/font.ttf
cat >t/said.json <<'JSON'
{ "framepress": 1, "name": "said", "canvas": { "size": [160, 120], "fps": "24", "duration": "2s", "background": "#203040" },
  "fonts": { "body": "font.ttf" },
  "layers": [ { "id": "voice", "type": "captions", "font": "body", "as": "track",
    "captions": [ { "start": 0.5, "end": 1.0, "text": "Hello" }, { "start": 1.25, "end": 1.75, "text": "world" } ] } ] }
JSON
for file in mp4.mp4 mov.mov webm.webm mkv.mkv; do
  expect 0 render t/said.json $Q -o text/$file
  expect 0 verify text/${file%.*}.manifest.json --device cpu; prints identical
  command -v ffmpeg >/dev/null || continue
  ffmpeg -v error -i text/$file -map s:0 -f srt - >text.srt </dev/null
  grep -q '00:00:00,500 --> 00:00:01,000' text.srt && grep -q Hello text.srt || fault "$file: the first caption is not there"
  grep -q '00:00:01,250 --> 00:00:01,750' text.srt && grep -q world text.srt || fault "$file: the second caption is not there"
done

# Platforms.
expect 3 render t/clip.json $Q --for reels -o r.mp4; says "reels"; says "160x120"; says "larger canvas"; [ -e r.mp4 ] && fault "r.mp4 is there"
expect 2 render t/clip.json $Q --for myspace -o r.mp4
expect 0 render t/clip.json $Q --for x -o x.mp4; expect 0 verify x.manifest.json --device cpu; prints identical
# The finished file is held against them too: lossless noise is more than the rate allows.
cat >t/noise.json <<'JSON'
{ "framepress": 1, "name": "noise", "canvas": { "size": [480, 360], "fps": "60", "duration": "1s", "background": "#808080" },
  "layers": [ { "type": "solid", "color": "#808080", "effects": [ { "type": "grain", "amount": 1, "size": 1, "animated": true } ] } ] }
JSON
expect 3 render t/noise.json $Q --for x --crf 0 -o held/n.mp4; says "kbit/s and may take 25000"; says "--max-bitrate 25000k"; nothing held
printf 'name\nA\n' >rows.csv
sed -i 's/"canvas"/"params": { "name": { "type": "text", "default": "" } }, "canvas"/' t/noise.json
expect 6 batch t/noise.json --data rows.csv $Q --for x --crf 0 -o 'held/{name}.mp4'; says "may take 25000"; nothing held
expect 0 render t/noise.json $Q --for x --crf 30 -o held/n.mp4
# And its sound: the template asks for more than the platform lets through.
{ printf 'RIFF\x24\x77\x01\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data\x00\x77\x01\x00'
  high=$(printf '\\x00\\x60%.0s' {1..24}) low=$(printf '\\x00\\xa0%.0s' {1..24})
  for _ in {1..1000}; do printf "$high$low"; done
} >t/tone.wav
sed -e 's/"layers": \[/"sound": { "loudness": -11 }, "layers": [ { "id": "tone", "type": "audio", "audio": "tone.wav" },/' t/clip.json >t/loud.json
expect 3 render t/loud.json $Q --for x -o loud/a.mp4; says "LUFS and may have at most -13.5"; nothing loud
sed -e 's/"loudness": -11//' t/loud.json >t/right.json
expect 0 render t/right.json $Q --for x -o loud/a.mp4

# Sound alone.
for kind in wav flac m4a opus; do
  expect 0 render t/right.json --frames 0-23 -o sound/$kind.$kind
  expect 0 verify sound/$kind.manifest.json; prints identical
done
grep -q "$WORK" sound/wav.manifest.json && fault "the manifest holds an absolute path"
expect 2 render t/right.json -o sound/wav.wav; says "--force"
printf x >>sound/wav.wav; expect 7 verify sound/wav.manifest.json; prints "sound/wav.wav"
sed -i 's/"audio": "tone.wav"/"audio": "tone.wav", "gain": -6/' t/right.json
expect 7 verify sound/flac.manifest.json; prints "sound: the mixed sound differs"

# What is refused.
expect 2 render t/clip.json $Q -o a.avi; says ".webm"
expect 2 render t/clip.json $Q --codec vp9 -o a.mp4; says "h264, hevc, av1"
expect 2 render t/clip.json $Q --codec hevv -o a.mp4; says '"hevc"'
expect 2 render t/clip.json $Q --depth 10 -o a.mp4; says "10 bit"
expect 2 render t/clip.json $Q --alpha -o a.mp4; says ".webm"
expect 2 render t/clip.json $Q --encoder x266 -o a.mp4; says "x264"
expect 2 render t/clip.json $Q --encoder h264_nvenc -o a.mp4; says 'did you mean "nvenc"'
expect 2 render t/right.json --sound none -o a.wav; says "--sound none"
expect 2 render t/clip.json $Q --crf 70 -o a.webm; says "0..63"
expect 2 render t/clip.json $Q --crf 18 -o a.mov; says "--crf"
expect 3 render t/clip.json $Q -o silent.wav; says "heard"
[ "$("$FRAMEPRESS" doctor 2>/dev/null | grep -c '^encoder')" -ge 8 ] || fault "doctor lists too few encoders"
finish
