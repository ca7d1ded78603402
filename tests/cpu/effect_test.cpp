// Effects and linear light against their formulas in double precision, from the composition to the frame.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "engine/cpu/executor.hpp"
#include "engine/display/lower.hpp"
#include "engine/template/effects.hpp"
#include "engine/timeline/evaluate.hpp"
#include "tests/cpu/random_list.hpp"

namespace fp {
namespace {

constexpr int kWidth = 160, kHeight = 120;

template <class T>
Track<T> constant(T value) {
  Track<T> track;
  track.constant = value;
  return track;
}

// Premultiplied, 0..1.
struct Pixel {
  double r = 0, g = 0, b = 0, a = 0;
};
struct Image {
  std::vector<Pixel> pixels;
  Pixel at(int x, int y) const {
    if (x < 0 || y < 0 || x >= kWidth || y >= kHeight) return {};
    return pixels[static_cast<size_t>(y * kWidth + x)];
  }
};

Composition empty_canvas(Color background = {0, 0, 0, 0}) {
  Composition c;
  c.width = kWidth;
  c.height = kHeight;
  c.frames = 1;
  c.background = background;
  return c;
}
Layer layer(const std::string& id, decltype(Layer::content) content) {
  Layer made;
  made.id = id;
  made.out = 1;
  made.transform.scale = constant(Vec2{1, 1});
  made.opacity = constant(1.0);
  made.size = constant(Vec2{kWidth, kHeight});
  made.content = std::move(content);
  return made;
}
GradientContent ramp(Vec2 start, Vec2 end, Color from, Color to) {
  GradientContent content;
  content.gradient.start = constant(start);
  content.gradient.end = constant(end);
  content.gradient.stops = {{0, constant(from)}, {1, constant(to)}};
  return content;
}

// Red across, green down, blue along a diagonal, translucent towards a corner.
Layer colours() {
  GroupContent group;
  group.children.push_back(layer("red", ramp({0, 0}, {kWidth, 0}, {0, 0, 0, 1}, {1, 0, 0, 0.4})));
  group.children.push_back(layer("green", ramp({0, 0}, {0, kHeight}, {0, 0, 0, 0.2}, {0, 1, 0, 0.9})));
  group.children.push_back(layer("blue", ramp({kWidth, 0}, {0, kHeight}, {0, 0, 0, 0}, {0, 0, 1, 0.7})));
  return layer("colours", std::move(group));
}

Effect effect(Effect::Kind kind, const std::vector<std::pair<std::string_view, double>>& numbers) {
  Effect made;
  made.kind = kind;
  for (const EffectNumber& number : effect_spec(kind).numbers) made.numbers.push_back(constant(number.otherwise));
  for (const auto& [key, value] : numbers) made.numbers[effect_number(kind, key)] = constant(value);
  return made;
}

Image drawn(const Composition& composition) {
  Assets assets(std::make_shared<const AssetRoot>(*AssetRoot::open(".")));
  const Result<DisplayList> list = lower(evaluate(composition, 0), assets);
  EXPECT_TRUE(list) << (list ? "" : to_string(list.error().front()));
  if (!list) return {};
  const FramePtr frame = cpu::Executor().execute(plan(*list, {{0, 0, kWidth, kHeight}}), PixelFormat::rgba16);
  std::vector<uint32_t> words(frame->data.size() / sizeof(uint32_t));
  std::memcpy(words.data(), frame->data.data(), frame->data.size());
  const size_t count = words.size() / 2;
  Image image;
  for (size_t i = 0; i < count; ++i) {
    const auto channel = [](uint32_t v) { return (v & 0xffffu) / 65535.0; };
    image.pixels.push_back(
        {channel(words[i]), channel(words[i] >> 16), channel(words[count + i]), channel(words[count + i] >> 16)});
  }
  return image;
}
Image drawn(std::vector<Layer> layers, bool linear = false, Color background = {0, 0, 0, 0}) {
  Composition composition = empty_canvas(background);
  composition.linear = linear;
  composition.layers = std::move(layers);
  return drawn(composition);
}

Image with_effect(const Effect& effect) {
  Layer layer = colours();
  layer.effects = {effect};
  return drawn({layer});
}

double away(const Pixel& a, const Pixel& b) {
  return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b), std::abs(a.a - b.a)});
}
template <class Expected>
double worst(const Image& image, const Expected& expected) {
  double far = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) far = std::max(far, away(image.at(x, y), expected(x, y)));
  }
  return far;
}

Pixel scaled(const Pixel& p, double k) {
  return {p.r * k, p.g * k, p.b * k, p.a * k};
}
Pixel mixed(const Pixel& a, const Pixel& b, double k) {
  return {a.r + (b.r - a.r) * k, a.g + (b.g - a.g) * k, a.b + (b.b - a.b) * k, a.a + (b.a - a.a) * k};
}
double luma(double r, double g, double b) {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// What stays grows from nothing at `tolerance` from the key, in the plane of BT.709 colour differences, to all at
// `tolerance` + `softness`; the key's channel is then held down to the larger of the others.
TEST(Effects, ChromaKeyIsItsFormula) {
  const Image before = drawn({colours()});
  for (const Color key : {Color{0.1, 0.8, 0.2, 1}, Color{0.1, 0.2, 0.9, 1}, Color{0.9, 0.3, 0.3, 1}}) {
    const double tolerance = 0.1, softness = 0.2, spill = 0.7;
    Effect made =
        effect(Effect::Kind::chroma_key, {{"tolerance", tolerance}, {"softness", softness}, {"spill", spill}});
    made.color = constant(key);
    const auto difference = [](double r, double g, double b) {
      const double y = luma(r, g, b);
      return Vec2{(b - y) / 1.8556, (r - y) / 1.5748};
    };
    const Vec2 at = difference(key.r, key.g, key.b);
    const auto expected = [&](int x, int y) {
      Pixel p = before.at(x, y);
      if (p.a == 0) return p;
      const Vec2 away = difference(p.r / p.a, p.g / p.a, p.b / p.a) - at;
      const double keep = std::clamp((std::hypot(away.x, away.y) - tolerance) / softness, 0.0, 1.0);
      const auto held = [&](double& c, double a, double b) { c -= std::max(c - std::max(a, b), 0.0) * spill; };
      if (key.g > key.r && key.g > key.b) {
        held(p.g, p.r, p.b);
      } else if (key.b > key.r) {
        held(p.b, p.r, p.g);
      } else {
        held(p.r, p.g, p.b);
      }
      return scaled(p, keep);
    };
    EXPECT_LE(worst(with_effect(made), expected), 0.001);
  }
}

TEST(Effects, GradientMapIsItsFormula) {
  const Image before = drawn({colours()});
  const std::vector<std::pair<double, Color>> stops = {
      {0, {0.1, 0, 0.3, 1}}, {0.3, {0.9, 0.2, 0, 0.8}}, {0.75, {0.2, 0.9, 0.4, 1}}, {1, {1, 1, 0.9, 1}}};
  Effect made = effect(Effect::Kind::gradient_map, {{"amount", 0.8}});
  for (const auto& [offset, color] : stops) made.stops.push_back({offset, constant(color)});
  const auto map = [&](double v) {
    size_t i = 0;
    while (i + 2 < stops.size() && v > stops[i + 1].first) ++i;
    const auto& [from, a] = stops[i];
    const auto& [to, b] = stops[i + 1];
    return mixed({a.r * a.a, a.g * a.a, a.b * a.a, a.a}, {b.r * b.a, b.g * b.a, b.b * b.a, b.a},
                 std::clamp((v - from) / (to - from), 0.0, 1.0));
  };
  const auto expected = [&](int x, int y) {
    const Pixel p = before.at(x, y);
    if (p.a == 0) return p;
    return mixed(p, scaled(map(luma(p.r, p.g, p.b) / p.a), p.a), 0.8);
  };
  EXPECT_LE(worst(with_effect(made), expected), 0.001);
}

// Red and green of the map say where each pixel is taken from: white `amount` pixels away, transparent and mid grey
// here. Positions are kept in 1/256 pixel, and these colours change by less than 1/100 a pixel.
TEST(Effects, DisplacementIsItsFormula) {
  const Vec2 amount{23, -17};
  Effect made = effect(Effect::Kind::displace, {});
  made.point = constant(amount);
  made.layer = "map";
  Layer map = layer("map", ramp({20, 20}, {140, 100}, {1, 0, 0, 1}, {0, 1, 1, 0.5}));
  map.transform.position = constant(Vec2{12, 8});
  const Image at = drawn({map}), before = drawn({colours()});
  map.out = map.in;
  Layer moved = colours();
  moved.effects = {made};
  const auto expected = [&](int x, int y) {
    const Pixel m = at.at(x, y);
    const Vec2 from{x + (2 * m.r - m.a) * amount.x, y + (2 * m.g - m.a) * amount.y};
    const double left = std::floor(from.x), top = std::floor(from.y);
    const int i = static_cast<int>(left), j = static_cast<int>(top);
    return mixed(mixed(before.at(i, j), before.at(i + 1, j), from.x - left),
                 mixed(before.at(i, j + 1), before.at(i + 1, j + 1), from.x - left), from.y - top);
  };
  const Image after = drawn({map, moved});
  double far = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      // Where a pixel comes from across the layer's edge, 1/256 pixel is 1/256 of what is there.
      const Pixel m = at.at(x, y);
      const double fx = x + (2 * m.r - m.a) * amount.x, fy = y + (2 * m.g - m.a) * amount.y;
      const bool edge = fx < 0.1 || fy < 0.1 || fx > kWidth - 1.1 || fy > kHeight - 1.1;
      const double off = away(after.at(x, y), expected(x, y));
      EXPECT_LE(off, edge ? 0.02 : 0.001) << x << "," << y;
      if (!edge) far = std::max(far, off);
    }
  }
  EXPECT_GT(far, 0);
}

double decode(double v) {
  return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}
double encode(double v) {
  return v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

// Solid colours over each other, mixed in linear light and encoded at the end.
TEST(LinearLight, IsItsFormula) {
  test::Dice dice(7);
  const auto color = [&](double a) { return Color{dice.unit(), dice.unit(), dice.unit(), a}; };
  for (int i = 0; i < 60; ++i) {
    const Color below = color(1), above = color(dice.unit());
    const double opacity = dice.unit();
    Layer top = layer("top", SolidContent{constant(above)});
    top.opacity = constant(opacity);
    constexpr Blend kBlends[] = {Blend::normal, Blend::multiply, Blend::screen, Blend::add};
    top.blend = kBlends[i % 4];
    const double a = above.a * opacity;
    const auto channel = [&](double low, double high) {
      const double b = decode(low), s = decode(high);
      const double blended = top.blend == Blend::multiply ? b * s : top.blend == Blend::screen ? b + s - b * s : s;
      const double v = top.blend == Blend::add ? b + s * a : b * (1 - a) + blended * a;
      return encode(std::min(v, 1.0));
    };
    const Pixel expected{channel(below.r, above.r), channel(below.g, above.g), channel(below.b, above.b), 1};
    const Image image = drawn({top}, true, below);
    EXPECT_LE(away(image.at(40, 30), expected), 0.001) << i;
  }
}

TEST(LinearLight, HalfWhiteOverBlackIsTheGreyOfHalfTheLight) {
  Layer white = layer("white", SolidContent{constant(Color{1, 1, 1, 1})});
  white.opacity = constant(0.5);
  EXPECT_NEAR(drawn({white}, true, {0, 0, 0, 1}).at(1, 1).r, 0.7354, 0.0005);
  EXPECT_NEAR(drawn({white}, false, {0, 0, 0, 1}).at(1, 1).r, 0.5, 0.0005);
}

}  // namespace
}  // namespace fp
