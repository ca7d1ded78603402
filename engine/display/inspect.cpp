#include "engine/display/lower.hpp"
#include "engine/display/lowering.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp {
namespace {

// The largest value a size ever takes, at its keys: what decides whether text fits.
double largest(const Scalar& track) {
  double value = track.keys.empty() ? track.constant : track.keys.front().value;
  for (const Key<double>& key : track.keys) value = std::max(value, key.value);
  return value;
}

void inspect_outline(Lowering& state, const Layer& layer, const ShapeContent::Outline& outline) {
  if (const auto* data = std::get_if<ShapeContent::PathData>(&outline.geometry)) {
    for (const std::string& d : data->d) {
      if (auto path = parse_path_data(d); !path) report(state, layer, std::move(path.error()));
    }
  } else if (const auto* combined = std::get_if<ShapeContent::Combined>(&outline.geometry)) {
    for (const ShapePart& part : combined->parts) inspect_outline(state, layer, part.outline);
  }
}

void inspect_layer(Lowering& state, const Layer& layer, double fps, std::vector<TextFinding>& findings) {
  if (const auto* group = std::get_if<GroupContent>(&layer.content)) {
    for (const Layer& child : group->children) inspect_layer(state, child, fps, findings);
  } else if (const auto* image = std::get_if<ImageContent>(&layer.content)) {
    if (image->asset.empty()) return;
    if (auto loaded = state.assets.image(image->asset); !loaded) report(state, layer, std::move(loaded.error()));
  } else if (const auto* shape = std::get_if<ShapeContent>(&layer.content)) {
    inspect_outline(state, layer, shape->outline);
  } else if (const auto* text = std::get_if<TextContent>(&layer.content)) {
    TextRequest request{.content = text,
                        .size = largest(text->size),
                        .letter_spacing = largest(text->letter_spacing),
                        .width = {},
                        .height = {}};
    if (layer.size) {
      const Vec2 box = value_at(*layer.size, 0, fps);
      request.width = box.x;
      if (!layer.width_only) request.height = box.y;
    }
    const auto layout = state.assets.layout(request, state.composition);
    if (!layout) return report(state, layer, layout.error());
    const TextLayout& l = **layout;
    if (l.shrunk || l.truncated || l.overflows)
      findings.push_back({&layer, l.shrunk, l.truncated, l.overflows, l.size});
  }
}

}  // namespace

Result<std::vector<TextFinding>> inspect_text(const Composition& composition, Assets& assets) {
  Lowering state{.assets = assets,
                 .composition = composition,
                 .canvas = {0, 0, composition.width, composition.height},
                 .list = {},
                 .errors = {}};
  std::vector<TextFinding> findings;
  const double fps = static_cast<double>(composition.fps.num) / static_cast<double>(composition.fps.den);
  for (const Layer& layer : composition.layers) inspect_layer(state, layer, fps, findings);
  if (!state.errors.empty()) return fail(std::move(state.errors));
  return findings;
}

}  // namespace fp
