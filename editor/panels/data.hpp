// What the data tab is made of. Internal to editor/panels.
#pragma once

#include "editor/panels/widgets.hpp"

namespace fp::panels {

void draw_params(Ui& ui);
void draw_table_head(Ui& ui);
void draw_row_list(Ui& ui);
void draw_row_grid(Ui& ui);

// ---- without Dear ImGui, for tests

// A value as one edits it: text as it is, lists and records as JSON; "" of null.
std::string editable_text(const Json* value);
// What a text for a parameter becomes as its default in a template; nullopt where it is none of its type.
std::optional<Json> default_of(const Param& param, const std::string& text);
// "number, 0 to 100", "text, at most 20 characters".
std::string kind_of(const Param& param);
// How names of files end that a parameter of the type can take, lower case; empty: it takes no files.
const std::vector<std::string>& file_endings(Param::Type type);
// A file's ending in lower case, with the dot.
std::string ending_of(const std::filesystem::path& file);
// What a dropped file becomes a layer of: image, video or audio; image where its ending says nothing.
Param::Type kind_of_file(const std::filesystem::path& file);
// The column it is read from, "" where the table has none of that name.
std::string column_of(const Param& param, const Table* table);
// The fault of a parameter's value among what went wrong, or nullptr.
const Diagnostic* fault_of(const Param& param, const Errors& errors);
// The first text of a row: what one knows it by.
std::string name_of_row(const Template& tpl, const Values& values);

}  // namespace fp::panels
