#!/bin/bash
# A disk that is really full, from no room at all to nearly enough; and standard output into a full device.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
for command in "hash t/tiny.json --data rows.csv --rows 1" "schema" "styles" "check t/tiny.json --data rows.csv --json" "completion bash"; do
  "$FRAMEPRESS" $command --device cpu >/dev/full 2>err </dev/null
  code=$?
  [ $code != 2 ] || { "$FRAMEPRESS" $command >/dev/full 2>err </dev/null; code=$?; }
  [ $code = 1 ] || fault "framepress $command >/dev/full ended with $code"
  grep -q 'No space left on device' err || { fault "framepress $command >/dev/full does not say why"; cat err >&2; }
done

mkdir disk
if ! mount -t tmpfs -o size=64k none disk 2>err; then
  echo "SKIPPED: no file system can be mounted here: $(<err)"
  [ "$FAILED" = 0 ] && exit 77
  finish
fi
trap 'umount "$WORK/disk"; rm -rf "$WORK"' EXIT
# Manifests name the template as seen from where they really lie.
mount -o remount,size=2m disk
mkdir disk/made disk/store
ln -s disk/made made; ln -s disk/store store
expect 0 $RUN
rm -rf ref; cp -rL made ref
while read -r hash file; do WHOLE[${file##*/}]=$hash; done < <(sha256sum ref/*)
need=$(($(du -sk ref | cut -f1) + $(du -sk ref_store | cut -f1)))
ended_full=0 met=0 begun=$SECONDS
for ((kb = 4; kb <= need + 24; kb += 4)); do
  [ "$BUDGET" = 0 ] || [ $((SECONDS - begun)) -lt "$BUDGET" ] || break
  rm -rf disk/* disk/.framepress* made store
  mount -o remount,size=${kb}k disk
  mkdir disk/made disk/store
  ln -s disk/made made; ln -s disk/store store
  "$FRAMEPRESS" $RUN >out 2>err </dev/null
  CODE=$? BAD=
  met=$((met + 1))
  [ $CODE = 0 ] || ended_full=$((ended_full + 1))
  looked_at 'No space left on device'
  mount -o remount,size=2m disk
  [ -n "$BAD" ] || recovers
  [ -z "$BAD" ] || { fault "a disk of $kb KB: exit $CODE: $BAD"; tail -3 err >&2; }
done
[ $ended_full -gt 0 ] || fault "the disk was never full"
echo "disk full: $met sizes, $ended_full runs failed, $((SECONDS - begun)) s"
finish
