// Parts of making copies of layers: their lists, their names, their ids. Internal to engine/template.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/template/interpolate.hpp"
#include "engine/template/template.hpp"

namespace fp {

// What a layer is repeated over: the items of a list, 0 to n-1 of a number, nothing of null. Nullopt: neither.
std::optional<std::vector<Json>> listed(const Json& over);

// The declaration of a list's items where `over` is a parameter: "{{features}}".
std::optional<Param> declared_list_item(const Json& over, const Scope& around);

// The names of one copy: its item, index (from 0), number (from 1) and count.
ScopePtr copy_scope(ScopePtr around, const std::string& name, const Json& item, const std::optional<Param>& declared,
                    size_t index, size_t count);

// Ids of a layer and of what it encloses.
std::set<std::string> ids_within(const Json& layer);
// Adds the suffix to those ids, where they are given and where they are referred to.
void rename_ids(Json& layer, const std::set<std::string>& ids, const std::string& suffix);

// A layer of type composition becomes a group with the composition's size and duration and these layers.
void as_group(Json& layer, const Json& composition, Json children);

Json solid_of(const Json& color);  // a solid layer, such as a composition's background

const std::vector<Param>& composition_params(const Template& tpl, const std::string& name);

// "visible": "{{photo}}" shows the layer where the row has a photo: true and false are themselves, every other value
// that is there is true, 0 too. No value, an empty text and an empty list are false.
Json as_condition(Json value);

void set_spans(Json& value, const SourceSpan& span);

}  // namespace fp
