// What layers refer to by name: ids, parents, clips, fonts. Internal to engine/template.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// "=..." or holding "{{": known only when a row is bound.
bool is_expression(std::string_view text);

// "fonts/x.otf": a font named by its file instead of a name from "fonts".
bool names_font_file(std::string_view name);

// "voice.2.1", a copy, is of the template's "voice".
std::string without_suffixes(std::string id);

// Duplicate ids, unknown or circular parents, clips that are no shape, unknown fonts: every fault, with positions. In
// an unresolved document, what an expression decides is left for later.
Errors check_references(const Json& document, const std::string& file, const std::vector<FontSource>& fonts,
                        bool resolved);

// Compositions that layers name and that are not there, or that contain themselves: every fault, with positions.
Errors check_compositions(const Json& document, const std::string& file);

// What "duck" of some layer names and what is not there, has no sound or is the layer itself: every fault, with
// positions. `judged`: for a resolved document the one it was made of, whose ids need no second look (a layer repeated
// over nothing is gone by now); null for an unresolved one.
Errors check_ducks(const Json& document, const std::string& file, const Json* judged);

// Ids of the layers that this one needs even where they are not shown: its parent, clip, matte and displacement maps.
// Strings that are still expressions are among them.
std::vector<std::string> names_needed_by(const Json& layer);

}  // namespace fp
