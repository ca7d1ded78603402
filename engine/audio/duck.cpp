#include "engine/audio/duck.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "engine/audio/decibels.hpp"
#include "engine/core/hash.hpp"

namespace fp {
namespace {

constexpr double kPause = 0.2;        // seconds
constexpr int64_t kBlockCells = 128;  // that are looked at together

bool is_copy_suffix(std::string_view text) {
  return text.starts_with('.') && text.find_first_not_of(".0123456789") == text.npos;
}

int64_t points_of(double seconds) {
  return static_cast<int64_t>(std::floor(seconds * kSampleRate / kGrid + 0.5));
}

// By cell: whether the others are heard.
std::vector<uint8_t> heard_cells(const Mix& mix, const ClipSound::Duck& duck) {
  const int64_t cells = (mix.plan.samples + kGrid - 1) / kGrid;
  std::vector<uint8_t> heard(static_cast<size_t>(cells));
  std::vector<const HeardClip*> others;
  for (const HeardClip& clip : mix.plan.clips) {
    const HeardLayer& layer = mix.plan.layers[clip.layer];
    if (std::ranges::any_of(duck.under, [&](const std::string& name) { return answers_to(layer, name); }))
      others.push_back(&clip);
  }
  const int64_t threshold = fixed_gain(factor_of(duck.threshold)) << 7;  // full scale 2^31
  std::vector<int64_t> sums(kBlockCells * kGrid * 2);
  for (int64_t cell = 0; cell < cells; cell += kBlockCells) {
    const int64_t first = cell * kGrid, end = first + kBlockCells * kGrid;
    std::ranges::fill(sums, 0);
    bool any = false;
    for (const HeardClip* clip : others) {
      if (clip->begin >= end || clip->end <= first) continue;
      add_clip(mix, *clip, first, sums, false);
      any = true;
    }
    for (int64_t i = 0; any && i < std::min(kBlockCells, cells - cell); ++i) {
      const auto begin = sums.begin() + i * kGrid * 2;
      heard[static_cast<size_t>(cell + i)] =
          std::any_of(begin, begin + kGrid * 2, [&](int64_t v) { return v != 0 && (v < 0 ? -v : v) >= threshold; });
    }
  }
  return heard;
}

// How far from a heard cell each point of the grid is, forwards or backwards; at most `most`.
std::vector<int64_t> distances(const std::vector<uint8_t>& heard, int64_t most, bool ahead) {
  const auto points = static_cast<int64_t>(heard.size()) + 1;
  std::vector<int64_t> out(static_cast<size_t>(points), most);
  int64_t distance = most;
  for (int64_t i = 0; i < points; ++i) {
    const int64_t point = ahead ? points - 1 - i : i;
    const bool touches = (point > 0 && heard[static_cast<size_t>(point - 1)]) ||
                         (point + 1 < points && heard[static_cast<size_t>(point)]);
    distance = touches ? 0 : std::min(distance + 1, most);
    out[static_cast<size_t>(point)] = distance;
  }
  return out;
}

// The share of the reduction `distance` points away, where it takes `length` points to go.
double share(int64_t distance, int64_t length) {
  if (distance <= 0) return 1;
  return distance >= length ? 0 : 1 - static_cast<double>(distance) / static_cast<double>(length);
}

}  // namespace

std::vector<int32_t> duck_factors(const Mix& mix, const ClipSound::Duck& duck) {
  const std::vector<uint8_t> heard = heard_cells(mix, duck);
  const int64_t attack = points_of(duck.attack), release = points_of(duck.release), pause = points_of(kPause);
  const std::vector<int64_t> until = distances(heard, std::max(attack, pause + release) + pause + 1, true);
  const std::vector<int64_t> since = distances(heard, attack + pause + release + 1, false);
  std::vector<int32_t> factors(heard.size() + 2, static_cast<int32_t>(kUnityGain));
  for (size_t i = 0; i < until.size(); ++i) {
    const bool paused = since[i] + until[i] <= pause;
    const double part = paused ? 1 : std::max(share(until[i], attack), share(since[i], release));
    if (part > 0) factors[i] = static_cast<int32_t>(fixed_gain(factor_of(-duck.by * part)));
  }
  return factors;
}

std::string duck_key(const ClipSound::Duck& duck) {
  ByteWriter key;
  for (const std::string& name : duck.under) key.put_text(name);
  key.put_double(duck.by).put_double(duck.attack).put_double(duck.release).put_double(duck.threshold);
  return key.bytes();
}

bool answers_to(const HeardLayer& layer, const std::string& name) {
  return std::ranges::any_of(layer.within, [&](const std::string& id) {
    return id == name || (id.starts_with(name) && is_copy_suffix(std::string_view(id).substr(name.size())));
  });
}

}  // namespace fp
