#include <array>

#include "engine/media/decoders.hpp"

namespace fp {
namespace {

// Bounded reads from a TIFF block in either byte order; 0 outside.
struct TiffView {
  std::string_view data;
  bool big_endian = false;

  uint32_t byte(size_t at) const { return at < data.size() ? static_cast<unsigned char>(data[at]) : 0u; }
  uint32_t u16(size_t at) const { return big_endian ? byte(at) << 8 | byte(at + 1) : byte(at + 1) << 8 | byte(at); }
  uint32_t u32(size_t at) const { return big_endian ? u16(at) << 16 | u16(at + 2) : u16(at + 2) << 16 | u16(at); }
};

constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShort = 3;

}  // namespace

int exif_orientation(std::string_view exif) {
  constexpr std::string_view kHeader("Exif\0\0", 6);
  if (exif.substr(0, kHeader.size()) != kHeader) return 1;
  TiffView tiff{exif.substr(kHeader.size())};
  const std::string_view order = tiff.data.substr(0, 2);
  if (order != "II" && order != "MM") return 1;
  tiff.big_endian = order == "MM";
  if (tiff.u16(2) != 42) return 1;
  const size_t directory = tiff.u32(4);
  const uint32_t entries = tiff.u16(directory);  // at most 65535: the loop is bounded
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.data.size()) return 1;
    if (tiff.u16(entry) != kOrientationTag || tiff.u16(entry + 2) != kShort) continue;
    const uint32_t value = tiff.u16(entry + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Raster upright(Raster raster, int orientation) {
  if (orientation <= 1 || orientation > 8) return raster;
  // Where the stored picture's texel (x, y) comes to stand: 2 mirror, 3 half turn, 4 flip, 5 transpose, 6 quarter turn
  // clockwise, 7 transverse, 8 quarter turn counter-clockwise.
  const bool swapped = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Raster out{
      .width = swapped ? raster.height : raster.width, .height = swapped ? raster.width : raster.height, .texels = {}};
  out.texels.resize(raster.texels.size());
  const auto stored_width = static_cast<size_t>(raster.width);
  for (int32_t y = 0; y < out.height; ++y) {
    for (int32_t x = 0; x < out.width; ++x) {
      int32_t sx = swapped ? y : x;
      int32_t sy = swapped ? x : y;
      if (from_right) sx = raster.width - 1 - sx;
      if (from_bottom) sy = raster.height - 1 - sy;
      out.texels[static_cast<size_t>(y) * static_cast<size_t>(out.width) + static_cast<size_t>(x)] =
          raster.texels[static_cast<size_t>(sy) * stored_width + static_cast<size_t>(sx)];
    }
  }
  return out;
}

}  // namespace fp
