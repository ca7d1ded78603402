#!/bin/bash
# The same bytes at any number of jobs, from any folder, in any time zone and language, on another CPU.
. "$(dirname "$0")/lib.sh"
make_template
expect 0 render t/clip.json $FAST --jobs 1 -o one/a.mp4
expect 0 render t/clip.json $FAST --jobs 4 -o four/a.mp4
same one/a.mp4 four/a.mp4; same one/a.manifest.json four/a.manifest.json
expect 0 --offscreen t/clip.json $FAST -o off/a.mp4; same one/a.mp4 off/a.mp4

mkdir elsewhere
(cd elsewhere && TZ=Asia/Kolkata LANG=de_DE.UTF-8 LC_ALL=tr_TR.UTF-8 HOME=/nonexistent \
  "$FRAMEPRESS" render ../t/clip.json $FAST -q -o ../three/a.mp4) || fault "render elsewhere failed"
same one/a.mp4 three/a.mp4; same one/a.manifest.json three/a.manifest.json

expect 0 render t/clip.json $FAST --set tint=#ff8041 -o other/a.mp4
cmp -s one/a.mp4 other/a.mp4 && fault "another colour gives the same file"

# On a software Vulkan device, where there is one.
if "$FRAMEPRESS" doctor 2>/dev/null | grep -q 'self-test vulkan .*ok: llvmpipe'; then
  expect 0 render t/clip.json --preset ultrafast --segment 12f --device vulkan:llvmpipe -o vulkan/a.mp4; says llvmpipe
  same one/a.mp4 vulkan/a.mp4
else
  echo "skipped: no lavapipe"
fi

# A part renders to the frames of the whole.
expect 0 hash t/clip.json --device cpu; grep '^0, ' out | awk '{print $NF}' >whole
expect 0 hash t/clip.json --device cpu --jobs 3 --frames 20-30; grep '^0, ' out | awk '{print $NF}' >part
same <(sed -n 21,31p whole) part

# A lossless file decodes to the frames on record.
if command -v ffmpeg >/dev/null; then
  expect 0 render t/clip.json $FAST --crf 0 -o lossless.mp4
  ffmpeg -v error -i lossless.mp4 -bitexact -f framehash -hash sha256 - >theirs
  expect 0 hash t/clip.json --device cpu; same out theirs
fi

# Every codec: the same bytes again, at any number of jobs, and on an older CPU. A tiny canvas and few frames: the
# emulator is slow.
{ printf 'RIFF\x24\x77\x01\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x00\x77\x01\x00\x02\x00\x10\x00data\x00\x77\x01\x00'
  high=$(printf '\\x00\\x60%.0s' {1..24}) low=$(printf '\\x00\\xa0%.0s' {1..24})
  for _ in {1..1000}; do printf "$high$low"; done
} >t/tone.wav
sed -e 's/160, 120/96, 64/; s/"layers": \[/"layers": [ { "id": "tone", "type": "audio", "audio": "tone.wav" }, { "id": "grain", "type": "solid", "color": "#806040", "size": [96, 32], "effects": [ { "type": "grain", "amount": 0.3, "size": 1.5, "animated": true } ] },/' t/clip.json >t/heard.json
sed -e 's/"background": "#203040"/"background": "#00000000"/' t/heard.json >t/clear.json
KINDS="h264.mp4: h264.mp4:--preset_medium h264.mp4:--bitrate_200k_--max-bitrate_300k h264.mp4:--bitrate_200k_--cbr hevc.mp4:--codec_hevc
hevc.mp4:--codec_hevc_--depth_10_--bitrate_200k_--max-bitrate_300k av1.mp4:--codec_av1 av1.webm:--codec_av1_--depth_10_--sound_none
av1.mp4:--codec_av1_--bitrate_200k vp9.webm:--sound_none vp9.webm:--sound_none_--depth_10 vp9.webm:--sound_none_--bitrate_200k
vp9.webm:--sound_none_--bitrate_200k_--cbr prores.mov: ffv1.mkv: ffv1.mkv:--depth_10_--sound_s16 gif.gif: apng.apng: ####.png: y4m.y4m:
s24.wav: flac.flac: aac.m4a:"
CLEAR="alpha.webm:--sound_none alpha.mov: alpha.mkv: alpha.png.####.png:"
emulator=$(command -v qemu-x86_64 || command -v qemu-x86_64-static)
[ -n "${SANITIZED:-}" ] && emulator=  # both want their own layout of memory
[ -n "$emulator" ] || echo "skipped: another CPU: qemu-x86_64 is not installed, or the program is sanitized"

# kind TEMPLATE FILE OPTIONS...
kind() {
  local template=$1 file=$2 here; shift 2
  local options="--segment 4f --device cpu --frames 0-8 -q $*"
  case $file in *.wav | *.flac | *.m4a | *.opus) options="--frames 0-8 -q $*" ;; esac
  case $file-$options in *.mp4-*--preset* | *.wav-* | *.flac-* | *.m4a-*) ;; *) options+=" --preset veryfast" ;; esac
  rm -rf k1 k2 k3
  for here in k1:1 k2:3; do expect 0 render $template $options --jobs "${here#*:}" -o "${here%:*}/$file"; done
  diff -r k1 k2 >/dev/null || fault "$file $*: other bytes at another number of jobs"
  [ -n "$emulator" ] || return 0
  "$emulator" -cpu Nehalem "$FRAMEPRESS" render $template $options -o "k3/$file" 2>err </dev/null ||
    fault "$file $* on an older CPU failed: $(cat err)"
  (cd k1 && find . -type f ! -name '*.manifest.json' | sort | xargs sha256sum) >native
  (cd k3 && find . -type f ! -name '*.manifest.json' | sort | xargs sha256sum) | cmp -s - native ||
    fault "$file $*: other bytes on an older CPU"
}
for each in $KINDS; do kind t/heard.json "${each%%:*}" $(echo "${each#*:}" | sed 's/_/ /g'); done
for each in $CLEAR; do kind t/clear.json "${each%%:*}" $(echo "${each#*:}" | sed 's/_/ /g'); done
for file in s.png s.jpg s.webp s.avif; do
  for here in one two; do expect 0 still t/clear.json --at 3f --device cpu -q -o "$here/$file"; done
  same "one/$file" "two/$file"
  [ -n "$emulator" ] || continue
  "$emulator" -cpu Nehalem "$FRAMEPRESS" still t/clear.json --at 3f --device cpu -q -o "older/$file" 2>err </dev/null || fault "$file on an older CPU failed"
  same "one/$file" "older/$file"
done
# Ten seconds of richer sound. Opus is the same on one kind of CPU only: again and at any number of jobs.
for here in one:1 two:3; do expect 0 render t/heard.json --frames 0-8 -q --jobs "${here#*:}" -o "${here%:*}/s.opus"; done
same one/s.opus two/s.opus
for codec in aac flac s16 s24; do
  "$SOUND" $codec >native
  [ -z "$emulator" ] || "$emulator" -cpu Nehalem "$SOUND" $codec | cmp -s - native || fault "$codec: other packets on an older CPU"
done
finish
