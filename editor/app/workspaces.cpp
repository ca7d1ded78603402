#include "editor/app/workspaces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "editor/app/recent.hpp"
#include "engine/core/fault_at.hpp"
#include "engine/core/files.hpp"
#include "engine/core/utf8.hpp"

namespace fp::editor {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestName = 40;  // code points
constexpr size_t kLargest = 1u << 20;
constexpr std::string_view kEnding = ".json";

struct BuiltIn {
  const char *name, *text;
};
// What they leave out stays as it is: the theme, the scale, what is drawn behind and over the canvas.
constexpr BuiltIn kBuiltIn[] = {
    {"Author", R"({"client": false, "side": true, "tab": "properties", "sideWidth": 340, "timeline": true,
                   "graph": false, "timelineHeight": 270, "guides": true, "snapping": true})"},
    {"Animate", R"({"client": false, "side": true, "tab": "properties", "sideWidth": 340, "timeline": true,
                    "graph": true, "timelineHeight": 460, "guides": true, "snapping": true})"},
    {"Data", R"({"client": false, "side": true, "tab": "data", "sideWidth": 620, "timeline": false, "graph": false,
                 "rowOrder": "worst", "paramsShare": 0.4})"},
    {"Review", R"({"client": true, "side": false, "timeline": false, "graph": false, "grid": false, "guides": false,
                   "safeArea": false})"}};

const BuiltIn* built_in(const std::string& name) {
  const auto* found = std::ranges::find(kBuiltIn, name, &BuiltIn::name);
  return found == std::end(kBuiltIn) ? nullptr : found;
}

bool stands_as_it_is(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7f && c != '/' && c != '%' && c != '.';
}

// Nullopt of a file that is none of ours.
std::optional<std::string> name_of_file(const std::string& file) {
  if (!file.ends_with(kEnding)) return std::nullopt;
  std::string name;
  const std::string_view stem(file.data(), file.size() - kEnding.size());
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  for (size_t i = 0; i < stem.size(); ++i) {
    if (stem[i] != '%') {
      if (!stands_as_it_is(stem[i])) return std::nullopt;
      name += stem[i];
    } else {
      const int high = i + 2 < stem.size() ? digit(stem[i + 1]) : -1, low = high < 0 ? -1 : digit(stem[i + 2]);
      if (low < 0) return std::nullopt;
      name += static_cast<char>(16 * high + low);
      i += 2;
    }
  }
  return fault_of_name(name).empty() ? std::optional(name) : std::nullopt;
}

}  // namespace

std::string fault_of_name(const std::string& name) {
  if (name.empty()) return "Give it a name first";
  if (first_bad_utf8(name) || std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return "A name has no control characters";
  if (name.front() == ' ' || name.back() == ' ') return "A name does not begin or end with a space";
  if (count_code_points(name) > kLongestName) return fmt::format("A name has at most {} characters", kLongestName);
  if (built_in(name) != nullptr) return fmt::format("{} is built in and stays as it is: choose another name", name);
  return {};
}

fs::path workspace_file(const fs::path& folder, const std::string& name) {
  std::string file;
  for (const char c : name)
    file += stands_as_it_is(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return folder / (file + std::string(kEnding));
}

std::vector<panels::NamedWorkspace> list_workspaces(const fs::path& folder) {
  std::vector<panels::NamedWorkspace> all;
  for (const BuiltIn& one : kBuiltIn) all.push_back({one.name, true});
  std::vector<std::string> saved;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (auto name = name_of_file(at->path().filename().string())) saved.push_back(*std::move(name));
  }
  std::ranges::sort(saved);
  for (std::string& name : saved) all.push_back({std::move(name), false});
  return all;
}

Result<Json> read_workspace(const fs::path& folder, const std::string& name) {
  if (const BuiltIn* one = built_in(name)) return parse_json(one->text, name);
  const fs::path file = workspace_file(folder, name);
  auto text = read_file(file, Fault::missing, kLargest);
  if (!text) return fail(std::move(text.error()));
  auto json = parse_json(*text, file.string());
  if (json && !json->is_object())
    return fail(fault_at(file.string(), json->span, "", "a workspace is an object such as {\"side\": true}"));
  return json;
}

Result<void> save_workspace(const fs::path& folder, const std::string& name, const Json& arrangement, bool overwrite) {
  if (std::string fault = fault_of_name(name); !fault.empty()) return fail(Fault::usage, std::move(fault));
  if (folder.empty()) return fail(Fault::failed, "there is no home folder to keep workspaces in");
  return write_small(workspace_file(folder, name), write_json(arrangement) + "\n", overwrite);
}

Result<void> remove_workspace(const fs::path& folder, const std::string& name) {
  std::error_code error;
  fs::remove(workspace_file(folder, name), error);  // gone already: so much the better
  if (error) return fail(Fault::failed, fmt::format("cannot remove the workspace {}: {}", name, error.message()));
  return {};
}

}  // namespace fp::editor
