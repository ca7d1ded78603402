#!/bin/bash
# Patches of colour (primaries, greys, skins, the orange of the examples) in every kind of output, decoded by ffmpeg to
# RGB by nothing but the file's own tags: at most 2 of 255 off what was meant.
. "$(dirname "$0")/lib.sh"
command -v ffmpeg >/dev/null || { echo "SKIPPED: ffmpeg is not installed" >&2; exit 77; }
colors=(ff0000 00ff00 0000ff ffffff 000000 808080 404040 c0c0c0 e0ac69 8d5524 ff7a00 00ffff)  # 4 patches a row, of 32 pixels
list=$(printf '"#%s",' "${colors[@]}")
cat >patches.json <<END
{ "framepress": 1, "canvas": { "size": [128, 96], "fps": 25, "duration": "0.2s", "background": "#000000" },
  "layers": [{ "type": "shape", "shape": "rect", "size": [32, 32], "position": ["=(index % 4) * 32", "=std.floor(index / 4) * 32"],
               "fill": "=c", "repeat": { "over": [${list%,}], "as": "c" } }] }
END
sed 's/"#000000" }/"#00000000" }/' patches.json >clear.json

# decoded FILE: its last frame's patches against what was meant.
decoded() {
  local decoder=() matrix=
  [[ $1 == *.y4m ]] && matrix=:in_color_matrix=bt709  # cannot say so itself
  [[ $1 == *alpha.webm ]] && decoder=(-c:v libvpx-vp9)
  ffmpeg -v error -y "${decoder[@]}" -i "$1" -vf scale=flags=accurate_rnd+full_chroma_int+full_chroma_inp+bitexact$matrix,format=rgb24 -f rawvideo pixels ||
    fault "$1 is not decoded"
  local frames=$(($(wc -c <pixels) / (128 * 96 * 3))) worst=0 at r g b pair off
  for patch in "${!colors[@]}"; do
    at=$((((frames - 1) * 96 + patch / 4 * 32 + 16) * 128 + patch % 4 * 32 + 16))
    read -r r g b < <(od -An -tu1 -j $((3 * at)) -N 3 pixels)
    c=${colors[patch]}
    for pair in "$r $((16#${c:0:2}))" "$g $((16#${c:2:2}))" "$b $((16#${c:4:2}))"; do
      off=$((${pair% *} - ${pair#* })); off=${off#-}
      [ "$off" -gt "$worst" ] && worst=$off
      [ "$off" -le 2 ] || fault "$1: #$c came out as $r $g $b"
    done
  done
  echo "$1: at most $worst of 255 off" >&2
}
# film FILE OPTIONS...
film() {
  local file=$1 template=patches.json; shift
  [[ $file == *alpha* ]] && template=clear.json
  expect 0 render $template --device cpu -q "$@" -o "$file"
  decoded "$file"
}
film h264.mp4 --crf 8
film h264-mov.mov --codec h264 --crf 8
film h264-mkv.mkv --codec h264 --crf 8
film hevc.mp4 --codec hevc --crf 8
film hevc10.mp4 --codec hevc --depth 10 --crf 8
film hevc-mov.mov --codec hevc --crf 8
film av1.mp4 --codec av1 --crf 8
film av110.webm --codec av1 --depth 10 --crf 8
film vp9.webm --crf 8
film vp910.webm --depth 10 --crf 8
film vp9-alpha.webm --crf 8
film prores.mov
film prores-alpha.mov
film ffv1.mkv
film ffv110.mkv --depth 10
film ffv1-alpha.mkv
film gif.gif
film apng.apng
film raw.y4m
for still in png jpg webp avif; do
  expect 0 still patches.json --device cpu --at 0s -o "still.$still"
  decoded "still.$still"
done
expect 0 render patches.json --device cpu -q -o 'pictures/##.png'
decoded pictures/%02d.png
finish
