#include "engine/audio/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "engine/media/clip.hpp"

namespace fp {

Result<std::optional<double>> integrated_loudness(std::span<const int32_t> sound) {
  constexpr size_t kBlock = 4096;
  const auto destroy = [](ebur128_state* state) { ebur128_destroy(&state); };
  const std::unique_ptr<ebur128_state, decltype(destroy)> state(ebur128_init(2, kSampleRate, EBUR128_MODE_I), destroy);
  const auto no_memory = [] { return fail(Fault::failed, "there is no memory to measure the loudness"); };
  if (!state) return no_memory();
  std::array<double, kBlock * 2> block;
  for (size_t at = 0; at < sound.size(); at += block.size()) {
    const auto part = sound.subspan(at, std::min(block.size(), sound.size() - at));
    for (size_t i = 0; i < part.size(); ++i) block[i] = part[i] / 8388608.0;
    if (ebur128_add_frames_double(state.get(), block.data(), part.size() / 2) != EBUR128_SUCCESS) return no_memory();
  }
  double loudness = 0;
  if (ebur128_loudness_global(state.get(), &loudness) != EBUR128_SUCCESS || !std::isfinite(loudness))
    return std::optional<double>();
  return std::optional(std::floor(loudness * 100 + 0.5) / 100);
}

}  // namespace fp
