#include "editor/panels/folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace fp::panels {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool has_ending(std::string_view name, const std::vector<std::string>& endings) {
  if (endings.empty()) return true;
  const std::string small = lower(name);
  return std::ranges::any_of(endings,
                             [&](const std::string& e) { return small.size() > e.size() && small.ends_with(e); });
}

}  // namespace

Folder read_folder(const std::filesystem::path& path, const std::vector<std::string>& endings, bool folders_only) {
  namespace fs = std::filesystem;
  std::error_code error;
  Folder folder{.path = fs::absolute(path, error).lexically_normal()};
  if (!folder.path.has_filename() && folder.path != folder.path.root_path()) folder.path = folder.path.parent_path();
  fs::directory_iterator at(folder.path, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.empty() || name.front() == '.') continue;
    std::error_code ignored;  // a link that leads nowhere is a file that cannot be opened
    const bool is_folder = at->is_directory(ignored);
    if (!is_folder && (folders_only || !has_ending(name, endings))) continue;
    folder.entries.push_back({std::move(name), is_folder});
  }
  if (error) folder.error = error.message();
  std::vector<std::pair<std::string, FolderEntry>> keyed;
  keyed.reserve(folder.entries.size());
  for (FolderEntry& entry : folder.entries) {
    std::string key = lower(entry.name);
    keyed.emplace_back(std::move(key), std::move(entry));
  }
  std::ranges::sort(keyed, [](const auto& a, const auto& b) {
    if (a.second.folder != b.second.folder) return a.second.folder;
    return a.first != b.first ? a.first < b.first : a.second.name < b.second.name;
  });
  folder.entries.clear();
  for (auto& [key, entry] : keyed) folder.entries.push_back(std::move(entry));
  return folder;
}

std::vector<int> matching(const Folder& folder, std::string_view letters) {
  const std::string wanted = lower(letters);
  std::vector<int> found;
  for (size_t i = 0; i < folder.entries.size(); ++i) {
    if (wanted.empty() || lower(folder.entries[i].name).find(wanted) != std::string::npos)
      found.push_back(static_cast<int>(i));
  }
  return found;
}

std::optional<std::filesystem::path> typed_path(std::string_view text, const std::filesystem::path& home) {
  if (text.starts_with('/')) return std::filesystem::path(text).lexically_normal();
  if (text == "~") return home;
  if (text.starts_with("~/")) return (home / text.substr(2)).lexically_normal();
  return std::nullopt;
}

std::string with_ending(const std::string& name, const std::vector<std::string>& endings) {
  return endings.empty() || has_ending(name, endings) ? name : name + endings.front();
}

std::string size_text(uintmax_t bytes) {
  constexpr const char* kUnits[] = {"KB", "MB", "GB", "TB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1000;
  size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < std::size(kUnits); ++unit) value /= 1000;
  return fmt::format("{:.{}f} {}", value, value < 9.95 ? 1 : 0, kUnits[unit]);
}

}  // namespace fp::panels
