// Compositions with sound, and files made up for them.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <map>
#include <random>

#include "engine/audio/mix.hpp"
#include "engine/audio/programme.hpp"
#include "tests/template/built.hpp"

namespace fp::testing_audio {

using testing_documents::built;

inline std::string canvas(const std::string& layers, const std::string& duration = "2s", const std::string& fps = "30",
                          const std::string& more = "") {
  return fmt::format(
      R"({{"framepress": 1, "canvas": {{"size": [100, 100], "duration": "{}", "fps": "{}"}}, {} "layers": [{}]}})",
      duration, fps, more, layers);
}

// left and right at each sample
using Wave = std::function<std::pair<int32_t, int32_t>(int64_t)>;

inline SoundFile file_of(int64_t frames, const Wave& wave, std::optional<Rational> pictures = {}) {
  auto samples = std::make_shared<std::vector<int32_t>>();
  for (int64_t i = 0; i < frames; ++i) {
    const auto [left, right] = wave(i);
    samples->push_back(left);
    samples->push_back(right);
  }
  return {std::make_shared<const Pcm>(samples->data(), frames, samples), pictures};
}

// Every sample another value: 1, 2, 3 ... and -1, -2, -3 ...
inline SoundFile counting(int64_t frames) {
  return file_of(frames,
                 [](int64_t i) { return std::pair(static_cast<int32_t>(i + 1), static_cast<int32_t>(-i - 1)); });
}
inline SoundFile constant(int64_t frames, int32_t value) {
  return file_of(frames, [=](int64_t) { return std::pair(value, value); });
}
inline SoundFile noise(int64_t frames, int32_t most, uint32_t seed) {
  std::mt19937 random(seed);
  return file_of(frames, [&](int64_t) {
    const auto one = [&] {
      return static_cast<int32_t>(static_cast<int64_t>(random()) * 2 * most / 0xffffffff - most);
    };
    const int32_t left = one();
    return std::pair(left, one());
  });
}
inline SoundFile tone(int64_t frames, double hertz, double amplitude, double phase = 0) {
  return file_of(frames, [=](int64_t i) {
    const auto v = static_cast<int32_t>(
        std::lround(8388608 * amplitude * std::sin(2 * kPi * hertz * static_cast<double>(i) / 48000 + phase)));
    return std::pair(v, v);
  });
}

using Files = std::map<std::string, SoundFile>;

inline PcmSource source(Files files) {
  return [files = std::move(files)](const std::string& name) -> Result<SoundFile> {
    const auto at = files.find(name);
    if (at == files.end()) return fail(Fault::missing, "there is no " + name);
    return at->second;
  };
}

inline Mix mix_of(const Composition& composition, const Files& files) {
  Result<SoundPlan> plan = plan_sound(composition);
  EXPECT_TRUE(plan.has_value()) << to_string(plan.error()[0]);
  Result<Mix> mix = prepare_mix(*std::move(plan), source(files));
  EXPECT_TRUE(mix.has_value()) << to_string(mix.error()[0]);
  return *std::move(mix);
}

// All of a composition as mixed, stereo interleaved.
inline std::vector<int32_t> mixed(const std::string& document, const Files& files) {
  const Mix mix = mix_of(built(document), files);
  std::vector<int32_t> out(static_cast<size_t>(mix.plan.samples) * 2);
  mix_sound(mix, 0, out);
  return out;
}

inline int32_t left(const std::vector<int32_t>& sound, int64_t sample) {
  return sound.at(static_cast<size_t>(sample) * 2);
}
inline int32_t right(const std::vector<int32_t>& sound, int64_t sample) {
  return sound.at(static_cast<size_t>(sample) * 2 + 1);
}

inline Programme programme(const std::string& document, const Files& files, int64_t first = 0, int64_t frames = -1,
                           int threads = 1) {
  const Composition composition = built(document);
  Result<Programme> made =
      make_programme(composition, first, frames < 0 ? composition.frames - first : frames, source(files), threads);
  EXPECT_TRUE(made.has_value()) << to_string(made.error()[0]);
  return made ? *std::move(made) : Programme{};
}

inline Errors programme_errors(const std::string& document, const Files& files) {
  const Composition composition = built(document);
  Result<Programme> made = make_programme(composition, 0, composition.frames, source(files));
  return made ? Errors{} : made.error();
}

}  // namespace fp::testing_audio
