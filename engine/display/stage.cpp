#include "engine/display/stage.hpp"

#include <algorithm>
#include <cmath>

#include "engine/display/pass_constants.hpp"

namespace fp {
namespace {

// The command as seen from an origin at (-dx, -dy). Exact: matrices count half pixels, and sums wrap modulo 2^32.
void move(Command& c, int32_t dx, int32_t dy) {
  const auto moved = [&](const IRect& r, int32_t unit) {
    return IRect{r.x0 + unit * dx, r.y0 + unit * dy, r.x1 + unit * dx, r.y1 + unit * dy};
  };
  const auto wrapped = [&](int32_t base, int32_t mx, int32_t my) {
    const auto u = [](int32_t v) { return static_cast<uint32_t>(v); };
    return static_cast<int32_t>(u(base) - u(mx) * u(2 * dx) - u(my) * u(2 * dy));
  };
  c.bounds = moved(c.bounds, 1);
  if (c.cover == Cover::rect) c.cover_rect = moved(c.cover_rect, 256);
  c.mask_x += dx, c.mask_y += dy;
  c.picture_x += dx, c.picture_y += dy;
  if (c.op == Op::adjust) {
    if (c.take == FP_ADJUST_GRAIN) c.p[3] += dx, c.p[4] += dy;  // where its lattice begins
    return;                                                     // the matrix of an adjustment is one of colours
  }
  for (PaintMatrix* m : {&c.matrix_a, &c.matrix_b}) {
    m->m[2] = wrapped(m->m[2], m->m[0], m->m[1]);
    m->m[5] = wrapped(m->m[5], m->m[3], m->m[4]);
  }
}

constexpr int32_t kFar = 1 << 20;
constexpr IRect kEverywhere{-kFar, -kFar, kFar, kFar};
constexpr int32_t kMargin = 512;  // as for masks: what is larger than the canvas and this around it is cut

// Commands of the layer's content in the coordinates of `inner`.
Stage lower_into(Lowering& inner, const SceneLayer& layer, const Affine& m, Vec2 size, const IRect& clip) {
  inner.list = {};
  lower_content(inner, layer, m, size, clip, Blend::normal, 65535);
  Stage stage;
  stage.list = std::move(inner.list);
  inner.list = {};
  for (const Command& c : stage.list.commands) stage.extent = unite(stage.extent, c.bounds);
  return stage;
}

// Whole or cut to what can be seen, which depends on its size alone: a picture that moves stays the same.
Stage lower_content_of(Lowering& inner, const SceneLayer& layer, const Affine& m, Vec2 size) {
  const size_t errors = inner.errors.size();
  Stage stage = lower_into(inner, layer, m, size, kEverywhere);
  const IRect& all = stage.extent;
  const bool whole =
      all.width() <= inner.canvas.width() + 2 * kMargin && all.height() <= inner.canvas.height() + 2 * kMargin;
  if (whole || inner.errors.size() > errors) return stage;
  return lower_into(inner, layer, m, size, inner.canvas);
}

// One mask as a picture: its shape in white, softened.
Placed mask_picture(Lowering& inner, const SceneMask& mask, const Affine& m) {
  const SceneLayer& shape = *mask.shape;
  const Vec2 size = measure(inner, shape);
  const Affine posed = layer_matrix(inner, shape, m, size);
  if (!(std::fabs(determinant(posed)) > 1e-12)) return {};
  const double scale = std::sqrt(std::fabs(determinant(m)));
  return blurred(close(lower_content_of(inner, shape, posed, size)), mask.feather * scale);
}

void apply_masks(Lowering& inner, const SceneLayer& layer, const Affine& m, Stage& stage) {
  using Mode = LayerMask::Mode;
  const PixelWords white{0xffffffffu, 0xffffffffu};
  Stage together{.list = {}, .extent = stage.extent};
  const Mode first = layer.masks.front().mask->mode;
  if (first != Mode::add) {  // taking away starts from everything
    Command all;
    all.bounds = stage.extent;
    all.color_rg = white.rg, all.color_ba = white.ba;
    together.list.commands.push_back(all);
    together.list.layers.push_back(layer.layer->id);
  }
  for (const SceneMask& mask : layer.masks) {
    const Placed placed = mask_picture(inner, mask, m);
    const bool inverted = mask.mask->invert;
    const auto opacity = static_cast<uint32_t>(std::clamp(mask.shape->opacity, 0.0, 1.0) * 65535.0 + 0.5);
    const uint32_t blend = mask.mask->mode == Mode::add        ? 0
                           : mask.mask->mode == Mode::subtract ? kBlendErase
                                                               : kBlendMatte;
    if (!placed.picture) {
      // A shape of nothing: shows, hides or keeps nothing, or the reverse.
      const bool clears = (blend == kBlendMatte && !inverted) || (blend == kBlendErase && inverted);
      if (clears) together.list.commands.clear(), together.list.layers.clear();
      continue;
    }
    draw_within(together, placed, blend, opacity, {inverted ? FP_TAKE_ALPHA_INVERTED : FP_TAKE_ALPHA, white});
  }
  const Placed matte = close(std::move(together));
  if (!matte.picture) {
    stage = {};
    return;
  }
  draw_within(stage, matte, kBlendMatte, 65535, {});
}

int32_t pixel(double v) {
  return static_cast<int32_t>(std::floor(std::clamp(v, -1e6, 1e6)));
}

}  // namespace

Placed close(Stage stage) {
  if (stage.extent.empty() || stage.list.commands.empty()) return {};
  const IRect extent = stage.extent;
  // A picture drawn alone, as it is and whole, needs no copy.
  const Command& only = stage.list.commands.front();
  if (stage.list.commands.size() == 1 && only.op == Op::picture && only.blend == 0 && only.opacity == 65535 &&
      only.cover == Cover::full && only.take == 0 && only.bounds == extent) {
    auto picture = std::get<PicturePtr>(stage.list.resources[only.texture_a].data);
    Placed placed{std::move(picture), only.picture_x, only.picture_y};
    if (placed.rect() == extent) return placed;
  }
  Picture picture{.width = extent.width(), .height = extent.height(), .list = std::move(stage.list)};
  picture.list.width = picture.width;
  picture.list.height = picture.height;
  for (Command& c : picture.list.commands) move(c, -extent.x0, -extent.y0);
  return {finished(std::move(picture)), extent.x0, extent.y0};
}

Command picture_command(DisplayList& list, const Placed& placed, const IRect& bounds, Take take) {
  Command c;
  c.op = Op::picture;
  c.bounds = bounds;
  c.texture_a = use_resource(list, {placed.picture});
  c.picture_x = placed.x;
  c.picture_y = placed.y;
  c.take = take.kind;
  c.color_rg = take.color.rg;
  c.color_ba = take.color.ba;
  return c;
}

void draw(Stage& stage, const Placed& placed, uint32_t blend, uint32_t opacity, Take take) {
  if (!placed.picture) return;
  stage.extent = unite(stage.extent, placed.rect());
  Command c = picture_command(stage.list, placed, placed.rect(), take);
  c.blend = blend;
  c.opacity = opacity;
  stage.list.commands.push_back(c);
  stage.list.layers.emplace_back();
}

void draw_within(Stage& stage, const Placed& placed, uint32_t blend, uint32_t opacity, Take take) {
  if (!placed.picture || stage.extent.empty()) return;
  Command c = picture_command(stage.list, placed, stage.extent, take);
  c.blend = blend;
  c.opacity = opacity;
  stage.list.commands.push_back(c);
  stage.list.layers.emplace_back();
}

void adjust(Stage& stage, uint32_t kind, std::shared_ptr<const Lookup> table, double amount,
            const std::array<int32_t, 6>& p) {
  Command c;
  c.op = Op::adjust;
  c.bounds = stage.extent;
  c.take = kind;
  c.opacity = static_cast<uint32_t>(std::clamp(amount, 0.0, 1.0) * 65535.0 + 0.5);
  if (table) c.texture_a = use_resource(stage.list, {std::move(table)});
  std::copy(p.begin(), p.end(), c.p);
  stage.list.commands.push_back(c);
  stage.list.layers.emplace_back();
}

void adjust_by_matrix(Stage& stage, const std::array<int32_t, 12>& matrix) {
  adjust(stage, FP_ADJUST_MATRIX, nullptr);
  Command& c = stage.list.commands.back();
  std::copy_n(matrix.begin(), 6, c.matrix_a.m);
  std::copy_n(matrix.begin() + 6, 6, c.matrix_b.m);
}

Placed within_limits(Lowering& state, const SceneLayer& layer, Placed placed) {
  if (!placed.picture || int64_t{placed.picture->width} * placed.picture->height <= kMaxPicturePixels) return placed;
  report(state, *layer.layer,
         {{.fault = Fault::invalid,
           .message = "it needs a picture of " + std::to_string(placed.picture->width) + " x " +
                      std::to_string(placed.picture->height) + " pixels; " + std::to_string(kMaxPicturePixels) +
                      " are the most",
           .hint = "make the layer or the radius of its effects smaller"}});
  return {};
}

Placed layer_picture(Lowering& state, const SceneLayer& layer, const Affine& m, Vec2 size) {
  // Whole pixels of the layer's place are taken out, so that a picture that moves by them stays the same.
  const int32_t x = pixel(m.e), y = pixel(m.f);
  const Affine local = translation({-static_cast<double>(x), -static_cast<double>(y)}) * m;
  const double reach = effects_reach(layer, m, size);
  const auto step = static_cast<int32_t>(std::ceil(std::min(reach, 4000.0) / 256)) * 256;  // steady while it grows
  const IRect& seen = state.canvas;
  Lowering inner = begin_apart(state, {seen.x0 - x - step, seen.y0 - y - step, seen.x1 - x + step, seen.y1 - y + step});
  Stage stage = lower_content_of(inner, layer, local, size);
  if (!layer.masks.empty() && !stage.extent.empty()) apply_masks(inner, layer, local, stage);
  Placed placed = apply_effects(inner, layer, local, size, std::move(stage));
  for (Diagnostic& d : inner.errors) state.errors.push_back(std::move(d));
  placed = within_limits(state, layer, std::move(placed));
  placed.x += x;
  placed.y += y;
  return placed;
}

}  // namespace fp
