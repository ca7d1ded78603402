#include "engine/sandbox/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace fp::media {
namespace {

using namespace std::string_view_literals;

std::vector<uint8_t> bytes_at(const Source& source, int64_t offset, int64_t size) {
  std::vector<uint8_t> bytes(static_cast<size_t>(std::max<int64_t>(size, 0)));
  const int64_t n = read_at(source, offset, bytes.data(), size);
  bytes.resize(static_cast<size_t>(std::max<int64_t>(n, 0)));
  return bytes;
}

std::unexpected<Errors> cut_short(const std::string& how) {
  return fail(Fault::missing, "it is cut short: " + how);
}

// ---- Matroska

struct Element {
  uint32_t id = 0;
  std::optional<int64_t> size;  // absent: unknown, as live streams are written
  int64_t content = 0;          // where it begins
};
constexpr uint32_t kSegment = 0x18538067;

// The length that zeros in front of a number's first bit give it, in bytes: 1 to 8; more: it is none.
size_t length_of(uint8_t first) {
  return static_cast<size_t>(std::countl_zero(first)) + 1;
}

std::optional<Element> element_at(const Source& source, int64_t offset) {
  const std::vector<uint8_t> head = bytes_at(source, offset, 12);
  Element element;
  const size_t name = head.empty() ? 9 : length_of(head[0]);
  if (name > 4 || head.size() <= name) return std::nullopt;
  for (size_t i = 0; i < name; ++i) element.id = element.id << 8 | head[i];
  const size_t length = length_of(head[name]);
  if (length > 8 || head.size() < name + length) return std::nullopt;
  uint64_t size = head[name] & (0xFFu >> length);
  for (size_t i = 1; i < length; ++i) size = size << 8 | head[name + i];
  const uint64_t unknown = (uint64_t{1} << (7 * length)) - 1;
  if (size != unknown) element.size = static_cast<int64_t>(size);
  element.content = offset + static_cast<int64_t>(name + length);
  return element;
}

Result<void> check_matroska(const Source& source) {
  constexpr int kMost = 16;  // EBML's head, and what is skipped before the segment
  int64_t offset = 0;
  for (int i = 0; i < kMost && offset < source.size; ++i) {
    const std::optional<Element> element = element_at(source, offset);
    if (!element || !element->size) return {};
    const int64_t there = source.size - element->content;
    if (element->id == kSegment && *element->size > there)
      return cut_short(fmt::format("{} of {} bytes are there", there, *element->size));
    if (element->id == kSegment || *element->size > there) return {};
    offset = element->content + *element->size;
  }
  return {};
}

// ---- Ogg

constexpr size_t kPageHead = 27, kLongestPage = kPageHead + 255 + 255 * 255;
constexpr uint8_t kLastPage = 4;

// The length of the page at `bytes`; 0: there is none, or not all of it.
size_t page_length(std::span<const uint8_t> bytes) {
  if (bytes.size() < kPageHead || std::string_view(reinterpret_cast<const char*>(bytes.data()), 4) != "OggS"sv)
    return 0;
  const size_t segments = bytes[26];
  if (bytes.size() < kPageHead + segments) return 0;
  size_t length = kPageHead + segments;
  for (size_t i = 0; i < segments; ++i) length += bytes[kPageHead + i];
  return length <= bytes.size() ? length : 0;
}

Result<void> check_ogg(const Source& source) {
  const int64_t from = std::max<int64_t>(source.size - static_cast<int64_t>(2 * kLongestPage), 0);
  const std::vector<uint8_t> end = bytes_at(source, from, source.size - from);
  bool last = false;
  size_t done = 0;  // to the end of the last whole page
  for (size_t at = 0; at + kPageHead <= end.size();) {
    const size_t length = page_length(std::span(end).subspan(at));
    if (length > 0) {
      last = (end[at + 5] & kLastPage) != 0;
      done = at + length;
    }
    at += std::max<size_t>(length, 1);
  }
  if (last || done == end.size()) return {};  // streams that were kept as they came say nothing of a last page
  return cut_short("it ends within a page");
}

// ---- WAV

constexpr uint64_t kNoLength = 0x7FF00000;  // programs that write to pipes put lengths like this for "unknown"

uint64_t little(std::span<const uint8_t> bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

// RIFF, and RF64 (EBU Tech 3306), whose sizes stand in a chunk of their own.
Result<void> check_wav(const Source& source) {
  constexpr size_t kHead = 8, kMostChunks = 4096;
  constexpr uint64_t kHeads = 64;  // that some programs count in
  uint64_t size_in_ds64 = 0;
  int64_t at = 12;
  for (size_t i = 0; i < kMostChunks; ++i) {
    const std::vector<uint8_t> head = bytes_at(source, at, kHead + 16);
    if (head.size() < kHead) break;
    const std::string_view name(reinterpret_cast<const char*>(head.data()), 4);
    uint64_t size = little(std::span(head).subspan(4, 4));
    if (name == "ds64" && head.size() == kHead + 16) size_in_ds64 = little(std::span(head).subspan(kHead + 8, 8));
    at += static_cast<int64_t>(kHead);
    if (name == "data") {
      const auto there = static_cast<uint64_t>(source.size - at);
      if (size == 0xFFFFFFFF && size_in_ds64 > 0) size = size_in_ds64;
      if (size <= there + kHeads || (size >= kNoLength && size != size_in_ds64)) return {};
      return cut_short(fmt::format("{} of {} bytes are there", there, size));
    }
    at += static_cast<int64_t>(size + size % 2);
  }
  return {};
}

// ---- MP4, MOV

// The index says where every packet is; libav leaves out those beyond the end without a word.
Result<void> check_mov(const Source& source, Demuxer& demuxer) {
  for (AVStream* stream : {demuxer.video(), demuxer.sound()}) {
    if (stream == nullptr) continue;
    const int count = avformat_index_get_entries_count(stream);
    for (int i = 0; i < count; ++i) {
      const AVIndexEntry* entry = avformat_index_get_entry(stream, i);
      if (entry->pos > source.size - entry->size)
        return cut_short(fmt::format("of {} packets {} are in its {} bytes", count, i, source.size));
    }
  }
  return {};
}

// ---- FLAC, MP3

Result<void> check_length(Container container, Demuxer& demuxer, const FrameIndex& index) {
  const AVStream* stream = demuxer.sound();
  if (stream == nullptr || demuxer.stated() <= 0) return {};
  const Rational stated = Rational{demuxer.stated(), 1} * Rational{stream->time_base.num, stream->time_base.den};
  // MP3 counts whole frames, what is left out at both ends included.
  const Rational slack = container == Container::mp3 ? Rational{1, 5} : Rational{1, 1000};
  const Rational there = index.sound_end - index.sound_begin;
  if (!(there + slack < stated)) return {};
  return cut_short(fmt::format("{:.2f} of {:.2f} s are there", to_double(there), to_double(stated)));
}

}  // namespace

Result<void> check_whole(const Source& source, Container container, Demuxer& demuxer, const FrameIndex& index) {
  if (container == Container::mov) return check_mov(source, demuxer);
  if (container == Container::matroska) return check_matroska(source);
  if (container == Container::ogg) return check_ogg(source);
  if (container == Container::wav) return check_wav(source);
  return check_length(container, demuxer, index);
}

}  // namespace fp::media
