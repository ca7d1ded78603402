// Trimming and dashing: pieces of contours by their length.
#include <algorithm>
#include <cmath>

#include "engine/core/result.hpp"
#include "engine/vector/contour.hpp"

namespace fp {
namespace {

constexpr double kMaxDashes = 100'000;
constexpr double kDot = 1e-6;  // pixels: what a dash of no length is given, so that its caps know the direction

double distance(Vec2 a, Vec2 b) {
  const Vec2 d = b - a;
  return std::sqrt(d.x * d.x + d.y * d.y);
}

size_t side_count(const Contour& contour) {
  return contour.closed ? contour.points.size() : contour.points.size() - 1;
}

double wrapped(double v, double period) {
  const double rest = v - std::floor(v / period) * period;
  return rest < period ? rest : 0;
}

// Dash lengths with an even count, all at least a dot; empty: solid.
std::vector<double> dash_pattern(const StrokeStyle& style) {
  double period = 0;
  for (const double length : style.dash) period += std::max(length, 0.0);
  if (!(period > 0)) return {};
  std::vector<double> pattern;
  const size_t count = style.dash.size() * (style.dash.size() % 2 + 1);
  for (size_t i = 0; i < count; ++i) pattern.push_back(std::max(style.dash[i % style.dash.size()], 0.0));
  return pattern;
}

void dash_contour(const Contour& contour, const std::vector<double>& pattern, double offset,
                  std::vector<Contour>& out) {
  double period = 0;
  for (const double length : pattern) period += length;
  const double total = length_of(contour);
  if (total / period * static_cast<double>(pattern.size()) > kMaxDashes) return out.push_back(contour);
  double at = -wrapped(offset, period);  // where the current dash begins
  const size_t first = out.size();
  for (size_t i = 0; at < total; i = (i + 1) % pattern.size()) {
    const double next = at + pattern[i];
    if (i % 2 == 0 && next >= 0 && at < total) {
      const double from = std::max(at, 0.0), to = std::min(std::max(next, from + kDot), total);
      if (to > from) out.push_back(piece_of(contour, from, to));
    }
    at = next;
  }
  // A closed contour whose last dash runs into its first one has no ends there.
  const bool meets = contour.closed && out.size() > first + 1 && wrapped(offset, period) < pattern[0] &&
                     out[first].points.front() == contour.points.front() &&
                     out.back().points.back() == contour.points.front();
  if (!meets) return;
  Contour& last = out.back();
  last.points.insert(last.points.end(), out[first].points.begin() + 1, out[first].points.end());
  last.smooth.insert(last.smooth.end(), out[first].smooth.begin() + 1, out[first].smooth.end());
  out.erase(out.begin() + static_cast<ptrdiff_t>(first));
}

}  // namespace

double length_of(const Contour& contour) {
  double length = 0;
  const size_t n = contour.points.size();
  for (size_t i = 0; i < side_count(contour); ++i) length += distance(contour.points[i], contour.points[(i + 1) % n]);
  return length;
}

Contour piece_of(const Contour& contour, double from, double to) {
  Contour piece;
  piece.drawn = true;
  const size_t n = contour.points.size(), sides = side_count(contour);
  const auto add = [&](Vec2 p, uint8_t smooth) {
    piece.points.push_back(p);
    piece.smooth.push_back(smooth);
  };
  double at = 0;
  const size_t rounds = contour.closed && to > 0 ? 2 * sides : sides;
  for (size_t i = 0; i < rounds && at < to; ++i) {
    const Vec2 a = contour.points[i % n], b = contour.points[(i + 1) % n];
    const double side = distance(a, b), next = at + side;
    if (next > from && side > 0) {
      if (piece.points.empty()) add(from <= at ? a : a + (b - a) * ((from - at) / side), 0);
      if (next <= to) {
        add(b, contour.smooth[(i + 1) % n]);
      } else {
        add(a + (b - a) * ((to - at) / side), 0);
      }
    }
    at = next;
  }
  if (piece.points.empty()) add(contour.points.front(), 0);
  piece.smooth.back() = 0;
  return piece;
}

std::vector<Contour> trimmed(std::vector<Contour> contours, const StrokeStyle& style) {
  const double low = std::clamp(std::min(style.trim_start, style.trim_end), 0.0, 1.0);
  const double high = std::clamp(std::max(style.trim_start, style.trim_end), 0.0, 1.0);
  if (high - low >= 1) return contours;
  std::vector<Contour> out;
  if (!(high > low)) return out;
  const double begin = wrapped(low + style.trim_offset, 1), end = begin + (high - low);
  for (const Contour& contour : contours) {
    const double length = length_of(contour);
    if (!(length > 0)) continue;
    if (contour.closed || end <= 1) {
      out.push_back(piece_of(contour, begin * length, end * length));
    } else {
      out.push_back(piece_of(contour, begin * length, length));
      out.push_back(piece_of(contour, 0, (end - 1) * length));
    }
  }
  return out;
}

std::vector<Contour> dashed(const std::vector<Contour>& contours, const StrokeStyle& style) {
  const std::vector<double> pattern = dash_pattern(style);
  if (pattern.empty()) return contours;
  std::vector<Contour> out;
  for (const Contour& contour : contours) {
    if (length_of(contour) > 0) dash_contour(contour, pattern, style.dash_offset, out);
  }
  return out;
}

}  // namespace fp
