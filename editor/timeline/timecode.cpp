#include "editor/timeline/timecode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fp::editor::timeline {

int64_t whole_rate(Rational fps) {
  return std::max<int64_t>((2 * fps.num + fps.den) / (2 * fps.den), 1);
}

std::string timecode(int64_t frame, Rational fps) {
  const auto rate = static_cast<uint64_t>(whole_rate(fps));
  const uint64_t count = frame < 0 ? 0 - static_cast<uint64_t>(frame) : static_cast<uint64_t>(frame);
  const uint64_t seconds = count / rate;
  return fmt::format("{}{:02}:{:02}:{:02}:{:0{}}", frame < 0 ? "-" : "", seconds / 3600, seconds / 60 % 60,
                     seconds % 60, count % rate, rate > 100 ? 3 : 2);
}

}  // namespace fp::editor::timeline
