// What `diff` finds of one video, and its report with pictures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/render/changes.hpp"
#include "engine/render/device.hpp"
#include "tools/framepress/inputs.hpp"

namespace fp::cli {

// One of the two makings of a video: what is on record of it, and the composition where it can still be made.
struct Making {
  std::optional<Manifest> manifest;
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  int64_t first = 0, frames = 0;
};

struct VideoDiff {
  std::string name;
  std::vector<std::string> inputs;  // each a line: "cta_color: \"#000\" -> \"#fff\""
  std::vector<ChangedFrames> frames;
  bool regions = false;  // known; else only the frames are
  int64_t total = 0;     // frames of the longer one
  Making before, after;

  bool differs() const { return !inputs.empty() || !frames.empty(); }
  int64_t changed() const;
};

// One HTML document, whole in itself, with pictures of the middle frame of every run of frames: before, after, and the
// difference brightened four times. `most`: pictures of so many runs.
Result<std::string> html_report(const std::vector<VideoDiff>& videos, const std::shared_ptr<Device>& device, int jobs,
                                size_t most);

}  // namespace fp::cli
