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

emulator=$(command -v qemu-x86_64 || command -v qemu-x86_64-static)
if [ -n "${SANITIZED:-}" ]; then
  echo "skipped: a sanitized program and the emulator both want their own layout of memory"
elif [ -n "$emulator" ]; then
  expect 0 render t/clip.json --preset medium --segment 6f --device cpu --frames 0-11 -o native.mp4
  "$emulator" -cpu Nehalem "$FRAMEPRESS" render t/clip.json --preset medium --segment 6f --device cpu --frames 0-11 -q -o nehalem.mp4 2>err ||
    fault "render on an older CPU failed: $(cat err)"
  same native.mp4 nehalem.mp4
else
  echo "skipped: qemu-x86_64 is not installed"
fi
finish
