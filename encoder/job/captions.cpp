#include "encoder/job/captions.hpp"

#include "engine/template/sidecar.hpp"

namespace fp {

std::filesystem::path captions_path(const std::filesystem::path& output, const std::string& kind) {
  return manifest_path(output).replace_extension().replace_extension("." + kind);
}

std::string captions_text(const Video& video) {
  const std::vector<Cue> cues = cues_within(*video.composition, video.first, video.frames);
  return video.captions == "vtt" ? write_vtt(cues) : write_srt(cues);
}

}  // namespace fp
