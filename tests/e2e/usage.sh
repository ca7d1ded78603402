#!/bin/bash
# The command line itself: help, mistakes, the editor without a display.
. "$(dirname "$0")/lib.sh"
make_template

expect 0 --help; prints render; prints batch; prints "Exit codes"
for command in render batch still hash verify check sheet schema styles doctor completion; do
  expect 0 "$command" --help; prints "Usage"; prints "Examples"
done
expect 0 --version; prints "framepress 0."

expect 5; silent; says "editor"; says "render"
expect 5 t/clip.json; silent; says "editor"
expect 2 rendr t/clip.json -o a.mp4; silent; says '"render"'
expect 2 render t/clip.json --fromat 1:1 -o a.mp4; silent; says '"--format"'
expect 2 render t/clip.json; silent; says "--output"
expect 2 render -o a.mp4; silent
expect 2 render t/clip.json -o a.mp4 --jobs 0; silent
expect 2 render t/clip.json -o a.mp4 --progress loud; silent
expect 2 render t/clip.json -o a.avi; silent; says ".mp4"
expect 2 render t/clip.json -o a.mp4 --crf 60; says "0..51"
expect 2 render t/clip.json -o a.mp4 --preset fats; says '"fast"'
expect 2 render t/clip.json -o a.mp4 --segment x; says "--segment"
expect 2 render t/clip.json -o a.mp4 --segment 1f
expect 2 render t/clip.json -o a.mp4 --frames 40-48; says "47"
expect 2 render t/clip.json -o a.mp4 --frames 9-3; says "range"
expect 2 render t/clip.json -o a.mp4 --frames x
expect 2 render t/clip.json -o a.mp4 --set price; silent
expect 2 render t/clip.json -o a.mp4 --set nmae=x; says '"name"'
expect 2 render t/clip.json -o a.mp4 --format 9:61; says "1:1"
expect 2 render t/clip.json -o a.mp4 --rows 3; says "--data"
expect 2 still t/clip.json --at 2s -o a.png; says "47"
expect 2 still t/clip.json --at never -o a.png
expect 2 still t/clip.json --json -o -
expect 2 render t/clip.json --json --nonsense -o a.mp4; json /exit 2; json /errors/0/fault usage
expect 5 render t/clip.json -o a.mp4 --device vulkan:no-such-thing; silent
expect 2 render t/clip.json -o a.mp4 --device gpu; silent
nothing_here=$(find . -maxdepth 1 -name '*.mp4' -o -maxdepth 1 -name '*.png')
[ -z "$nothing_here" ] || fault "something was written: $nothing_here"

expect 0 schema; json '/$schema' "http://json-schema.org/draft-07/schema#"
expect 0 styles; prints editorial; prints typewriter
expect 0 styles --json; json /styles/noir/palette/accent "#c9a24b"
expect 0 styles swiss; prints palette
expect 2 styles edtorial; silent; says '"editorial"'
expect 0 doctor; prints "x264: h264"; prints "x265: hevc"; prints "not available: there is no NVIDIA driver"; prints "HarfBuzz"
expect 0 doctor --json; json /ok true; json /findings/0/name framepress
for shell in bash zsh fish; do expect 0 completion $shell; prints preset; prints sheet; done
expect 0 completion bash; bash -n out || fault "the bash completion does not parse"
expect 2 completion tcsh
finish
