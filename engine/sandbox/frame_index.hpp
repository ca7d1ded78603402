// Where every frame of a file stands: found by reading all packets once, without decoding any.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/rational.hpp"
#include "engine/sandbox/av.hpp"

namespace fp::media {

// One packet of the video stream; its index in FrameIndex::packets is its position.
struct PacketEntry {
  int64_t pts = 0;
  int32_t size = 0;
  int32_t start = 0;   // position of the key frame from which it can be decoded in full
  bool key = false;    // decoding may begin here
  bool shown = false;  // comes out as a frame of its own: not cut away by an edit list, not lost with its references
};

struct FrameIndex {
  std::vector<PacketEntry> packets;  // in order of decoding
  std::vector<FrameEntry> frames;    // in order of presentation
  int64_t last_duration = 0;         // ticks
  Rational zero{0, 1};               // seconds; the earlier of the first frame and the first sample, not below 0
  Rational sound_begin{0, 1}, sound_end{0, 1};  // seconds, as the packets tell, without what is to be skipped
};

// Reads the demuxer to its end.
Result<FrameIndex> index_frames(Demuxer& demuxer);

// H.264 and HEVC: what a key packet promises, and whether one that follows it in the file and precedes it in time can
// be decoded from it.
enum class Unit { ordinary, closed_key, open_key, not_a_key, skipped_leading };
Unit classify(const AVCodecParameters& codec, const uint8_t* data, int size, bool flagged_key);

}  // namespace fp::media
