// What the places where videos are published ask of a file: `--for reels`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "encoder/codec/outputs.hpp"
#include "encoder/codec/sound.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Platform {
  std::string_view name;    // as --for calls it
  std::string_view ending;  // of the file
  std::string_view codec;
  int32_t min_width, min_height;  // of the upright canvas: the short and the long side are what counts
  int32_t max_short, max_long;    // 0: any
  Rational narrowest, widest;     // width : height
  Rational least_fps, most_fps;
  double min_seconds, max_seconds;
  int64_t max_bytes;
  int max_kbps;      // of the pictures
  double loudness;   // LUFS, where the template does not say
  double true_peak;  // dBTP
  double softest;    // LUFS; below -70: as soft as one likes
  std::string_view source;
};
std::span<const Platform> platforms();
const Platform* find_platform(std::string_view name);
std::vector<std::string> platform_names();

// All that does not fit at once: Fault::invalid for the canvas and its length, Fault::usage for the file's ending, each
// with what to do. `sounds`: the file will have sound.
Result<void> check_platform(const Platform& platform, const Composition& composition, int64_t frames,
                            const std::string& output, bool sounds);

// The composition with the platform's loudness, where the template says nothing of its own.
std::shared_ptr<const Composition> mastered_for(const Platform& platform,
                                                std::shared_ptr<const Composition> composition);

// What of a finished file is held against a platform's limits.
struct FinishedFile {
  uint64_t bytes = 0;     // all of it
  uint64_t pictures = 0;  // of them, the packets of pictures
  int64_t frames = 0;
  Rational fps{30, 1};
};
// Size, length and average bit rate. All that does not fit at once, Fault::invalid: figure, limit and what to do.
Result<void> hold_file(const Platform& platform, const FinishedFile& file);

// Likewise of the sound in it, as players decode it. `lossy`: its codec may raise peaks by up to a decibel.
struct FinishedSound {
  std::optional<double> loudness{};  // integrated, LUFS; absent: too quiet or too short to measure
  double true_peak = 0;              // dBTP
  bool lossy = false;
};
Result<void> hold_sound(const Platform& platform, const FinishedSound& sound);
Result<FinishedSound> measure_sound(const EncodedSound& sound);

// A bit rate that keeps the file below the platform's size whatever the pictures are, or its own limit if that is less.
int rate_limit(const Platform& platform, Rational fps, int64_t frames, int sound_kbps);

}  // namespace fp
