#include "engine/template/effects.hpp"

#include <array>

#include "engine/core/result.hpp"

namespace fp {
namespace {

using Kind = Effect::Kind;

constexpr EffectNumber kBlur[] = {{"radius", 10}};
constexpr EffectNumber kShadow[] = {{"radius", 12}};
constexpr EffectNumber kGlow[] = {{"radius", 20}, {"strength", 1}};
constexpr EffectNumber kDirectional[] = {{"length", 20}, {"angle", 0}};
constexpr EffectNumber kZoom[] = {{"amount", 0.1}};
constexpr EffectNumber kAdjust[] = {{"exposure", 0}, {"contrast", 1},    {"saturation", 1},
                                    {"hue", 0},      {"temperature", 0}, {"tint", 0}};
constexpr EffectNumber kLevels[] = {{"inBlack", 0}, {"inWhite", 1}, {"gamma", 1}, {"outBlack", 0}, {"outWhite", 1}};
constexpr EffectNumber kAmount[] = {{"amount", 1}};
constexpr EffectNumber kVignette[] = {{"amount", 0.5}, {"radius", 0.6}, {"softness", 0.6}};
constexpr EffectNumber kGrain[] = {{"amount", 0.06}, {"size", 1}, {"seed", 0}};
constexpr EffectNumber kKey[] = {{"tolerance", 0.12}, {"softness", 0.1}, {"spill", 0.5}};

constexpr std::array kSpecs{
    EffectSpec{Kind::blur, "blur", kBlur},
    EffectSpec{Kind::drop_shadow, "drop-shadow", kShadow},
    EffectSpec{Kind::inner_shadow, "inner-shadow", kShadow},
    EffectSpec{Kind::glow, "glow", kGlow},
    EffectSpec{Kind::directional_blur, "directional-blur", kDirectional},
    EffectSpec{Kind::zoom_blur, "zoom-blur", kZoom},
    EffectSpec{Kind::displace, "displace", {}},
    EffectSpec{Kind::adjust, "adjust", kAdjust},
    EffectSpec{Kind::levels, "levels", kLevels},
    EffectSpec{Kind::curves, "curves", {}},
    EffectSpec{Kind::gradient_map, "gradient-map", kAmount},
    EffectSpec{Kind::lut, "lut", kAmount},
    EffectSpec{Kind::vignette, "vignette", kVignette},
    EffectSpec{Kind::grain, "grain", kGrain},
    EffectSpec{Kind::chroma_key, "chroma-key", kKey},
};

}  // namespace

std::span<const EffectSpec> effect_specs() {
  return kSpecs;
}

const EffectSpec& effect_spec(Effect::Kind kind) {
  const EffectSpec& spec = kSpecs[static_cast<size_t>(kind)];
  FP_ASSERT(spec.kind == kind);
  return spec;
}

size_t effect_number(Effect::Kind kind, std::string_view key) {
  const auto numbers = effect_spec(kind).numbers;
  size_t i = 0;
  while (i < numbers.size() && numbers[i].key != key) ++i;
  FP_ASSERT(i < numbers.size());
  return i;
}

}  // namespace fp
