// Transitions: two scenes as pictures, and what is made of both at one moment.
#include <algorithm>
#include <cmath>

#include "engine/display/color_tables.hpp"
#include "engine/display/pass_constants.hpp"
#include "engine/display/stage.hpp"

namespace fp {
namespace {

using Kind = Transition::Kind;

// One moment of a transition on a sequence.
struct Moment {
  Lowering& state;
  const SceneLayer& layer;  // the sequence
  const Transition& transition;
  const SceneLayer *from, *to;  // null: nothing is shown of it
  const Affine& m;              // the sequence's pixels to device
  Vec2 size;
  IRect frame;   // device pixels that the sequence covers
  double p;      // progress
  double scale;  // device pixels per pixel of the sequence
};

double smooth(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3 - 2 * t);
}
int32_t rounded(double v) {
  return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6) + 0.5));
}
Vec2 direction(double degrees) {
  const Affine turn = rotation_degrees(degrees);
  return {turn.a, turn.b};
}
// How far the frame reaches along a direction.
double reach_along(Vec2 size, Vec2 d) {
  return size.x * std::fabs(d.x) + size.y * std::fabs(d.y);
}
IRect grown(const IRect& r, int32_t by) {
  return {r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by};
}

// ---- Scenes as pictures
// ---------------------------------------------------------------------------------------------

// A scene cut to its frame and to `room`, under `m`.
Placed picture_of(const Moment& now, const SceneLayer* scene, const Affine& m, const IRect& room) {
  if (!scene) return {};
  // Whole pixels of its place are taken out, so that a picture that moves by them stays the same.
  const int32_t x = rounded(m.e), y = rounded(m.f);
  const Affine local = translation({-static_cast<double>(x), -static_cast<double>(y)}) * m;
  const auto seen_from_there = [&](const IRect& r) { return IRect{r.x0 - x, r.y0 - y, r.x1 - x, r.y1 - y}; };
  Lowering inner = begin_apart(now.state, seen_from_there(now.state.canvas));
  lower_in_box(inner, now.layer, {scene, 1}, local, now.size, seen_from_there(room));
  for (Diagnostic& d : inner.errors) now.state.errors.push_back(std::move(d));
  Stage stage{.list = std::move(inner.list), .extent = {}};
  for (const Command& c : stage.list.commands) stage.extent = unite(stage.extent, c.bounds);
  Placed placed = within_limits(now.state, now.layer, close(std::move(stage)));
  placed.x += x;
  placed.y += y;
  return placed;
}

// What stands outside the canvas is there too: it may yet be moved in.
Placed picture_of(const Moment& now, const SceneLayer* scene, const Affine& m) {
  const IRect& seen = now.state.canvas;
  const int32_t w = seen.width(), h = seen.height();
  return picture_of(now, scene, m, {seen.x0 - w, seen.y0 - h, seen.x1 + w, seen.y1 + h});
}

Placed moved(Placed placed, int32_t x, int32_t y) {
  placed.x += x;
  placed.y += y;
  return placed;
}

// About the middle of the frame.
Affine enlarged(const Moment& now, double by) {
  const Vec2 middle = now.size * 0.5;
  return now.m * translation(middle) * scaling(Vec2(by)) * translation(-middle);
}

// ---- Both scenes at once
// --------------------------------------------------------------------------------------------

// The shares sum to the whole, so that what is opaque in both stays so.
Stage dissolved(const Placed& from, const Placed& to, double share) {
  Stage stage;
  const uint32_t in = to16(share);
  draw(stage, from, 0, 65535 - in);
  draw(stage, to, static_cast<uint32_t>(Blend::add), in);
  return stage;
}

// `to` where the mask's alpha (or luma) is, `from` elsewhere.
Stage uncovered(const Placed& from, const Placed& to, const Placed& mask, bool by_luma = false) {
  const PixelWords white{0xffffffffu, 0xffffffffu};
  const auto cut = [&](const Placed& scene, uint32_t take) {
    Stage stage;
    draw(stage, scene);
    if (mask.picture) {
      draw_within(stage, mask, kBlendMatte, 65535, {take, white});
    } else if (take == FP_TAKE_ALPHA || take == FP_TAKE_LUMA) {
      return Placed{};
    }
    return close(std::move(stage));
  };
  Stage stage;
  draw(stage, cut(from, by_luma ? FP_TAKE_LUMA_INVERTED : FP_TAKE_ALPHA_INVERTED));
  draw(stage, cut(to, by_luma ? FP_TAKE_LUMA : FP_TAKE_ALPHA), static_cast<uint32_t>(Blend::add));
  return stage;
}

Stage dipped(const Moment& now) {
  Stage stage;
  draw(stage, now.p < 0.5 ? picture_of(now, now.from, now.m) : picture_of(now, now.to, now.m));
  Command color;
  color.bounds = now.frame;
  const PixelWords words = paint_words(now.state, now.transition.color);
  color.color_rg = words.rg;
  color.color_ba = words.ba;
  color.opacity = to16(1 - std::fabs(2 * now.p - 1));
  stage.extent = unite(stage.extent, now.frame);
  stage.list.commands.push_back(color);
  stage.list.layers.push_back(now.layer.layer->id);
  return stage;
}

// Push, slide and cover: by whole pixels, so that what moves stays sharp and is drawn once.
Stage travelled(const Moment& now) {
  const Kind kind = now.transition.kind;
  const Vec2 d = direction(now.transition.angle);
  const Vec2 way = d * reach_along(now.size, d);
  const Vec2 whole{now.m.a * way.x + now.m.c * way.y, now.m.b * way.x + now.m.d * way.y};
  const int32_t x = rounded(whole.x * now.p), y = rounded(whole.y * now.p);
  Placed from = picture_of(now, now.from, now.m), to = picture_of(now, now.to, now.m);
  if (kind != Kind::cover) from = moved(std::move(from), x, y);
  if (kind != Kind::slide) to = moved(std::move(to), x - rounded(whole.x), y - rounded(whole.y));
  Stage stage;
  draw(stage, kind == Kind::slide ? to : from);
  draw(stage, kind == Kind::slide ? from : to);
  return stage;
}

// ---- Masks
// ----------------------------------------------------------------------------------------------------------

void paint(Stage& stage, Command command) {
  stage.extent = unite(stage.extent, command.bounds);
  stage.list.commands.push_back(command);
  stage.list.layers.emplace_back();
}

// An edge at least a device pixel wide, from opaque to clear.
Placed wipe_mask(const Moment& now) {
  const Vec2 d = direction(now.transition.angle);
  const double length = reach_along(now.size, d);
  const double width = std::max(now.transition.softness * length, 1 / now.scale);
  const Vec2 first = now.size * 0.5 - d * (length * 0.5);
  SceneGradient gradient;
  gradient.end = first + d * (now.p * (length + width));
  gradient.start = gradient.end - d * width;
  constexpr int kStops = 16;
  for (int i = 0; i <= kStops; ++i) {
    const double t = static_cast<double>(i) / kStops;
    gradient.stops.push_back({t, {1, 1, 1, now.transition.softness > 0 ? 1 - smooth(t) : 1 - t}});
  }
  Stage stage;
  Command c;
  c.op = Op::linear;
  c.bounds = now.frame;
  c.texture_a = use_resource(stage.list, {make_ramp(gradient.stops)});
  c.matrix_a = quantize(gradient_space(gradient) * inverse(now.m), c.bounds);
  paint(stage, c);
  return close(std::move(stage));
}

// The part of the frame that the hand has passed.
Path pie(const Moment& now) {
  const Vec2 middle = now.size * 0.5;
  const double radius = 0.6 * (now.size.x + now.size.y);  // its chords of up to 30 degrees stay outside the frame
  const double whole = 360 * now.p * (now.transition.reversed ? -1 : 1);
  constexpr int kChords = 12;
  std::vector<Vec2> points{middle};
  for (int i = 0; i <= kChords; ++i) {
    points.push_back(middle + direction(now.transition.angle + whole * i / kChords) * radius);
  }
  return polyline_path(points, true);
}

// The shape opened by `p`; `edge`: how far beyond the frame it starts and ends, for its softness.
Path opening(const Moment& now, double p, double edge) {
  using Shape = Transition::Shape;
  const Vec2 center = now.transition.center * now.size;
  const Vec2 far{std::max(std::fabs(center.x), std::fabs(now.size.x - center.x)),
                 std::max(std::fabs(center.y), std::fabs(now.size.y - center.y))};
  Vec2 half = far;
  if (now.transition.shape == Shape::circle) half = Vec2(std::sqrt(far.x * far.x + far.y * far.y));
  if (now.transition.shape == Shape::diamond) half = far * 2.0;
  const auto at = [&](double full) { return std::max((full + 2 * edge) * p - edge, 0.0); };
  half = {at(half.x), at(half.y)};
  if (half.x <= 0 || half.y <= 0) return {};
  if (now.transition.shape == Shape::circle) return transformed(ellipse_path(half * 2.0), translation(center - half));
  const Vec2 &c = center, &h = half;
  if (now.transition.shape == Shape::rect) {
    return polyline_path(
        {{c.x - h.x, c.y - h.y}, {c.x + h.x, c.y - h.y}, {c.x + h.x, c.y + h.y}, {c.x - h.x, c.y + h.y}}, true);
  }
  return polyline_path({{c.x, c.y - h.y}, {c.x + h.x, c.y}, {c.x, c.y + h.y}, {c.x - h.x, c.y}}, true);
}

// A path of the sequence as a mask with a soft edge.
Placed path_mask(const Moment& now, const Path& path, double sigma) {
  if (path.empty()) return {};
  ByteWriter key;
  key.put_text("transition").put(static_cast<uint64_t>(path.points.size()));
  for (const Path::Verb verb : path.verbs) key.put(verb);
  for (const Vec2& point : path.points) key.put_double(point.x).put_double(point.y);
  const IRect room = grown(now.frame, sigma > 0 ? blur_reach(sigma) : 0);
  const Coverage coverage = cover_outline(
      key.hash(), [&] { return path; }, now.m, room, now.state.canvas, now.state.assets.masks());
  if (coverage.bounds.empty()) return {};
  Stage stage;
  Command c;
  c.color_rg = c.color_ba = 0xffffffffu;
  set_coverage(stage.list, c, coverage);
  paint(stage, c);
  return blurred(close(std::move(stage)), sigma);
}

// The picture's tones, turned into how much of the next scene they show by now: dark ones first.
Placed luma_mask(const Moment& now) {
  Lowering inner{.assets = now.state.assets,
                 .composition = now.state.composition,
                 .canvas = now.state.canvas,
                 .list = {},
                 .errors = {},
                 .enclosing = now.state.enclosing};
  draw_image({inner, now.layer, now.m, now.size, now.frame, Blend::normal, 65535},
             {.asset = now.transition.asset, .fit = ImageContent::Fit::fill});
  for (Diagnostic& d : inner.errors) now.state.errors.push_back(std::move(d));
  Stage stage{.list = std::move(inner.list), .extent = now.frame};
  if (now.state.composition.linear) adjust(stage, FP_ADJUST_CURVES, encode_table());
  adjust_by_matrix(stage, color_matrix(0, 0));
  const double width = std::max(now.transition.softness, 1.0 / 255), edge = now.p * (1 + width);
  const bool light_first = now.transition.reversed;
  const Curve shown = [=](double v) { return std::clamp((edge - (light_first ? 1 - v : v)) / width, 0.0, 1.0); };
  adjust(stage, FP_ADJUST_CURVES, make_curves({shown, shown, shown}));
  return close(std::move(stage));
}

Stage by_mask(const Moment& now) {
  const Placed from = picture_of(now, now.from, now.m), to = picture_of(now, now.to, now.m);
  const double sigma = now.transition.softness * 0.25 * std::min(now.size.x, now.size.y);
  switch (now.transition.kind) {
    case Kind::wipe:
      return uncovered(from, to, wipe_mask(now));
    case Kind::clock:
      return uncovered(from, to, path_mask(now, pie(now), sigma * now.scale));
    case Kind::luma:
      return uncovered(from, to, luma_mask(now), true);
    default:
      break;
  }
  const bool closes = now.transition.reversed;
  const Placed mask = path_mask(now, opening(now, closes ? 1 - now.p : now.p, 2.5 * sigma), sigma * now.scale);
  return closes ? uncovered(to, from, mask) : uncovered(from, to, mask);
}

// ---- Zoom and blur
// --------------------------------------------------------------------------------------------------

Stage zoomed(const Moment& now) {
  const double amount = now.transition.amount;
  return dissolved(picture_of(now, now.from, enlarged(now, 1 + amount * now.p)),
                   picture_of(now, now.to, enlarged(now, 1 + amount * (1 - now.p))), smooth(2 * now.p - 0.5));
}

// Blurred as if the scene went on beyond its frame, mirrored at its edges: else they would turn transparent.
Placed blurred_scene(const Moment& now, const SceneLayer* scene, double sigma) {
  Placed sharp = picture_of(now, scene, now.m);
  if (!sharp.picture || sigma * now.scale < kLeastSigma) return sharp;
  const IRect room = grown(now.frame, blur_reach(sigma * now.scale));
  Stage stage;
  for (const int row : {-1, 0, 1}) {
    for (const int column : {-1, 0, 1}) {
      const Vec2 mirror{column == 0 ? 1.0 : -1.0, row == 0 ? 1.0 : -1.0};
      const Vec2 place{column > 0 ? 2 * now.size.x : 0, row > 0 ? 2 * now.size.y : 0};
      draw(stage, row == 0 && column == 0 ? sharp
                                          : picture_of(now, scene, now.m * translation(place) * scaling(mirror), room));
    }
  }
  return blurred(close(std::move(stage)), sigma * now.scale);
}

Stage blurred_through(const Moment& now) {
  const double most = now.transition.amount;
  return dissolved(blurred_scene(now, now.from, most * now.p), blurred_scene(now, now.to, most * (1 - now.p)),
                   smooth(1.5 * now.p - 0.25));
}

Stage both(const Moment& now) {
  const bool starts = now.p <= 0, ends = now.p >= 1;
  if (starts || ends) {
    Stage stage;
    draw(stage, picture_of(now, ends ? now.to : now.from, now.m));
    return stage;
  }
  switch (now.transition.kind) {
    case Kind::dip:
      return dipped(now);
    case Kind::push:
    case Kind::slide:
    case Kind::cover:
      return travelled(now);
    case Kind::wipe:
    case Kind::clock:
    case Kind::iris:
    case Kind::luma:
      return by_mask(now);
    case Kind::zoom:
      return zoomed(now);
    case Kind::blur:
      return blurred_through(now);
    default:
      return dissolved(picture_of(now, now.from, now.m), picture_of(now, now.to, now.m), now.p);
  }
}

}  // namespace

void lower_transition(Lowering& state, const SceneLayer& layer, const SceneGroup& group, const Affine& m, Vec2 size,
                      const IRect& clip) {
  const SceneTransition& scenes = *group.transition;
  const auto shown = [&](const Layer* wanted) {
    const auto at = std::ranges::find(group.children, wanted, &SceneLayer::layer);
    return at == group.children.end() ? nullptr : &*at;
  };
  Coverage box = box_coverage(state, size, m, clip);
  if (box.bounds.empty()) return;
  const Moment now{state, layer, *scenes.transition, shown(scenes.from), shown(scenes.to),
                   m,     size,  box.bounds,         scenes.progress,    std::sqrt(std::fabs(determinant(m)))};
  const Placed picture = within_limits(state, layer, close(both(now)));
  box.bounds = intersect(box.bounds, picture.rect());
  if (!picture.picture || box.bounds.empty()) return;
  Command command = picture_command(state.list, picture, box.bounds);
  set_coverage(state.list, command, box);
  emit(state, layer, command);
}

}  // namespace fp
