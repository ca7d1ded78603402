// Ids of layers and what names them: "parent", "clip", "follow", mattes, displacement maps, overrides of formats.
// Internal to editor/state.
#pragma once

#include <map>
#include <set>
#include <string>

#include "editor/state/document.hpp"

namespace fp::editor {

bool is_valid_id(std::string_view id);

// The ids of the layers in `value`: a layer, or a document.
void collect_ids(const Json& value, std::set<std::string>& ids);

// The pointer of the layer with this id, in the template's own layers; empty where there is none.
std::string layer_with_id(const Json& root, std::string_view id);

std::string free_id(const Json& root, const std::string& wanted);  // "title", else "title-2", ...

// Gives every layer in `layer` whose id `root` has already another one; `names`: old -> new.
void choose_ids(const Json& root, Json& layer, std::map<std::string, std::string>& names);
void rename_references(Json& layer, const std::map<std::string, std::string>& names);

// The same in the text: of the copy at `layer`, whose ids also stand elsewhere.
Result<Document> with_own_ids(const Document& document, const std::string& layer,
                              std::map<std::string, std::string>& names);
// References beneath `pointer` say the new names; with "" also the formats' overrides.
Result<Document> with_references(const Document& document, const std::string& pointer,
                                 const std::map<std::string, std::string>& names);
// References to `ids`, and overrides for them, are removed.
Result<Document> without_references(const Document& document, const std::set<std::string>& ids);

}  // namespace fp::editor
