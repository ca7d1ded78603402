#include <cstddef>
#include <cstdio>
// jpeglib.h needs the two above.
#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>
#include <cstring>

#include "engine/media/decoders.hpp"

// Exactness: of libjpeg-turbo's decoding paths, the accurate integer IDCT (JDCT_ISLOW), fancy upsampling and the YCC to
// RGB conversion give the same bits in C, SSE2 and AVX2; the fast and float IDCTs and merged upsampling are not used.

namespace fp {
namespace {

constexpr int kMaxScans = 200;                    // a progressive file may ask for endless passes over a large picture
constexpr long kMaxMemory = 1500l * 1024 * 1024;  // coefficients of a progressive picture of kMaxImagePixels
constexpr size_t kMaxMarker = 0xffff;

// libjpeg reports errors through error_exit, which must not return: it jumps. Only plain data lives in the frames
// jumped over.
struct JpegReader {
  jpeg_error_mgr errors{};  // first, so that errors and reader share an address
  jpeg_progress_mgr progress{};
  jpeg_decompress_struct jpeg{};
  std::jmp_buf jump;
  char reason[JMSG_LENGTH_MAX] = "";
  int orientation = 1;
};

[[noreturn]] void on_error(j_common_ptr jpeg) {
  auto* reader = reinterpret_cast<JpegReader*>(jpeg->err);
  jpeg->err->format_message(jpeg, reader->reason);
  std::longjmp(reader->jump, 1);
}

// libjpeg goes on after damage with gray areas; a press must not. Remarks that leave the pixels whole are let pass.
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
      return;
    default:
      on_error(jpeg);
  }
}

void on_progress(j_common_ptr common) {
  auto* jpeg = reinterpret_cast<j_decompress_ptr>(common);
  if (jpeg->is_decompressor && jpeg->input_scan_number > kMaxScans) {
    auto* reader = reinterpret_cast<JpegReader*>(jpeg->err);
    std::strcpy(reader->reason, "too many scans");
    std::longjmp(reader->jump, 1);
  }
}

bool open_jpeg(JpegReader* reader, const unsigned char* bytes, size_t size) {
  jpeg_decompress_struct* jpeg = &reader->jpeg;
  jpeg->err = jpeg_std_error(&reader->errors);
  reader->errors.error_exit = on_error;
  reader->errors.emit_message = on_message;
  if (setjmp(reader->jump) != 0) return false;
  jpeg_create_decompress(jpeg);
  jpeg->mem->max_memory_to_use = kMaxMemory;
  reader->progress.progress_monitor = on_progress;
  jpeg->progress = &reader->progress;
  jpeg_mem_src(jpeg, bytes, static_cast<unsigned long>(size));
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, kMaxMarker);
  jpeg_read_header(jpeg, TRUE);
  for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
    if (data.substr(0, 4) != "Exif") continue;
    reader->orientation = exif_orientation(data);
    break;
  }
  return true;
}

bool read_pixels(JpegReader* reader, uint32_t* texels) {
  jpeg_decompress_struct* jpeg = &reader->jpeg;
  if (setjmp(reader->jump) != 0) return false;
  jpeg->out_color_space = JCS_EXT_RGBA;  // alpha is 255
  jpeg->dct_method = JDCT_ISLOW;
  jpeg->do_fancy_upsampling = TRUE;
  jpeg->do_block_smoothing = FALSE;
  jpeg_start_decompress(jpeg);
  while (jpeg->output_scanline < jpeg->output_height) {
    auto* row = reinterpret_cast<JSAMPROW>(texels + size_t{jpeg->output_scanline} * jpeg->output_width);
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_decompress(jpeg);
  return true;
}

}  // namespace

Result<Raster> decode_jpeg(std::string_view bytes, const std::string& name) {
  JpegReader reader;
  Raster raster;
  std::optional<Diagnostic> error;
  if (!open_jpeg(&reader, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size())) {
    error = unreadable_image(name, "JPEG", reader.reason);
  } else if (reader.jpeg.num_components == 4) {
    error = Diagnostic{.fault = Fault::missing,
                       .message = "image '" + name + "' is a CMYK JPEG; RGB or grayscale expected",
                       .hint = "convert it to sRGB: CMYK colours need its printing profile, which would be a guess"};
  } else {
    error = check_image_size(reader.jpeg.image_width, reader.jpeg.image_height, name);
  }
  if (!error) {
    raster.width = static_cast<int32_t>(reader.jpeg.image_width);
    raster.height = static_cast<int32_t>(reader.jpeg.image_height);
    raster.texels.resize(size_t{reader.jpeg.image_width} * reader.jpeg.image_height);
    if (!read_pixels(&reader, raster.texels.data())) error = unreadable_image(name, "JPEG", reader.reason);
  }
  jpeg_destroy_decompress(&reader.jpeg);
  if (error) return fail(std::move(*error));
  return upright(std::move(raster), reader.orientation);
}

}  // namespace fp
