// What `framepress check` and the editor find in a template and its rows, as people and programs read it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/render/inspect.hpp"

namespace fp {

// A finding that no longer needs its composition.
struct CheckFinding {
  FindingKind kind = FindingKind::shrunk;
  std::string row, format, layer, part, other;
  SourceLocation location;
  int64_t frame = -1;
  double seconds = 0, value = 0, needed = 0;
  std::string letters, background;  // colours
};
CheckFinding kept(const Finding& finding, const Composition& composition, const std::string& row);

// "text shrunk to 24 px"
std::string summary_of(const CheckFinding& finding);

// Findings of one layer, format and kind: the worst (an index) and how many rows have it.
struct FindingGroup {
  size_t worst = 0, count = 0;
};
std::vector<FindingGroup> groups_of(const std::vector<CheckFinding>& findings);

// One line a group, with the worst row and the number of rows.
std::vector<std::string> lines_of(const std::vector<CheckFinding>& findings);
Json to_json(const CheckFinding& finding);

// What keeps a composition from being drawn: pictures and fonts that are missing, text that cannot be laid out.
Errors missing_assets(const Composition& composition, Assets& assets);

}  // namespace fp
