#include "engine/text/text_path.hpp"

#include <algorithm>
#include <cmath>

namespace fp {
namespace {

struct Segment {
  Vec2 from{}, direction{};  // direction: of length 1
  double start = 0, length = 0;
};
struct Curve {
  std::vector<Segment> segments;
  double length = 0;
  bool closed = false;
};

Curve measured(const Path& path) {
  constexpr double kTolerance = 1.0 / 64;  // pixels between the curve and its chords
  const Path lines = flattened(path, kTolerance);
  Curve curve;
  Vec2 first{}, at{};
  const auto line_to = [&](Vec2 to) {
    const Vec2 step = to - at;
    const double length = std::sqrt(step.x * step.x + step.y * step.y);
    if (length > 0) curve.segments.push_back({at, step / length, curve.length, length});
    curve.length += length;
    at = to;
  };
  size_t point = 0;
  for (const Path::Verb verb : lines.verbs) {
    if (verb == Path::Verb::move) {
      first = at = lines.points[point++];
    } else if (verb == Path::Verb::close) {
      line_to(first);
    } else {
      line_to(lines.points[point++]);
    }
  }
  curve.closed = !lines.verbs.empty() && lines.verbs.back() == Path::Verb::close;
  return curve;
}

const Segment& segment_at(const Curve& curve, double along) {
  const auto after = std::ranges::upper_bound(curve.segments, along, {}, &Segment::start);
  return after == curve.segments.begin() ? curve.segments.front() : *(after - 1);
}

}  // namespace

std::vector<std::optional<Affine>> places_on_path(const TextLayout& layout, const Path& path, TextContent::Align align,
                                                  double offset) {
  using Align = TextContent::Align;
  std::vector<std::optional<Affine>> places(layout.clusters.size());
  const Curve curve = measured(path);
  if (curve.segments.empty()) return places;
  double shift = offset;
  if (align == Align::center) shift += (curve.length - layout.box.x) / 2;
  if (align == Align::right || align == Align::end) shift += curve.length - layout.box.x;
  const double baseline = layout.clusters.empty() ? 0 : layout.clusters.front().baseline;
  for (size_t i = 0; i < places.size(); ++i) {
    const TextCluster& cluster = layout.clusters[i];
    const double middle = (cluster.left + cluster.right) / 2;
    double along = middle + shift;
    if (curve.closed) along -= curve.length * std::floor(along / curve.length);
    if (along < 0 || along > curve.length) continue;
    const Segment& segment = segment_at(curve, along);
    const Vec2 d = segment.direction;
    places[i] = translation(segment.from + d * (along - segment.start)) * Affine{d.x, d.y, -d.y, d.x, 0, 0} *
                translation({-middle, -baseline});
  }
  return places;
}

}  // namespace fp
