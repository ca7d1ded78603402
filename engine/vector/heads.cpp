// Arrowheads: closed outlines at the ends of open contours, wound like the stroke itself.
#include <algorithm>
#include <cmath>

#include "engine/vector/contour.hpp"
#include "engine/vector/heads.hpp"

namespace fp {
namespace {

// Head shapes for a line that arrives at (0,0) going right, in units of the head's length; y down.
using Outline = std::vector<Vec2>;

Outline disc(double radius, double tolerance) {
  const double step = std::sqrt(8 * std::min(tolerance / radius, 0.5));  // as for round joins
  const int n = std::max(8, static_cast<int>(std::ceil(2 * kPi / step)));
  Outline points;
  for (int i = 0; i < n; ++i)
    points.push_back({radius * exact_cos(2 * kPi * i / n), radius * exact_sin(2 * kPi * i / n)});
  return points;
}

// `reach` is the head's length and `pen` the stroke's width, in pixels.
Outline head_outline(Stroke::Head head, double reach, double pen, double tolerance) {
  const double half = reach / 2;
  switch (head) {
    case Stroke::Head::triangle:
      return {{-reach, -half}, {0, 0}, {-reach, half}};
    case Stroke::Head::diamond:
      return {{-half, -half}, {0, 0}, {-half, half}, {-reach, 0}};
    case Stroke::Head::circle:
      return disc(half, tolerance);
    case Stroke::Head::bar:
      return {{-pen / 2, -half}, {pen / 2, -half}, {pen / 2, half}, {-pen / 2, half}};
    case Stroke::Head::arrow: {
      // Two arms at 45 degrees whose outer edges meet in the tip, as thick as the pen.
      const double arm = reach * 0.7, slant = pen * 0.70710678118654752440;
      return {{0, 0},      {-arm, arm}, {-arm - slant, arm - slant}, {-2 * slant, 0}, {-arm - slant, -arm + slant},
              {-arm, -arm}};
    }
    case Stroke::Head::none:
      break;
  }
  return {};
}

// How far the line itself is taken back, so that it does not poke out of the tip.
double set_back(Stroke::Head head, double reach, double pen) {
  if (head == Stroke::Head::triangle || head == Stroke::Head::diamond) return reach / 2;
  return head == Stroke::Head::arrow ? pen * 0.70710678118654752440 : 0;
}

double signed_area(const Outline& points) {
  double area = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    const Vec2 a = points[i], b = points[(i + 1) % points.size()];
    area += a.x * b.y - a.y * b.x;
  }
  return area;
}

void add_head(Path& out, Outline outline, Vec2 tip, Vec2 direction) {
  if (signed_area(outline) < 0) std::ranges::reverse(outline);
  for (size_t i = 0; i < outline.size(); ++i) {
    const Vec2 p = outline[i];
    const Vec2 placed = tip + Vec2{p.x * direction.x - p.y * direction.y, p.x * direction.y + p.y * direction.x};
    i ? out.line_to(placed) : out.move_to(placed);
  }
  if (!outline.empty()) out.close();
}

// The direction in which the contour arrives at its end, taken over the head's length: a head on a tight curve must not
// follow its last tiny chord.
Vec2 arrival(const Contour& contour, double length, double over, bool at_end) {
  const Contour piece =
      at_end ? piece_of(contour, std::max(length - over, 0.0), length) : piece_of(contour, 0, std::min(over, length));
  const Vec2 d = at_end ? piece.points.back() - piece.points.front() : piece.points.front() - piece.points.back();
  const double size = std::sqrt(d.x * d.x + d.y * d.y);
  return size > 0 ? d / size : Vec2{1, 0};
}

}  // namespace

void add_heads(std::vector<Contour>& contours, const StrokeStyle& style, double tolerance, Path& out) {
  using Head = Stroke::Head;
  if (style.start_head == Head::none && style.end_head == Head::none) return;
  const double reach = style.head_size * style.width;
  for (Contour& contour : contours) {
    const double length = length_of(contour);
    if (contour.closed || !(length > 0) || !(reach > 0)) continue;
    const double before = std::min(set_back(style.start_head, reach, style.width), length / 2);
    const double after = std::min(set_back(style.end_head, reach, style.width), length / 2);
    if (style.start_head != Head::none)
      add_head(out, head_outline(style.start_head, reach, style.width, tolerance), contour.points.front(),
               arrival(contour, length, reach, false));
    if (style.end_head != Head::none)
      add_head(out, head_outline(style.end_head, reach, style.width, tolerance), contour.points.back(),
               arrival(contour, length, reach, true));
    if (before + after > 0 && before + after < length) contour = piece_of(contour, before, length - after);
  }
}

}  // namespace fp
