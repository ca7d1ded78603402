// All sound of a composition, ready for an encoder: mixed, brought to its loudness, its peaks limited.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/sound_file.hpp"
#include "engine/core/hash.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Programme {
  // False: no layer is to be heard (at this row), and the output has no sound; `pcm` is null.
  bool has_sound = false;
  // Of the frames asked for, to the sample: sample_at(first + frames) - sample_at(first). In a temporary file.
  std::shared_ptr<const Pcm> pcm;
  Sha256 hash;          // of those samples, 32-bit little-endian
  bool silent = false;  // layers are heard, but every sample of the composition is 0
  // Of the whole composition, whatever part was asked for:
  std::optional<double> loudness_mixed, loudness;  // LUFS, as mixed and as it is now; absent: too quiet or short
  double true_peak = -200;                         // dBTP, as it is now; -200: silent
  double gain = 0;                                 // dB that all of it was made louder, in steps of 0.01
  bool limited = false;                            // peaks were turned down
  std::vector<std::string> notes;                  // what was done, and what could not be; for people and manifests
};

// A pure function of the composition and its files. `loudness` of its mastering is reached within 0.1 LU where the
// limiter leaves room, else what was reached is noted. Without it the mix stays as it is, but for peaks above
// `true_peak`, which is never exceeded. Errors: of plan_sound(), of files, no room for temporary files. Result and
// threads do not depend on each other.
Result<Programme> make_programme(const Composition& composition, int64_t first_frame, int64_t frames,
                                 const PcmSource& files, int threads = 1);

}  // namespace fp
