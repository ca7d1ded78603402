// The names, numbers and defaults of the effects: one table for reading templates and for lowering.
#pragma once

#include <span>
#include <string_view>

#include "engine/template/composition.hpp"

namespace fp {

struct EffectNumber {
  std::string_view key;
  double otherwise = 0;
};
struct EffectSpec {
  Effect::Kind kind = Effect::Kind::blur;
  std::string_view name;  // "type" in a template
  std::span<const EffectNumber> numbers;
};
std::span<const EffectSpec> effect_specs();
const EffectSpec& effect_spec(Effect::Kind kind);

// Where `key` stands among the numbers; the key must be one of them.
size_t effect_number(Effect::Kind kind, std::string_view key);

}  // namespace fp
