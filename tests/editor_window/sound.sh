#!/usr/bin/env bash
# Playback sound to the sample, scrub sound, mute, waveforms, and faults of sound. FRAMEPRESS_UI_SPEAKER writes what
# would be heard. The test's music says of every sample which one it is: left is its number / 960000.
. "$(dirname "$0")/lib.sh"
export HOME="$WORK/home"
mkdir -p "$HOME" "$XDG_STATE_HOME/framepress" t/sub
echo '{"theme": "dark"}' >"$XDG_STATE_HOME/framepress/workspace.json"
heard="$WORK/heard"
ffmpeg -v error -f lavfi -i 'aevalsrc=t/20|-t/20:s=48000:d=10' -c:a pcm_s24le t/music.wav || fault "no music"
ffmpeg -v error -f lavfi -i 'aevalsrc=0.8*sin(440*2*PI*t)*exp(-6*mod(t\,0.5)):s=44100:d=3' -c:a pcm_s16le t/sub/voice.wav
ffmpeg -v error -f lavfi -i testsrc2=s=320x180:r=25:d=2 -f lavfi -i 'sine=330:d=2' -pix_fmt yuv420p -c:v libx264 -c:a aac t/shot.mp4
cat >t/t.json <<'END'
{
  "framepress": 1,
  "canvas": {"size": [320, 180], "fps": "25", "duration": "10s", "background": "#203040"},
  "params": {"clip": {"type": "video", "default": "shot.mp4"}, "voice": {"type": "audio", "default": "sub/voice.wav"}},
  "layers": [
    {"id": "shot", "type": "video", "video": "{{clip}}", "in": "1s", "duration": "6s", "atEnd": "loop", "sound": {"gain": -96}},
    {"id": "music", "type": "audio", "audio": "music.wav"},
    {"id": "voice", "type": "audio", "audio": "{{voice}}", "in": "2s", "duration": "7s", "speed": 1, "atEnd": "loop", "gain": -96, "pan": 0.5}
  ]
}
END
size() { stat -c %s "$heard"; }
# runs FROM: what came after that byte: of each stretch of samples that follow each other, longer than 200, "FIRST LENGTH".
runs() {
  tail -c "+$(($1 + 1))" "$heard" | od -An -v -t f4 -w8 | awk '
    { n = int($1 * 960000 + 0.5); if (n != last + 1 || NR == 1) { if (length_ > 200) print first, length_; first = n; length_ = 0 }
      ++length_; last = n }
    END { if (length_ > 200) print first, length_ }'
}

start_display
FRAMEPRESS_UI_SPEAKER="$heard" start t/t.json --device cpu --window 1400x900
until_state sound there; until_state waveforms 3; until_state waveforms_done true
equal "the speaker" "$(state speaker)" "$heard"
shot sound-dark
equal "before anything is played" "$(size)" 0

# From frame 50 on: sample 96000, and every one after it.
key shift+Right shift+Right shift+Right shift+Right shift+Right; until_state frame 50; settle
[ "$(state snippets)" -ge 1 ] || fault "stepping is not heard"
sleep 0.3; from=$(size)
key space; sleep 1.5; shot sound-plays; key space; until_state rate 0; sleep 0.3
read -r first length <<<"$(runs "$from")"
equal "stretches" "$(runs "$from" | wc -l)" 1
[ "$first" -ge 96239 ] && [ "$first" -le 96241 ] || fault "after fading in sample $first is heard instead of 96240"
[ "$length" -gt 40000 ] || fault "only $length samples follow each other"
end=$(state frame); last=$(((first + length) / 1920))
[ $((last - end)) -ge -3 ] && [ $((last - end)) -le 3 ] || fault "the sound ended at frame $last, the picture at $end"
equal "starts" "$(state starts)" 1
equal "resyncs" "$(state resyncs)" 0

# A step is heard: 40 ms of its place, without the fades at both ends.
from=$(size); here=$(state frame)
key Right; until_state frame $((here + 1)); sleep 0.4
read -r first length <<<"$(runs "$from")"
wanted=$(((here + 1) * 1920 + 240))
[ "$first" -ge $((wanted - 1)) ] && [ "$first" -le $((wanted + 1)) ] || fault "the snippet begins with $first instead of $wanted"
[ "$length" -ge 1435 ] && [ "$length" -le 1445 ] || fault "the snippet has $length samples instead of 1440"
bytes=$(($(size) - from))
[ "$bytes" -ge $((1920 * 8)) ] && [ "$bytes" -le $((3840 * 8)) ] || fault "a snippet of $bytes bytes was played"

# The hand on the slider: snippets at new places, none while it holds still.
from=$(size); before=$(state snippets)
read -r x y w h _ < <(item timeline/ruler 2>/dev/null || item transport/scrub)
xdotool mousemove $((x + w / 4)) $((y + h / 2)) mousedown 1; sleep 0.3
xdotool mousemove $((x + w / 3)) $((y + h / 2)); sleep 0.3
xdotool mousemove $((x + w / 2)) $((y + h / 2)); sleep 0.3
held=$(state snippets); sleep 0.5
equal "snippets of a hand that holds still" "$(state snippets)" "$held"
xdotool mouseup 1; settle
[ $((held - before)) -ge 2 ] || fault "scrubbing gave $((held - before)) snippets"
[ "$(runs "$from" | wc -l)" -ge 2 ] || fault "scrubbing is not heard"

# Other speeds and backwards are silent; so is muted.
from=$(size); key l l; until_state rate 2; sleep 0.6; key k; until_state rate 0; sleep 0.2
key j; until_state rate -1; sleep 0.4; key k; until_state rate 0; sleep 0.2
[ "$(runs "$from" | awk '$2 > 5000' | wc -l)" = 0 ] || fault "another speed is heard: $(runs "$from")"
click transport/mute; until_state muted true; sleep 0.2
from=$(size); key Home; until_state frame 0; key space; sleep 0.8; key space; until_state rate 0; sleep 0.3
[ "$(size)" -gt "$from" ] || fault "nothing was played"
equal "samples heard while muted" "$(tail -c "+$((from + 1))" "$heard" | od -An -v -t f4 -w8 | awk '$1 != 0 || $2 != 0' | wc -l)" 0
shot sound-muted
for _ in $(seq 50); do [ "$("$JSON" /muted <"$XDG_STATE_HOME/framepress/workspace.json")" = true ] && break; sleep 0.1; done
equal "kept" "$("$JSON" /muted <"$XDG_STATE_HOME/framepress/workspace.json")" true
key shift+m; until_state muted false

# An edit is heard, and the old sound goes on until it is made.
made=$(state soundtracks)
sed -i 's/"audio": "music.wav"}/"audio": "music.wav", "gain": -6}/' t/t.json
for _ in $(seq 100); do [ "$(state soundtracks)" -gt "$made" ] && break; sleep 0.1; done
[ "$(state soundtracks)" -gt "$made" ] || fault "the sound is not made again"
until_state sound there; settle; made=$(state soundtracks)
click timeline/row//layers/0; key Down; until_state modified true; settle; sleep 0.6; until_state sound there
equal "soundtracks after an edit that is not heard" "$(state soundtracks)" "$made"
key ctrl+z; until_state modified false; settle

# Faults of sound stand among the problems.
sed -i 's/"music.wav"/"none.wav"/' t/t.json
until_state sound faulty
click side/problems; sleep 0.5
"$ASK" "$FRAMEPRESS_UI_SOCKET" items 2>/dev/null | grep -q 'problems/.*none.wav' || fault "the missing file is no problem"
shot sound-faulty
sed -i 's/"none.wav"/"music.wav"/' t/t.json
until_state sound there; settle

# What a parameter names: a video's first frame. New layers of footage and sound.
click side/data; sleep 0.5
until_value data/picture-of/clip shot.mp4
shot sound-data
key ctrl+k; until_state palette true; xdotool type --delay 15 "Add sound"; key Return
for _ in $(seq 100); do [ -n "$(state browser)" ] && break; sleep 0.1; done
key ctrl+a; xdotool type --delay 15 "$WORK/t/sub/voice.wav"; key Return; until_state browser ""; settle
equal "the new layer, above the selected one" "$(state selection)" /layers/1
until_state waveforms 4
key ctrl+k; until_state palette true; xdotool type --delay 15 "Add a waveform"; key Return; until_state palette false; settle
equal "the waveform" "$(state selection)" /layers/2
shot sound-waveform
key ctrl+s; until_state modified false
grep -q '"type": "waveform", *"of": "voice-2"' <(tr -d '\n' <t/t.json | tr -s ' ') || fault "no waveform was written: $(tail -c 300 t/t.json)"
grep -q '"type": "audio", *"audio": "sub/voice.wav"' <(tr -d '\n' <t/t.json | tr -s ' ') || fault "no layer of sound was written: $(tail -c 200 t/t.json)"
stop

# In the light, and without a device: it is said, and everything else is as it was.
echo '{"theme": "light"}' >"$XDG_STATE_HOME/framepress/workspace.json"
start t/t.json --device cpu --window 1400x900
until_state sound there; until_value transport/sound "No sound device"
key space; sleep 0.5; [ "$(state frame)" -gt 2 ] || fault "without a device nothing is played"
key space; settle
until_state waveforms 4
shot sound-light
stop
finish
