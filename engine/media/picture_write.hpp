// Picture files from finished pixels: PNG, JPEG, WebP, AVIF.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/result.hpp"

namespace fp {

// ".png" and so on; "" for a name that ends otherwise.
std::string_view picture_ending(std::string_view path);
inline constexpr std::string_view kPictureEndings = ".png, .jpg, .webp and .avif";

// The file's bytes. `rgba` is width x height pixels of 4 bytes, straight alpha, sRGB. JPEG has no alpha: it shows them
// over black, as videos do. `quality` is 1..100 and does not concern PNG, which keeps all. Equal pixels give equal
// bytes with the same libraries. Errors: Fault::failed, Fault::invalid for sizes that a format cannot have.
Result<std::string> write_picture(std::string_view ending, int32_t width, int32_t height, std::span<const uint8_t> rgba,
                                  int quality = 92);

}  // namespace fp
