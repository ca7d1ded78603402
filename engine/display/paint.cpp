#include "engine/display/paint.hpp"

#include <algorithm>
#include <cmath>

namespace fp {
namespace {

struct Premultiplied {
  double r, g, b, a;
};
Premultiplied premultiplied(const Color& c) {
  const double a = std::clamp(c.a, 0.0, 1.0);
  return {std::clamp(c.r, 0.0, 1.0) * a, std::clamp(c.g, 0.0, 1.0) * a, std::clamp(c.b, 0.0, 1.0) * a, a};
}
PixelWords words(const Premultiplied& p) {
  return {to16(p.r) | to16(p.g) << 16, to16(p.b) | to16(p.a) << 16};
}

}  // namespace

uint32_t to16(double v) {
  return static_cast<uint32_t>(std::clamp(v, 0.0, 1.0) * 65535.0 + 0.5);
}

PixelWords premultiply(const Color& color) {
  return words(premultiplied(color));
}

void add_reaches(std::vector<uint32_t>& words) {
  constexpr uint32_t kHalfStep = 150;  // of 8-bit luma, whose steps are 65535 / 219
  for (size_t i = 0; i < kRampEntries; ++i) {
    uint32_t steepest = 0;
    for (size_t word = 2 * i; i + 1 < kRampEntries && word < 2 * i + 2; ++word) {
      for (const uint32_t shift : {0u, 16u}) {
        const uint32_t a = words[word] >> shift & 0xffffu, b = words[word + 2] >> shift & 0xffffu;
        steepest = std::max(steepest, a > b ? a - b : b - a);
      }
    }
    words.push_back(steepest == 0 ? 0 : (64 * kHalfStep + steepest / 2) / steepest);
  }
}

std::shared_ptr<const Lookup> make_ramp(const std::vector<SceneStop>& stops) {
  FP_ASSERT(!stops.empty());
  auto ramp = std::make_shared<Lookup>();
  ramp->words.reserve(3 * kRampEntries);
  size_t next = 0;  // first stop beyond the position
  for (int i = 0; i < kRampEntries; ++i) {
    const double t = static_cast<double>(i) / (kRampEntries - 1);
    while (next < stops.size() && stops[next].offset <= t) ++next;
    PixelWords pixel;
    if (next == 0 || next == stops.size()) {
      pixel = premultiply(stops[next == 0 ? 0 : next - 1].color);
    } else {
      const SceneStop &low = stops[next - 1], &high = stops[next];
      const double f = (t - low.offset) / (high.offset - low.offset);
      const Premultiplied a = premultiplied(low.color), b = premultiplied(high.color);
      pixel = words({a.r + (b.r - a.r) * f, a.g + (b.g - a.g) * f, a.b + (b.b - a.b) * f, a.a + (b.a - a.a) * f});
    }
    ramp->words.push_back(pixel.rg);
    ramp->words.push_back(pixel.ba);
  }
  add_reaches(ramp->words);
  ramp->hash = hash128(std::as_bytes(std::span(ramp->words)));
  return ramp;
}

PaintMatrix quantize(const Affine& to_paint, const IRect& bounds) {
  // The largest value the map takes on the bounds' pixel centres.
  double largest = 1.0 / 16384;
  const Affine& m = to_paint;
  for (const double x : {bounds.x0 + 0.5, bounds.x1 - 0.5}) {
    for (const double y : {bounds.y0 + 0.5, bounds.y1 - 0.5}) {
      const Vec2 p = apply(m, {x, y});
      largest = std::max({largest, std::fabs(p.x), std::fabs(p.y)});
    }
  }
  constexpr double kLimit = 1073741824.0;  // 2^30
  PaintMatrix result;
  result.shift = 28;
  while (result.shift > 16 && largest * static_cast<double>(1u << result.shift) > kLimit) --result.shift;
  double scale = static_cast<double>(1u << result.shift);
  if (largest * scale > kLimit) scale = kLimit / largest;
  // X = 2x+1 counts half pixels, hence the halves. Sums wrap modulo 2^32, so only the total must fit.
  const auto fixed = [](double v) {
    v = std::clamp(v, -4e18, 4e18);  // of degenerate paints
    return static_cast<int32_t>(static_cast<uint32_t>(static_cast<int64_t>(std::floor(v + 0.5))));
  };
  result.m[0] = fixed(m.a * 0.5 * scale);
  result.m[1] = fixed(m.c * 0.5 * scale);
  result.m[2] = fixed(m.e * scale);
  result.m[3] = fixed(m.b * 0.5 * scale);
  result.m[4] = fixed(m.d * 0.5 * scale);
  result.m[5] = fixed(m.f * scale);
  return result;
}

Affine gradient_space(const SceneGradient& g) {
  constexpr double kShortest = 1.0 / 64;  // pixels; a gradient of no length is a step
  if (g.kind == Gradient::Kind::linear) {
    Vec2 d = g.end - g.start;
    double length2 = d.x * d.x + d.y * d.y;
    if (length2 < kShortest * kShortest) {
      d = {kShortest, 0};
      length2 = kShortest * kShortest;
    }
    const double kx = d.x / length2, ky = d.y / length2;
    return {.a = kx, .b = 0, .c = ky, .d = 0, .e = -(g.start.x * kx + g.start.y * ky), .f = 0};
  }
  if (g.kind == Gradient::Kind::conic) return rotation_degrees(-g.angle) * translation(-g.start);
  const double rx = std::max(g.radius.x, kShortest), ry = std::max(g.radius.y, kShortest);
  return {.a = 1 / rx, .b = 0, .c = 0, .d = 1 / ry, .e = -g.start.x / rx, .f = -g.start.y / ry};
}

}  // namespace fp
