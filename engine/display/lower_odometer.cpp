// Digits on their way to the next ones, as on the drums of an odometer.
#include "engine/display/text_parts.hpp"

namespace fp {
namespace {

// The drum of a digit is as far around as a line is high; a digit is seen in its own cell only.
constexpr double kDrumStep = 1.15, kCellTop = 0.95;  // em

bool same_glyph(const TextLayout& a, const TextLayout& b, size_t cluster) {
  const TextCluster &x = a.clusters[cluster], &y = b.clusters[cluster];
  if (x.glyphs_begin == x.glyphs_end || y.glyphs_begin == y.glyphs_end) return true;
  return a.glyphs[x.glyphs_begin].id == b.glyphs[y.glyphs_begin].id;
}

// The digits of one of the two texts that a turn is between, moved by `turned` of a step.
Standing on_drums(const TextLayout& layout, const TextLayout& other, size_t begin, size_t shown, double turned,
                  bool comes) {
  Standing at;
  at.places.resize(layout.clusters.size(), Affine{});
  at.poses.resize(layout.clusters.size());
  for (size_t i = 0; i < layout.clusters.size(); ++i) {
    const TextCluster& cluster = layout.clusters[i];
    ClusterPose& pose = at.poses[i];
    pose.part = static_cast<uint32_t>(i);
    const bool hidden = cluster.grapheme >= begin && cluster.grapheme < shown;
    if (same_glyph(layout, other, i) && !hidden) {
      pose.opacity = comes ? 0 : 1;  // stands still; drawn once
      continue;
    }
    pose.opacity = hidden ? 0 : 1;
    at.places[i] = translation({0, turned * kDrumStep * cluster.size});
    const double top = cluster.baseline - kCellTop * cluster.size;
    pose.clip = Bounds{{cluster.left, top}, {cluster.right, top + kDrumStep * cluster.size}};
  }
  return at;
}

}  // namespace

// What is not seen of one text may stand still in the other: it fades there with the turn.
void draw_turning(const DrawState& draw, const SceneText& scene, const TextLayout& layout) {
  const SceneTurn& turn = *scene.turn;
  SceneText next = scene;
  next.text = turn.next.get();
  next.widest.reset();
  const auto coming = layout_of(draw.lowering, draw.layer.pose, next);
  if (!coming) return report(draw.lowering, *draw.layer.layer, coming.error());
  const TextLayout& then = **coming;
  if (then.clusters.size() != layout.clusters.size()) return draw_set_text({draw, scene, layout, {}});
  const Standing leaving = on_drums(layout, then, turn.begin, turn.shown, -turn.turned, false);
  draw_set_text({draw, scene, layout, leaving});
  if (turn.turned <= 0) return;
  Standing arriving = on_drums(then, layout, turn.begin, turn.next_shown, 1 - turn.turned, true);
  for (size_t i = 0; i < arriving.poses.size(); ++i) {  // a separator that the carry brings
    const size_t at = then.clusters[i].grapheme;
    if (at >= turn.next_shown && at < turn.shown && !arriving.poses[i].clip) arriving.poses[i].opacity = turn.turned;
  }
  draw_set_text({draw, next, then, arriving});
}

}  // namespace fp
