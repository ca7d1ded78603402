#include "engine/display/filters.hpp"

#include <algorithm>
#include <cmath>

#include "engine/display/paint.hpp"

namespace fp {
namespace {

// Below this deviation a level is not halved again: it would show its pixels.
constexpr double kNarrowest = 2.5;
constexpr double kCut = 3.5;  // deviations

std::shared_ptr<const Lookup> gaussian_weights(double sigma, uint32_t radius) {
  std::vector<double> exact;
  double sum = 0;
  for (uint32_t i = 0; i <= radius; ++i) {
    const double x = i / sigma;
    exact.push_back(exact_exp(-0.5 * x * x));
    sum += i == 0 ? exact.back() : 2 * exact.back();
  }
  auto table = std::make_shared<Lookup>();
  uint32_t total = 0;
  for (uint32_t i = 0; i <= radius; ++i) {
    table->words.push_back(static_cast<uint32_t>(exact[i] / sum * 65536.0 + 0.5));
    if (i > 0) total += 2 * table->words.back();
  }
  table->words[0] = 65536 - total;  // exactly one in all
  table->hash = hash128(std::as_bytes(std::span(table->words)));
  return table;
}

Placed grown(const Placed& input, int32_t x, int32_t y, Picture picture) {
  picture.width = input.picture->width + 2 * x;
  picture.height = input.picture->height + 2 * y;
  picture.filter.pad_x = x;
  picture.filter.pad_y = y;
  picture.inputs.insert(picture.inputs.begin(), input.picture);
  return {finished(std::move(picture)), input.x - x, input.y - y};
}

int steps_for(double length) {
  int n = 1;
  while (n < 12 && static_cast<double>(1 << n) < length) ++n;
  return n;
}

int32_t whole(double v) {
  return static_cast<int32_t>(std::ceil(std::clamp(v, 0.0, 8192.0)));
}

}  // namespace

BlurPlan plan_gaussian(double sigma) {
  sigma = std::clamp(sigma, kLeastSigma, kMostSigma);
  BlurPlan plan;
  double here = sigma, size = 1;  // the deviation in pixels of the level, and the level's pixel
  while (true) {
    const double next = 4 * size * size;
    const double rest = (sigma * sigma - (next - 1) / 2) / next;
    if (rest < kNarrowest * kNarrowest) break;
    here = std::sqrt(rest);
    size *= 2;
    ++plan.levels;
  }
  plan.radius = static_cast<uint32_t>(std::ceil(kCut * here));
  const uint32_t edge = plan.levels > 0 ? 3 : 0;  // what halving and doubling add
  plan.pad = static_cast<int32_t>((plan.radius + edge) << plan.levels);
  plan.weights = gaussian_weights(here, plan.radius);
  return plan;
}

int32_t blur_reach(double sigma) {
  return sigma < kLeastSigma ? 0 : whole(5 * std::min(sigma, kMostSigma) + 16);
}

Placed blurred(const Placed& input, double sigma) {
  if (!input.picture || !(sigma >= kLeastSigma)) return input;
  const BlurPlan plan = plan_gaussian(sigma);
  Picture picture;
  picture.filter.kind = Filter::Kind::blur;
  picture.filter.levels = plan.levels;
  picture.filter.radius = plan.radius;
  picture.table = plan.weights;
  return grown(input, plan.pad, plan.pad, std::move(picture));
}

Placed smeared_along(const Placed& input, Vec2 line) {
  const double length = std::sqrt(line.x * line.x + line.y * line.y);
  if (!input.picture || !(length >= 0.5)) return input;
  const int steps = steps_for(length);
  const int32_t x = whole(std::fabs(line.x) / 2) + 2, y = whole(std::fabs(line.y) / 2) + 2;
  const IRect bounds{0, 0, input.picture->width + 2 * x, input.picture->height + 2 * y};
  Picture picture;
  picture.filter.kind = Filter::Kind::smear;
  for (int i = 0; i < steps; ++i) {
    const Vec2 shift = line * (0.25 / static_cast<double>(1 << i));
    const Vec2 pad = i == 0 ? Vec2(x, y) : Vec2(0, 0);
    picture.steps.push_back({quantize(translation(shift - pad), bounds), quantize(translation(-shift - pad), bounds)});
  }
  return grown(input, x, y, std::move(picture));
}

Placed smeared_from(const Placed& input, Vec2 center, double amount) {
  if (!input.picture || !(std::fabs(amount) >= 1e-4)) return input;
  const double span = exact_log(1 + std::clamp(std::fabs(amount), 0.0, 4.0));
  const IRect rect = input.rect();
  const double dx = std::max(std::fabs(rect.x0 - center.x), std::fabs(rect.x1 - center.x));
  const double dy = std::max(std::fabs(rect.y0 - center.y), std::fabs(rect.y1 - center.y));
  const double growth = exact_exp(span / 2) - 1;
  const int32_t x = whole(dx * growth) + 2, y = whole(dy * growth) + 2;
  const int steps = steps_for(std::max(dx, dy) * (1 + growth) * span);
  const IRect bounds{0, 0, rect.width() + 2 * x, rect.height() + 2 * y};
  const Vec2 middle{center.x - rect.x0 + x, center.y - rect.y0 + y};  // in the result
  Picture picture;
  picture.filter.kind = Filter::Kind::smear;
  for (int i = 0; i < steps; ++i) {
    const double scale = exact_exp(span / 4 / static_cast<double>(1 << i));
    const Affine pad = translation(i == 0 ? Vec2(-x, -y) : Vec2(0, 0));
    const auto about = [&](double s) {
      return quantize(pad * translation(middle) * scaling({s, s}) * translation(-middle), bounds);
    };
    picture.steps.push_back({about(scale), about(1 / scale)});
  }
  return grown(input, x, y, std::move(picture));
}

Placed displaced(const Placed& input, const Placed& map, Vec2 amount) {
  if (!input.picture || !map.picture) return input;
  constexpr double kMost = 500;  // pixels; keeps the product in a word
  const Vec2 a{std::clamp(amount.x, -kMost, kMost), std::clamp(amount.y, -kMost, kMost)};
  const int32_t x = whole(std::fabs(a.x)) + 1, y = whole(std::fabs(a.y)) + 1;
  Picture picture;
  picture.filter.kind = Filter::Kind::displace;
  picture.filter.amount_x = static_cast<int32_t>(std::floor(a.x * 256 + 0.5));
  picture.filter.amount_y = static_cast<int32_t>(std::floor(a.y * 256 + 0.5));
  picture.filter.map_x = map.x - (input.x - x);
  picture.filter.map_y = map.y - (input.y - y);
  picture.inputs.push_back(map.picture);
  return grown(input, x, y, std::move(picture));
}

}  // namespace fp
