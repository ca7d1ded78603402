#!/bin/bash
# Every write, sync, close, rename, unlink, mkdir, lock, open, read, stat, mapping, fork and thread fails in turn.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
EIO=5 ENOSPC=28 EMFILE=24 EINTR=4
full='No space left on device|could not hand over'
prepare() { fresh; }
loop "write: disk full once" 10 write "$full" FAULT_ERRNO=$ENOSPC
loop "write: disk full from there on" 10 write "$full" FAULT_ERRNO=$ENOSPC FAULT_STICKY=1
loop "write: cut short" 5 write 'it must go on' FAULT_ERRNO=$EIO FAULT_SHORT=1
loop "write: interrupted" 5 write 'it must go on' FAULT_ERRNO=$EINTR
loop "sync, close" 10 sync 'Input/output error' FAULT_ERRNO=$EIO
LENIENT=1 loop "rename, unlink, mkdir, lock" 10 name 'Input/output error' FAULT_ERRNO=$EIO
loop "open, read, stat, map, fork, thread" 30 open 'Too many open files|temporarily unavailable|cannot be listed|no process can be started|could not hand over' FAULT_ERRNO=$EMFILE

# Over older files, which must not be lost to a fault that comes before the new ones are safe.
expect 0 $BATCH --device cpu --store none --crf 40 -o 'old/{row}.mp4'
prepare() { fresh; cp -r old made; }
RUN="$RUN --force"
recovers() {
  "$FRAMEPRESS" $RUN >out 2>err2 </dev/null || bad "the next run fails: $(tail -1 err2)"
  diff -r ref made >/dev/null 2>&1 || bad "the next run leaves $(diff -rq ref made 2>&1 | tr '\n' ' ')"
}
loop "write, over older files" 5 write "$full" FAULT_ERRNO=$ENOSPC
loop "sync, over older files" 5 sync 'Input/output error' FAULT_ERRNO=$EIO
LENIENT=1 loop "rename, over older files" 10 name 'Input/output error' FAULT_ERRNO=$EIO
finish
