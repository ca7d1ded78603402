#include "encoder/mux/units.hpp"

#include <algorithm>
#include <span>

namespace fp {
namespace {

using Bytes = std::span<const uint8_t>;

// The NAL units of a packet: between start codes as the encoder gives them, after their lengths in a container.
void put_units_between_codes(ByteWriter& w, Bytes data) {
  constexpr uint8_t kCode[] = {0, 0, 1};
  auto code = std::ranges::search(data, kCode);
  while (!code.empty()) {
    const Bytes rest(code.end(), data.end());
    code = std::ranges::search(rest, kCode);
    Bytes unit(rest.begin(), code.begin());
    while (!unit.empty() && unit.back() == 0) unit = unit.first(unit.size() - 1);  // of a longer start code
    w.put_bytes(std::as_bytes(unit));
    data = rest;
  }
}
void put_units_by_length(ByteWriter& w, Bytes data) {
  while (data.size() >= 4) {
    const uint32_t size = uint32_t{data[0]} << 24 | uint32_t{data[1]} << 16 | uint32_t{data[2]} << 8 | data[3];
    data = data.subspan(4);
    const Bytes unit = data.first(std::min<size_t>(size, data.size()));
    w.put_bytes(std::as_bytes(unit));
    data = data.subspan(unit.size());
  }
}

// The open bitstream units of AV1 but for temporal delimiters. All have a size field, as SVT-AV1 and libaom write them;
// from one that has none on, all the rest is one.
void put_open_units(ByteWriter& w, Bytes data) {
  constexpr int kDelimiter = 2;
  while (!data.empty()) {
    const int type = (data[0] >> 3) & 15;
    const bool extended = (data[0] & 4) != 0, sized = (data[0] & 2) != 0;
    size_t at = extended ? 2 : 1, size = 0;
    for (int shift = 0; sized && at < data.size() && shift < 56; shift += 7) {
      const uint8_t byte = data[at++];
      size |= static_cast<size_t>(byte & 127) << shift;
      if (byte < 128) break;
    }
    const Bytes unit = data.first(sized ? std::min(at + size, data.size()) : data.size());
    if (type != kDelimiter) w.put_bytes(std::as_bytes(unit));
    data = data.subspan(unit.size());
  }
}

}  // namespace

Written written_as(const AVPacket& p, AVCodecID codec, bool inside) {
  ByteWriter units;
  const Bytes data(p.data, static_cast<size_t>(p.size));
  if (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC) {
    (inside ? put_units_by_length : put_units_between_codes)(units, data);
  } else if (codec == AV_CODEC_ID_AV1) {
    put_open_units(units, data);
  } else {
    units.put_bytes(std::as_bytes(data));
  }
  size_t size = 0;
  const uint8_t* alpha = av_packet_get_side_data(&p, AV_PKT_DATA_MATROSKA_BLOCKADDITIONAL, &size);
  if (alpha != nullptr) units.put_bytes(std::as_bytes(Bytes(alpha, size)));
  return {units.hash(), p.pts, p.dts, (p.flags & AV_PKT_FLAG_KEY) != 0};
}

}  // namespace fp
