#!/bin/bash
# Every call into libavcodec, libavformat and libavutil fails in turn.
. "$(dirname "$0")/faults.sh"
make_tiny
reference
prepare() { fresh; }
loop "libav" 100 libav 'Input/output error|Cannot allocate memory|no libx264 encoder' FAULT_ERRNO=5
finish
