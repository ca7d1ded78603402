#include "engine/media/clip_sniff.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fp::media {
namespace {

using namespace std::string_view_literals;

std::string bytes_at(int fd, int64_t offset, size_t size) {
  std::string bytes(size, '\0');
  const ssize_t n = ::pread(fd, bytes.data(), size, offset);
  bytes.resize(n > 0 ? static_cast<size_t>(n) : 0);
  return bytes;
}

uint32_t byte(std::string_view text, size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
}

bool is_adts(std::string_view b) {
  return byte(b, 0) == 0xff && (byte(b, 1) & 0xf6) == 0xf0;
}

bool is_mpeg_audio(std::string_view b) {
  const bool sync = byte(b, 0) == 0xff && (byte(b, 1) & 0xe0) == 0xe0;
  const bool version = (byte(b, 1) & 0x18) != 0x08, layer = (byte(b, 1) & 0x06) != 0;
  return sync && version && layer && (byte(b, 2) & 0xf0) != 0xf0 && (byte(b, 2) & 0x0c) != 0x0c;
}

// A PNG with an animation says so before its first picture.
Container png_kind(int fd) {
  int64_t at = 8;
  for (int chunk = 0; chunk < 64; ++chunk) {
    const std::string head = bytes_at(fd, at, 8);
    const std::string_view name = std::string_view(head).substr(std::min<size_t>(4, head.size()));
    if (name == "acTL") return Container::apng;
    if (name.size() < 4 || name == "IDAT") break;
    at += 12 + (int64_t{byte(head, 0)} << 24 | byte(head, 1) << 16 | byte(head, 2) << 8 | byte(head, 3));
  }
  return Container::png;
}

// Sound behind an ID3 tag, whose size stands in it, seven bits a byte.
std::string behind_id3(int fd, std::string_view head) {
  const int64_t size = byte(head, 6) << 21 | byte(head, 7) << 14 | byte(head, 8) << 7 | byte(head, 9);
  return bytes_at(fd, 10 + size, 4);
}

constexpr std::array kIsoBoxes = {"ftyp"sv, "moov"sv, "mdat"sv, "wide"sv, "free"sv, "skip"sv, "styp"sv};

}  // namespace

Result<Container> sniff(int fd) {
  const std::string bytes = bytes_at(fd, 0, 16);
  const std::string_view head = bytes;
  if (head.empty()) return fail(Fault::missing, "the file is empty");
  if (head.size() >= 8 && std::ranges::find(kIsoBoxes, head.substr(4, 4)) != kIsoBoxes.end()) return Container::mov;
  if (head.starts_with("\x1a\x45\xdf\xa3")) return Container::matroska;
  if (head.starts_with("GIF87a") || head.starts_with("GIF89a")) return Container::gif;
  if (head.starts_with("\x89PNG\r\n\x1a\n")) return png_kind(fd);
  if (head.size() >= 12 && (head.starts_with("RIFF") || head.starts_with("RF64"))) {
    if (head.substr(8, 4) == "WEBP") return Container::webp;
    if (head.substr(8, 4) == "WAVE") return Container::wav;
  }
  if (head.starts_with("fLaC")) return Container::flac;
  if (head.starts_with("OggS")) return Container::ogg;
  std::string sound = bytes;
  if (head.starts_with("ID3")) sound = behind_id3(fd, head);
  if (is_adts(sound)) return Container::adts;
  if (is_mpeg_audio(sound)) return Container::mp3;
  if (head.starts_with("ffconcat") || head.starts_with("#EXTM3U"))
    return fail(Fault::missing, "it is a playlist of other files, which are not opened");
  return fail(Fault::missing, "it is not footage or sound of a kind that is read",
              "MP4, MOV, MKV, WebM, GIF, APNG and WebP are, and WAV, FLAC, MP3, Ogg and AAC");
}

}  // namespace fp::media
