// What the mixer knows of a file: its samples, and how long its pictures last.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/media/clip.hpp"

namespace fp {

struct SoundFile {
  std::shared_ptr<const Pcm> pcm;          // null: the file has no sound
  std::optional<Rational> picture_length;  // seconds; where footage loops, its sound loops with its pictures
};

// Gives the file of a layer by the asset's name. Called once a name, from one thread.
using PcmSource = std::function<Result<SoundFile>(const std::string& asset)>;

Result<SoundFile> sound_of(Clip& clip);

}  // namespace fp
