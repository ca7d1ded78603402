// Three versions of a template made one: what the file was, what it is here with unsaved edits, what it is on disk now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "editor/state/document.hpp"

namespace fp::editor {

// A place that both sides changed, each in its own way. Absent values: removed, or not there.
struct Conflict {
  std::string pointer;  // into the merged document
  std::optional<Json> base, mine, theirs;
  bool took_mine = true;
};

struct Merged {
  Document document;
  std::vector<Conflict> conflicts;  // empty: all changes of both sides are in it
};

enum class Side : uint8_t { mine, theirs };

// Objects member by member; lists whose items have an "id" (layers) or are keys (by "t") item by item, in the order of
// the side that changed the order; any other value as a whole. The text is theirs with the changes of mine put in, so
// comments and formatting of the disk are kept. In a conflict `prefer` is taken, but what one side changed and the
// other removed is always kept. Layers without an "id" count as the same where they are equal, else by their place.
Result<Merged> merge(const Document& base, const Document& mine, const Document& theirs, Side prefer = Side::mine);

}  // namespace fp::editor
