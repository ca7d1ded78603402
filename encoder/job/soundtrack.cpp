#include "encoder/job/soundtrack.hpp"

#include <algorithm>

#include "encoder/job/press.hpp"
#include "engine/audio/programme.hpp"
#include "engine/audio/sample_time.hpp"

namespace fp {
namespace {

bool heard(const std::vector<Layer>& layers) {
  return std::ranges::any_of(layers, [](const Layer& layer) {
    if (const auto* group = std::get_if<GroupContent>(&layer.content)) return heard(group->children);
    if (const auto* video = std::get_if<VideoContent>(&layer.content)) return video->sound && !video->asset.empty();
    const auto* audio = std::get_if<AudioContent>(&layer.content);
    return audio != nullptr && !audio->asset.empty();
  });
}

}  // namespace

bool may_sound(const Composition& composition) {
  return heard(composition.layers);
}

Result<std::optional<SoundTrack>> sound_of(const Video& video, Assets& assets) {
  if (video.sound) return video.sound;
  const PcmSource files = [&](const std::string& asset) -> Result<SoundFile> {
    const auto clip = assets.clip(asset);
    if (!clip) return fail(clip.error());
    return sound_of(**clip);
  };
  auto made = make_programme(*video.composition, video.first, video.frames, files);
  if (!made) return fail(std::move(made.error()));
  if (!made->has_sound) return std::nullopt;
  return SoundTrack{std::move(made->pcm), made->hash, std::move(made->notes)};
}

Result<std::shared_ptr<const EncodedSound>> encoded_sound(const Video& video, Assets& assets,
                                                          std::optional<SoundTrack>& track) {
  if (video.recipe.sound.empty()) return nullptr;
  auto found = sound_of(video, assets);
  if (!found) return fail(std::move(found.error()));
  track = std::move(*found);
  if (!track) return nullptr;
  const Pcm& pcm = *track->pcm;
  FP_ASSERT(pcm.frames() ==
            sample_at(video.first + video.frames, video.recipe.fps) - sample_at(video.first, video.recipe.fps));
  auto encoded = encode_sound(pcm.samples(), video.recipe.sound, video.recipe.sound_kbps);
  if (!encoded) return fail(std::move(encoded.error()));
  return std::make_shared<const EncodedSound>(std::move(*encoded));
}

}  // namespace fp
