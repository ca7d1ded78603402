// How a decoder's pixels become sRGB, worked out once for a stream: which matrix, range, primaries and curve, as
// integers and tables. Everything is exact: doubles of IEEE 754 and our own powers make the tables.
//
// - Y'CbCr -> R'G'B': the matrix and range as tagged. Untagged: BT.709 from 1280x720 on, BT.601 below; limited range
//   unless the format says full.
// - R'G'B' of SDR video is taken as sRGB-encoded, as browsers and editors do. Other primaries (BT.601, BT.2020, P3) go
//   to BT.709's in linear light; what lies outside is clipped.
// - PQ and HLG are tone-mapped. Light L is in units of reference white, 203 cd/m2 (ITU-R BT.2408). PQ tells L itself;
//   HLG by its OOTF for a display of 1000 cd/m2 (gamma 1.2). In BT.709 primaries, with m = max(R, G, B), k = 3/4,
//   P = 1000/203, t = (m - k) / (1 - k), T = (P - k) / (1 - k): all three are scaled by f(m) / m, where
//   f(m) = m up to k, and k + (1 - k) * t * (1 + t / T^2) / (1 + t) above. So tones up to 3/4 of reference white stay
//   as they are, reference white comes to 0.876 (sRGB 240), and 1000 cd/m2 to white; more is clipped.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace fp::media {

struct ColorTags {
  AVPixelFormat format = AV_PIX_FMT_NONE;
  AVColorSpace matrix = AVCOL_SPC_UNSPECIFIED;
  AVColorRange range = AVCOL_RANGE_UNSPECIFIED;
  AVColorPrimaries primaries = AVCOL_PRI_UNSPECIFIED;
  AVColorTransferCharacteristic transfer = AVCOL_TRC_UNSPECIFIED;
  AVChromaLocation chroma = AVCHROMA_LOC_UNSPECIFIED;
  int32_t width = 0, height = 0;
  bool operator==(const ColorTags&) const = default;
};

// Rows come to the matrix with 5 bits behind the point of an 8-bit code: 255 is 8160.
inline constexpr int kRowBits = 5;
// R'G'B' on the way through linear light: 255 is 4080.
inline constexpr int32_t kWhite12 = 255 * 16;

struct ColorPlan {
  ColorTags tags;
  const AVPixFmtDescriptor* layout = nullptr;
  bool rgb = false, gray = false, alpha = false;
  // (luma * (y - black) + ...) >> 18 is an 8-bit code, >> 14 a 12-bit one.
  int16_t black = 0;
  int32_t luma = 0, red_cr = 0, green_cb = 0, green_cr = 0, blue_cb = 0;
  bool linear = false;                 // goes through the tables below
  bool hdr = false, hlg = false;       // ... and is tone-mapped
  std::array<int32_t, 9> primaries{};  // to BT.709's, Q14
  std::vector<int32_t>
      decode;  // by 12-bit code: linear, Q15 for SDR, Q14 of reference white for PQ, Q16 scene light for HLG
  std::vector<uint8_t> encode;  // by linear Q15: 8-bit sRGB
  std::vector<uint16_t> gain;   // HLG: by luminance Q16, Q12
  std::vector<uint16_t> tone;   // by max(R, G, B) in Q14 of reference white, without its 4 low bits: factor Q15
};

Result<ColorPlan> plan_color(const ColorTags& tags);
std::string describe(const ColorPlan& plan);  // "bt709 limited 8 bit, yuv420p"

}  // namespace fp::media
