// Glyphs of COLR version 1 as pixels, beside what the specification says of points in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

#include "engine/render/frame_source.hpp"

namespace fp {
namespace {

// As tests/text/files/make_paint_font.py orders them, from U+E000.
enum : char32_t {
  kSolid,
  kText,
  kLinear,
  kLinearInner,
  kLinearRepeat,
  kLinearReflect,
  kLinearTurned,
  kLinearNothing,
  kLinearText,
  kRadial,
  kRadialRing,
  kRadialInward,
  kRadialRepeat,
  kRadialReflect,
  kRadialTwo,
  kSweep,
  kSweepPart,
  kSweepBack,
  kSweepRepeat,
  kLayers,
  kOther,
  kOtherCut,
  kNested,
  kBoundless,
  kCut,
  kFillMoved = 35,
  kModes = 39
};

struct Pixel {
  double r = 0, g = 0, b = 0, a = 0;  // premultiplied, 0..1
};
Pixel premultiplied(const Color& c) {
  return {c.r * c.a, c.g * c.a, c.b * c.a, c.a};
}

// One glyph, its em 100 pixels from the bottom left up.
class Shown {
 public:
  Shown(char32_t glyph, const Paint& fill, double opacity = 1) {
    Composition composition;
    composition.width = composition.height = 100;
    composition.frames = 1;
    composition.background = {0, 0, 0, 0};
    composition.fonts = {{"paints", "PaintTest.ttf"}};
    TextContent text;
    const char32_t c = 0xE000 + glyph;
    text.text = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                 static_cast<char>(0x80 | (c & 63))};
    text.size.constant = 100;
    text.vertical_align = TextContent::VerticalAlign::baseline;
    TextSpan& span = text.spans.emplace_back();
    span.bytes = text.text.size();
    span.fonts = {"paints"};
    span.fill = fill;
    Layer layer;
    layer.id = "glyph";
    layer.out = 1;
    layer.opacity.constant = opacity;
    layer.transform.scale.constant = {1, 1};
    layer.transform.position.constant = {0, 100};
    layer.content = text;
    composition.layers = {layer};
    static const std::shared_ptr<Device> device = *Device::open({.request = "cpu"});
    auto root = AssetRoot::open(FP_SOURCE_DIR "/tests/text/files");
    auto assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
    FrameSource source(std::make_shared<const Composition>(composition), assets, device, PixelFormat::rgba8);
    const auto frame = source.frame(0);
    if (!frame) {
      message = frame.error()[0].message;
      return;
    }
    const auto& data = (*frame).frame->data;
    bytes_.assign(data.begin(), data.end());
  }
  // The pixel around a point of the em; x and y end in 5.
  Pixel at(int x, int y) const {
    if (bytes_.empty()) return {-1, -1, -1, -1};
    const size_t i = 4 * static_cast<size_t>((99 - y / 10) * 100 + x / 10);
    return premultiplied({bytes_[i] / 255.0, bytes_[i + 1] / 255.0, bytes_[i + 2] / 255.0, bytes_[i + 3] / 255.0});
  }
  std::string message;

 private:
  std::vector<uint8_t> bytes_;
};
Shown show(char32_t glyph) {
  return Shown(glyph, Tint{.constant = {0, 1, 0, 1}});
}

void expect_near(const Pixel& found, const Pixel& expected, const std::string& where) {
  constexpr double kLimit = 0.012;  // three steps of 8 bits: the frame's rounding, and straight alpha's
  const double worst = std::max({std::fabs(found.r - expected.r), std::fabs(found.g - expected.g),
                                 std::fabs(found.b - expected.b), std::fabs(found.a - expected.a)});
  EXPECT_LT(worst, kLimit) << where << ": " << found.r << " " << found.g << " " << found.b << " " << found.a
                           << ", expected " << expected.r << " " << expected.g << " " << expected.b << " "
                           << expected.a;
}

// From red at 0 to blue at 1.
Pixel between(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return {1 - t, 0, t, 1};
}
double fraction(double t) {
  return t - std::floor(t);
}
double mirrored(double t) {
  const double f = 2 * fraction(t / 2);
  return f > 1 ? 2 - f : f;
}

// `t` of a point of the em; where it is to be the colour, within the square of 100 to 900.
void expect_gradient(char32_t glyph, const std::string& name, const std::function<double(double, double)>& t) {
  const Shown shown = show(glyph);
  ASSERT_EQ(shown.message, "") << name;
  for (const int y : {155, 385, 505, 645, 835}) {
    for (const int x : {145, 265, 395, 545, 675, 865}) {
      const double here = t(x, y);
      // Beside a jump or a crease the pixel is a mean.
      if (std::fabs(t(x + 8, y) - here) > 0.2 || std::fabs(t(x, y + 8) - here) > 0.2) continue;
      expect_near(shown.at(x, y), between(here), name + " at " + std::to_string(x) + ", " + std::to_string(y));
    }
  }
  expect_near(shown.at(55, 505), {}, name + " outside");
}

TEST(ColorGlyph, LinearGradients) {
  expect_gradient(kLinear, "linear", [](double x, double) { return (x - 100) / 800; });
  const auto inner = [](double x) { return ((x - 100) / 800 - 0.25) / 0.25; };
  expect_gradient(kLinearInner, "inner", [&](double x, double) { return inner(x); });
  expect_gradient(kLinearRepeat, "repeat", [&](double x, double) { return fraction(inner(x)); });
  expect_gradient(kLinearReflect, "reflect", [&](double x, double) { return mirrored(inner(x)); });
  expect_gradient(kLinearTurned, "turned", [](double x, double y) { return ((x - 100) - (y - 100)) / 800; });
  expect_gradient(kFillMoved, "moved", [](double x, double) { return (x - 500) / 800; });
  expect_near(show(kLinearNothing).at(505, 505), {}, "p2 on the line");
  expect_near(show(kLinearText).at(105, 505), {0, 1, 0, 1}, "from the text's colour");
}

TEST(ColorGlyph, RadialGradients) {
  const auto radius = [](double x, double y) { return std::sqrt((x - 500) * (x - 500) + (y - 500) * (y - 500)); };
  expect_gradient(kRadial, "radial", [&](double x, double y) { return radius(x, y) / 400; });
  expect_gradient(kRadialRing, "ring", [&](double x, double y) { return (radius(x, y) - 200) / 200; });
  expect_gradient(kRadialInward, "inward", [&](double x, double y) { return (400 - radius(x, y)) / 200; });
  expect_gradient(kRadialRepeat, "repeat", [&](double x, double y) { return fraction(radius(x, y) / 200); });
  expect_gradient(kRadialReflect, "reflect", [&](double x, double y) { return mirrored((radius(x, y) - 100) / 100); });
  EXPECT_NE(show(kRadialTwo).message.find("two centres"), std::string::npos);
}

TEST(ColorGlyph, SweepGradients) {
  const auto angle = [](double x, double y) {  // counterclockwise from the right
    const double degrees = std::atan2(y - 500, x - 500) * 180 / kPi;
    return degrees < 0 ? degrees + 360 : degrees;
  };
  expect_gradient(kSweep, "sweep", [&](double x, double y) { return angle(x, y) / 360; });
  expect_gradient(kSweepPart, "part", [&](double x, double y) { return (angle(x, y) - 90) / 180; });
  expect_gradient(kSweepBack, "back", [&](double x, double y) { return (270 - angle(x, y)) / 180; });
  expect_gradient(kSweepRepeat, "repeat", [&](double x, double y) { return fraction(angle(x, y) / 90); });
}

TEST(ColorGlyph, ShapesAndBoxes) {
  const Pixel red{1, 0, 0, 1}, green{0, 1, 0, 1};
  expect_near(show(kSolid).at(505, 505), red, "solid");
  expect_near(show(kText).at(505, 505), {0, 0.5, 0, 0.5}, "half of the text's colour");
  const Shown layers = show(kLayers);
  expect_near(layers.at(155, 155), green, "the last layer");
  expect_near(layers.at(755, 405), red, "the first layer");
  expect_near(show(kOther).at(505, 505), red, "another glyph");
  const Shown nested = show(kNested);  // within the square of 300 to 500
  expect_near(nested.at(405, 405), red, "nested");
  expect_near(nested.at(605, 405), {}, "outside of the outer outline");
  const Shown boundless = show(kBoundless);  // its box: 200 to 700, 300 to 600
  expect_near(boundless.at(305, 405), between(205.0 / 800), "boundless");
  expect_near(boundless.at(305, 655), {}, "above its box");
  expect_near(show(kOtherCut).at(305, 405), between(205.0 / 800), "another one's box");
  expect_near(show(kOtherCut).at(305, 655), {}, "above another one's box");
  expect_near(show(kCut).at(455, 505), red, "cut");
  expect_near(show(kCut).at(555, 505), {}, "cut off");
}

TEST(ColorGlyph, TheTextsOwnPaintMayBeAGradient) {
  Gradient gradient{.kind = Gradient::Kind::linear};
  gradient.stops = {{.offset = 0, .color = {.constant = {1, 0, 0, 1}}},
                    {.offset = 1, .color = {.constant = {0, 0, 1, 1}}}};
  gradient.start.constant = {0, 0};
  gradient.end.constant = {100, 0};
  const Pixel found = Shown(kText, gradient).at(255, 505);
  expect_near(found, {0.745 / 2, 0, 0.255 / 2, 0.5}, "a share of a gradient");
}

TEST(ColorGlyph, FadesAsOne) {
  const Shown faded(kLayers, Tint{.constant = {0, 1, 0, 1}}, 0.5);
  expect_near(faded.at(155, 155), {0, 0.5, 0, 0.5}, "what lies below does not show through");
}

// ---- Compositions: W3C Compositing and Blending 1

using Rgb = std::array<double, 3>;
double lum(const Rgb& c) {
  return 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2];
}
double sat(const Rgb& c) {
  return std::max({c[0], c[1], c[2]}) - std::min({c[0], c[1], c[2]});
}
Rgb set_lum(Rgb c, double l) {
  const double d = l - lum(c);
  for (double& v : c) v += d;
  const double low = std::min({c[0], c[1], c[2]}), high = std::max({c[0], c[1], c[2]});
  for (double& v : c) {
    if (low < 0) v = l + (v - l) * l / (l - low);
    if (high > 1) v = l + (v - l) * (1 - l) / (high - l);
  }
  return c;
}
Rgb set_sat(Rgb c, double s) {
  const double low = std::min({c[0], c[1], c[2]}), range = sat(c);
  for (double& v : c) v = (v - low) * s / range;
  return c;
}
double separable(const std::string& mode, double s, double b) {
  if (mode == "screen") return s + b - s * b;
  if (mode == "overlay") return separable("hard_light", b, s);
  if (mode == "darken") return std::min(s, b);
  if (mode == "lighten") return std::max(s, b);
  if (mode == "color_dodge") return std::min(1.0, b / (1 - s));
  if (mode == "color_burn") return 1 - std::min(1.0, (1 - b) / s);
  if (mode == "hard_light") return s <= 0.5 ? 2 * s * b : 2 * s - 1 + b - (2 * s - 1) * b;
  if (mode == "soft_light") {
    const double root = b <= 0.25 ? ((16 * b - 12) * b + 4) * b : std::sqrt(b);
    return s <= 0.5 ? b - (1 - 2 * s) * b * (1 - b) : b + (2 * s - 1) * (root - b);
  }
  if (mode == "difference") return std::fabs(s - b);
  if (mode == "exclusion") return s + b - 2 * s * b;
  return s * b;  // multiply
}
Rgb blended(const std::string& mode, const Rgb& s, const Rgb& b) {
  if (mode == "hue") return set_lum(set_sat(s, sat(b)), lum(b));
  if (mode == "saturation") return set_lum(set_sat(b, sat(s)), lum(b));
  if (mode == "color") return set_lum(s, lum(b));
  if (mode == "luminosity") return set_lum(b, lum(s));
  return {separable(mode, s[0], b[0]), separable(mode, s[1], b[1]), separable(mode, s[2], b[2])};
}

constexpr Color kSource{204 / 255.0, 77 / 255.0, 26 / 255.0, 128 / 255.0};
constexpr Color kBackdrop{51 / 255.0, 153 / 255.0, 230 / 255.0, 1};

// Where both are, or one of them.
Pixel composed(const std::string& mode, bool source, bool backdrop) {
  Color s = kSource, b = kBackdrop;
  if (!source) s.a = 0;
  if (!backdrop) b.a = 0;
  // Porter and Duff: shares of the source and of the backdrop.
  const std::map<std::string, std::array<double, 2>> shares = {{"clear", {0, 0}},
                                                               {"src", {1, 0}},
                                                               {"dest", {0, 1}},
                                                               {"src_over", {1, 1 - s.a}},
                                                               {"dest_over", {1 - b.a, 1}},
                                                               {"src_in", {b.a, 0}},
                                                               {"dest_in", {0, s.a}},
                                                               {"src_out", {1 - b.a, 0}},
                                                               {"dest_out", {0, 1 - s.a}},
                                                               {"src_atop", {b.a, 1 - s.a}},
                                                               {"dest_atop", {1 - b.a, s.a}},
                                                               {"xor", {1 - b.a, 1 - s.a}},
                                                               {"plus", {1, 1}}};
  const Pixel over = premultiplied(s), under = premultiplied(b);
  if (const auto found = shares.find(mode); found != shares.end()) {
    const auto [f, g] = found->second;
    const auto sum = [f, g](double p, double q) { return std::min(f * p + g * q, 1.0); };
    return {sum(over.r, under.r), sum(over.g, under.g), sum(over.b, under.b), sum(over.a, under.a)};
  }
  const Rgb both = blended(mode, {s.r, s.g, s.b}, {b.r, b.g, b.b});
  const auto mix = [&](double p, double q, double m) { return p * (1 - b.a) + q * (1 - s.a) + s.a * b.a * m; };
  return {mix(over.r, under.r, both[0]), mix(over.g, under.g, both[1]), mix(over.b, under.b, both[2]),
          s.a + b.a - s.a * b.a};
}

TEST(ColorGlyph, EveryComposition) {
  const char* modes[] = {"clear",      "src",        "dest",       "src_over",   "dest_over", "src_in",
                         "dest_in",    "src_out",    "dest_out",   "src_atop",   "dest_atop", "xor",
                         "plus",       "screen",     "overlay",    "darken",     "lighten",   "color_dodge",
                         "color_burn", "hard_light", "soft_light", "difference", "exclusion", "multiply",
                         "hue",        "saturation", "color",      "luminosity"};
  char32_t glyph = kModes;
  for (const std::string mode : modes) {
    const Shown shown = show(glyph++);
    ASSERT_EQ(shown.message, "") << mode;
    expect_near(shown.at(255, 505), composed(mode, true, false), mode + ", source alone");
    expect_near(shown.at(505, 505), composed(mode, true, true), mode + ", both");
    expect_near(shown.at(755, 505), composed(mode, false, true), mode + ", backdrop alone");
    expect_near(shown.at(955, 505), {}, mode + ", neither");
  }
}

}  // namespace
}  // namespace fp
