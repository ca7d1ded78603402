#include "engine/media/picture_write.hpp"

#include <avif/avif.h>
#include <fmt/format.h>
#include <jpeglib.h>
#include <webp/encode.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <memory>
#include <vector>

#include "engine/media/png_write.hpp"

namespace fp {
namespace {

std::unexpected<Errors> refused(const char* kind, const std::string& why) {
  return fail(Fault::failed, fmt::format("the {} encoder failed: {}", kind, why));
}

// ---- JPEG -----------------------------------------------------------------------------------------------------------

struct JpegError {
  jpeg_error_mgr base;
  std::jmp_buf back;
  char text[JMSG_LENGTH_MAX];
};

void leave(j_common_ptr jpeg) {
  auto* error = reinterpret_cast<JpegError*>(jpeg->err);
  error->base.format_message(jpeg, error->text);
  std::longjmp(error->back, 1);
}

// libjpeg reports by longjmp, so nothing with a destructor may live in here. Chroma is kept whole: pictures of text
// and edges are what comes out of here.
bool encode_jpeg(int32_t width, int32_t height, const uint8_t* rgb, int quality, JpegError* error, unsigned char** out,
                 unsigned long* size) {
  jpeg_compress_struct jpeg;
  jpeg.err = jpeg_std_error(&error->base);
  error->base.error_exit = leave;
  if (setjmp(error->back) != 0) {
    jpeg_destroy_compress(&jpeg);
    return false;
  }
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, out, size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg.dct_method = JDCT_ISLOW;  // the one that is the same on every CPU
  jpeg.optimize_coding = TRUE;
  for (int i = 0; i < 3; ++i) jpeg.comp_info[i].h_samp_factor = jpeg.comp_info[i].v_samp_factor = 1;
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(rgb + size_t{3} * jpeg.next_scanline * static_cast<size_t>(width));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  return true;
}

Result<std::string> write_jpeg(int32_t width, int32_t height, std::span<const uint8_t> rgba, int quality) {
  if (width > 65500 || height > 65500) return fail(Fault::invalid, "JPEG pictures have at most 65500 pixels a side");
  std::vector<uint8_t> rgb;
  rgb.reserve(rgba.size() / 4 * 3);
  for (size_t i = 0; i < rgba.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) rgb.push_back(static_cast<uint8_t>((rgba[i + c] * rgba[i + 3] + 127) / 255));
  }
  JpegError error{};
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const bool good = encode_jpeg(width, height, rgb.data(), quality, &error, &out, &size);
  const std::unique_ptr<unsigned char, void (*)(void*)> owner(out, std::free);
  if (!good) return refused("JPEG", error.text);
  return std::string(reinterpret_cast<const char*>(out), size);
}

// ---- WebP -----------------------------------------------------------------------------------------------------------

int append_webp(const uint8_t* data, size_t size, const WebPPicture* picture) {
  static_cast<std::string*>(picture->custom_ptr)->append(reinterpret_cast<const char*>(data), size);
  return 1;
}

Result<std::string> write_webp(int32_t width, int32_t height, std::span<const uint8_t> rgba, int quality) {
  if (width > WEBP_MAX_DIMENSION || height > WEBP_MAX_DIMENSION)
    return fail(Fault::invalid, fmt::format("WebP pictures have at most {} pixels a side", WEBP_MAX_DIMENSION));
  WebPConfig config;
  WebPPicture picture;
  if (WebPConfigPreset(&config, WEBP_PRESET_DRAWING, static_cast<float>(quality)) == 0 ||
      WebPPictureInit(&picture) == 0) {
    return refused("WebP", "another version of libwebp than this was built with");
  }
  config.method = 6;
  config.use_sharp_yuv = 1;
  config.thread_level = 0;
  std::string out;
  picture.width = width;
  picture.height = height;
  picture.use_argb = 1;
  picture.writer = append_webp;
  picture.custom_ptr = &out;
  const bool good = WebPPictureImportRGBA(&picture, rgba.data(), 4 * width) != 0 && WebPEncode(&config, &picture) != 0;
  const int code = picture.error_code;
  WebPPictureFree(&picture);
  if (!good) return refused("WebP", fmt::format("error {}", code));
  return out;
}

// ---- AVIF -----------------------------------------------------------------------------------------------------------

// 4:4:4, 8 bits, BT.709 coefficients over sRGB; one thread, because libaom's bytes may depend on their number.
Result<std::string> write_avif(int32_t width, int32_t height, std::span<const uint8_t> rgba, int quality) {
  const std::unique_ptr<avifImage, void (*)(avifImage*)> image(
      avifImageCreate(static_cast<uint32_t>(width), static_cast<uint32_t>(height), 8, AVIF_PIXEL_FORMAT_YUV444),
      avifImageDestroy);
  const std::unique_ptr<avifEncoder, void (*)(avifEncoder*)> encoder(avifEncoderCreate(), avifEncoderDestroy);
  if (!image || !encoder) return refused("AVIF", "out of memory");
  image->colorPrimaries = AVIF_COLOR_PRIMARIES_BT709;
  image->transferCharacteristics = AVIF_TRANSFER_CHARACTERISTICS_SRGB;
  image->matrixCoefficients = AVIF_MATRIX_COEFFICIENTS_BT709;
  image->yuvRange = AVIF_RANGE_FULL;
  avifRGBImage pixels;
  avifRGBImageSetDefaults(&pixels, image.get());
  pixels.format = AVIF_RGB_FORMAT_RGBA;
  pixels.pixels = const_cast<uint8_t*>(rgba.data());
  pixels.rowBytes = 4 * static_cast<uint32_t>(width);
  bool opaque = true;
  for (size_t i = 3; i < rgba.size(); i += 4) opaque = opaque && rgba[i] == 255;
  pixels.ignoreAlpha = opaque ? AVIF_TRUE : AVIF_FALSE;
  encoder->maxThreads = 1;
  encoder->speed = 6;
  encoder->minQuantizer = encoder->maxQuantizer = (100 - quality) * AVIF_QUANTIZER_WORST_QUALITY / 100;
  encoder->minQuantizerAlpha = encoder->maxQuantizerAlpha = AVIF_QUANTIZER_LOSSLESS;
  avifRWData out = AVIF_DATA_EMPTY;
  avifResult done = avifImageRGBToYUV(image.get(), &pixels);
  if (done == AVIF_RESULT_OK) done = avifEncoderWrite(encoder.get(), image.get(), &out);
  std::string bytes(reinterpret_cast<const char*>(out.data), out.size);
  avifRWDataFree(&out);
  if (done != AVIF_RESULT_OK) return refused("AVIF", avifResultToString(done));
  return bytes;
}

}  // namespace

std::string_view picture_ending(std::string_view path) {
  for (const std::string_view ending : {".png", ".jpg", ".jpeg", ".webp", ".avif"}) {
    if (path.ends_with(ending)) return ending == ".jpeg" ? ".jpg" : ending;
  }
  return "";
}

Result<std::string> write_picture(std::string_view ending, int32_t width, int32_t height, std::span<const uint8_t> rgba,
                                  int quality) {
  FP_ASSERT(width > 0 && height > 0 && rgba.size() == 4 * static_cast<size_t>(width) * static_cast<size_t>(height));
  quality = std::clamp(quality, 1, 100);
  if (ending == ".jpg") return write_jpeg(width, height, rgba, quality);
  if (ending == ".webp") return write_webp(width, height, rgba, quality);
  if (ending == ".avif") return write_avif(width, height, rgba, quality);
  FP_ASSERT(ending == ".png");
  return write_png(width, height, rgba);
}

}  // namespace fp
