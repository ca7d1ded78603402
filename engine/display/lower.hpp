// Scene + assets -> DisplayList: layout, outlines, coverage masks and paint matrices, quantised to integers. Everything
// floating-point ends here.
#pragma once

#include "engine/core/workers.hpp"
#include "engine/display/assets.hpp"
#include "engine/display/display_list.hpp"
#include "engine/display/survey.hpp"
#include "engine/scene/scene.hpp"

namespace fp {

// Errors name the layer, its place in the template and the row: missing pictures and fonts, glyphs no font has, bad
// path data. `workers`, where there are any, share the making of masks; the list is the same. Without `pixels` footage
// is not decoded: the list has its identity, but cannot be drawn.
Result<DisplayList> lower(const Scene& scene, Assets& assets, Workers* workers = nullptr, bool pixels = true);

// What a text layer came to, for checks: found while lowering frame `frame` of `composition`.
struct TextFinding {
  TextName name;
  bool shrunk = false, truncated = false, overflows = false;
  double size = 0;
};
Result<std::vector<TextFinding>> inspect_text(const Composition& composition, Assets& assets);

}  // namespace fp
