#include "engine/audio/sound_analysis.hpp"

namespace fp {
namespace {

constexpr size_t kKeptLevels = 4u << 20;  // of one layout of bands: 16 MB

}  // namespace

Rational SoundAnalysis::duration(bool footage) const {
  const Rational own{file_.pcm->frames(), kSampleRate};
  return footage ? file_.picture_length.value_or(own) : own;
}

const Peaks& SoundAnalysis::peaks() const {
  std::call_once(looked_through_, [&] { peaks_ = std::make_unique<const Peaks>(file_.pcm); });
  return *peaks_;
}

std::shared_ptr<const std::vector<float>> SoundAnalysis::bands(const BandLayout& layout, int64_t center) const {
  Layout* kept = nullptr;
  {
    const std::lock_guard lock(mutex_);
    kept = &layouts_.try_emplace(layout, layout).first->second;
    if (const auto found = kept->at.find(center); found != kept->at.end()) return found->second;
  }
  // Outside the lock: two workers may look at the same moment, and see the same.
  auto made = std::make_shared<std::vector<float>>(static_cast<size_t>(kept->bands.count()));
  kept->bands.levels(power_spectrum(pcm(), center), *made);
  const std::lock_guard lock(mutex_);
  if (kept->at.size() * made->size() >= kKeptLevels) kept->at.clear();
  return kept->at.try_emplace(center, std::move(made)).first->second;
}

}  // namespace fp
