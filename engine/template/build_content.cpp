#include "engine/template/build.hpp"

namespace fp {
namespace {

ImageContent read_image(const LayerScope& scope, const Json& layer) {
  ImageContent image;
  image.asset = layer.find("image")->text;  // null: no text, nothing to draw
  image.fit = read_fit(layer);
  image.focus = read_focus(layer);
  image.corner_radius = read_scalar(scope, layer, "radius", 0);
  return image;
}

}  // namespace

ImageContent::Fit read_fit(const Json& layer) {
  using Fit = ImageContent::Fit;
  constexpr std::pair<std::string_view, Fit> kFits[] = {
      {"cover", Fit::cover}, {"contain", Fit::contain}, {"fill", Fit::fill}};
  return choose(layer.find("fit"), kFits);
}

Vec2 read_focus(const Json& layer) {
  const Json* focus = layer.find("focus");
  return focus ? Vec2{focus->items[0].number, focus->items[1].number} : Vec2{0.5, 0.5};
}

decltype(Layer::content) read_content(const LayerScope& scope, const Json& layer, const std::string& type) {
  if (type == "solid") return SolidContent{read_tint(scope, *layer.find("color"), "color")};
  if (type == "gradient") return GradientContent{read_gradient(scope, *layer.find("gradient"), "gradient")};
  if (type == "image") return read_image(scope, layer);
  if (type == "video") return read_video(scope, layer);
  if (type == "audio") return read_audio(scope, layer);
  if (type == "waveform" || type == "spectrum") return read_sound_view(scope, layer, type);
  if (type == "shape") return read_shape(scope, layer);
  FP_ASSERT(type == "text");
  return read_text(scope, layer);
}

}  // namespace fp
