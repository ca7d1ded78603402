#include <webp/decode.h>

#include "engine/media/decoders.hpp"

// Exactness: libwebp's SIMD paths are bit-exact with its C code, for lossy and lossless pictures alike. Its decoder
// options that are not (dithering, scaling, "no fancy upsampling") stay off, and alpha is premultiplied by us.

namespace fp {
namespace {

std::string_view reason_of(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return "the file ends too early";
    case VP8_STATUS_BITSTREAM_ERROR:
      return "bitstream error";
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return "unsupported feature";
    case VP8_STATUS_OUT_OF_MEMORY:
      return "out of memory";
    default:
      return "decoding failed";
  }
}

// The size the container claims; more than the file holds means it was cut short.
size_t claimed_size(std::string_view bytes) {
  size_t size = 0;
  for (size_t i = 0; i < 4; ++i) size |= static_cast<size_t>(static_cast<unsigned char>(bytes[4 + i])) << (8 * i);
  return size + 8;
}

}  // namespace

Result<Raster> decode_webp(std::string_view bytes, const std::string& name) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  if (claimed_size(bytes) > bytes.size()) {
    return fail(unreadable_image(name, "WebP", reason_of(VP8_STATUS_NOT_ENOUGH_DATA)));
  }
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return fail(unreadable_image(name, "WebP", "libwebp version mismatch"));
  VP8StatusCode status = WebPGetFeatures(data, bytes.size(), &config.input);
  if (status != VP8_STATUS_OK) return fail(unreadable_image(name, "WebP", reason_of(status)));
  if (config.input.has_animation != 0) {
    return fail(Fault::missing, "image '" + name + "' is an animated WebP; a still picture is expected",
                "export one frame of it as PNG, JPEG or still WebP");
  }
  if (auto error = check_image_size(config.input.width, config.input.height, name)) return fail(std::move(*error));

  Raster raster{.width = config.input.width, .height = config.input.height, .texels = {}};
  raster.texels.resize(static_cast<size_t>(raster.width) * static_cast<size_t>(raster.height));
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = reinterpret_cast<uint8_t*>(raster.texels.data());
  config.output.u.RGBA.stride = raster.width * 4;
  config.output.u.RGBA.size = raster.texels.size() * 4;
  status = WebPDecode(data, bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status != VP8_STATUS_OK) return fail(unreadable_image(name, "WebP", reason_of(status)));
  return raster;
}

}  // namespace fp
