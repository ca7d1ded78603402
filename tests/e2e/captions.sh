#!/bin/bash
# Captions: drawn, beside the video, part of what a video is made of; faults of their files.
. "$(dirname "$0")/lib.sh"
mkdir -p t
cp "$SOURCE/assets/fonts/noto/NotoSans-Regular.ttf" t/font.ttf
cat >t/said.json <<'JSON'
{ "framepress": 1, "name": "said", "canvas": { "size": [160, 120], "fps": "24", "duration": "2s", "background": "#203040" },
  "fonts": { "body": "font.ttf" },
  "params": { "voice": { "type": "captions" } },
  "layers": [ { "id": "voice", "type": "captions", "captions": "{{voice}}", "font": "body", "style": "words", "as": "both" } ] }
JSON
printf '1\n00:00:00,500 --> 00:00:01,000\nOne\n\n2\n00:00:01,500 --> 00:00:02,000\nTwo <i>three</i>\n' >t/a.srt
printf 'WEBVTT\n\n00:00.500 --> 00:01.000\nUno\n' >t/b.vtt
printf 'voice\na.srt\nb.vtt\n\n' >rows.csv

expect 0 render t/said.json --set voice=a.srt $FAST --captions srt -o a.mp4
printf '1\n00:00:00,500 --> 00:00:01,000\nOne\n\n2\n00:00:01,500 --> 00:00:02,000\nTwo three\n' >want.srt
same a.srt want.srt
expect 2 render t/said.json --set voice=a.srt $FAST --captions srt -o a.mp4; says "--force"
expect 0 render t/said.json --set voice=a.srt $FAST --captions vtt --frames 24-47 -o part.mp4
printf 'WEBVTT\n\n00:00:00.500 --> 00:00:01.000\nTwo three\n' >want.vtt
same part.vtt want.vtt
expect 2 render t/said.json $FAST --captions srt -o none.mp4; says "has no captions that are a track"
[ -e none.mp4 ] && fault "a video without its captions was written"
expect 2 render t/said.json --set voice=a.srt $FAST --captions txt -o txt.mp4

expect 0 batch t/said.json --data rows.csv --rows 1-2 $FAST --captions vtt -o 'made/{row}.mp4'
grep -q Uno made/2.vtt || fault "the second row's captions are not its own"

# On the frames they are for, and nothing else: frames without captions are all the same.
expect 0 hash t/said.json --set voice=a.srt --device cpu
[ "$(grep -v '^#' out | awk '{print $NF}' | sort -u | wc -l)" = 4 ] || fault "there are not four pictures: none, One, Two, three"
[ "$(grep -v '^#' out | awk '{print $NF}' | uniq -c | awk '{print $1}' | tr '\n' ' ')" = "12 12 12 5 7 " ] || fault "captions do not begin and end on their frames"

expect 0 verify a.manifest.json --device cpu
cp a.srt kept.srt; printf 'x' >>a.srt
expect 7 verify a.manifest.json --device cpu; prints "a.srt"
rm a.srt; expect 4 verify a.manifest.json --device cpu; says "a.srt"
cp kept.srt a.srt
printf '1\n00:00:00,500 --> 00:00:01,000\nOther\n' >t/a.srt
expect 7 verify a.manifest.json --device cpu; grep -q 'a.srt' out err || fault "verify does not name the captions"

printf '1\n00:00:00,500 --> 00:00:00,100\nOne\n' >t/a.srt
expect 3 check t/said.json --set voice=a.srt; says "a.srt:2:1: the caption ends before or as it begins"
expect 4 render t/said.json --set voice=c.srt $FAST -o c.mp4
finish
