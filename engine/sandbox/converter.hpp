// A decoder's frame as the texels Clip::frame promises: upright, sRGB, premultiplied, in exact integers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/sandbox/av.hpp"
#include "engine/sandbox/color_plan.hpp"

namespace fp::media {

// How a stored picture is turned: as EXIF numbers it, 1 upright .. 8 (engine/media/orientation.cpp).
int orientation_of(const AVStream& stream);

ColorTags tags_of(const AVCodecParameters& codec);

class Converter {
 public:
  // `tags`: what the container says, for what frames leave untold. Width and height as stored.
  Converter(const ColorTags& tags, int orientation) : told_(tags), orientation_(orientation) {}
  // Writes tags.width * tags.height texels. An error: the frame is of another size or of a kind that is not read.
  Result<void> convert(const AVFrame& frame, uint32_t* to);

 private:
  void row(const AVFrame& frame, int y, uint32_t* to);
  void planar_rows(const AVFrame& frame, int y);
  void packed_rows(const AVFrame& frame, int y);
  void through_light();
  void pack(const AVFrame& frame, int y, uint32_t* to);
  void place(const uint32_t* strip, int first, int rows, uint32_t* to) const;

  ColorTags told_;
  int orientation_;
  std::optional<ColorPlan> plan_;
  std::vector<int16_t> a_, b_, c_;  // y, cb, cr or r, g, b
  std::vector<int16_t> cell8_;      // scratch between the two passes of chroma
  std::vector<int32_t> cell16_;     // ... of more than 8 bits
  std::vector<uint32_t> strip_;
};

// c * alpha / 255, rounded, of all three.
uint32_t premultiplied(uint32_t r, uint32_t g, uint32_t b, uint32_t alpha);

}  // namespace fp::media
