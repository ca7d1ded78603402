#!/usr/bin/env bash
# Waveforms, spectra and levels from file to picture: which sound they show, where, and the faults of naming it.
. "$(dirname "$0")/lib.sh"
mkdir -p t
# A second of silence, a second of 100 Hz; the other way round; and a picture without sound.
ffmpeg -v error -f lavfi -i "aevalsrc='0.5*sin(2*PI*100*t)*gte(t,1)':s=48000:d=2" t/late.wav
ffmpeg -v error -f lavfi -i "aevalsrc='0.5*sin(2*PI*100*t)*lt(t,1)':s=48000:d=2" t/soon.wav
ffmpeg -v error -f lavfi -i testsrc2=size=32x32:rate=10:duration=1 -c:v libx264 -pix_fmt yuv420p t/mute.mp4
film() {  # film NAME LAYER-MEMBERS: black, and white where there is sound
  cat >"t/$1.json" <<JSON
{ "framepress": 1, "canvas": { "size": [160, 90], "fps": 20, "duration": "2s", "background": "#000000" },
  "params": { "voice": { "type": "audio", "default": "late.wav" } },
  "layers": [{ "id": "voice", "type": "audio", "audio": "{{voice}}" },
    { "id": "seen", $2 }] }
JSON
}
gray() {  # gray PICTURE X Y -> the value of a pixel
  ffmpeg -v error -i "$1" -vf "crop=1:1:$2:$3,format=gray" -f rawvideo - | od -An -tu1 | tr -d ' \n'
}
film wave '"type": "waveform", "of": "voice", "size": [160, 90], "count": 20, "least": 0, "gap": 0, "radius": 0, "fill": "#ffffff", "played": null'
expect 0 still t/wave.json --at 0s --device cpu -o wave.png
[ "$(gray wave.png 40 45)" = 0 ] || fault "silence is drawn: $(gray wave.png 40 45)"
[ "$(gray wave.png 120 45)" = 255 ] || fault "sound is not drawn: $(gray wave.png 120 45)"
expect 0 still t/wave.json --set voice=soon.wav --at 0s --device cpu -o soon.png
[ "$(gray soon.png 40 45)$(gray soon.png 120 45)" = 2550 ] || fault "a row's own voice is not the row's picture"
sed 's/, "default": "late.wav"//' t/wave.json >t/bare.json
expect 0 still t/bare.json --at 0s --device cpu -o none.png
[ "$(gray none.png 120 45)" = 0 ] || fault "an empty voice is drawn"

film spectrum '"type": "spectrum", "of": "voice", "size": [160, 90], "count": 8, "low": 25, "high": 6400, "least": 0, "gap": 0, "radius": 0, "release": 0'
expect 0 still t/spectrum.json --at 1.5s --device cpu -o spectrum.png   # bands of an octave: 100 Hz begins the third
[ "$(gray spectrum.png 120 80)" = 0 ] || fault "a band without sound is drawn"
[ "$(gray spectrum.png 45 80)" = 255 ] || fault "the band of 100 Hz is not drawn"
expect 0 still t/spectrum.json --at 0.5s --device cpu -o silent.png
[ "$(gray silent.png 45 80)" = 0 ] || fault "silence has a spectrum"

film level '"type": "solid", "color": { "level": "voice", "low": 50, "high": 200, "from": "#000000", "to": "#ffffff", "attack": 0, "release": 0 }'
expect 0 still t/level.json --at 0.5s --device cpu -o low.png
expect 0 still t/level.json --at 1.5s --device cpu -o high.png
[ "$(gray low.png 9 9)" = 0 ] || fault "a level in silence: $(gray low.png 9 9)"
[ "$(gray high.png 9 9)" -gt 200 ] || fault "a level where it is loud: $(gray high.png 9 9)"
# Frames change only while what is heard does: all that is silent is one picture.
expect 0 hash t/level.json --device cpu --jobs 3
[ "$(grep -v '^#' out | head -18 | awk '{print $NF}' | sort -u | wc -l)" = 1 ] || fault "silent frames differ"
mv out first; expect 0 hash t/level.json --device cpu --jobs 1; same out first
expect 0 hash t/level.json --device cpu --frames 30-30; grep -qF "$(grep -v '^#' first | sed -n 31p | awk '{print $NF}')" out || fault "a frame by itself is another"

film typo '"type": "waveform", "of": "voise", "size": [10, 10]'
expect 3 check t/typo.json; says 't/typo.json:4:'; says 'no layer has the id "voise"'; says 'did you mean "voice"?'
film crossed '"type": "spectrum", "of": "voice", "size": [10, 10], "low": 500, "high": 60'
expect 3 check t/crossed.json; says '"high", 60 Hz, is not above "low", 500 Hz'
film many '"type": "spectrum", "of": "voice", "size": [10, 10], "count": 0'
expect 3 check t/many.json; says 'a whole number from 2 to 1000'
film footage '"type": "video", "video": "mute.mp4" }, { "type": "waveform", "of": "seen", "size": [10, 10]'
expect 4 check t/footage.json; says "'mute.mp4' has no sound"
film follows '"type": "video", "video": "mute.mp4", "opacity": 0.5 }, { "type": "solid", "color": "#fff", "opacity": { "level": "seen", "from": 0, "to": 1 }'
expect 4 check t/follows.json; says "'mute.mp4' has no sound"
expect 4 still t/follows.json --at 0s --device cpu -o no.png; [ -e no.png ] && fault "a still was written"
finish
