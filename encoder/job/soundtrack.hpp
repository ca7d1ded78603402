// The sound of a video: where it comes from, and how it gets into the file.
#pragma once

#include <memory>
#include <optional>

#include "encoder/codec/sound.hpp"
#include "engine/display/assets.hpp"
#include "engine/media/clip.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Video;

struct SoundTrack {
  std::shared_ptr<const Pcm> pcm;
  Sha256 hash;                     // of the samples, 32-bit little-endian
  std::vector<std::string> notes;  // what was done to it, for people
};

// Whether any layer may be heard: then a file gets a sound track, unless the mix finds that nothing is.
bool may_sound(const Composition& composition);

// The programme of the video's frames, of exactly their length; nullopt: nothing is heard. What Video::sound says comes
// first.
Result<std::optional<SoundTrack>> sound_of(const Video& video, Assets& assets);

// Encoded as the recipe says; null: no sound.
Result<std::shared_ptr<const EncodedSound>> encoded_sound(const Video& video, Assets& assets,
                                                          std::optional<SoundTrack>& track);

}  // namespace fp
