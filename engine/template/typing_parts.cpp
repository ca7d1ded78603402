// Values that reach further than their own text: files beneath the template's folder, lists and records.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/template/params.hpp"

namespace fp {
namespace {

constexpr size_t kMaxListedAssets = 10'000;

}  // namespace

// Names beneath the template's folder, for suggestions only: collected once, when the first asset is missing.
std::string ValueTyper::similar_asset(const std::string& name) {
  namespace fs = std::filesystem;
  if (!asset_names_) {
    asset_names_.emplace();
    std::error_code error;
    const fs::path& root = tpl_.assets->folder();
    for (fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end && asset_names_->size() < kMaxListedAssets; it.increment(error)) {
      std::error_code ignored;
      if (it->is_regular_file(ignored)) asset_names_->push_back(it->path().lexically_relative(root).generic_string());
    }
    std::sort(asset_names_->begin(), asset_names_->end());
  }
  return closest(name, *asset_names_);
}

const ValueTyper::AssetAnswer& ValueTyper::ask_for_asset(const std::string& name) {
  auto [it, fresh] = assets_.try_emplace(name);
  if (!fresh) return it->second;
  if (!tpl_.assets) {
    it->second.message = "the template has no folder to read assets from";
    return it->second;
  }
  const Result<std::string> bytes = tpl_.assets->read(name);
  it->second.present = bytes.has_value();
  if (bytes) return it->second;
  it->second.message = bytes.error()[0].message;
  it->second.hint = bytes.error()[0].hint;
  const std::string near = similar_asset(name);
  if (!near.empty() && near != name) it->second.hint = fmt::format("did you mean \"{}\"?", near);
  return it->second;
}

std::optional<Json> ValueTyper::asset(const Cell& cell) {
  if (!cell.raw.is_string()) return reject(cell, type_name(cell.param));
  const AssetAnswer& answer = ask_for_asset(cell.text);
  if (!answer.present) {
    errors_.push_back({Fault::missing, cell.origin.file, cell.raw.span.line, cell.raw.span.column, cell.path,
                       fmt::format("{}{}: {}", cell.origin.who, cell.path, answer.message), answer.hint});
    return std::nullopt;
  }
  Json value = cell.raw;
  value.text = cell.text;
  return value;
}

std::optional<Json> ValueTyper::items_of(const Cell& cell) {
  const std::string name = cell.origin.file.empty() ? cell.path : cell.origin.file;
  if (cell.text.starts_with('[') || cell.param.type == Param::Type::record) {
    Result<Json> parsed = parse_json(cell.text, name);
    if (!parsed) {
      return reject(cell,
                    cell.param.type == Param::Type::record ? "a record as JSON: {\"w\": 1}" : "a list as JSON: [1, 2]",
                    parsed.error()[0].message);
    }
    return std::move(*parsed);
  }
  const char separator = cell.text.find('|') != std::string::npos ? '|' : ';';
  Json list = Json::array();
  for (size_t pos = 0; pos <= cell.text.size();) {
    const size_t end = std::min(cell.text.find(separator, pos), cell.text.size());
    std::string item = cell.text.substr(pos, end - pos);
    item.erase(0, std::min(item.find_first_not_of(' '), item.size()));
    item.erase(item.find_last_not_of(' ') + 1);
    list.items.push_back(Json::of(std::move(item)));
    pos = end + 1;
  }
  return list;
}

std::optional<Json> ValueTyper::list(const Cell& cell) {
  const bool from_text = cell.origin.is_text && cell.raw.is_string();
  const bool split = from_text && !cell.text.starts_with('[');
  std::optional<Json> source = from_text ? items_of(cell) : cell.raw;
  if (!source) return std::nullopt;
  if (!source->is_array()) {
    return reject(cell, cell.origin.is_text ? "a list: items separated by ; or |, or a JSON array" : "a list");
  }
  if (cell.param.max_length && static_cast<int64_t>(source->items.size()) > *cell.param.max_length) {
    return reject(cell, fmt::format("at most {} items, it has {}", *cell.param.max_length, source->items.size()));
  }
  static const Param kText;
  const Param& item_type = cell.param.fields.empty() ? kText : cell.param.fields[0];
  Origin origin = cell.origin;
  origin.is_text = split;
  Json typed = Json::array();
  typed.span = cell.raw.span;
  bool good = true;
  for (size_t i = 0; i < source->items.size(); ++i) {
    Json& item = source->items[i];
    if (from_text) item.span = cell.raw.span;
    std::optional<Json> value = type(item_type, item, origin, fmt::format("{}.{}", cell.path, i));
    if (value && value->is_null()) {
      const std::string path = fmt::format("{}.{}", cell.path, i);
      value = reject({item_type, item, origin, path, {}}, type_name(item_type), "a list has no empty items");
    }
    good &= value.has_value();
    if (good) typed.items.push_back(std::move(*value));
  }
  return good ? std::optional(std::move(typed)) : std::nullopt;
}

std::optional<Json> ValueTyper::record(const Cell& cell) {
  const bool from_text = cell.origin.is_text && cell.raw.is_string();
  std::optional<Json> source = from_text ? items_of(cell) : cell.raw;
  if (!source) return std::nullopt;
  if (!source->is_object()) return reject(cell, "a record: {\"name\": value}");
  Origin origin = cell.origin;
  origin.is_text = false;
  bool good = true;
  std::vector<std::string> names;
  for (const Param& field : cell.param.fields) names.push_back(field.name);
  for (const Json::Member& member : source->members) {
    if (std::ranges::find(names, member.key) != names.end()) continue;
    const std::string near = closest(member.key, names);
    const SourceSpan& at = from_text ? cell.raw.span : member.key_span;
    errors_.push_back({origin.fault, origin.file, at.line, at.column, cell.path + "." + member.key,
                       fmt::format("{}{} has no field \"{}\"; expected {}", origin.who, cell.path, member.key,
                                   fmt::join(names, ", ")),
                       near.empty() ? "" : fmt::format("did you mean \"{}\"?", near)});
    good = false;
  }
  Json typed = Json::object();
  typed.span = cell.raw.span;
  for (const Param& field : cell.param.fields) {
    const std::string path = cell.path + "." + field.name;
    Json missing;
    missing.span = cell.raw.span;
    Json* given = source->find(field.name);
    if (given != nullptr && from_text) given->span = cell.raw.span;
    std::optional<Json> value = type(field, given != nullptr ? *given : missing, origin, path);
    if (value && value->is_null()) {
      value = field.required && !field.fallback ? reject({field, missing, origin, path, {}}, type_name(field))
                                                : fallback(field, path);
    }
    good &= value.has_value();
    if (good) typed.set(field.name, std::move(*value));
  }
  return good ? std::optional(std::move(typed)) : std::nullopt;
}

}  // namespace fp
