#include "encoder/nvenc/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace fp::nvenc {

int effort_of(std::string_view preset) {
  constexpr std::pair<std::string_view, int> kEfforts[] = {
      {"ultrafast", 1}, {"superfast", 1}, {"veryfast", 2}, {"faster", 3},   {"fast", 3},
      {"medium", 4},    {"slow", 5},      {"slower", 6},   {"veryslow", 7}, {"placebo", 7}};
  for (const auto& [name, effort] : kEfforts) {
    if (preset == name) return effort;
  }
  return 0;
}

int b_frames_of(Codec codec, int effort) {
  return codec == Codec::av1 || effort < 3 ? 0 : 2;
}

Qp qp_of(Codec codec, int crf) {
  const auto at = [&](int step) {
    const auto qp = static_cast<uint32_t>(std::clamp(crf + step, 1, 51));
    return codec == Codec::av1 ? qp * 5 : qp;
  };
  return {.intra = at(-3), .p = at(0), .b = at(2)};
}

std::string canonical_text(const Settings& s) {
  std::string rate;
  if (s.lossless) {
    rate = "lossless";
  } else if (s.rate == Rate::constant_qp) {
    rate = fmt::format("rc=constqp qp={}/{}/{}", s.qp.intra, s.qp.p, s.qp.b);
  } else {
    rate = fmt::format("rc={} bitrate={} maxrate={} vbv={} init={}", s.rate == Rate::variable ? "vbr" : "cbr",
                       s.bitrate, s.rate == Rate::variable ? s.max_bitrate : s.bitrate, s.buffer, s.filled);
  }
  return fmt::format(
      "nvenc={} size={}x{} fps={}/{} preset=p{} tune={} gop={} idr={} bframes={} bref=0 lookahead=0 aq=0 {}",
      name_of(s.codec), s.width, s.height, s.fps.num, s.fps.den, s.effort, s.lossless ? "lossless" : "hq", s.gop, s.gop,
      s.b_frames, rate);
}

}  // namespace fp::nvenc
