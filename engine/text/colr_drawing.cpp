#include "engine/text/colr_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace fp {
namespace {

using Rule = DrawingGroupEnd::Rule;

constexpr double kFarthest = 1e6;  // font units
constexpr size_t kMaxPoints = 2'000'000;

// Modes of PaintComposite by their numbers in the specification.
enum Mode : uint8_t {
  kClear,
  kSource,
  kBackdrop,
  kOver,
  kUnder,
  kIn,
  kBackdropIn,
  kOut,
  kBackdropOut,
  kAtop,
  kUnderAtop,
  kXor,
  kPlus,
  kScreen,
  kLuminosity = 27
};

// A composition as a group drawn onto another one in its own surface.
struct Composition {
  bool swapped = false;  // the backdrop is drawn onto the source
  Rule rule = Rule::blend;
  Blend blend = Blend::normal;
};
Composition composition_of(uint8_t mode) {
  switch (mode) {
    case kIn:
      return {true, Rule::keep, {}};
    case kBackdropIn:
      return {false, Rule::keep, {}};
    case kOut:
      return {true, Rule::erase, {}};
    case kBackdropOut:
      return {false, Rule::erase, {}};
    case kAtop:
      return {false, Rule::atop, {}};
    case kUnderAtop:
      return {true, Rule::atop, {}};
    default:
      break;
  }
  constexpr Blend kBlends[] = {Blend::add,        Blend::screen,      Blend::overlay,    Blend::darken,
                               Blend::lighten,    Blend::color_dodge, Blend::color_burn, Blend::hard_light,
                               Blend::soft_light, Blend::difference,  Blend::exclusion,  Blend::multiply,
                               Blend::hue,        Blend::saturation,  Blend::color,      Blend::luminosity};
  static_assert(std::size(kBlends) == kLuminosity - kPlus + 1);
  return {false, Rule::blend, kBlends[mode - kPlus]};
}
// Whether what comes out has an end, where source and backdrop have one or not.
bool is_bounded(uint8_t mode, bool source, bool backdrop) {
  switch (mode) {
    case kIn:
    case kBackdropIn:
      return source || backdrop;
    case kOut:
    case kUnderAtop:
      return source;
    case kBackdropOut:
    case kAtop:
      return backdrop;
    default:
      return source && backdrop;
  }
}

bool contains(const Bounds& outer, const Bounds& inner) {
  return outer.min.x <= inner.min.x && outer.min.y <= inner.min.y && outer.max.x >= inner.max.x &&
         outer.max.y >= inner.max.y;
}

Bounds united(const std::optional<Bounds>& a, const Bounds& b) {
  if (!a) return b;
  return {{std::min(a->min.x, b.min.x), std::min(a->min.y, b.min.y)},
          {std::max(a->max.x, b.max.x), std::max(a->max.y, b.max.y)}};
}

std::shared_ptr<const Path> box_path(const Bounds& box) {
  const double radius[4] = {};
  return std::make_shared<const Path>(transformed(rectangle_path(box.max - box.min, radius), translation(box.min)));
}

// A paint that fills all there is, which is known in the end.
struct Boundless {
  size_t item = 0;
  ColrPaint paint;
  Affine m;
};

class Painter {
 public:
  Painter(const ColrTable& table, const ColrPalette& palette, const GlyphOutlines& outlines)
      : table_(table), palette_(palette), outlines_(outlines) {}

  ColrResult<Drawing> layers(const std::vector<ColrLayer>& layers);
  ColrResult<Drawing> graph(uint32_t glyph, size_t root);

 private:
  // Each returns whether what it painted has an end. `m`: the paint's coordinates to the glyph's.
  ColrResult<bool> walk(size_t at, const Affine& m);
  ColrResult<bool> enter(const ColrPaint& paint, const Affine& m);
  ColrResult<bool> walk_layers(const PaintLayers& layers, const Affine& m);
  ColrResult<bool> walk_outline(const PaintGlyph& glyph, const Affine& m);
  ColrResult<bool> walk_glyph(const PaintColrGlyph& glyph, const Affine& m);
  ColrResult<bool> walk_composite(const PaintComposite& composite, const Affine& m);
  ColrResult<bool> walk_xor(const PaintComposite& composite, const Affine& m);

  // What `body` paints, composited as one.
  template <class Body>
  ColrResult<bool> group(const DrawingGroupEnd& end, const Body& body) {
    if (groups_ == kMaxPaintGroups)
      return std::unexpected(fmt::format("nest more than {} groups, which is not carried", kMaxPaintGroups));
    ++groups_;
    drawing_.items.emplace_back(DrawingGroupBegin{});
    ColrResult<bool> bounded = body();
    drawing_.items.emplace_back(end);
    --groups_;
    return bounded;
  }
  // Through transformations to the paint of a whole outline; `space` grows by them.
  ColrResult<ColrPaint> leaf(size_t at, Affine& space);
  ColrResult<bool> add_outline(uint32_t glyph, const Affine& m, const ColrPaint& paint, const Affine& space);
  ColrResult<Bounds> reach_to(const Path& path, const Affine& m);
  ColrResult<bool> count(const ColrPaint& paint);
  ColrResult<bool> fill_boundless(const Bounds& box);

  const ColrTable& table_;
  const ColrPalette& palette_;
  const GlyphOutlines& outlines_;
  Drawing drawing_;
  std::optional<Bounds> reach_;  // of the outlines so far
  std::vector<Boundless> boundless_;
  std::vector<size_t> active_;  // paints being walked: one of them again is a cycle
  size_t visited_ = 0, points_ = 0;
  int groups_ = 0;
};

// Of paints, and of the stops in them.
ColrResult<bool> Painter::count(const ColrPaint& paint) {
  ++visited_;
  if (const auto* linear = std::get_if<PaintLinear>(&paint)) visited_ += linear->line.stops.size() / 8;
  if (const auto* radial = std::get_if<PaintRadial>(&paint)) visited_ += radial->line.stops.size() / 8;
  if (const auto* sweep = std::get_if<PaintSweep>(&paint)) visited_ += sweep->line.stops.size() / 8;
  if (visited_ <= kMaxGlyphPaints) return true;
  return std::unexpected(fmt::format("take more than {} paints", kMaxGlyphPaints));
}

ColrResult<Bounds> Painter::reach_to(const Path& path, const Affine& m) {
  points_ += path.points.size();
  if (points_ > kMaxPoints) return std::unexpected(fmt::format("have more than {} points", kMaxPoints));
  const Bounds box = mapped(m, control_bounds(path));
  const Bounds limits{Vec2(-kFarthest), Vec2(kFarthest)};
  if (!contains(limits, box)) return std::unexpected(fmt::format("reach beyond {:g} units", kFarthest));
  reach_ = united(reach_, box);
  return box;
}

ColrResult<bool> Painter::add_outline(uint32_t glyph, const Affine& m, const ColrPaint& paint, const Affine& space) {
  const std::shared_ptr<const Path> path = outlines_(glyph);
  if (path->empty() || determinant(m) == 0) return true;
  const ColrResult<Bounds> reached = reach_to(*path, m);
  if (!reached) return std::unexpected(reached.error());
  const auto fill = fill_of(palette_, paint, space, control_bounds(*path));
  if (!fill) return std::unexpected(fill.error());
  drawing_.items.emplace_back(DrawingShape{.path = path, .place = m, .fill = *fill, .stroke = {}});
  return true;
}

ColrResult<ColrPaint> Painter::leaf(size_t at, Affine& space) {
  for (size_t depth = 0; depth < kMaxPaintDepth; ++depth) {
    ColrResult<ColrPaint> paint = table_.paint(at);
    if (!paint) return paint;
    const auto* transform = std::get_if<PaintTransform>(&*paint);
    if (transform == nullptr) return paint;
    space = space * transform->m;
    at = transform->paint;
  }
  return std::unexpected(fmt::format("are nested more than {} deep", kMaxPaintDepth));
}

ColrResult<bool> Painter::walk_outline(const PaintGlyph& glyph, const Affine& m) {
  Affine space;
  const ColrResult<ColrPaint> inside = leaf(glyph.paint, space);
  if (!inside) return std::unexpected(inside.error());
  const bool fills = std::holds_alternative<PaintSolid>(*inside) || std::holds_alternative<PaintLinear>(*inside) ||
                     std::holds_alternative<PaintRadial>(*inside) || std::holds_alternative<PaintSweep>(*inside);
  if (fills) {
    const ColrResult<bool> counted = count(*inside);
    return counted ? add_outline(glyph.glyph, m, *inside, space) : counted;
  }
  const std::shared_ptr<const Path> path = outlines_(glyph.glyph);
  if (path->empty() || determinant(m) == 0) return true;
  const ColrResult<Bounds> reached = reach_to(*path, m);
  if (!reached) return std::unexpected(reached.error());
  DrawingGroupEnd end;
  end.clip = path;
  end.clip_place = m;
  const ColrResult<bool> walked = group(end, [&] { return walk(glyph.paint, m); });
  return walked ? ColrResult<bool>(true) : walked;
}

ColrResult<bool> Painter::walk_layers(const PaintLayers& layers, const Affine& m) {
  bool bounded = true;
  for (uint32_t i = 0; i < layers.count; ++i) {
    const ColrResult<size_t> at = table_.layer_paint(layers.first + i);
    if (!at) return std::unexpected(at.error());
    const ColrResult<bool> walked = walk(*at, m);
    if (!walked) return walked;
    bounded = bounded && *walked;
  }
  return bounded;
}

// Another glyph within its own box.
ColrResult<bool> Painter::walk_glyph(const PaintColrGlyph& glyph, const Affine& m) {
  const std::optional<size_t> root = table_.root(glyph.glyph);
  if (!root) return std::unexpected(fmt::format("are damaged: glyph {} within them has none", glyph.glyph));
  const ColrResult<std::optional<Bounds>> box = table_.clip_box(glyph.glyph);
  if (!box) return std::unexpected(box.error());
  if (!*box) return walk(*root, m);
  DrawingGroupEnd end;
  end.clip = box_path(**box);
  end.clip_place = m;
  const std::optional<Bounds> before = std::exchange(reach_, std::nullopt);
  const size_t mark = drawing_.items.size(), unbounded = boundless_.size();
  const ColrResult<bool> walked = group(end, [&] { return walk(*root, m); });
  if (!walked) return walked;
  const bool within = !reach_ || (is_axis_aligned(m) && contains(mapped(m, **box), *reach_));
  if (within && boundless_.size() == unbounded) {  // nothing to cut
    drawing_.items.erase(drawing_.items.begin() + static_cast<ptrdiff_t>(mark));
    drawing_.items.pop_back();
  } else {
    const ColrResult<Bounds> reached = reach_to(*end.clip, m);
    if (!reached) return std::unexpected(reached.error());
  }
  if (before) reach_ = united(reach_, *before);
  return true;
}

// What of either lies outside the other, added.
ColrResult<bool> Painter::walk_xor(const PaintComposite& composite, const Affine& m) {
  DrawingGroupEnd erase, add;
  erase.rule = Rule::erase;
  add.blend = Blend::add;
  const auto outside = [&](size_t kept, size_t erased) -> ColrResult<bool> {
    const ColrResult<bool> walked = walk(kept, m);
    if (!walked) return walked;
    const ColrResult<bool> inside = group(erase, [&] { return walk(erased, m); });
    return inside ? walked : inside;
  };
  const ColrResult<bool> source = outside(composite.source, composite.backdrop);
  if (!source) return source;
  const ColrResult<bool> backdrop = group(add, [&] { return outside(composite.backdrop, composite.source); });
  return backdrop ? ColrResult<bool>(*source && *backdrop) : backdrop;
}

ColrResult<bool> Painter::walk_composite(const PaintComposite& composite, const Affine& m) {
  const uint8_t mode = composite.mode;
  if (mode > kLuminosity) return std::unexpected(fmt::format("are damaged: there is no composition {}", mode));
  if (mode == kClear) return true;
  if (mode == kSource || mode == kBackdrop) return walk(mode == kSource ? composite.source : composite.backdrop, m);
  if (mode == kXor) return group({}, [&] { return walk_xor(composite, m); });
  const bool plain = mode == kOver || mode == kUnder;
  const Composition made = plain ? Composition{mode == kUnder, {}, {}} : composition_of(mode);
  const auto both = [&]() -> ColrResult<bool> {
    const ColrResult<bool> below = walk(made.swapped ? composite.source : composite.backdrop, m);
    if (!below) return below;
    const size_t upper = made.swapped ? composite.backdrop : composite.source;
    DrawingGroupEnd end;
    end.rule = made.rule;
    end.blend = made.blend;
    const ColrResult<bool> above = plain ? walk(upper, m) : group(end, [&] { return walk(upper, m); });
    if (!above) return above;
    return made.swapped ? is_bounded(mode, *below, *above) : is_bounded(mode, *above, *below);
  };
  return plain ? both() : group({}, both);
}

ColrResult<bool> Painter::enter(const ColrPaint& paint, const Affine& m) {
  if (const auto* layers = std::get_if<PaintLayers>(&paint)) return walk_layers(*layers, m);
  if (const auto* glyph = std::get_if<PaintGlyph>(&paint)) return walk_outline(*glyph, m);
  if (const auto* glyph = std::get_if<PaintColrGlyph>(&paint)) return walk_glyph(*glyph, m);
  if (const auto* transform = std::get_if<PaintTransform>(&paint)) return walk(transform->paint, m * transform->m);
  if (const auto* composite = std::get_if<PaintComposite>(&paint)) return walk_composite(*composite, m);
  boundless_.push_back({drawing_.items.size(), paint, m});
  drawing_.items.emplace_back(DrawingShape{});
  return false;
}

ColrResult<bool> Painter::walk(size_t at, const Affine& m) {
  if (std::ranges::find(active_, at) != active_.end()) return std::unexpected("are damaged: a paint is within itself");
  if (active_.size() >= kMaxPaintDepth)
    return std::unexpected(fmt::format("are nested more than {} deep", kMaxPaintDepth));
  const ColrResult<ColrPaint> paint = table_.paint(at);
  if (!paint) return std::unexpected(paint.error());
  if (const ColrResult<bool> counted = count(*paint); !counted) return counted;
  active_.push_back(at);
  ColrResult<bool> bounded = enter(*paint, m);
  active_.pop_back();
  return bounded;
}

ColrResult<bool> Painter::fill_boundless(const Bounds& box) {
  const std::shared_ptr<const Path> path = box_path(box);
  for (const Boundless& fill : boundless_) {
    auto& shape = std::get<DrawingShape>(drawing_.items[fill.item]);
    shape.path = path;
    const auto paint = fill_of(palette_, fill.paint, fill.m, box);
    if (!paint) return std::unexpected(paint.error());
    shape.fill = *paint;
  }
  return true;
}

ColrResult<Drawing> Painter::graph(uint32_t glyph, size_t root) {
  const ColrResult<std::optional<Bounds>> box = table_.clip_box(glyph);
  if (!box) return std::unexpected(box.error());
  const ColrResult<bool> bounded = walk(root, {});
  if (!bounded) return std::unexpected(bounded.error());
  if (!*bounded && !*box) return std::unexpected("are damaged: they fill everything, and no box bounds them");
  if (*box && !boundless_.empty()) {
    const ColrResult<Bounds> reached = reach_to(*box_path(**box), {});
    if (!reached) return std::unexpected(reached.error());
  }
  drawing_.cut = *box && reach_ && !contains(**box, *reach_);
  drawing_.box = drawing_.cut ? **box : reach_.value_or(Bounds{});
  if (const ColrResult<bool> filled = fill_boundless(*box ? **box : drawing_.box); !filled)
    return std::unexpected(filled.error());
  return std::move(drawing_);
}

ColrResult<Drawing> Painter::layers(const std::vector<ColrLayer>& layers) {
  for (const ColrLayer& layer : layers) {
    const PaintSolid paint{{layer.entry, 1}};
    if (const ColrResult<bool> counted = count(paint); !counted) return std::unexpected(counted.error());
    const ColrResult<bool> added = add_outline(layer.glyph, {}, paint, {});
    if (!added) return std::unexpected(added.error());
  }
  drawing_.cut = false;
  drawing_.box = reach_.value_or(Bounds{});
  return std::move(drawing_);
}

}  // namespace

ColrResult<Drawing> color_glyph_drawing(const ColrTable& table, const ColrPalette& palette,
                                        const GlyphOutlines& outlines, uint32_t glyph) {
  Painter painter(table, palette, outlines);
  if (const std::optional<size_t> root = table.root(glyph)) return painter.graph(glyph, *root);
  const ColrResult<std::vector<ColrLayer>> layers = table.layers(glyph);
  return layers ? painter.layers(*layers) : std::unexpected(layers.error());
}

}  // namespace fp
