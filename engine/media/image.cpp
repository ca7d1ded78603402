#include "engine/media/image.hpp"

#include <fmt/format.h>

#include "engine/media/decoders.hpp"

namespace fp {
namespace {

bool starts_with(std::string_view bytes, std::string_view signature, size_t at = 0) {
  return bytes.size() >= at + signature.size() && bytes.substr(at, signature.size()) == signature;
}

using namespace std::string_view_literals;

bool is_png(std::string_view b) {
  return starts_with(b, "\x89PNG\r\n\x1a\n"sv);
}
bool is_jpeg(std::string_view b) {
  return starts_with(b, "\xff\xd8\xff"sv);
}
bool is_webp(std::string_view b) {
  return starts_with(b, "RIFF"sv) && starts_with(b, "WEBP"sv, 8);
}

// The first bytes of ISO media files name their brand.
std::string_view iso_media_kind(std::string_view b) {
  for (const auto brand : {"avif"sv, "avis"sv}) {
    if (starts_with(b, brand, 8)) return "an AVIF picture";
  }
  for (const auto brand : {"heic"sv, "heix"sv, "heif"sv, "mif1"sv, "msf1"sv, "hevc"sv}) {
    if (starts_with(b, brand, 8)) return "a HEIC picture";
  }
  return "a video (MP4 or MOV)";
}

// What a file that is none of ours seems to be, for the message.
std::string_view foreign_kind(std::string_view b) {
  struct Known {
    std::string_view signature, kind;
  };
  constexpr Known kKnown[] = {
      {"GIF8"sv, "a GIF"},
      {"BM"sv, "a BMP"},
      {"II*\0"sv, "a TIFF"},
      {"MM\0*"sv, "a TIFF"},
      {"8BPS"sv, "a Photoshop file"},
      {"\xff\x0a"sv, "a JPEG XL picture"},
      {"\0\0\0\x0cJXL "sv, "a JPEG XL picture"},
      {"\0\0\1\0"sv, "an icon (ICO)"},
      {"%PDF"sv, "a PDF"},
      {"qoif"sv, "a QOI picture"},
      {"PK\3\4"sv, "a ZIP archive"},
      {"\x1f\x8b"sv, "gzip-compressed data"},
      {"version https://git-lfs"sv, "a Git LFS pointer, not the picture itself"},
  };
  for (const Known& known : kKnown) {
    if (starts_with(b, known.signature)) return known.kind;
  }
  if (starts_with(b, "ftyp"sv, 4)) return iso_media_kind(b);
  std::string_view head = b.substr(0, 1024);
  const size_t text = head.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (text != head.npos && head[text] == '<') {
    if (head.find("<svg") != head.npos) return "an SVG";
    return head.find("html") != head.npos || head.find("HTML") != head.npos ? "an HTML page" : "an XML file";
  }
  return "of no known picture format";
}

// Integer premultiplication with one defined rounding; the same on every device.
uint32_t premultiply(uint32_t texel) {
  const uint32_t alpha = texel >> 24;
  const auto scaled = [&](uint32_t shift) { return ((((texel >> shift) & 255) * alpha + 127) / 255) << shift; };
  return scaled(0) | scaled(8) | scaled(16) | (alpha << 24);
}

}  // namespace

std::optional<Diagnostic> check_image_size(int64_t width, int64_t height, const std::string& name) {
  if (width > 0 && height > 0 && width <= kMaxImageSide && height <= kMaxImageSide &&
      width * height <= kMaxImagePixels) {
    return std::nullopt;
  }
  return Diagnostic{
      .fault = Fault::missing,
      .message = fmt::format("image '{}' is {}x{} pixels; at most {} a side and {} million in all are read", name,
                             width, height, kMaxImageSide, kMaxImagePixels / 1'000'000),
      .hint = "scale the picture down before use"};
}

Diagnostic unreadable_image(const std::string& name, std::string_view format, std::string_view reason) {
  return Diagnostic{.fault = Fault::missing,
                    .message = fmt::format("image '{}' cannot be read: the {} file is damaged, cut short or not "
                                           "supported ({})",
                                           name, format, reason),
                    .hint = "export the picture again"};
}

Result<Texels> decode_image(std::string_view bytes, const std::string& name) {
  if (bytes.empty()) return fail(Fault::missing, fmt::format("image '{}' is an empty file", name));
  Result<Raster> raster = Raster{};
  if (is_png(bytes)) {
    raster = decode_png(bytes, name);
  } else if (is_jpeg(bytes)) {
    raster = decode_jpeg(bytes, name);
  } else if (is_webp(bytes)) {
    raster = decode_webp(bytes, name);
  } else {
    return fail(Fault::missing,
                fmt::format("image '{}' is {}; PNG, JPEG, WebP or SVG expected", name, foreign_kind(bytes)),
                "convert it to PNG, JPEG or WebP");
  }
  if (!raster) return fail(std::move(raster.error()));

  Texels texels{.width = raster->width, .height = raster->height, .data = std::move(raster->texels), .opaque = true};
  for (uint32_t& texel : texels.data) {
    if (texel >> 24 == 255) continue;
    texels.opaque = false;
    texel = premultiply(texel);
  }
  texels.hash = texel_hash(texels);
  return texels;
}

}  // namespace fp
