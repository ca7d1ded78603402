#!/bin/bash
# verify: identical, or what differs; exit 7.
. "$(dirname "$0")/lib.sh"
make_template
expect 0 render t/clip.json $FAST --set name=Lamp -o a.mp4
expect 0 verify a.manifest.json --device cpu; prints "a.manifest.json: identical"
expect 0 verify a.manifest.json --device cpu --jobs 1 --json; json /ok true; json /manifests/0/identical true
[ "$(ls)" = "$(printf 'a.manifest.json\na.mp4\nerr\nout\nt\n')" ] || fault "verify left something: $(ls | tr '\n' ' ')"

cp a.mp4 whole.mp4
printf '\x42' | dd of=a.mp4 bs=1 seek=2000 conv=notrunc status=none
expect 7 verify a.manifest.json --device cpu; prints "a.mp4"
expect 7 verify a.manifest.json --device cpu --json; json /manifests/0/differences/0/stage file
cp whole.mp4 a.mp4

cp t/clip.json t/kept.json
sed -i 's/"t": "1.5s"/"t": "1.6s"/' t/clip.json
expect 7 verify a.manifest.json --device cpu; prints "template"; prints "display list: frame 1 "
cp t/kept.json t/clip.json
expect 0 verify a.manifest.json --device cpu
mv t moved
expect 4 verify a.manifest.json --device cpu
expect 0 verify a.manifest.json --device cpu --template moved/clip.json

for n in 1 2 3 4; do sed "s/a.mp4/a$n.mp4/" a.manifest.json >"a$n.manifest.json"; cp a.mp4 "a$n.mp4"; done
expect 0 verify a[1-4].manifest.json --device cpu --template moved/clip.json --sample 50% --json
json /manifests/0/rendered true; json /manifests/1/rendered false; json /manifests/2/rendered true
printf 'x' >>a4.mp4
expect 7 verify a[1-4].manifest.json --device cpu --template moved/clip.json --sample 1%; prints "a3.manifest.json: the file is as recorded"
expect 2 verify a1.manifest.json --sample few

sed 's/"frames": {/"frmes": {/' a.manifest.json >bad.manifest.json
expect 3 verify bad.manifest.json --device cpu; says "bad.manifest.json:"
expect 4 verify absent.manifest.json --device cpu
rm a.mp4
expect 4 verify a.manifest.json --device cpu
finish
