#include "engine/media/png_write.hpp"

#include <png.h>
#include <zlib.h>

#include <csetjmp>
#include <vector>

#include "engine/core/result.hpp"

namespace fp {
namespace {

void append(png_structp png, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
}

void flush(png_structp) {}

bool is_opaque(std::span<const uint8_t> rgba) {
  for (size_t i = 3; i < rgba.size(); i += 4) {
    if (rgba[i] != 255) return false;
  }
  return true;
}

// libpng reports by longjmp, so nothing with a destructor may live in here.
bool encode(int32_t width, int32_t height, bool opaque, const uint8_t** rows, std::string* out) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png != nullptr ? png_create_info_struct(png) : nullptr;
  if (info == nullptr || setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_write_struct(&png, &info);
    return false;
  }
  png_set_write_fn(png, out, append, flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), 8,
               opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_compression_level(png, 6);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP);
  png_write_info(png, info);
  if (opaque) png_set_filler(png, 0, PNG_FILLER_AFTER);
  png_write_image(png, const_cast<png_bytepp>(rows));
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return true;
}

}  // namespace

std::string write_png(int32_t width, int32_t height, std::span<const uint8_t> rgba) {
  FP_ASSERT(width > 0 && height > 0 && rgba.size() == 4 * static_cast<size_t>(width) * static_cast<size_t>(height));
  std::vector<const uint8_t*> rows;
  for (size_t at = 0; at < rgba.size(); at += 4 * static_cast<size_t>(width)) rows.push_back(rgba.data() + at);
  std::string out;
  FP_ASSERT(encode(width, height, is_opaque(rgba), rows.data(), &out));
  return out;
}

std::string png_build() {
  return std::string("libpng ") + png_get_libpng_ver(nullptr) + ", zlib " + zlibVersion();
}

}  // namespace fp
