#include "editor/timeline/snap.hpp"

#include <algorithm>
#include <cmath>

namespace fp::editor::timeline {
namespace {

int64_t rounded(double frame) {
  return static_cast<int64_t>(std::floor(std::clamp(frame, -9e15, 9e15) + 0.5));
}

struct Best {
  const SnapTarget* target = nullptr;
  double away = 0;
};

// Whether a target at `away` frames goes before the best so far.
bool is_better(const SnapTarget& target, double away, const Best& best) {
  if (!best.target || away != best.away) return !best.target || away < best.away;
  if (target.kind != best.target->kind) return target.kind < best.target->kind;
  return target.frame < best.target->frame;
}

void look(double frame, std::span<const SnapTarget> targets, double reach, Best& best) {
  const auto from = static_cast<int64_t>(std::ceil(std::clamp(frame - reach, -9e15, 9e15)));
  auto target = std::ranges::lower_bound(targets, from, {}, &SnapTarget::frame);
  for (; target != targets.end() && static_cast<double>(target->frame) <= frame + reach; ++target) {
    const double away = std::abs(static_cast<double>(target->frame) - frame);
    if (away <= reach && is_better(*target, away, best)) best = {&*target, away};
  }
}

}  // namespace

std::vector<SnapTarget> snap_targets(std::span<const Layer> layers, const std::set<std::string>& moving,
                                     const Marks& marks, int64_t frames, bool with_playhead) {
  using Kind = SnapTarget::Kind;
  std::vector<SnapTarget> targets{{0, Kind::bar}, {frames, Kind::bar}};
  if (with_playhead) targets.push_back({marks.playhead, Kind::playhead});
  if (marks.work_begin) targets.push_back({*marks.work_begin, Kind::work_area});
  if (marks.work_end) targets.push_back({*marks.work_end, Kind::work_area});
  for (const int64_t marker : marks.markers) targets.push_back({marker, Kind::marker});
  for (const Layer& layer : layers) {
    if (moving.contains(layer.id)) continue;
    targets.push_back({layer.in, Kind::bar});
    targets.push_back({layer.out, Kind::bar});
    for (const Property& property : layer.properties) {
      if (moving.contains(property.id)) continue;
      for (const int64_t key : property.keys) targets.push_back({key, Kind::key});
    }
  }
  std::ranges::sort(targets, [](const SnapTarget& a, const SnapTarget& b) {
    return a.frame != b.frame ? a.frame < b.frame : a.kind < b.kind;
  });
  const auto [first, last] = std::ranges::unique(targets);
  targets.erase(first, last);
  return targets;
}

Snapped snap(double frame, std::span<const SnapTarget> targets, double pixels_per_frame, double threshold) {
  Best best;
  look(frame, targets, threshold / pixels_per_frame, best);
  if (!best.target) return {rounded(frame), std::nullopt};
  return {best.target->frame, *best.target};
}

Snapped snap_delta(double delta, std::span<const int64_t> edges, std::span<const SnapTarget> targets,
                   double pixels_per_frame, double threshold) {
  Best best;
  int64_t moved = rounded(delta);
  for (const int64_t edge : edges) {
    Best found = best;
    look(static_cast<double>(edge) + delta, targets, threshold / pixels_per_frame, found);
    if (found.target == best.target) continue;
    best = found;
    moved = best.target->frame - edge;
  }
  return {moved, best.target ? std::optional(*best.target) : std::nullopt};
}

}  // namespace fp::editor::timeline
