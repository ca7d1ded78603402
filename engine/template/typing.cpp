#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/color.hpp"
#include "engine/core/utf8.hpp"
#include "engine/template/params.hpp"

namespace fp {
namespace {

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53: beyond it doubles skip whole numbers

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// What a message shows of a value: short, on one line.
std::string shown(const Json& value) {
  std::string text = write_json(value, 0);
  if (text.size() > 60) {
    size_t cut = 56;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
    text = text.substr(0, cut) + "…";
  }
  switch (value.type) {
    case Json::Type::number:
      return "the number " + text;
    case Json::Type::array:
      return "the list " + text;
    case Json::Type::object:
      return "the record " + text;
    default:
      return text;
  }
}

Json numeric(double value, std::string text, const SourceSpan& span) {
  Json json = Json::of(value);
  if (!text.empty()) json.text = std::move(text);
  json.span = span;
  return json;
}

}  // namespace

std::string type_name(const Param& param) {
  switch (param.type) {
    case Param::Type::text:
      return "text";
    case Param::Type::number:
      return "a number";
    case Param::Type::integer:
      return "a whole number";
    case Param::Type::boolean:
      return "true or false";
    case Param::Type::color:
      return "a colour like #ff5a1f";
    case Param::Type::enumeration:
      return "one of the choices";
    case Param::Type::image:
      return "the name of an image file";
    case Param::Type::video:
      return "the name of a video file";
    case Param::Type::audio:
      return "the name of a sound file";
    case Param::Type::captions:
      return "the name of a file of captions";
    case Param::Type::font:
      return "the name of a font file";
    case Param::Type::date:
      return "a date";
    case Param::Type::money:
      return "an amount of money";
    case Param::Type::list:
      return "a list";
    case Param::Type::record:
      return "a record";
  }
  return "a value";
}

std::optional<Json> ValueTyper::reject(const Cell& cell, const std::string& expected, std::string hint) {
  errors_.push_back({cell.origin.fault, cell.origin.file, cell.raw.span.line, cell.raw.span.column, cell.path,
                     fmt::format("{}{} is {}; expected {}", cell.origin.who, cell.path, shown(cell.raw), expected),
                     std::move(hint)});
  return std::nullopt;
}

std::optional<Json> ValueTyper::type(const Param& param, const Json& raw, const Origin& origin,
                                     const std::string& path) {
  if (raw.is_null()) return raw;
  Cell cell{param, raw, origin, path, {}};
  if (raw.is_string()) cell.text = param.type == Param::Type::text ? raw.text : std::string(trimmed(raw.text));
  if (raw.is_string() && cell.text.empty() && (origin.is_text || param.type != Param::Type::text)) {
    Json null;
    null.span = raw.span;
    return null;
  }
  switch (param.type) {
    case Param::Type::text:
      return text(cell);
    case Param::Type::number:
    case Param::Type::integer:
      return number(cell);
    case Param::Type::boolean:
      return boolean(cell);
    case Param::Type::color:
      return color(cell);
    case Param::Type::enumeration:
      return choice(cell);
    case Param::Type::image:
    case Param::Type::video:
    case Param::Type::audio:
    case Param::Type::captions:
    case Param::Type::font:
      return asset(cell);
    case Param::Type::date:
      return date(cell);
    case Param::Type::money:
      return money(cell);
    case Param::Type::list:
      return list(cell);
    case Param::Type::record:
      return record(cell);
  }
  return std::nullopt;
}

std::optional<Json> ValueTyper::fallback(const Param& param, const std::string& path) {
  if (!param.fallback) return Json{};
  return type(param, *param.fallback, {Fault::invalid, tpl_.file, "the default of ", false}, path);
}

std::optional<Json> ValueTyper::text(const Cell& cell) {
  if (!cell.raw.is_string()) {
    return reject(cell, "text",
                  cell.raw.is_number() ? fmt::format("put it in quotes: \"{}\"", cell.raw.text) : std::string());
  }
  if (cell.param.max_length) {
    const auto length = static_cast<int64_t>(count_code_points(cell.text));
    if (length > *cell.param.max_length) {
      return reject(cell, fmt::format("at most {} characters, it has {}", *cell.param.max_length, length));
    }
  }
  return cell.raw;
}

std::optional<Json> ValueTyper::within_limits(const Cell& cell, Json value) {
  const Param& param = cell.param;
  const bool low = param.min && value.number < *param.min, high = param.max && value.number > *param.max;
  if (!low && !high) return value;
  if (param.min && param.max) return reject(cell, fmt::format("a value from {} to {}", *param.min, *param.max));
  return reject(cell, low ? fmt::format("at least {}", *param.min) : fmt::format("at most {}", *param.max));
}

std::optional<Json> ValueTyper::number(const Cell& cell) {
  Json value = cell.raw;
  if (cell.raw.is_string() && cell.origin.is_text) {
    const auto parsed = read_number(cell.text);
    if (!parsed) return reject(cell, type_name(cell.param), number_hint(cell.text));
    value = numeric(*parsed, plain_decimal(cell.text).value_or(""), cell.raw.span);
  } else if (!cell.raw.is_number()) {
    return reject(cell, type_name(cell.param), cell.raw.is_string() ? "write it without quotes" : "");
  }
  if (cell.param.type == Param::Type::integer) {
    if (std::trunc(value.number) != value.number || std::abs(value.number) > kMaxWhole) {
      return reject(cell, type_name(cell.param));
    }
    value = numeric(value.number, fmt::format("{}", static_cast<int64_t>(value.number)), cell.raw.span);
  }
  return within_limits(cell, std::move(value));
}

std::optional<Json> ValueTyper::money(const Cell& cell) {
  if (!cell.raw.is_number() && !cell.raw.is_string()) return reject(cell, type_name(cell.param));
  const std::string& source = cell.raw.is_number() ? cell.raw.text : cell.text;
  const auto amount = plain_decimal(source);
  if (!amount) return reject(cell, "an amount of money like 1234.50", number_hint(source));
  double value = 0;
  std::from_chars(amount->data(), amount->data() + amount->size(), value);
  return within_limits(cell, numeric(value, *amount, cell.raw.span));
}

std::optional<Json> ValueTyper::boolean(const Cell& cell) {
  if (cell.raw.is_bool()) return cell.raw;
  if (!cell.origin.is_text || !cell.raw.is_string()) return reject(cell, "true or false");
  const std::string word = lower_ascii(cell.text);
  const bool yes = word == "true" || word == "yes" || word == "1";
  if (!yes && word != "false" && word != "no" && word != "0") {
    return reject(cell, "true or false (also yes, no, 1, 0)");
  }
  Json value = Json::of(yes);
  value.span = cell.raw.span;
  return value;
}

std::optional<Json> ValueTyper::color(const Cell& cell) {
  const bool named = cell.text.starts_with('@');  // of the style, and looked up there
  if (!cell.raw.is_string() || (!named && !parse_color(cell.text))) {
    return reject(cell, "a colour: #rgb, #rgba, #rrggbb or #rrggbbaa",
                  parse_color("#" + cell.text) ? fmt::format("did you mean \"#{}\"?", cell.text) : std::string());
  }
  Json value = cell.raw;
  value.text = cell.text;
  return value;
}

std::optional<Json> ValueTyper::choice(const Cell& cell) {
  const std::vector<std::string>& choices = cell.param.choices;
  if (cell.raw.is_string() && std::ranges::find(choices, cell.text) != choices.end()) {
    Json value = cell.raw;
    value.text = cell.text;
    return value;
  }
  const std::string near = cell.raw.is_string() ? closest(cell.text, choices) : "";
  return reject(cell, fmt::format("one of \"{}\"", fmt::join(choices, "\", \"")),
                near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

const DateReader* ValueTyper::date_reader(const Param& param) {
  auto [it, fresh] = date_readers_.try_emplace(param.pattern);
  if (fresh) {
    Result<DateReader> reader = DateReader::create(param.pattern, tpl_.locale);
    if (reader) {
      it->second = std::move(*reader);
    } else {
      Diagnostic d = reader.error()[0];
      d.file = tpl_.file;
      d.line = param.span.line;
      d.column = param.span.column;
      d.pointer = param.name;
      errors_.push_back(std::move(d));
    }
  }
  return it->second ? &*it->second : nullptr;
}

std::optional<Json> ValueTyper::date(const Cell& cell) {
  const std::string expected = cell.param.pattern.empty() ? std::string("a date as yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss")
                                                          : fmt::format("a date written as {}", cell.param.pattern);
  if (!cell.raw.is_string()) return reject(cell, expected);
  std::optional<DateTime> when;
  if (!cell.param.pattern.empty()) {
    const DateReader* reader = date_reader(cell.param);
    if (reader == nullptr) return std::nullopt;
    when = reader->read(cell.text);
  }
  if (!when) when = parse_iso_date(cell.text);  // never mistaken for another spelling, so always welcome
  if (!when) {
    return reject(
        cell, expected,
        cell.param.pattern.empty() ? "for another spelling give the param a \"pattern\", e.g. \"MMM d yyyy\"" : "");
  }
  Json value = Json::of(iso_text(*when));
  value.span = cell.raw.span;
  const std::string &earliest = cell.param.earliest, &latest = cell.param.latest;
  const bool early = value.text < earliest, late = !latest.empty() && is_after(value.text, latest);
  if (!early && !late) return value;
  if (!earliest.empty() && !latest.empty()) {
    return reject(cell, fmt::format("a date from {} to {}", earliest, latest));
  }
  return reject(cell,
                early ? fmt::format("a date not before {}", earliest) : fmt::format("a date not after {}", latest));
}

}  // namespace fp
