#include "engine/template/eases.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/template/build.hpp"

namespace fp {
namespace {

constexpr std::pair<std::string_view, Ease> kEases[] = {
    {"linear", {Ease::Kind::linear, {0, 0, 1, 1}}},
    {"hold", {Ease::Kind::hold, {0, 0, 1, 1}}},
    // The beziers that easings.net publishes for Penner's functions.
    {"inSine", {Ease::Kind::bezier, {0.12, 0, 0.39, 0}}},
    {"outSine", {Ease::Kind::bezier, {0.61, 1, 0.88, 1}}},
    {"inOutSine", {Ease::Kind::bezier, {0.37, 0, 0.63, 1}}},
    {"inQuad", {Ease::Kind::bezier, {0.11, 0, 0.5, 0}}},
    {"outQuad", {Ease::Kind::bezier, {0.5, 1, 0.89, 1}}},
    {"inOutQuad", {Ease::Kind::bezier, {0.45, 0, 0.55, 1}}},
    {"inCubic", {Ease::Kind::bezier, {0.32, 0, 0.67, 0}}},
    {"outCubic", {Ease::Kind::bezier, {0.33, 1, 0.68, 1}}},
    {"inOutCubic", {Ease::Kind::bezier, {0.65, 0, 0.35, 1}}},
    {"inQuart", {Ease::Kind::bezier, {0.5, 0, 0.75, 0}}},
    {"outQuart", {Ease::Kind::bezier, {0.25, 1, 0.5, 1}}},
    {"inOutQuart", {Ease::Kind::bezier, {0.76, 0, 0.24, 1}}},
    {"inQuint", {Ease::Kind::bezier, {0.64, 0, 0.78, 0}}},
    {"outQuint", {Ease::Kind::bezier, {0.22, 1, 0.36, 1}}},
    {"inOutQuint", {Ease::Kind::bezier, {0.83, 0, 0.17, 1}}},
    {"inExpo", {Ease::Kind::bezier, {0.7, 0, 0.84, 0}}},
    {"outExpo", {Ease::Kind::bezier, {0.16, 1, 0.3, 1}}},
    {"inOutExpo", {Ease::Kind::bezier, {0.87, 0, 0.13, 1}}},
    {"inCirc", {Ease::Kind::bezier, {0.55, 0, 1, 0.45}}},
    {"outCirc", {Ease::Kind::bezier, {0, 0.55, 0.45, 1}}},
    {"inOutCirc", {Ease::Kind::bezier, {0.85, 0, 0.15, 1}}},
    {"inBack", {Ease::Kind::back_in, {0, 0, 1, 1}}},
    {"outBack", {Ease::Kind::back_out, {0, 0, 1, 1}}},
    {"inOutBack", {Ease::Kind::back_in_out, {0, 0, 1, 1}}},
    {"inElastic", {Ease::Kind::elastic_in, {0, 0, 1, 1}}},
    {"outElastic", {Ease::Kind::elastic_out, {0, 0, 1, 1}}},
    {"inOutElastic", {Ease::Kind::elastic_in_out, {0, 0, 1, 1}}},
    {"inBounce", {Ease::Kind::bounce_in, {0, 0, 1, 1}}},
    {"outBounce", {Ease::Kind::bounce_out, {0, 0, 1, 1}}},
    {"inOutBounce", {Ease::Kind::bounce_in_out, {0, 0, 1, 1}}},
    // CSS.
    {"ease", {Ease::Kind::bezier, {0.25, 0.1, 0.25, 1}}},
    {"easeIn", {Ease::Kind::bezier, {0.42, 0, 1, 1}}},
    {"easeOut", {Ease::Kind::bezier, {0, 0, 0.58, 1}}},
    {"easeInOut", {Ease::Kind::bezier, {0.42, 0, 0.58, 1}}},
};

}  // namespace

std::optional<Ease> plain_ease(const Json& json) {
  if (json.is_string()) {
    const auto* found = std::ranges::find(kEases, json.text, &std::pair<std::string_view, Ease>::first);
    return found == std::end(kEases) ? std::nullopt : std::optional(found->second);
  }
  Ease ease;
  if (json.is_array() && json.items.size() == 4) {
    ease.kind = Ease::Kind::bezier;
    for (size_t i = 0; i < 4; ++i) ease.p[i] = json.items[i].number;
    return ease;
  }
  const Json* spring = json.find("spring");
  if (!spring) return std::nullopt;
  ease.kind = Ease::Kind::spring;
  ease.p[0] = number_or(spring, "mass", 1);
  ease.p[1] = number_or(spring, "stiffness", 170);
  ease.p[2] = number_or(spring, "damping", 26);
  ease.p[3] = number_or(spring, "velocity", 0);
  return ease;
}

}  // namespace fp
