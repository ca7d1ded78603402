#!/bin/bash
# Every allocation of 4 KB and more fails in turn; then, for as long as the budget lasts, all from there on.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
prepare() { fresh; }
# x264 and ICU do not say what they lack.
said='out of memory|Cannot allocate memory|H.264 encoder|std::bad_alloc|or did memory run out'
loop "memory once" 70 memory "$said" FAULT_ERRNO=12 FAULT_BYTES=4096
loop "memory from there on" 30 memory "$said" FAULT_ERRNO=12 FAULT_BYTES=4096 FAULT_STICKY=1
finish
