// The sum of all sound, any part of it: a pure function of the plan and the files. Samples are added as 64-bit
// integers, so neither order nor the size of blocks can matter.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/audio/level.hpp"
#include "engine/audio/playing.hpp"
#include "engine/audio/sound_file.hpp"
#include "engine/audio/sound_plan.hpp"

namespace fp {

// Ready to be mixed from any thread.
struct Mix {
  static constexpr size_t kNone = SIZE_MAX;
  struct Voice {
    Playing playing;
    LayerLevel level;
    size_t duck = kNone;  // of `ducks`
  };
  SoundPlan plan;                // without the clips of files that have no sound
  std::vector<size_t> voice_of;  // by layer of the plan; kNone: its file has no sound
  std::vector<Voice> voices;
  std::vector<std::vector<int32_t>>
      ducks;                        // factors in 2^-24 at every 48th sample of the programme, one more at its end
  std::vector<std::string> silent;  // ids of video layers whose file has no sound
};

// Opens every file and finds out where sound makes room for other sound. An audio layer whose file has no sound is an
// error (Fault::missing) at the layer's place; errors of files have the layer's place too.
Result<Mix> prepare_mix(SoundPlan plan, const PcmSource& files);

// Adds samples [first, first + out.size() / 2) of the programme, stereo interleaved; full scale is 2^31.
void add_sound(const Mix& mix, int64_t first, std::span<int64_t> out);
// One clip of it, before it makes room for others.
void add_clip(const Mix& mix, const HeardClip& clip, int64_t first, std::span<int64_t> out, bool ducked);

// The sum rounded to full scale 2^23. It has room for peaks of 48 dB above that; beyond, it is cut.
void mix_sound(const Mix& mix, int64_t first, std::span<int32_t> out);

}  // namespace fp
