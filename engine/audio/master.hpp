// Loudness and peaks of a whole programme.
#pragma once

#include <memory>

#include "engine/audio/pcm_file.hpp"
#include "engine/audio/programme.hpp"

namespace fp {

// `mix` is all of it; what comes back is that, or a file of its own. Fills the programme's numbers and notes.
Result<PcmFile> master(PcmFile mix, const Mastering& mastering, Programme& programme);

}  // namespace fp
