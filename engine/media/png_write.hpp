// PNG files from finished pixels.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace fp {

// The bytes of a PNG: `rgba` is width x height pixels of 4 bytes, straight alpha. Tagged sRGB, without alpha when every
// pixel is opaque, no time or text chunk. Equal pixels give equal bytes with the same libpng and zlib.
std::string write_png(int32_t width, int32_t height, std::span<const uint8_t> rgba);

std::string png_build();  // "libpng 1.6.39, zlib 1.2.13": what of them runs

}  // namespace fp
