// Expressions wanted in scopes, of all rows in one evaluation. Internal to engine/template.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/template/interpolate.hpp"
#include "engine/template/jsonnet.hpp"

namespace fp {

struct Wish {
  std::string_view text;         // after the "="
  const Scope* scope = nullptr;  // one object for all wishes of a row in one place
  const Json* canvas = nullptr;  // {width, height, fps}
  int guard = -1;                // index of a wish of the same scope that must not be false, or -1
};

// A result a wish, in order. Equal texts are written once, whatever the number of rows and copies.
std::vector<ExpressionResult> evaluate_wishes(Jsonnet& vm, const std::string& format, std::span<const Wish> wishes);

}  // namespace fp
