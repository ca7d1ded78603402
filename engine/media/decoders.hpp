// The three decoders behind decode_image: each turns a whole file into straight (not premultiplied) RGBA.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {

// Straight RGBA, 8 bits each, packed R | G<<8 | B<<16 | A<<24; rows are `width` texels.
struct Raster {
  int32_t width = 0, height = 0;
  std::vector<uint32_t> texels;
};

// `bytes` starts with the format's signature. All errors are Fault::missing and name the image.
Result<Raster> decode_png(std::string_view bytes, const std::string& name);
Result<Raster> decode_jpeg(std::string_view bytes, const std::string& name);  // EXIF orientation applied
Result<Raster> decode_webp(std::string_view bytes, const std::string& name);

// The error for a size outside the budget (kMaxImageSide, kMaxImagePixels), or nullopt. Asked before pixels are
// allocated.
std::optional<Diagnostic> check_image_size(int64_t width, int64_t height, const std::string& name);
// "image 'NAME' cannot be read: REASON"
Diagnostic unreadable_image(const std::string& name, std::string_view format, std::string_view reason);

// The orientation (1..8) in an EXIF block that starts with "Exif\0\0"; 1 when absent or malformed. Reads nothing
// outside `exif`.
int exif_orientation(std::string_view exif);
// Turned upright: what a viewer that honours EXIF orientation shows.
Raster upright(Raster raster, int orientation);

}  // namespace fp
