// Lines, sparklines, areas under lines.
#include "engine/chart/line.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/line_axes.hpp"

namespace fp {
namespace {

struct Lines {
  const LineTime& time;
  double frame = 0;
  const LineContent& line() const { return time.line; }
  const LinePlan& plan() const { return time.plan; }
};

Color faded(Color color, double opacity) {
  color.a *= opacity;
  return color;
}

// Strongest where the line is farthest from the baseline, nothing at it: the same gradient however much is drawn yet.
SceneGradient area_paint(const Lines& lines, const PlannedLine& planned) {
  const LineArea& area = *lines.line().area;
  const Color color = area.color.value_or(planned.color);
  const double base = lines.plan().base;
  double top = base, bottom = base;
  for (const LineRun& run : planned.runs) {
    for (const Vec2& point : run.trace) top = std::min(top, point.y), bottom = std::max(bottom, point.y);
  }
  const double most = std::max({base - top, bottom - base, 1e-6});
  SceneGradient paint{Gradient::Kind::linear, {}, {0, top}, {0, std::max(bottom, top + 1)}, {}, 0};
  const double length = std::max(bottom - top, 1.0);
  paint.stops = {{0, faded(color, area.opacity * (base - top) / most)},
                 {(base - top) / length, faded(color, 0)},
                 {1, faded(color, area.opacity * (bottom - base) / most)}};
  if (top >= base) paint.stops.erase(paint.stops.begin());
  if (bottom <= base) paint.stops.pop_back();
  if (paint.stops.size() == 1) paint.stops.push_back({1, paint.stops[0].color});
  return paint;
}

void draw_area(Marks& marks, const Lines& lines, size_t index) {
  const PlannedLine& planned = lines.plan().lines[index];
  if (!lines.line().area || planned.muted) return;
  const double front = front_of(lines.time, index, lines.frame), base = lines.plan().base;
  const SceneGradient paint = area_paint(lines, planned);
  for (const LineRun& run : planned.runs) {
    std::vector<Vec2> points = traced_to(run.curve, run.trace, front);
    if (points.size() < 2) continue;
    const double begin = points.front().x, end = points.back().x;
    points.push_back({end, base});
    points.push_back({begin, base});
    add_polygon(marks, std::move(points), paint);
  }
}

// A line of thousands of points is stroked in pieces: those behind the front stay as they are from frame to frame, and
// are cheaper together than one outline that overlaps itself all along. Translucent lines would show where
// pieces meet.
void add_stroke(Marks& marks, std::vector<Vec2> points, const SceneStroke& stroke, bool in_pieces) {
  constexpr size_t kPiece = 64;
  if (!in_pieces) {
    add_line(marks, std::move(points), stroke);
    return;
  }
  for (size_t begin = 0; begin + 1 < points.size(); begin += kPiece) {
    const size_t end = std::min(begin + kPiece + 1, points.size());
    add_line(marks, {points.begin() + begin, points.begin() + end}, stroke);
  }
}

void draw_line(Marks& marks, const Lines& lines, size_t index) {
  const PlannedLine& planned = lines.plan().lines[index];
  const double front = front_of(lines.time, index, lines.frame);
  SceneStroke stroke{planned.color, lines.line().width};
  stroke.cap = Stroke::Cap::round;
  stroke.join = Stroke::Join::round;
  for (const LineRun& run : planned.runs) {
    std::vector<Vec2> points = traced_to(run.curve, run.trace, front);
    if (points.size() > 1)
      add_stroke(marks, std::move(points), stroke, run.trace.size() > 2000 && planned.color.a == 1);
    if (run.trace.size() > 1 || lines.line().points) continue;
    const Vec2 alone = run.curve.knots.front();  // one value between gaps
    const double radius = lines.line().width * arrived(lines.time, index, alone.x, lines.frame);
    if (radius > 0) add_ellipse(marks, alone, Vec2(radius), planned.color);
  }
}

// A little larger than it will be, just before it rests.
double popped(double arrival) {
  const double left = arrival - 1;
  return arrival >= 1 ? 1 : 1 + 2.70158 * left * left * left + 1.70158 * left * left;
}

void draw_points(Marks& marks, const Lines& lines, size_t index) {
  if (!lines.line().points) return;
  const LinePoints& points = *lines.line().points;
  const PlannedLine& planned = lines.plan().lines[index];
  for (const LineRun& run : planned.runs) {
    for (const Vec2& knot : run.curve.knots) {
      const double size = popped(arrived(lines.time, index, knot.x, lines.frame));
      if (size <= 0) continue;
      if (points.outline > 0) add_ellipse(marks, knot, Vec2((points.radius + points.outline) * size), planned.color);
      add_ellipse(marks, knot, Vec2(points.radius * size), points.color.value_or(planned.color));
    }
  }
}

void draw_dot(Marks& marks, const Lines& lines, size_t index) {
  const PlannedLine& planned = lines.plan().lines[index];
  if (!lines.line().front || lines.line().dot <= 0 || planned.muted) return;
  const double size = arrived(lines.time, index, planned.first(), lines.frame);
  if (size <= 0) return;
  const LineFront front = front_at(lines.plan(), planned, front_of(lines.time, index, lines.frame));
  if (!front.in_gap) add_ellipse(marks, front.at, Vec2(lines.line().dot * size), planned.color);
}

// What is drawn outside the axis is cut off there, by as much as a line needs.
void add_cut(Marks& marks, const Lines& lines, std::vector<SceneLayer> layers) {
  const double half = lines.line().width / 2;
  const Box& plot = lines.plan().plot;
  const Box box{{0, plot.corner.y - half}, {lines.line().size.x, plot.size.y + half * 2}};
  for (SceneLayer& layer : layers) layer.pose.position -= box.corner;
  add_clipped(marks, box, std::move(layers));
}

}  // namespace

void draw_line(Marks& marks, const ChartAt& at, const LineContent& line) {
  const LinePlan& plan = plan_of(line);
  const LineTime time = time_of(at, line, plan);
  const Lines lines{time, at.frame};
  draw_grid(marks, line, plan);
  if (line.baseline) {
    const double width = line.baseline_width;
    add_rectangle(marks, {{plan.plot.corner.x, plan.base - width / 2}, {plan.plot.size.x, width}}, *line.baseline);
  }
  draw_axis_labels(marks, line, plan);
  Marks drawn{marks.layer, {}};
  for (const size_t index : plan.order) draw_area(drawn, lines, index);
  for (const size_t index : plan.order) {
    draw_line(drawn, lines, index);
    draw_points(drawn, lines, index);
    draw_dot(drawn, lines, index);
  }
  if (plan.clips) {
    add_cut(marks, lines, std::move(drawn.list));
  } else {
    std::ranges::move(drawn.list, std::back_inserter(marks.list));
  }
  draw_line_texts(marks, time, at.frame);
}

}  // namespace fp
