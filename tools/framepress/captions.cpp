#include "tools/framepress/captions.hpp"

#include <fmt/format.h>

#include "encoder/job/captions.hpp"
#include "engine/template/sidecar.hpp"

namespace fp::cli {

void add_captions(CLI::App& command, std::string& captions) {
  add_options(command, {{.names = "--captions",
                         .into = &captions,
                         .help = "Write the captions that are a track as a file beside the video: OUT.srt or OUT.vtt",
                         .value = "srt|vtt",
                         .choices = {"srt", "vtt"},
                         .group = "Encoding"}});
}

Result<void> set_captions(const Context& context, std::vector<Video>& videos, const std::string& captions,
                          bool replace) {
  if (captions.empty()) return {};
  std::vector<std::filesystem::path> files;
  Errors errors;
  for (Video& video : videos) {
    video.captions = captions;
    files.push_back(captions_path(video.output, captions));
    if (!cues_within(*video.composition, video.first, video.frames).empty()) continue;
    errors.push_back(
        {.fault = Fault::usage,
         .message = fmt::format("--captions {}: {} has no captions that are a track", captions, video.output.string()),
         .hint = "give a captions layer \"as\": \"both\" or \"track\""});
  }
  if (!errors.empty()) return fail(std::move(errors));
  return replace ? Result<void>{} : check_free(context, files);
}

}  // namespace fp::cli
