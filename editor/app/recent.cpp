#include "editor/app/recent.hpp"

#include <algorithm>
#include <span>

#include "engine/core/files.hpp"
#include "engine/core/json.hpp"

namespace fp::editor {

std::vector<std::filesystem::path> parse_recent(std::string_view text) {
  std::vector<std::filesystem::path> files;
  const auto json = parse_json(text, "recent.json");
  const Json* list = json ? json->find("files") : nullptr;
  if (list == nullptr || !list->is_array()) return files;
  for (const Json& item : list->items) {
    const std::filesystem::path file = item.is_string() ? item.text : "";
    const bool good = file.is_absolute() && std::ranges::find(files, file) == files.end();
    if (good && files.size() < kMostRecent) files.push_back(file);
  }
  return files;
}

std::string recent_text(const std::vector<std::filesystem::path>& files) {
  Json list = Json::array();
  for (const auto& file : files) list.items.push_back(Json::of(file.string()));
  Json json = Json::object();
  json.set("files", std::move(list));
  return write_json(json) + "\n";
}

std::vector<std::filesystem::path> with_recent(std::vector<std::filesystem::path> files,
                                               const std::filesystem::path& file) {
  std::erase(files, file);
  files.insert(files.begin(), file);
  if (files.size() > kMostRecent) files.resize(kMostRecent);
  return files;
}

std::string read_small(const std::filesystem::path& file) {
  constexpr size_t kMost = 1u << 20;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return {};
  auto text = read_file(file, Fault::missing, kMost);
  return text ? *std::move(text) : std::string();
}

Result<void> write_small(const std::filesystem::path& file, std::string_view text, bool overwrite) {
  auto pending = PendingFile::create(file, overwrite);
  if (!pending) return fail(std::move(pending.error()));
  if (auto written = pending->write(std::as_bytes(std::span(text))); !written) return written;
  return pending->publish();
}

}  // namespace fp::editor
