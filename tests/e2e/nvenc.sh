#!/bin/bash
# NVENC from end to end, against the double of its driver: frames, segments, file, manifest, verify, the store.
. "$(dirname "$0")/lib.sh"
unset FRAMEPRESS_STORE
make_template
[ -n "${NVIDIA_DOUBLE:-}" ] || { echo "skipped: NVIDIA_DOUBLE names no double of the driver"; finish; }
N="--preset veryfast --segment 12f --device cpu --store shared"
expect 5 render t/clip.json $N --encoder nvenc -o a.mp4; says "there is no NVIDIA driver"; nothing shared
export FRAMEPRESS_NVIDIA_LIBRARIES=$NVIDIA_DOUBLE
expect 0 doctor; prints "NVIDIA Test Double"; prints "FRAMEPRESS_NVIDIA_LIBRARIES"

expect 0 render t/clip.json $N --encoder nvenc --json -o one/a.mp4; says "nvenc: on NVIDIA Test Double"; says "bytes are not promised"
json /videos/0/segments 4; json /videos/0/reused 0
cp one/a.manifest.json out
json /encoder/exact false; json /encoder/build "NVIDIA Test Double"; json /encoder/recipe/codec h264_nvenc
json /output/sha256 "$(sha256sum one/a.mp4 | cut -d' ' -f1)"
if command -v ffprobe >/dev/null; then
  got=$(ffprobe -v error -count_frames -select_streams v -show_entries stream=codec_name,nb_read_frames -of csv=p=0 one/a.mp4)
  [ "$got" = "h264,48" ] || fault "one/a.mp4 holds $got"
fi
# The frames are those of any other encoder.
expect 0 hash t/clip.json --device cpu; grep '^0, ' out | awk '{print $NF}' >whole
grep -o '"0, .*"' one/a.manifest.json | tr -d '"' | awk '{print $NF}' >recorded
same whole recorded

# A second press finds all segments, at any number of jobs, and makes the same file of them.
expect 0 render t/clip.json $N --encoder nvenc --json --jobs 1 -o two/a.mp4; json /videos/0/reused 4
same one/a.mp4 two/a.mp4; same one/a.manifest.json two/a.manifest.json
# Another driver's segments are not taken: the store knows who made them.
expect 0 render t/clip.json $N --encoder x264 --json -o three/a.mp4; json /videos/0/reused 0

# verify compares frames, and the file with its hash; it does so where the encoder is not.
expect 0 verify one/a.manifest.json --device cpu; prints identical
(unset FRAMEPRESS_NVIDIA_LIBRARIES; expect 0 verify one/a.manifest.json --device cpu; prints identical; exit $FAILED) || FAILED=1
cp t/clip.json t/kept.json
sed -i 's/"t": "1.5s"/"t": "1.6s"/' t/clip.json
expect 7 verify one/a.manifest.json --device cpu; prints "display list: frame 1 "
cp t/kept.json t/clip.json
printf 'x' >>two/a.mp4
expect 7 verify two/a.manifest.json --device cpu; prints "two/a.mp4"

# Rate control, HEVC, and what exact bytes mean.
expect 0 render t/clip.json $N --encoder nvenc --bitrate 400k --max-bitrate 600k -o rate/a.mp4
cp rate/a.manifest.json out; json /encoder/recipe/rate vbr; json /encoder/recipe/kbps 400; json /encoder/recipe/maxKbps 600
"$JSON" /encoder/options <rate/a.manifest.json | grep -q 'rc=vbr bitrate=400000 maxrate=' || fault "no such rate: $("$JSON" /encoder/options <rate/a.manifest.json)"
expect 0 verify rate/a.manifest.json --device cpu; prints identical
expect 2 render t/clip.json $N --encoder nvenc --crf 20 --max-bitrate 600k -o b.mp4; says "give --bitrate too"
expect 0 render t/clip.json $N --encoder nvenc --codec hevc --bitrate 400k --cbr -o hevc/a.mp4
expect 0 verify hevc/a.manifest.json --device cpu; prints identical
expect 2 render t/clip.json $N --encoder nvenc --exact -o b.mp4; says "--inexact"
printf 'name\nA\nB\n' >rows.csv
expect 0 batch t/clip.json --data rows.csv $N --encoder nvenc --inexact --jobs 2 -o 'batch/{name}.mp4'
expect 0 verify batch/*.manifest.json --device cpu
[ -e b.mp4 ] && fault "b.mp4 is there"
finish
