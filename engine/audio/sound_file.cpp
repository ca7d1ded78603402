#include "engine/audio/sound_file.hpp"

namespace fp {

Result<SoundFile> sound_of(Clip& clip) {
  SoundFile file;
  if (clip.video()) file.picture_length = clip.video()->duration;
  if (!clip.sound()) return file;
  Result<std::shared_ptr<const Pcm>> pcm = clip.pcm();
  if (!pcm) return fail(std::move(pcm.error()));
  file.pcm = *std::move(pcm);
  return file;
}

}  // namespace fp
