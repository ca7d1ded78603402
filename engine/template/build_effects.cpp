#include <fmt/format.h>

#include "engine/template/build.hpp"
#include "engine/template/effects.hpp"

namespace fp {
namespace {

using Kind = Effect::Kind;

// What an effect needs beside its numbers.
void read_point_of(const LayerScope& scope, const Json& json, Effect& effect) {
  const bool shadow = effect.kind == Kind::drop_shadow || effect.kind == Kind::inner_shadow;
  if (shadow) {
    const Json* offset = json.find("offset");
    effect.point = offset ? read_inner_point(scope, *offset, "effects") : constant_track(Vec2{0, 8});
  } else if (effect.kind == Kind::displace) {
    const Json* amount = json.find("amount");
    effect.point = amount ? read_inner_point(scope, *amount, "effects") : constant_track(Vec2{20, 20});
  } else if (effect.kind == Kind::zoom_blur) {
    const Json* center = json.find("center");
    if (center) {
      effect.point = read_inner_point(scope, *center, "effects");
    } else if (scope.box) {
      effect.point = mapped<Vec2, Vec2>(*scope.box, [](Vec2 size) { return size * 0.5; });
    } else {
      report(scope, json, "effects", "a zoom blur needs a \"center\" where the layer's size is not given");
    }
  }
}

void read_color_of(const LayerScope& scope, const Json& json, Effect& effect) {
  if (const Json* color = json.find("color")) {
    effect.color = read_tint(scope, *color, "effects");
  } else if (effect.kind == Kind::drop_shadow || effect.kind == Kind::inner_shadow) {
    effect.color = constant_track(Color{0, 0, 0, 0.5});
  } else if (effect.kind == Kind::vignette) {
    effect.color = constant_track(Color{0, 0, 0, 1});
  }
}

void read_curves(const LayerScope& scope, const Json& json, Effect& effect) {
  constexpr std::string_view kNames[] = {"rgb", "red", "green", "blue"};
  for (size_t i = 0; i < 4; ++i) {
    const Json* points = json.find(kNames[i]);
    if (!points) continue;
    for (const Json& point : points->items) {
      const Vec2 p{point.items[0].number, point.items[1].number};
      if (!effect.curves[i].empty() && p.x <= effect.curves[i].back().x) {
        report(scope, point, "effects",
               fmt::format("this point of the curve \"{}\" at {} lies not after the one before it at {}", kNames[i],
                           p.x, effect.curves[i].back().x),
               "list the points from dark to light");
        continue;
      }
      effect.curves[i].push_back(p);
    }
  }
}

Effect read_effect(const LayerScope& scope, const Json& json) {
  Effect effect;
  for (const EffectSpec& spec : effect_specs()) {
    if (spec.name == json.find("type")->text) effect.kind = spec.kind;
  }
  for (const EffectNumber& number : effect_spec(effect.kind).numbers) {
    const Json* value = json.find(number.key);
    effect.numbers.push_back(value ? read_scalar_value(scope, *value, "effects") : constant_track(number.otherwise));
  }
  read_point_of(scope, json, effect);
  read_color_of(scope, json, effect);
  if (effect.kind == Kind::curves) read_curves(scope, json, effect);
  if (effect.kind == Kind::gradient_map) effect.stops = read_stops(scope, *json.find("stops"), "effects");
  if (effect.kind == Kind::lut) effect.asset = json.find("file")->text;
  if (effect.kind == Kind::displace) effect.layer = json.find("layer")->text;
  effect.animated = read_bool(json, "animated", false);
  return effect;
}

}  // namespace

std::vector<Effect> read_effects(const LayerScope& scope, const Json& layer) {
  std::vector<Effect> effects;
  if (const Json* list = layer.find("effects")) {
    for (const Json& json : list->items) effects.push_back(read_effect(scope, json));
  }
  return effects;
}

std::vector<LayerMask> read_masks(const LayerScope& scope, const Json& json, const Layer& layer) {
  using Mode = LayerMask::Mode;
  constexpr std::pair<std::string_view, Mode> kModes[] = {
      {"add", Mode::add}, {"subtract", Mode::subtract}, {"intersect", Mode::intersect}};
  std::vector<LayerMask> masks;
  const Json* list = json.find("masks");
  if (!list) return masks;
  const bool known = scope.box && is_constant(*scope.box);
  const Enclosure inside{known ? scope.box->constant : scope.enclosure.size, scope.frames};
  for (size_t i = 0; i < list->items.size(); ++i) {
    const Json& item = list->items[i];
    LayerMask& mask = masks.emplace_back();
    mask.mode = choose(item.find("mode"), kModes);
    mask.invert = read_bool(item, "invert", false);
    mask.feather = read_scalar(scope, item, "feather", 0);
    mask.shape.push_back(read_mask_shape(scope.build, item, inside,
                                         layer.location.pointer + "/masks" + child_pointer(i),
                                         fmt::format("{}/mask#{}", layer.id, i + 1)));
  }
  return masks;
}

std::optional<Matte> read_matte(const Json& layer) {
  const Json* json = layer.find("matte");
  if (!json || json->is_null()) return std::nullopt;
  if (json->is_string()) return Matte{.layer = json->text};
  const Json* by = json->find("by");
  return Matte{.layer = json->find("layer")->text,
               .luma = by && by->text == "luma",
               .invert = read_bool(*json, "invert", false)};
}

}  // namespace fp
