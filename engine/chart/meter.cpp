// Meters: bars, rings, gauges, stars.
#include "engine/template/chart_meter.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/arcs.hpp"
#include "engine/chart/axis.hpp"
#include "engine/chart/charts.hpp"
#include "engine/chart/moments.hpp"
#include "engine/core/math.hpp"
#include "engine/scene/tracks.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

using Align = TextContent::Align;
using Vertical = TextContent::VerticalAlign;

// A meter at one frame.
struct Reading {
  const MeterContent& meter;
  Vec2 size{};
  double value = 0, share = 0;  // share: of the way from min to max
  Color color;
};

double share_of(const MeterContent& meter, double value) {
  return std::clamp((value - meter.min) / (meter.max - meter.min), 0.0, 1.0);
}

Color color_at(const MeterContent& meter, double value) {
  for (const MeterContent::Band& band : meter.bands) {
    if (value <= band.upto) return band.color;
  }
  return meter.bands.empty() ? meter.color : meter.bands.back().color;
}

Reading reading_at(const ChartAt& at, const MeterContent& meter) {
  const double in = revealed(at.chart.reveal, 0, at.frame, at.fps);
  const double whole = value_at(meter.value, at.frame, at.fps);
  const double value = in >= 1 ? whole : meter.from + (whole - meter.from) * in;
  return {meter, at.chart.size, value, share_of(meter, value), color_at(meter, value)};
}

double em_of(const std::optional<ChartText>& text) {
  return text ? text->style.size.constant : 0;
}

void put_label(Marks& marks, const Reading& r, const Box& box, Align align, Vertical valign = Vertical::middle) {
  if (!r.meter.label) return;
  add_text(marks, "value", r.meter.label->style, r.meter.label->format->text(r.value), {box, align, valign});
}

// The label's place at the right of what is drawn over the box's width.
Box beside(const Reading& r) {
  const double em = em_of(r.meter.label), gap = em * 0.5;
  return {{r.size.x - r.meter.label_room + gap, r.size.y / 2 - em}, {std::max(r.meter.label_room - gap, 1.0), em * 2}};
}

void draw_bar(Marks& marks, const Reading& r) {
  const MeterContent& meter = r.meter;
  const double across = meter.vertical ? r.size.x : r.size.y;
  const double length = std::max((meter.vertical ? r.size.y : r.size.x) - meter.label_room, 0.0);
  const double breadth = std::min(meter.thickness, across), middle = (across - breadth) / 2;
  const double end = meter.round ? std::min(breadth, length) / 2 : 0;
  // From one place along to another, counted from where the bar begins.
  const auto piece = [&](double from, double to) {
    return meter.vertical ? Box{{middle, r.size.y - to}, {breadth, to - from}}
                          : Box{{from, middle}, {to - from, breadth}};
  };
  const double filled = length * r.share;
  if (meter.track) add_rectangle(marks, piece(0, length), *meter.track, end);
  if (filled >= end * 2 && filled > 0) {
    add_rectangle(marks, piece(0, filled), r.color, end);
  } else if (filled > 0) {  // shorter than its ends are broad: a dot that grows
    add_ellipse(marks, piece(0, filled).middle(), Vec2(filled / 2), r.color);
  }
  if (meter.vertical) {
    put_label(marks, r, {{0, 0}, {r.size.x, std::max(meter.label_room * 0.85, 1.0)}}, Align::center, Vertical::middle);
  } else {
    put_label(marks, r, beside(r), Align::left);
  }
}

void draw_ring(Marks& marks, const Reading& r) {
  const double radius = std::min(r.size.x, r.size.y) / 2, thickness = std::min(r.meter.thickness, radius);
  const Arc arc{r.size * 0.5, radius - thickness / 2, thickness, 0, 360, r.meter.round};
  if (r.meter.track) put_arc(marks, arc, 0, 1, *r.meter.track);
  put_arc(marks, arc, 0, r.share, r.color);
  const double room = (radius - thickness) * 1.7;
  put_label(marks, r, {arc.middle - Vec2(room / 2), Vec2(room)}, Align::center);
}

// ---- Gauges

struct Gauge {
  Arc scale;         // of the value
  double outer = 0;  // radius of everything
  bool low = false;  // little more than half a circle: the label does not fit into its opening
};

bool has_band_ring(const MeterContent& meter) {
  return !meter.bands.empty() && !meter.needle;
}
double band_thickness(const MeterContent& meter) {
  return std::max(meter.thickness * 0.2, 2.0);
}

Gauge gauge_of(const Reading& r) {
  const MeterContent& meter = r.meter;
  const double half = meter.angle / 2 * kPi / 180;
  const bool low = meter.angle <= 200;
  const double depth = std::max(-exact_cos(half), 0.0);  // of the ends below the middle, in radii
  const double ends = meter.axis ? em_of(meter.axis->text) * 1.7 : 0;
  const double hub = meter.needle ? meter.thickness * 0.6 : 0;
  const double end = low ? meter.thickness / 2 : 0;
  const double below = std::max(ends + end, low ? hub + (meter.needle ? em_of(meter.label) * 1.3 : 0) : ends);
  const double outer = std::max(std::min(r.size.x / 2, (r.size.y - below) / (1 + depth)), 1.0);
  const double top = (r.size.y - below - outer * (1 + depth)) / 2;
  const double thickness = std::min(meter.thickness, outer);
  const double rim = has_band_ring(meter) ? band_thickness(meter) * 2.5 : 0;
  const double radius = std::max(outer - rim - thickness / 2, 0.5);
  return {{{r.size.x / 2, top + outer}, radius, thickness, -meter.angle / 2, meter.angle, meter.round}, outer, low};
}

// Each a little apart from the next.
void put_bands(Marks& marks, const Reading& r, const Arc& scale) {
  const MeterContent& meter = r.meter;
  const double gap = std::max(scale.thickness * 0.12, 2.0) / (2 * kPi * scale.radius * scale.sweep / 360);
  double from = 0;
  for (size_t i = 0; i < meter.bands.size() && from < 1; ++i) {
    const double to = i + 1 == meter.bands.size() ? 1 : share_of(meter, meter.bands[i].upto);
    put_arc(marks, scale, from, to < 1 ? to - gap : to, meter.bands[i].color);
    from = to;
  }
}

void put_ticks(Marks& marks, const Reading& r, const Gauge& gauge) {
  const MeterContent& meter = r.meter;
  const Arc& scale = gauge.scale;
  if (!meter.axis) return;
  const double outer = scale.radius - scale.thickness * 0.75, inner = outer - std::max(scale.thickness * 0.3, 6.0);
  for (const Tick& tick : fading_ticks(span_of(meter.min, meter.max), meter.axis->ticks)) {
    if (!meter.axis->grid) break;
    const double degrees = scale.start + share_of(meter, tick.value) * scale.sweep;
    SceneStroke stroke;
    stroke.paint = *meter.axis->grid;
    stroke.width = meter.axis->grid_width;
    stroke.cap = meter.round ? Stroke::Cap::round : Stroke::Cap::butt;
    add_line(marks, {point_on(scale, outer, degrees), point_on(scale, inner, degrees)}, stroke).opacity = tick.opacity;
  }
  if (!meter.axis->text || scale.sweep >= 350) return;
  const TextContent& style = meter.axis->text->style;
  const double em = style.size.constant;
  for (const double value : {meter.min, meter.max}) {
    const Vec2 end = point_on(scale, scale.radius, scale.start + share_of(meter, value) * scale.sweep);
    const Box box{{end.x - em * 3, end.y + em * 0.35 + (gauge.low ? scale.thickness / 2 : scale.thickness * 0.3)},
                  {em * 6, em * 1.2}};
    const bool first = value == meter.min;
    add_text(marks, first ? "min" : "max", style, meter.axis->text->format->text(value),
             {box, Align::center, Vertical::middle, TextContent::Fit::none});
  }
}

void put_needle(Marks& marks, const Reading& r, const Gauge& gauge) {
  const Arc& scale = gauge.scale;
  const double length = scale.radius - scale.thickness * 0.85, breadth = std::max(scale.thickness * 0.16, 2.5);
  const double degrees = scale.start + r.share * scale.sweep;
  SceneLayer& needle = add_polygon(
      marks, {{-breadth, 0}, {-breadth * 0.3, -length}, {breadth * 0.3, -length}, {breadth, 0}}, r.meter.color);
  std::get<SceneShape>(needle.content).outline.rounding = breadth * 0.3;
  needle.pose.position = scale.middle;
  needle.pose.rotation = degrees;
  add_ellipse(marks, scale.middle, Vec2(breadth * 2), r.meter.color);
}

Box gauge_label(const Reading& r, const Gauge& gauge) {
  const Arc& scale = gauge.scale;
  const double inside = scale.radius - scale.thickness / 2, em = em_of(r.meter.label);
  const double room = inside * 1.5, height = em * 1.3;
  double middle = scale.middle.y;
  if (r.meter.needle) {
    middle += gauge.low ? r.meter.thickness * 0.6 + height / 2 : inside * 0.62;
  } else if (gauge.low) {  // stands on the line between the ends
    middle -= em * 0.36;
  }
  return {{scale.middle.x - room / 2, middle - height / 2}, {room, height}};
}

void draw_gauge(Marks& marks, const Reading& r) {
  const Gauge gauge = gauge_of(r);
  const MeterContent& meter = r.meter;
  if (meter.needle && !meter.bands.empty()) {
    Arc flat = gauge.scale;
    flat.round = false;
    put_bands(marks, r, flat);
  } else if (meter.track) {
    put_arc(marks, gauge.scale, 0, 1, *meter.track);
  }
  if (has_band_ring(meter)) {
    Arc rim = gauge.scale;
    rim.thickness = band_thickness(meter);
    rim.radius = gauge.outer - rim.thickness / 2;
    rim.round = false;
    put_bands(marks, r, rim);
  }
  if (!meter.needle) put_arc(marks, gauge.scale, 0, r.share, r.color);
  put_ticks(marks, r, gauge);
  if (meter.needle) put_needle(marks, r, gauge);
  put_label(marks, r, gauge_label(r, gauge), Align::center);
}

// ---- Stars

// Five points, as broad as `side`, optically in the middle of its square.
std::vector<Vec2> star(Vec2 corner, double side) {
  constexpr double kBreadth = 1.902113032590307;  // of a star with radius 1: 2 sin 72 degrees
  const double outer = side / kBreadth, inner = outer * 0.48;
  const Vec2 middle = corner + Vec2{side / 2, side / 2 + outer * 0.0955};
  std::vector<Vec2> points;
  for (int i = 0; i < 10; ++i) {
    const double angle = i * kPi / 5;
    points.push_back(middle + Vec2{exact_sin(angle), -exact_cos(angle)} * (i % 2 ? inner : outer));
  }
  return points;
}

void put_star(Marks& marks, Vec2 corner, double side, const Color& color) {
  SceneLayer& layer = add_polygon(marks, star(corner, side), color);
  std::get<SceneShape>(layer.content).outline.rounding = side * 0.035;
}

void draw_stars(Marks& marks, const Reading& r) {
  const MeterContent& meter = r.meter;
  const double width = std::max(r.size.x - meter.label_room, 1.0), count = meter.count;
  const double side =
      std::min(meter.gap ? (width - *meter.gap * (count - 1)) / count : width / (count * 1.2 - 0.2), r.size.y);
  const double step = side + meter.gap.value_or(side * 0.2), top = (r.size.y - side) / 2;
  if (side <= 0) return;
  const double filled = r.share * count;
  for (int i = 0; i < meter.count; ++i) {
    const Vec2 corner{i * step, top};
    const double part = std::clamp(filled - i, 0.0, 1.0);
    if (part < 1 && meter.track) put_star(marks, corner, side, *meter.track);
    if (part >= 1) put_star(marks, corner, side, r.color);
    if (part <= 0 || part >= 1) continue;
    Marks inside{marks.layer, {}};
    put_star(inside, {}, side, r.color);
    add_clipped(marks, {corner, {side * part, side}}, std::move(inside.list));
  }
  if (meter.label) {
    Box box = beside(r);
    box.corner.x = (count - 1) * step + side + em_of(meter.label) * 0.5;
    put_label(marks, r, box, Align::left);
  }
}

}  // namespace

void draw_meter(Marks& marks, const ChartAt& at, const MeterContent& meter) {
  const Reading reading = reading_at(at, meter);
  switch (meter.shape) {
    case MeterContent::Shape::bar:
      return draw_bar(marks, reading);
    case MeterContent::Shape::ring:
      return draw_ring(marks, reading);
    case MeterContent::Shape::gauge:
      return draw_gauge(marks, reading);
    case MeterContent::Shape::stars:
      return draw_stars(marks, reading);
  }
}

}  // namespace fp
