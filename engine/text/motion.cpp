#include "engine/text/motion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/random.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

uint32_t part_of(const TextCluster& cluster, TextMotion::Part part) {
  if (part == TextMotion::Part::line) return cluster.line;
  return part == TextMotion::Part::word ? cluster.word : cluster.grapheme;
}

size_t part_count(const TextLayout& layout, TextMotion::Part part) {
  const int count = part == TextMotion::Part::line   ? layout.lines
                    : part == TextMotion::Part::word ? layout.words
                                                     : layout.graphemes;
  return static_cast<size_t>(count);
}

// How far each part is away: 0 in its place, 1 wholly away; eases may overshoot.
std::vector<double> distances(const TextMotion& motion, size_t count, double frame, double fps) {
  const std::vector<double> order = start_order(motion.order, count, motion.seed);
  const double last = order.empty() ? 0 : *std::ranges::max_element(order);
  double stagger = motion.stagger;
  if (motion.within) stagger = last > 0 ? std::max(*motion.within - motion.duration, 0.0) / last : 0;
  const double start = motion.finish ? *motion.finish - motion.duration - stagger * last : motion.start;
  std::vector<double> result;
  for (const double step : order) {
    const double passed = frame - (start + stagger * step);
    double t = passed >= 0 ? 1 : 0;
    if (motion.duration > 0) t = std::clamp(passed / motion.duration, 0.0, 1.0);
    const double progress = ease_at(motion.ease, t, motion.duration / fps);
    result.push_back(motion.leaves ? progress : 1 - progress);
  }
  return result;
}

// The point a part turns and grows around: the middle of its width, at half the height of its small letters.
std::vector<Vec2> pivots(const TextLayout& layout, TextMotion::Part part) {
  struct Extent {
    double left = 0, right = 0, y = 0;
    bool any = false;
  };
  std::vector<Extent> extents(part_count(layout, part));
  for (const TextCluster& c : layout.clusters) {
    Extent& extent = extents[part_of(c, part)];
    if (!extent.any) extent = {c.left, c.right, c.baseline - 0.35 * c.size, true};
    extent.left = std::min(extent.left, c.left);
    extent.right = std::max(extent.right, c.right);
  }
  std::vector<Vec2> points;
  for (const Extent& extent : extents) points.push_back({(extent.left + extent.right) / 2, extent.y});
  return points;
}

// Per cluster, how many clusters stand between it and the point of its line that does not move when it is spaced out.
std::vector<double> steps_from_anchor(const TextLayout& layout, TextContent::Align align) {
  using Align = TextContent::Align;
  std::vector<double> steps(layout.clusters.size());
  for (size_t i = 0; i < steps.size();) {
    size_t end = i;
    while (end < steps.size() && layout.clusters[end].line == layout.clusters[i].line) ++end;
    const auto last = static_cast<double>(end - i - 1);
    const double anchor = align == Align::center ? last / 2 : align == Align::right || align == Align::end ? last : 0;
    for (size_t k = i; k < end; ++k) steps[k] = static_cast<double>(k - i) - anchor;
    i = end;
  }
  return steps;
}

void add_motion(const TextLayout& layout, const TextContent& content, const TextMotion& motion, double frame,
                double fps, std::vector<ClusterPose>& poses) {
  const std::vector<double> away = distances(motion, part_count(layout, motion.part), frame, fps);
  if (std::ranges::all_of(away, [](double k) { return k == 0; })) return;
  poses.resize(layout.clusters.size());
  const std::vector<Vec2> around = pivots(layout, motion.part);
  std::vector<double> steps(layout.clusters.size());
  if (motion.away.letter_spacing != 0) steps = steps_from_anchor(layout, content.align);
  const Vec2 one{1, 1};
  for (size_t i = 0; i < poses.size(); ++i) {
    const uint32_t part = part_of(layout.clusters[i], motion.part);
    const double k = away[part];
    if (k == 0) continue;
    const TextMotion::Away& a = motion.away;
    const Vec2 moved = a.position * k + Vec2{a.letter_spacing * k * steps[i], 0};
    poses[i].place = translation(around[part] + moved) * rotation_degrees(a.rotation * k) *
                     scaling(one + (a.scale - one) * k) * translation(-around[part]) * poses[i].place;
    poses[i].opacity *= std::clamp(1 + (a.opacity - 1) * k, 0.0, 1.0);
  }
}

}  // namespace

std::vector<double> start_order(TextMotion::Order order, size_t count, uint64_t seed) {
  using Order = TextMotion::Order;
  std::vector<double> steps(count);
  const double last = count > 0 ? static_cast<double>(count - 1) : 0;
  const double nearest = count % 2 == 0 ? 0.5 : 0;  // of the middle
  for (size_t i = 0; i < count; ++i) {
    const auto index = static_cast<double>(i);
    const double from_middle = std::fabs(index - last / 2) - nearest;
    if (order == Order::forward) steps[i] = index;
    if (order == Order::backward) steps[i] = last - index;
    if (order == Order::center) steps[i] = from_middle;
    if (order == Order::edges) steps[i] = last / 2 - nearest - from_middle;
  }
  if (order != Order::random) return steps;
  std::vector<size_t> turns(count);
  std::iota(turns.begin(), turns.end(), size_t{0});
  std::ranges::stable_sort(turns, {}, [&](size_t i) { return random_at(seed, i); });
  for (size_t turn = 0; turn < count; ++turn) steps[turns[turn]] = static_cast<double>(turn);
  return steps;
}

std::vector<ClusterPose> pose_clusters(const TextLayout& layout, const TextContent& content, double frame, double fps) {
  std::vector<ClusterPose> poses;
  for (const TextMotion& motion : content.motions) add_motion(layout, content, motion, frame, fps, poses);
  return poses;
}

}  // namespace fp
