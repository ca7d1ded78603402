// Workspaces under names: one file each in a folder, so that windows that save at once keep each other's names and a
// damaged file costs nothing but itself. Those that come along are in the program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "editor/panels/panels.hpp"

namespace fp::editor {

// Why nothing can be saved under it; "": it is a good name.
std::string fault_of_name(const std::string& name);
// Its file; what a file's name cannot hold is written as %2F.
std::filesystem::path workspace_file(const std::filesystem::path& folder, const std::string& name);

// Those that come along, then the saved ones by name. A folder that cannot be read has none.
std::vector<panels::NamedWorkspace> list_workspaces(const std::filesystem::path& folder);
// What take_arrangement understands. An error names the file and what is wrong with it.
Result<Json> read_workspace(const std::filesystem::path& folder, const std::string& name);
// Whole or not at all. What is there already is only replaced with `overwrite`.
Result<void> save_workspace(const std::filesystem::path& folder, const std::string& name, const Json& arrangement,
                            bool overwrite);
Result<void> remove_workspace(const std::filesystem::path& folder, const std::string& name);

}  // namespace fp::editor
