#include "engine/render/changes.hpp"

#include <algorithm>

#include "engine/display/lower.hpp"
#include "engine/display/plan.hpp"
#include "engine/display/sound_levels.hpp"

namespace fp {
namespace {

// What differs of one frame; empty: nothing.
Result<IRect> changed_region(const FramesOf& a, const FramesOf& b, int64_t frame) {
  const auto lowered = [&](const FramesOf& of) -> Result<DisplayList> {
    const Result<Scene> scene = heard_scene(of.composition, of.first + frame, of.assets);
    if (!scene) return fail(scene.error());
    return lower(*scene, of.assets, nullptr, false);
  };
  const auto before = lowered(a);
  if (!before) return fail(before.error());
  const auto after = lowered(b);
  if (!after) return fail(after.error());
  IRect region{};
  if (identity(*before) == identity(*after)) return region;
  for (const IRect& r : damage(hash_tiles(*before), hash_tiles(*after), after->width, after->height)) {
    region = unite(region, r);
  }
  return region;
}

void add(std::vector<ChangedFrames>& runs, int64_t frame, const IRect& region) {
  if (!runs.empty() && runs.back().last + 1 == frame) {
    runs.back().last = frame;
    runs.back().region = unite(runs.back().region, region);
  } else {
    runs.push_back({frame, frame, region});
  }
}

}  // namespace

Result<std::vector<ChangedFrames>> changed_frames(const FramesOf& a, const FramesOf& b) {
  const Composition &x = a.composition, &y = b.composition;
  const bool same_canvas = x.width == y.width && x.height == y.height && x.fps == y.fps;
  const IRect all{0, 0, std::max(x.width, y.width), std::max(x.height, y.height)};
  std::vector<ChangedFrames> runs;
  for (int64_t frame = 0; frame < std::max(a.count, b.count); ++frame) {
    IRect region = all;
    if (same_canvas && frame < std::min(a.count, b.count)) {
      const auto changed = changed_region(a, b, frame);
      if (!changed) return fail(changed.error());
      region = *changed;
    }
    if (!region.empty()) add(runs, frame, region);
  }
  return runs;
}

}  // namespace fp
