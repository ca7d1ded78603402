// What `check` found, as people and programs read it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/render/inspect.hpp"

namespace fp::cli {

// A finding that no longer needs its composition.
struct CheckFinding {
  FindingKind kind = FindingKind::shrunk;
  std::string row, format, layer, other;
  SourceLocation location;
  int64_t frame = -1;
  double seconds = 0, value = 0, needed = 0;
  std::string letters, background;  // colours
};
CheckFinding kept(const Finding& finding, const Composition& composition, const std::string& row);

// One line a layer, format and kind, with the worst row and the number of rows.
std::vector<std::string> lines_of(const std::vector<CheckFinding>& findings);
Json to_json(const CheckFinding& finding);

}  // namespace fp::cli
