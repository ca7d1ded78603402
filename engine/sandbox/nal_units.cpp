// A look at the NAL units of a packet: enough to know where decoding may begin.
#include <algorithm>
#include <cstdint>

#include "engine/sandbox/frame_index.hpp"

namespace fp::media {
namespace {

struct Units {
  const uint8_t* data;
  int size;
  int length_bytes;  // before each unit; 0: start codes
  int at = 0;
};

// The next unit's bytes; null at the end or where lengths make no sense.
const uint8_t* next(Units& u, int& size) {
  if (u.length_bytes > 0) {
    if (u.size - u.at < u.length_bytes) return nullptr;
    uint32_t length = 0;
    for (int i = 0; i < u.length_bytes; ++i) length = length << 8 | u.data[u.at + i];
    u.at += u.length_bytes;
    if (length > static_cast<uint32_t>(u.size - u.at)) return nullptr;
    const uint8_t* unit = u.data + u.at;
    size = static_cast<int>(length);
    u.at += size;
    return unit;
  }
  const auto code = [&](int i) { return u.data[i] == 0 && u.data[i + 1] == 0 && u.data[i + 2] == 1; };
  int begin = u.at;
  while (begin + 3 <= u.size && !code(begin)) ++begin;
  if (begin + 3 > u.size) return nullptr;
  begin += 3;
  int end = begin;
  while (end + 3 <= u.size && !code(end)) ++end;
  if (end + 3 > u.size) end = u.size;
  u.at = end;
  size = end - begin;
  return u.data + begin;
}

// Recovery point SEI with recovery_frame_cnt 0 and exact_match_flag 1: from here on pictures are exact.
bool exact_recovery(const uint8_t* sei, int size) {
  int at = 1;
  while (at + 2 < size) {
    int type = 0, bytes = 0;
    while (at < size && sei[at] == 0xff) type += 255, ++at;
    if (at < size) type += sei[at++];
    while (at < size && sei[at] == 0xff) bytes += 255, ++at;
    if (at < size) bytes += sei[at++];
    if (type == 6) return at < size && (sei[at] & 0xc0) == 0xc0;
    at += bytes;
  }
  return false;
}

int length_bytes(const AVCodecParameters& codec, int field) {
  if (codec.extradata == nullptr || codec.extradata_size <= field || codec.extradata[0] != 1) return 0;
  return (codec.extradata[field] & 3) + 1;
}

Unit classify_h264(Units units, bool flagged_key) {
  if (!flagged_key) return Unit::ordinary;
  bool recovers = false;
  int size = 0;
  while (const uint8_t* unit = next(units, size)) {
    if (size == 0) continue;
    const int type = unit[0] & 31;
    if (type == 5) return Unit::closed_key;
    if (type == 6 && exact_recovery(unit, size)) recovers = true;
  }
  return recovers ? Unit::open_key : Unit::not_a_key;
}

Unit classify_hevc(Units units) {
  int size = 0;
  while (const uint8_t* unit = next(units, size)) {
    if (size == 0) continue;
    const int type = unit[0] >> 1 & 63;
    if (type == 8 || type == 9) return Unit::skipped_leading;
    if (type < 10) return Unit::ordinary;
    if (type == 19 || type == 20) return Unit::closed_key;
    if (type >= 16 && type <= 21) return Unit::open_key;
  }
  return Unit::ordinary;
}

}  // namespace

Unit classify(const AVCodecParameters& codec, const uint8_t* data, int size, bool flagged_key) {
  if (codec.codec_id == AV_CODEC_ID_H264) return classify_h264({data, size, length_bytes(codec, 4)}, flagged_key);
  if (codec.codec_id == AV_CODEC_ID_HEVC) return classify_hevc({data, size, length_bytes(codec, 21)});
  return flagged_key ? Unit::open_key : Unit::ordinary;
}

}  // namespace fp::media
