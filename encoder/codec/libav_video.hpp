// Every video encoder that comes by way of libavcodec: one session, steered by a row of a table. Internal to
// encoder/codec.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/codec/libav.hpp"

namespace fp::libav {

using Options = std::vector<std::pair<std::string, std::string>>;

// "crf", "qp" or "b", as the recipe's rate control asks: libavcodec's wrappers take them all alike.
std::pair<std::string, std::string> rate_option(const Recipe& recipe);

struct VideoSpec {
  const char* encoder;    // libavcodec's name, and Recipe::codec
  const char* what;       // "H.264", in messages
  const char* installed;  // where one gets it
  // What libavcodec is given: the encoder's own options.
  Options (*options)(const Recipe& recipe);
  // Frames that decoding runs ahead of display, where the library does not say; null: ask it.
  int (*reorder)(const Recipe& recipe) = nullptr;
  // What the encoder says about itself in the packets of a small picture, or by its version.
  void (*describe)(const Recipe& recipe, const Segment& small, CodecBuild& build) = nullptr;
  int profile = FF_PROFILE_UNKNOWN;
  int32_t smallest = 1;    // shortest side it takes
  bool marks_keys = true;  // false: only the first picture stands alone, and the library does not say so
};

// Functions of a Codec's table, for codecs whose name is an encoder of video_specs().
Result<CodecBuild> build_video(const Recipe& recipe);
Result<CodecSession> open_video(const Recipe& recipe, Segment& segment);
Result<void> encode_video(const CodecSession& session, const fp::FramePtr& frame, int64_t pts, Segment& segment);
Result<void> finish_video(const CodecSession& session, Segment& segment);
std::string options_text(const Recipe& recipe);

const VideoSpec* find_spec(std::string_view encoder);
AVPixelFormat pixel_format(PixelFormat format);
AVCodecID codec_id(const Recipe& recipe);
std::string library_text();  // "Lavc59.37.100"

// Makes libavcodec choose its routines as for a plain x86-64 CPU, in the whole process: some of its encoders give
// other bytes with other instruction sets.
void choose_baseline_routines();

}  // namespace fp::libav
