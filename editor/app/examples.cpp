#include "editor/app/examples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "editor/app/recent.hpp"

namespace fp::editor {

namespace fs = std::filesystem;

fs::path program_folder() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : self.parent_path();
}

fs::path examples_folder(const fs::path& program) {
  std::error_code error;
  fs::path installed = program.parent_path() / "share/framepress/templates";
  if (fs::is_directory(installed, error)) return installed;
  for (fs::path at = program; at.has_relative_path(); at = at.parent_path()) {
    if (fs::is_directory(at / "assets/templates", error)) return at / "assets/templates";
  }
  return {};
}

fs::path cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "framepress";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return {};
  return fs::path(home) / ".cache/framepress";
}

std::string first_paragraph(std::string_view readme) {
  std::string paragraph;
  for (size_t at = 0; at < readme.size();) {
    const size_t end = std::min(readme.find('\n', at), readme.size());
    const std::string_view line = readme.substr(at, end - at);
    at = end + 1;
    if (line.starts_with('#')) continue;
    if (line.empty() && paragraph.empty()) continue;
    if (line.empty()) break;
    if (!paragraph.empty()) paragraph += ' ';
    for (const char c : line) {
      if (c != '`') paragraph += c;
    }
  }
  return paragraph;
}

std::vector<panels::Example> read_examples(const fs::path& folder) {
  std::vector<panels::Example> examples;
  const panels::Folder listing = panels::read_folder(folder, {}, true);
  for (const panels::FolderEntry& entry : listing.entries) {
    const fs::path at = folder / entry.name;
    std::error_code error;
    if (!fs::exists(at / "template.json", error)) continue;
    examples.push_back(
        {.name = entry.name, .description = first_paragraph(read_small(at / "README.md")), .folder = at});
  }
  return examples;
}

fs::path table_of_example(const fs::path& folder) {
  const auto shortest = [&](const char* ending) {
    std::string best;
    for (const panels::FolderEntry& entry : panels::read_folder(folder, {ending}).entries) {
      if (entry.folder || entry.name == "template.json") continue;
      if (best.empty() || entry.name.size() < best.size()) best = entry.name;
    }
    return best;
  };
  for (const char* ending : {".csv", ".json"}) {
    if (const std::string name = shortest(ending); !name.empty()) return folder / name;
  }
  return {};
}

Result<fs::path> copy_example(const fs::path& from, const fs::path& to) {
  std::error_code error;
  const bool there = fs::exists(to, error);
  if (there && (!fs::is_directory(to, error) || !fs::is_empty(to, error)))
    return fail(Fault::failed, fmt::format("{} is there already", to.string()), "give the new folder another name");
  fs::create_directories(to, error);
  if (!error) fs::copy(from, to, fs::copy_options::recursive, error);
  // Those of an installed program may be read only; a copy is there to be changed.
  if (!error) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(to, error))
      fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add, error);
  }
  if (!error) return to / "template.json";
  const std::string why = error.message();
  if (!there) fs::remove_all(to, error);
  return fail(Fault::failed, fmt::format("cannot copy the example to {}: {}", to.string(), why));
}

}  // namespace fp::editor
