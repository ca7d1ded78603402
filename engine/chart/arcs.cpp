#include "engine/chart/arcs.hpp"

#include <algorithm>

#include "engine/core/math.hpp"

namespace fp {
namespace {

// How far a round end's middle stands from its tip, as a share of the whole circle.
double inset_of(const Arc& arc, double length, double circle) {
  const double end = arc.thickness / 2 / circle;
  if (arc.sweep < 360) return end;
  const double open = (1 - length) * circle;  // what is missing of a ring: its ends open into each other
  return end * std::clamp(open / (arc.thickness / 2), 0.0, 1.0);
}

}  // namespace

Vec2 point_on(const Arc& arc, double radius, double degrees) {
  const double angle = degrees * kPi / 180;
  return arc.middle + Vec2{exact_sin(angle), -exact_cos(angle)} * radius;
}

void put_arc(Marks& marks, const Arc& arc, double from, double to, const ScenePaint& paint) {
  if (!(to > from) || !(arc.radius > 0)) return;
  const double circle = 2 * kPi * arc.radius, share = arc.sweep / 360;
  const double length = (to - from) * share * circle;
  if (arc.round && length < arc.thickness) {
    const double dot = length / 2;
    add_ellipse(marks, point_on(arc, arc.radius, arc.start + (from + to) / 2 * arc.sweep), {dot, dot}, paint);
    return;
  }
  SceneLayer& layer = add_ellipse(marks, arc.middle, {arc.radius, arc.radius}, Color{});
  SceneShape& shape = std::get<SceneShape>(layer.content);
  shape.fill.reset();
  const double inset = arc.round ? inset_of(arc, to - from, circle) : 0;
  SceneStroke& stroke = shape.stroke.emplace();
  stroke.paint = paint;
  stroke.width = arc.thickness;
  stroke.cap = arc.round ? Stroke::Cap::round : Stroke::Cap::butt;
  stroke.trim_start = from * share + inset;
  stroke.trim_end = to * share - inset;
  // An ellipse's outline begins at 3 o'clock.
  layer.pose.anchor = {0.5, 0.5};
  layer.pose.position = arc.middle;
  layer.pose.rotation = arc.start - 90;
}

}  // namespace fp
