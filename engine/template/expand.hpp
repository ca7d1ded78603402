// Copies: layers repeated over lists, and compositions put in as layers. A document with them becomes one without, in
// which every copy is a layer of its own, with a scope for its strings and the pointer of the layer it was made from.
// Internal to engine/template.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/template/interpolate.hpp"
#include "engine/template/jsonnet.hpp"
#include "engine/template/template.hpp"

namespace fp {

// Members of expanded layers that no template can have, because no key of the format starts with this character:
inline constexpr std::string_view kScopeKey = "\x01scope";    // a number: which of the scopes its strings see
inline constexpr std::string_view kOriginKey = "\x01origin";  // a text: the pointer of the layer it was made from

// One row's document on its way.
struct Expansion {
  Json document;
  ScopePtr root;                 // of the row; null: there is nothing to expand
  Json canvas;                   // as expressions see it
  std::vector<ScopePtr> scopes;  // those of copies, as kScopeKey counts
  Errors errors;
};

// Whether some layer is repeated or a composition.
bool has_copies(const Json& document);

// Expands the documents of all rows. Expressions that decide about copies are evaluated together, once for each level
// of nesting; `vm` is asked for only then. Faults go to each row's errors.
void expand(std::span<Expansion> rows, const Template& tpl, const std::string& format, Interpolator& interpolator,
            const std::function<Jsonnet&()>& vm);

}  // namespace fp
