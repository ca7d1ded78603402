// What stands in a folder of the disk, as the file browser lists it. No Dear ImGui.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fp::panels {

struct FolderEntry {
  std::string name;
  bool folder = false;
};

struct Folder {
  std::filesystem::path path;        // absolute
  std::vector<FolderEntry> entries;  // folders first, then by name without regard to case
  std::string error;                 // why it cannot be listed; the entries are then those read so far
};

// Hidden entries are left out, and files without one of the endings (".csv"; in any case; none given: all files).
// `folders_only`: no files at all. Nothing but names and kinds is read, so that a folder of many thousands is quick.
Folder read_folder(const std::filesystem::path& path, const std::vector<std::string>& endings,
                   bool folders_only = false);

// Indices of the entries whose names hold these letters, without regard to case of ASCII letters; "": all.
std::vector<int> matching(const Folder& folder, std::string_view letters);

// What typed text names: an absolute path, or one from "~"; nothing where it is only letters to look for.
std::optional<std::filesystem::path> typed_path(std::string_view text, const std::filesystem::path& home);

// The name with the ending, unless it has one of these already: "out" -> "out.json".
std::string with_ending(const std::string& name, const std::vector<std::string>& endings);

std::string size_text(uintmax_t bytes);  // "1.4 MB"

}  // namespace fp::panels
