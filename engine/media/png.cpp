#include <png.h>

#include <csetjmp>
#include <cstring>

#include "engine/media/decoders.hpp"

namespace fp {
namespace {

// libpng reports errors by longjmp. Only plain data lives in the frames it may jump over: this struct, and the C-like
// functions below that set the jump.
struct PngReader {
  const char* bytes = nullptr;
  size_t size = 0, at = 0;
  png_structp png = nullptr;
  png_infop info = nullptr;
  png_uint_32 width = 0, height = 0;
  char reason[96] = "out of memory";
};

void on_error(png_structp png, png_const_charp message) {
  auto* reader = static_cast<PngReader*>(png_get_error_ptr(png));
  std::strncpy(reader->reason, message, sizeof reader->reason - 1);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}  // odd ancillary chunks do not matter

void on_read(png_structp png, png_bytep target, size_t count) {
  auto* reader = static_cast<PngReader*>(png_get_io_ptr(png));
  if (count > reader->size - reader->at) png_error(png, "the file ends too early");
  std::memcpy(target, reader->bytes + reader->at, count);
  reader->at += count;
}

bool open_png(PngReader* reader) {
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
  if (reader->png == nullptr) return false;
  if (setjmp(png_jmpbuf(reader->png)) != 0) return false;
  reader->info = png_create_info_struct(reader->png);
  if (reader->info == nullptr) return false;
  png_set_read_fn(reader->png, reader, on_read);
  png_set_user_limits(reader->png, 0x7fffffff, 0x7fffffff);  // check_image_size says it better
  png_set_keep_unknown_chunks(reader->png, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
  png_read_info(reader->png, reader->info);
  reader->width = png_get_image_width(reader->png, reader->info);
  reader->height = png_get_image_height(reader->png, reader->info);
  return true;
}

// `rows` are `height` pointers to `width` RGBA texels each.
bool read_pixels(PngReader* reader, png_bytepp rows) {
  png_structp png = reader->png;
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_expand(png);    // palette to RGB, small gray to 8 bits, tRNS to alpha
  png_set_scale_16(png);  // 16 bits to 8, rounded to nearest
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 255, PNG_FILLER_AFTER);  // where the file has none
  png_set_interlace_handling(png);
  png_read_update_info(png, reader->info);
  if (png_get_rowbytes(png, reader->info) != size_t{reader->width} * 4) png_error(png, "unexpected pixel layout");
  png_read_image(png, rows);
  png_read_end(png, nullptr);  // a file without its end is a file cut short
  return true;
}

}  // namespace

Result<Raster> decode_png(std::string_view bytes, const std::string& name) {
  PngReader reader{.bytes = bytes.data(), .size = bytes.size()};
  Raster raster;
  std::optional<Diagnostic> error;
  if (!open_png(&reader)) {
    error = unreadable_image(name, "PNG", reader.reason);
  } else {
    error = check_image_size(reader.width, reader.height, name);
  }
  if (!error) {
    raster.width = static_cast<int32_t>(reader.width);
    raster.height = static_cast<int32_t>(reader.height);
    raster.texels.resize(size_t{reader.width} * reader.height);
    std::vector<png_bytep> rows(reader.height);
    for (size_t y = 0; y < rows.size(); ++y) {
      rows[y] = reinterpret_cast<png_bytep>(raster.texels.data() + y * reader.width);
    }
    if (!read_pixels(&reader, rows.data())) error = unreadable_image(name, "PNG", reader.reason);
  }
  png_destroy_read_struct(&reader.png, &reader.info, nullptr);
  if (error) return fail(std::move(*error));
  return raster;
}

}  // namespace fp
