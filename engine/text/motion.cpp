#include "engine/text/motion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/random.hpp"
#include "engine/timeline/motion.hpp"

namespace fp {
namespace {

uint32_t part_of(const TextCluster& cluster, Motion::Part part) {
  if (part == Motion::Part::line) return cluster.line;
  return part == Motion::Part::word ? cluster.word : cluster.grapheme;
}

size_t part_count(const TextLayout& layout, Motion::Part part) {
  const int count = part == Motion::Part::line   ? layout.lines
                    : part == Motion::Part::word ? layout.words
                                                 : layout.graphemes;
  return static_cast<size_t>(count);
}

// How far each part is away: 0 in its place, 1 wholly away; eases may overshoot.
std::vector<double> distances(const Motion& motion, size_t count, double frame, double fps) {
  const std::vector<double> order = start_order(motion.order, count, motion.seed);
  const double last = order.empty() ? 0 : *std::ranges::max_element(order);
  std::vector<double> result;
  result.reserve(count);
  for (const double step : order) result.push_back(away_at(motion, step, last, frame, fps));
  return result;
}

// A part in its place: its box reaches from its font's ascender to its descender.
struct Extent {
  Bounds box;
  double middle = 0, baseline = 0;  // middle: half the height of small letters
  double em = 0;
};

void grow(Extent& extent, const TextLayout& layout, const TextCluster& c) {
  double above = c.size, below = 0;
  if (c.glyphs_begin < c.glyphs_end) {
    const Font& font = *layout.glyphs[c.glyphs_begin].font;
    above = font.ascent() / font.units_per_em() * c.size;
    below = font.descent() / font.units_per_em() * c.size;
  }
  const Bounds box{{c.left, c.baseline - above}, {c.right, c.baseline + below}};
  if (extent.em == 0) extent = {box, c.baseline - 0.35 * c.size, c.baseline, c.size};
  extent.box.min = {std::min(extent.box.min.x, box.min.x), std::min(extent.box.min.y, box.min.y)};
  extent.box.max = {std::max(extent.box.max.x, box.max.x), std::max(extent.box.max.y, box.max.y)};
  extent.em = std::max(extent.em, c.size);
}

std::vector<Extent> extents_of(const TextLayout& layout, Motion::Part part) {
  std::vector<Extent> extents(part_count(layout, part));
  for (const TextCluster& c : layout.clusters) grow(extents[part_of(c, part)], layout, c);
  return extents;
}

// The point a part turns and grows around: from left to right, and from its ascender over the middle of its small
// letters to its baseline.
Vec2 pivot(const Extent& extent, Vec2 origin) {
  const double x = extent.box.min.x * (1 - origin.x) + extent.box.max.x * origin.x;
  const double upper = extent.middle + (extent.box.min.y - extent.middle) * (1 - 2 * origin.y);
  const double lower = extent.middle + (extent.baseline - extent.middle) * (2 * origin.y - 1);
  return {x, origin.y < 0.5 ? upper : lower};
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

// What one motion does to a part at one moment: the map that turns and moves it, but for the letter spacing.
struct PartMove {
  Vec2 around{}, offset{};
  Affine turned;  // around its pivot
  double opacity = 1, spacing = 0, blur = 0;
  std::optional<Bounds> clip;
};

PartMove part_move(const Motion::Away& a, const Extent& extent, double k) {
  const Vec2 one{1, 1};
  const Vec2 around = pivot(extent, a.origin);
  PartMove move{.around = around};
  move.offset = (a.position + a.share * (extent.box.max - extent.box.min) + a.em * extent.em) * k;
  move.turned = rotation_degrees(a.rotation * k) * scaling(one + (a.scale - one) * k) * translation(-around);
  move.opacity = std::clamp(1 + (a.opacity - 1) * k, 0.0, 1.0);
  move.spacing = (a.letter_spacing + a.spacing_em * extent.em) * k;
  move.blur = (a.blur + a.blur_em * extent.em) * std::fabs(k);
  if (a.clip) {  // letters may lean over their own sides a little
    const Vec2 lean{0.15 * extent.em, 0};
    move.clip = Bounds{extent.box.min - lean, extent.box.max + lean};
  }
  return move;
}

void pose_by(ClusterPose& pose, const PartMove& move, uint32_t part, double steps) {
  pose.place = translation(move.around + (move.offset + Vec2{move.spacing * steps, 0})) * move.turned * pose.place;
  pose.opacity *= move.opacity;
  if (move.blur > 0 || move.clip) pose.part = part;
  pose.blur = std::sqrt(pose.blur * pose.blur + move.blur * move.blur);
  if (move.clip) pose.clip = move.clip;
}

void add_motion(const TextLayout& layout, const TextContent& content, const Motion& motion, double frame, double fps,
                std::vector<ClusterPose>& poses) {
  const std::vector<double> away = distances(motion, part_count(layout, motion.part), frame, fps);
  if (std::ranges::all_of(away, [](double k) { return k == 0; })) return;
  poses.resize(layout.clusters.size());
  std::vector<PartMove> moves;
  const std::vector<Extent> extents = extents_of(layout, motion.part);
  for (size_t i = 0; i < away.size(); ++i) moves.push_back(part_move(motion.away, extents[i], away[i]));
  std::vector<double> steps(layout.clusters.size());
  if (motion.away.letter_spacing != 0 || motion.away.spacing_em != 0) steps = steps_from_anchor(layout, content.align);
  for (size_t i = 0; i < poses.size(); ++i) {
    const uint32_t part = part_of(layout.clusters[i], motion.part);
    if (away[part] != 0) pose_by(poses[i], moves[part], part, steps[i]);
  }
}

}  // namespace

std::vector<double> start_order(Motion::Order order, size_t count, uint64_t seed) {
  using Order = Motion::Order;
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
  for (const Motion& motion : content.motions) add_motion(layout, content, motion, frame, fps, poses);
  return poses;
}

}  // namespace fp
