#include "engine/template/heard.hpp"

namespace fp {

const Layer* first_heard(const std::vector<Layer>& layers) {
  for (const Layer& layer : layers) {
    if (layer.out <= layer.in) continue;
    const auto* audio = std::get_if<AudioContent>(&layer.content);
    const auto* video = std::get_if<VideoContent>(&layer.content);
    if ((audio && !audio->asset.empty()) || (video && video->sound && !video->asset.empty())) return &layer;
    const auto* group = std::get_if<GroupContent>(&layer.content);
    const Layer* inside = group ? first_heard(group->children) : nullptr;
    if (inside) return inside;
  }
  return nullptr;
}

}  // namespace fp
