// The templates that were open, newest first, and small files of the editor's own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"

namespace fp::editor {

inline constexpr size_t kMostRecent = 12;

// Of {"files": [...]}. What is damaged counts for nothing: the rest of it is taken, and nothing is said.
std::vector<std::filesystem::path> parse_recent(std::string_view text);
std::string recent_text(const std::vector<std::filesystem::path>& files);
// With this one, an absolute path, at the front, once.
std::vector<std::filesystem::path> with_recent(std::vector<std::filesystem::path> files,
                                               const std::filesystem::path& file);

// The text of a small file; empty where it cannot be read.
std::string read_small(const std::filesystem::path& file);
// Whole or not at all.
Result<void> write_small(const std::filesystem::path& file, std::string_view text, bool overwrite = true);

}  // namespace fp::editor
