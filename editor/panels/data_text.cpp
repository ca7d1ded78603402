// What the data tab says, as text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "editor/panels/data.hpp"
#include "engine/template/params.hpp"

namespace fp::panels {
namespace {

std::string range_of(const Param& p) {
  if (p.min && p.max) return fmt::format(", {:g} to {:g}", *p.min, *p.max);
  if (p.min) return fmt::format(", at least {:g}", *p.min);
  if (p.max) return fmt::format(", at most {:g}", *p.max);
  if (!p.earliest.empty() && !p.latest.empty()) return fmt::format(", {} to {}", p.earliest, p.latest);
  if (!p.earliest.empty()) return ", from " + p.earliest;
  if (!p.latest.empty()) return ", until " + p.latest;
  return {};
}

}  // namespace

std::string editable_text(const Json* value) {
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? value->text : write_json(*value, 0);
}

std::optional<Json> default_of(const Param& param, const std::string& text) {
  switch (param.type) {
    case Param::Type::number:
    case Param::Type::integer:
    case Param::Type::money:
    case Param::Type::boolean:
    case Param::Type::list:
    case Param::Type::record: {
      auto json = parse_json(text, param.name);
      if (!json) return std::nullopt;
      const bool fits = param.type == Param::Type::boolean  ? json->is_bool()
                        : param.type == Param::Type::list   ? json->is_array()
                        : param.type == Param::Type::record ? json->is_object()
                                                            : json->is_number();
      if (!fits || (param.type == Param::Type::integer && json->number != std::floor(json->number)))
        return std::nullopt;
      return std::move(*json);
    }
    default:
      return Json::of(text);
  }
}

std::string kind_of(const Param& p) {
  switch (p.type) {
    case Param::Type::text:
      return p.max_length ? fmt::format("text, at most {} characters", *p.max_length) : "text";
    case Param::Type::number:
      return "number" + range_of(p);
    case Param::Type::integer:
      return "whole number" + range_of(p);
    case Param::Type::boolean:
      return "yes or no";
    case Param::Type::color:
      return "colour";
    case Param::Type::enumeration:
      return "one of " + std::to_string(p.choices.size());
    case Param::Type::image:
      return "picture file";
    case Param::Type::video:
      return "video file";
    case Param::Type::audio:
      return "sound file";
    case Param::Type::captions:
      return "captions file";
    case Param::Type::font:
      return "font file";
    case Param::Type::date:
      return (p.pattern.empty() ? "date" : "date as " + p.pattern) + range_of(p);
    case Param::Type::money:
      return (p.currency.empty() ? "amount" : "amount in " + p.currency) + range_of(p);
    case Param::Type::list:
      return p.max_length ? fmt::format("list as JSON, at most {} items", *p.max_length) : "list as JSON";
    case Param::Type::record:
      return "record as JSON";
  }
  return {};
}

const std::vector<std::string>& file_endings(Param::Type type) {
  static const std::vector<std::string> pictures{".png", ".jpg", ".jpeg", ".webp", ".svg"}, fonts{".otf", ".ttf"},
      videos{".mp4", ".mov", ".m4v", ".mkv", ".webm", ".gif", ".apng", ".webp"},
      sounds{".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".aac", ".mp4", ".mov", ".m4v", ".mkv", ".webm"},
      captions{".srt", ".vtt", ".json"}, none;
  switch (type) {
    case Param::Type::image:
      return pictures;
    case Param::Type::font:
      return fonts;
    case Param::Type::video:
      return videos;
    case Param::Type::audio:
      return sounds;
    case Param::Type::captions:
      return captions;
    default:
      return none;
  }
}

std::string ending_of(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return ending;
}

Param::Type kind_of_file(const std::filesystem::path& file) {
  const std::string ending = ending_of(file);
  if (ending == ".srt" || ending == ".vtt") return Param::Type::captions;
  for (const Param::Type type : {Param::Type::image, Param::Type::video, Param::Type::audio}) {
    const std::vector<std::string>& endings = file_endings(type);
    if (std::ranges::find(endings, ending) != endings.end()) return type;
  }
  return Param::Type::image;
}

std::string column_of(const Param& param, const Table* table) {
  const std::string& column = param.from.empty() ? param.name : param.from;
  if (table == nullptr || std::ranges::find(table->columns, column) == table->columns.end()) return {};
  return column;
}

const Diagnostic* fault_of(const Param& param, const Errors& errors) {
  const auto found = std::ranges::find_if(errors, [&](const Diagnostic& d) {
    return d.pointer == param.name || d.pointer.starts_with(param.name + ".") ||
           d.pointer.starts_with("/params" + child_pointer(param.name));
  });
  return found == errors.end() ? nullptr : &*found;
}

std::string name_of_row(const Template& tpl, const Values& values) {
  for (const Param& param : tpl.params) {
    const Json* value = values.object.find(param.name);
    if (param.type == Param::Type::text && value != nullptr && value->is_string() && !value->text.empty())
      return value->text;
  }
  return values.label;
}

}  // namespace fp::panels
