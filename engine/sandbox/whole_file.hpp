// Whether a file is all there. Containers say how long they are; libav reads one that was cut off as if it were whole,
// and what is missing would be silence or a picture that stands.
#pragma once

#include "engine/sandbox/frame_index.hpp"

namespace fp::media {

// An error where the file ends before what it says of itself: a Matroska segment's size (RFC 8794 6, 11), Ogg that
// ends within a page (RFC 3533 6), what MP4's index refers to, the length of sound in the headers of WAV,
// FLAC and MP3. Nothing can be told of ADTS and of files written as streams, without a length.
Result<void> check_whole(const Source& source, Container container, Demuxer& demuxer, const FrameIndex& index);

}  // namespace fp::media
