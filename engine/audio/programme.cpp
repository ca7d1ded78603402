#include "engine/audio/programme.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/audio/master.hpp"
#include "engine/audio/mix.hpp"
#include "engine/audio/pcm_file.hpp"
#include "engine/core/workers.hpp"

namespace fp {
namespace {

constexpr int64_t kPart = 1 << 16;  // samples that one thread mixes at a time

void mix_all(const Mix& mix, std::span<int32_t> out, int threads) {
  Workers workers(threads);
  const auto parts = static_cast<size_t>((std::ssize(out) / 2 + kPart - 1) / kPart);
  workers.run(parts, [&](size_t i, size_t) {
    const size_t first = i * kPart * 2;
    mix_sound(mix, static_cast<int64_t>(i) * kPart,
              out.subspan(first, std::min(out.size() - first, size_t{kPart} * 2)));
  });
}

}  // namespace

Result<Programme> make_programme(const Composition& composition, int64_t first_frame, int64_t frames,
                                 const PcmSource& files, int threads) {
  FP_ASSERT(first_frame >= 0 && frames >= 0 && first_frame + frames <= composition.frames);
  Result<SoundPlan> plan = plan_sound(composition);
  if (!plan) return fail(std::move(plan.error()));
  Result<Mix> mix = prepare_mix(*std::move(plan), files);
  if (!mix) return fail(std::move(mix.error()));
  Programme programme;
  for (const std::string& id : mix->silent)
    programme.notes.push_back(fmt::format("the file of the layer \"{}\" has no sound", id));
  programme.has_sound = !mix->plan.clips.empty();
  if (!programme.has_sound) {
    programme.notes.push_back("no layer is heard: there is no sound");
    return programme;
  }
  Result<PcmFile> mixed = PcmFile::create(mix->plan.samples);
  if (!mixed) return fail(std::move(mixed.error()));
  mix_all(*mix, mixed->samples(), threads);
  Result<PcmFile> finished = master(*std::move(mixed), composition.mastering, programme);
  if (!finished) return fail(std::move(finished.error()));
  const int64_t first = sample_at(first_frame, composition.fps);
  programme.pcm = finished->part(first, sample_at(first_frame + frames, composition.fps) - first);
  programme.hash = sha256(std::as_bytes(programme.pcm->samples()));
  return programme;
}

}  // namespace fp
