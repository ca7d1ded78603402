#include "engine/display/color_tables.hpp"

#include <algorithm>
#include <cmath>

#include "engine/template/effects.hpp"

namespace fp {
namespace {

double number(const SceneEffect& effect, std::string_view key) {
  return effect.numbers[effect_number(effect.effect->kind, key)];
}

Curve monotone_cubic(const std::vector<Vec2>& points) {
  if (points.empty()) return [](double v) { return v; };
  const size_t n = points.size();
  std::vector<double> slope(n, 0), secant(n, 0);
  for (size_t i = 0; i + 1 < n; ++i) secant[i] = (points[i + 1].y - points[i].y) / (points[i + 1].x - points[i].x);
  for (size_t i = 0; i < n; ++i) {
    if (i == 0 || i + 1 == n) {
      slope[i] = n > 1 ? secant[i == 0 ? 0 : n - 2] : 0;
    } else if (secant[i - 1] * secant[i] > 0) {
      slope[i] = (secant[i - 1] + secant[i]) / 2;
    }
  }
  for (size_t i = 0; i + 1 < n; ++i) {
    if (secant[i] == 0) {
      slope[i] = slope[i + 1] = 0;
      continue;
    }
    const double a = slope[i] / secant[i], b = slope[i + 1] / secant[i], square = a * a + b * b;
    if (square <= 9) continue;
    const double k = 3 / std::sqrt(square);
    slope[i] = k * a * secant[i];
    slope[i + 1] = k * b * secant[i];
  }
  return [points, slope](double v) {
    if (v <= points.front().x) return points.front().y;
    if (v >= points.back().x) return points.back().y;
    size_t i = 0;
    while (v > points[i + 1].x) ++i;
    const double h = points[i + 1].x - points[i].x, t = (v - points[i].x) / h;
    const double t2 = t * t, t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * points[i].y + (t3 - 2 * t2 + t) * h * slope[i] +
           (3 * t2 - 2 * t3) * points[i + 1].y + (t3 - t2) * h * slope[i + 1];
  };
}

}  // namespace

double srgb_decode(double v) {
  return v <= 0.04045 ? v / 12.92 : exact_pow((v + 0.055) / 1.055, 2.4);
}
double srgb_encode(double v) {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * exact_pow(v, 1 / 2.4) - 0.055;
}
Color linear_light(const Color& c) {
  const auto decode = [](double v) { return srgb_decode(std::clamp(v, 0.0, 1.0)); };
  return {decode(c.r), decode(c.g), decode(c.b), c.a};
}

std::shared_ptr<const Lookup> make_curves(const std::array<Curve, 3>& curves) {
  auto table = std::make_shared<Lookup>();
  for (int i = 0; i < kRampEntries; ++i) {
    // The last entry stands for 65536; a value of 65535 lies just before it.
    const double v = std::min(i * 64.0 / 65535.0, 1.0);
    const auto at = [&](const Curve& curve) {
      return static_cast<uint32_t>(std::clamp(curve(v), 0.0, 1.0) * 65535.0 + 0.5);
    };
    table->words.push_back(at(curves[0]) | at(curves[1]) << 16);
    table->words.push_back(at(curves[2]) | 65535u << 16);
  }
  table->hash = hash128(std::as_bytes(std::span(table->words)));
  return table;
}
std::shared_ptr<const Lookup> decode_table() {
  static const std::shared_ptr<const Lookup> table = make_curves({srgb_decode, srgb_decode, srgb_decode});
  return table;
}
std::shared_ptr<const Lookup> encode_table() {
  static const std::shared_ptr<const Lookup> table = make_curves({srgb_encode, srgb_encode, srgb_encode});
  return table;
}

std::array<Curve, 3> exposure_curves(const SceneEffect& effect) {
  const double contrast = std::max(number(effect, "contrast"), 0.0);
  const double warm = std::clamp(number(effect, "temperature"), -1.0, 1.0);
  const double tint = std::clamp(number(effect, "tint"), -1.0, 1.0);
  const double stops = std::clamp(number(effect, "exposure"), -20.0, 20.0);
  const auto curve = [contrast](double gain_stops) -> Curve {
    const double gain = exact_exp(gain_stops * exact_log(2.0));
    return [gain, contrast](double v) {
      const double lit = srgb_encode(std::min(srgb_decode(v) * gain, 1.0));
      return (lit - 0.5) * contrast + 0.5;
    };
  };
  return {curve(stops + 0.5 * warm), curve(stops - 0.5 * tint), curve(stops - 0.5 * warm)};
}

std::array<Curve, 3> levels_curves(const SceneEffect& effect) {
  const double black = number(effect, "inBlack"), white = number(effect, "inWhite");
  const double low = number(effect, "outBlack"), high = number(effect, "outWhite");
  const double power = 1 / std::clamp(number(effect, "gamma"), 0.01, 100.0);
  const double range = std::max(white - black, 1.0 / 65535);
  const Curve curve = [=](double v) {
    return low + (high - low) * exact_pow(std::clamp((v - black) / range, 0.0, 1.0), power);
  };
  return {curve, curve, curve};
}

std::array<Curve, 3> point_curves(const Effect& effect) {
  const Curve all = monotone_cubic(effect.curves[0]);
  const auto joined = [&](size_t channel) -> Curve {
    const Curve own = monotone_cubic(effect.curves[channel]);
    return [all, own](double v) { return own(std::clamp(all(v), 0.0, 1.0)); };
  };
  return {joined(1), joined(2), joined(3)};
}

std::array<int32_t, 12> color_matrix(double saturation, double hue_degrees) {
  const double s = std::clamp(saturation, 0.0, 3.0);
  const double angle = hue_degrees * kPi / 180, c = exact_cos(angle), n = exact_sin(angle);
  constexpr double kLuma[3] = {0.213, 0.715, 0.072};
  constexpr double kTurn[3][3] = {{-0.213, -0.715, 0.928}, {0.143, 0.140, -0.283}, {-0.787, 0.715, 0.072}};
  double hue[3][3], saturate[3][3];
  for (size_t i = 0; i < 3; ++i) {
    for (size_t j = 0; j < 3; ++j) {
      const double same = i == j ? 1 : 0;
      hue[i][j] = kLuma[j] + c * (same - kLuma[j]) + n * kTurn[i][j];
      saturate[i][j] = kLuma[j] + s * (same - kLuma[j]);
    }
  }
  std::array<int32_t, 12> result{};
  for (size_t i = 0; i < 3; ++i) {
    int32_t others = 0;
    for (size_t j = 0; j < 3; ++j) {
      double v = 0;
      for (size_t k = 0; k < 3; ++k) v += hue[i][k] * saturate[k][j];
      result[i * 4 + j] = static_cast<int32_t>(std::floor(std::clamp(v, -4.0, 4.0) * 4096 + 0.5));
      if (i != j) others += result[i * 4 + j];
    }
    result[i * 4 + i] = 4096 - others;
  }
  return result;
}

}  // namespace fp
