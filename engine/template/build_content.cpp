#include "engine/template/build.hpp"

namespace fp {
namespace {

ImageContent read_image(const LayerScope& scope, const Json& layer) {
  using Fit = ImageContent::Fit;
  constexpr std::pair<std::string_view, Fit> kFits[] = {
      {"cover", Fit::cover}, {"contain", Fit::contain}, {"fill", Fit::fill}};
  ImageContent image;
  image.asset = layer.find("image")->text;  // null: no text, nothing to draw
  image.fit = choose(layer.find("fit"), kFits);
  if (const Json* focus = layer.find("focus")) image.focus = {focus->items[0].number, focus->items[1].number};
  image.corner_radius = read_scalar(scope, layer, "radius", 0);
  return image;
}

}  // namespace

decltype(Layer::content) read_content(const LayerScope& scope, const Json& layer, const std::string& type) {
  if (type == "solid") return SolidContent{read_tint(scope, *layer.find("color"), "color")};
  if (type == "gradient") return GradientContent{read_gradient(scope, *layer.find("gradient"), "gradient")};
  if (type == "image") return read_image(scope, layer);
  if (type == "shape") return read_shape(scope, layer);
  FP_ASSERT(type == "text");
  return read_text(scope, layer);
}

}  // namespace fp
