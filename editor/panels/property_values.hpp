// What properties are at a frame: by the engine where it knows them, else between their neighbouring keys. Without Dear
// ImGui.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "editor/state/fields.hpp"
#include "engine/template/composition.hpp"
#include "engine/template/style.hpp"

namespace fp::panels {

// The layer that stands there in the template, of those in the layers that are entered (editor::State::entered); null
// where it is not shown to the engine.
const Layer* layer_at(const Composition& composition, std::span<const std::string> entered, std::string_view pointer);

// What the engine made of a layer's own property ("position", "opacity", ...) at a frame from its in-point, as it would
// be written: pixels, degrees, shares, decibels; of a video's sound as "sound/gain". nullopt for those that it keeps in
// another form.
std::optional<Json> engine_value(const Layer& layer, std::string_view key, int64_t frame, Rational fps);

// Of {"keys": [...]} alone: numbers, lists of numbers and colours are mixed with the key's ease, others hold.
// `length`: frames of the layer, what "end" means. nullopt where a key's time or value is an expression.
std::optional<Json> keyed_value(const Json& property, int64_t frame, Rational fps, int64_t length, const Style& style);

// An ease as written; linear where it is none.
Ease ease_of(const Json& written, const Style& style);

}  // namespace fp::panels
