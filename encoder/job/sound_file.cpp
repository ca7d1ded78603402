#include "encoder/job/sound_file.hpp"

#include "encoder/job/open_video.hpp"

namespace fp {

Result<Manifest> press_sound(const Video& video, Assets& assets, bool publish, bool overwrite) {
  const auto nothing = [] {
    return fail(Fault::invalid, "nothing is heard in this template, so there is no sound to write",
                "give it an audio layer, or a video layer with \"sound\"");
  };
  if (video.recipe.sound.empty()) return nothing();
  FP_ASSERT(video.recipe.codec.empty() && check(video.recipe));
  CodecBuilds builds;
  auto manifest = manifest_before(video, assets, builds);
  if (!manifest) return fail(std::move(manifest.error()));
  OpenVideo open;
  open.manifest = std::move(*manifest);
  std::optional<SoundTrack> track;
  auto sound = encoded_sound(video, assets, track);
  if (!sound) return fail(std::move(sound.error()));
  if (!*sound) return nothing();
  open.manifest.sound = record_of(**sound, *track);
  auto file = PendingFile::create(video.output, overwrite);
  if (!file) return fail(std::move(file.error()));
  open.file.emplace(std::move(*file));
  if (auto written = write_sound(open.file->path(), video.recipe.container, *sound); !written)
    return fail(std::move(written.error()));
  if (auto finished = finish_file(video, open, {.publish = publish, .overwrite = overwrite}); !finished)
    return fail(std::move(finished.error()));
  return std::move(open.manifest);
}

}  // namespace fp
