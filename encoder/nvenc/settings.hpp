// What decides how NVENC encodes, besides the frames and the device. Every field is given to the driver outright:
// nothing is left to a preset's taste that may differ between drivers, but for what a preset is (its search effort).
#pragma once

#include <string>
#include <string_view>

#include "encoder/nvenc/device.hpp"
#include "engine/core/rational.hpp"

namespace fp::nvenc {

enum class Rate : uint8_t {
  constant_qp,  // `qp`
  variable,     // `bitrate` on average, `max_bitrate` with `buffer`
  constant      // `bitrate`, with `buffer`
};

// Quantisers by picture type: 0..51, AV1 0..255.
struct Qp {
  uint32_t intra = 0, p = 0, b = 0;
  bool operator==(const Qp&) const = default;
};

struct Settings {
  Codec codec = Codec::h264;
  int32_t width = 0, height = 0;  // even
  Rational fps{30, 1};
  int64_t gop = 60;  // frames from one key frame to the next; a segment's length
  int effort = 4;    // the driver's presets P1 (fast) .. P7 (thorough)
  int b_frames = 0;  // between two P frames; fewer where the device has fewer
  bool lossless = false;
  Rate rate = Rate::constant_qp;
  Qp qp{};
  uint32_t bitrate = 0, max_bitrate = 0;  // bits a second
  uint32_t buffer = 0, filled = 0;        // bits, and how many of them are there when a segment begins
  bool operator==(const Settings&) const = default;
};

// ultrafast, superfast P1; veryfast P2; faster, fast P3; medium P4; slow P5; slower P6; veryslow, placebo P7. 0: no
// such preset.
int effort_of(std::string_view preset);

// P1 and P2: none; from P3 on 2. AV1: none (its hidden frames would need times of their own).
int b_frames_of(Codec codec, int effort);

// x264's CRF as constant quantisers, at x264's own ratios of picture types (ipratio 1.4, pbratio 1.3: 3 steps below, 2
// above): intra crf-3, P crf, B crf+2, within 1..51. AV1's scale runs to 255: five times as much.
Qp qp_of(Codec codec, int crf);

// Every choice in one line, for manifests and segment identities; equal text, equal settings.
std::string canonical_text(const Settings& settings);

}  // namespace fp::nvenc
