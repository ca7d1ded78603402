#include "engine/template/presets.hpp"

#include "engine/core/result.hpp"

namespace fp {
namespace embedded {
extern const std::string_view kMotionPresets;
}

const Json& motion_presets() {
  static const Json presets = [] {
    Result<Json> parsed = parse_json(embedded::kMotionPresets, "presets.json");
    FP_ASSERT(parsed.has_value());
    return *std::move(parsed);
  }();
  return presets;
}

Json mirrored_ease(const Json& ease) {
  if (ease.is_object()) return Json::of("inCubic");  // a spring has no way back
  Json mirrored = ease;
  if (ease.is_array()) {
    for (const size_t i : {size_t{0}, size_t{1}}) {
      mirrored.items[i] = Json::of(1 - ease.items[i + 2].number);
      mirrored.items[i + 2] = Json::of(1 - ease.items[i].number);
    }
    return mirrored;
  }
  const std::string& name = ease.text;
  if (name.starts_with("inOut")) return mirrored;
  if (name.starts_with("in")) mirrored.text = "out" + name.substr(2);
  if (name.starts_with("out")) mirrored.text = "in" + name.substr(3);
  if (name == "easeIn") mirrored.text = "easeOut";
  if (name == "easeOut") mirrored.text = "easeIn";
  return mirrored;
}

}  // namespace fp
