#include "engine/audio/master.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/audio/decibels.hpp"
#include "engine/audio/limiter.hpp"
#include "engine/audio/loudness.hpp"
#include "engine/audio/true_peak.hpp"

namespace fp {
namespace {

constexpr double kNear = 0.05;   // LU: closer to the target than this needs no correction
constexpr int kCorrections = 3;  // of the loudness
constexpr int kLimitSteps = 12;  // of the limit

double in_steps(double decibels) {
  return std::floor(decibels * 100 + 0.5) / 100;
}

// The gain that reaches the target by itself, up to kMostGain.
double wanted_gain(const Mastering& mastering, Programme& programme) {
  if (!mastering.loudness) return 0;
  if (!programme.loudness_mixed) {
    programme.notes.push_back("too quiet or too short for its loudness to be measured: left as mixed");
    return 0;
  }
  const double gain = in_steps(*mastering.loudness - *programme.loudness_mixed);
  if (gain <= kMostGain) return gain;
  programme.notes.push_back(fmt::format("{:.2f} LUFS is too quiet to be brought to {} LUFS: {} dB louder is the most",
                                        *programme.loudness_mixed, *mastering.loudness, kMostGain));
  return kMostGain;
}

// One way through: `gain` and a limit, and what comes of them.
struct Take {
  double gain = 0;
  int64_t limit = 0;
  int64_t peak = 0;
  std::optional<double> loudness;
};

Result<void> measure(std::span<const int32_t> sound, Take& take) {
  take.peak = true_peak(sound);
  Result<std::optional<double>> loudness = integrated_loudness(sound);
  if (!loudness) return fail(std::move(loudness.error()));
  take.loudness = *loudness;
  return {};
}

// Lowers the limiter's own limit until no true peak exceeds `most`, which takes one or two steps.
Result<void> make_within(const PcmFile& mix, int64_t most, Take& take, PcmFile& out) {
  for (int step = 0; step < kLimitSteps; ++step) {
    limit_sound(mix.samples(), fixed_gain(factor_of(take.gain)), take.limit, out.samples());
    if (Result<void> measured = measure(out.samples(), take); !measured || take.peak <= most) return measured;
    take.limit = std::max<int64_t>(take.limit - (take.peak - most) - (int64_t{1} << step), 1);
  }
  // Never met: then all of it is turned down by what is left.
  for (int32_t& sample : out.samples()) sample = static_cast<int32_t>(sample * most / (take.peak + 1));
  return measure(out.samples(), take);
}

void note_result(const Mastering& mastering, const Take& take, Programme& programme) {
  programme.gain = take.gain;
  programme.loudness = take.loudness;
  programme.true_peak = decibels_of(take.peak);
  if (take.gain != 0) programme.notes.push_back(fmt::format("{:+.2f} dB", take.gain));
  if (programme.limited) programme.notes.push_back(fmt::format("true peaks limited to {} dBTP", mastering.true_peak));
  if (mastering.loudness && take.loudness && std::fabs(*take.loudness - *mastering.loudness) > 0.1) {
    programme.notes.push_back(fmt::format("{:.2f} LUFS is as near to {} LUFS as a true peak of {} dBTP allows",
                                          *take.loudness, *mastering.loudness, mastering.true_peak));
  }
}

}  // namespace

Result<PcmFile> master(PcmFile mix, const Mastering& mastering, Programme& programme) {
  const int64_t most = fixed_gain(factor_of(mastering.true_peak)) >> 1;  // full scale 2^23
  Take take{.limit = most};
  if (Result<void> measured = measure(mix.samples(), take); !measured) return fail(std::move(measured.error()));
  programme.loudness_mixed = take.loudness;
  programme.silent = take.peak == 0;
  if (programme.silent) programme.notes.push_back("all of it is silent");
  take.gain = programme.silent ? 0 : wanted_gain(mastering, programme);
  if (take.gain == 0 && take.peak <= most) {
    note_result(mastering, take, programme);
    return mix;
  }
  const double mixed_peak = decibels_of(take.peak);
  Result<PcmFile> out = PcmFile::create(mix.frames());
  if (!out) return out;
  if (Result<void> made = make_within(mix, most, take, *out); !made) return fail(std::move(made.error()));
  for (int i = 0; i < kCorrections && mastering.loudness && take.loudness; ++i) {
    const double off = in_steps(*mastering.loudness - *take.loudness);
    if (std::fabs(off) <= kNear || take.gain + off > kMostGain || !programme.loudness_mixed) break;
    take.gain = in_steps(take.gain + off);
    if (Result<void> made = make_within(mix, most, take, *out); !made) return fail(std::move(made.error()));
  }
  programme.limited = mixed_peak + take.gain > mastering.true_peak;
  note_result(mastering, take, programme);
  return out;
}

}  // namespace fp
