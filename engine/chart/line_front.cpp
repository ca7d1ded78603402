#include "engine/chart/line_front.hpp"

#include <algorithm>
#include <cmath>

#include "engine/chart/moments.hpp"

namespace fp {
namespace {

constexpr double kFade = 12;  // pixels over which the front's text fades where a gap begins

double value_at_knot(const LinePlan& plan, const LineRun& run, Vec2 at) {
  const size_t i = knot_before(run.curve, at.x);
  const bool held = run.curve.kind == CurveKind::step || i + 1 == run.values.size();
  if (held || at.x <= run.curve.knots[i].x) return run.values[i];
  const auto [low, high] = std::minmax(run.values[i], run.values[i + 1]);
  return std::clamp(unscaled(plan.y, at.y), low, high);
}

}  // namespace

LineTime time_of(const ChartAt& at, const LineContent& line, const LinePlan& plan) {
  LineTime time{line, plan, at.chart.reveal, 0, at.fps};
  time.pop = std::min(at.fps * 0.3, time.draw.frames / 4);
  if (line.points || line.ends) time.draw.frames -= time.pop;
  return time;
}

double front_of(const LineTime& time, size_t line, double frame) {
  const double share = revealed(time.draw, static_cast<double>(line), frame, time.fps);
  if (share <= 0) return -INFINITY;
  return share >= 1 ? time.plan.x.r1 : std::lerp(time.plan.x.r0, time.plan.x.r1, share);
}

double arrived(const LineTime& time, size_t line, double x, double frame) {
  if (front_of(time, line, frame) < x) return 0;
  if (time.pop <= 0 || front_of(time, line, frame - time.pop) >= x) return 1;
  double before = frame - time.pop, after = frame;
  for (int i = 0; i < 24; ++i) {
    const double middle = (before + after) / 2;
    (front_of(time, line, middle) < x ? before : after) = middle;
  }
  return std::clamp((frame - after) / time.pop, 0.0, 1.0);
}

double end_of_drawing(const LineTime& time) {
  return time.draw.delay + time.draw.frames + time.draw.stagger * static_cast<double>(time.plan.lines.size() - 1);
}

LineFront front_at(const LinePlan& plan, const PlannedLine& line, double x) {
  x = std::clamp(x, line.first(), line.last().x);
  size_t at = 0;
  while (at + 1 < line.runs.size() && line.runs[at + 1].curve.knots.front().x <= x) ++at;
  const LineRun& run = line.runs[at];
  const Vec2 end = run.curve.knots.back();
  if (x <= end.x) {
    const Vec2 place{x, curve_at(run.curve, x)};
    return {place, value_at_knot(plan, run, place)};
  }
  const Vec2 next = line.runs[at + 1].curve.knots.front();
  const double y = std::lerp(end.y, next.y, (x - end.x) / (next.x - end.x));
  return {{x, y}, run.values.back(), true, std::clamp(std::min(x - end.x, next.x - x) / kFade, 0.0, 1.0)};
}

}  // namespace fp
