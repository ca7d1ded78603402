// Typing of one value: what a cell, an assignment or a default says becomes the Json a parameter's type promises.
//   text, color, enumeration, image, video, audio, captions, font: string    number, integer: number    boolean:
//   boolean date: string, ISO 8601 in UTC    money: number with the decimal text exactly as written    list: array
//   record: object
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/data/dates.hpp"
#include "engine/data/decimal.hpp"
#include "engine/template/template.hpp"

namespace fp {

// Where a value comes from, for messages.
struct Origin {
  Fault fault = Fault::invalid;
  std::string file;
  std::string who;       // "row 14: ", "--set: ", "default: "
  bool is_text = false;  // written as text (CSV, --set): numbers and lists are read out of it
};

// Types values of one template's parameters. Keeps date formats and answers about assets between rows.
class ValueTyper {
 public:
  explicit ValueTyper(const Template& tpl) : tpl_(tpl) {}

  // The typed value; null when `raw` says nothing (null, or an empty text where text is all there is). On a fault,
  // appends to errors() and returns nullopt. `path` names the field in messages: "spec.w".
  std::optional<Json> type(const Param& param, const Json& raw, const Origin& origin, const std::string& path);

  // The default, or null. Faults of defaults stand at the template.
  std::optional<Json> fallback(const Param& param, const std::string& path);

  Errors& errors() { return errors_; }

 private:
  struct Cell {
    const Param& param;
    const Json& raw;
    const Origin& origin;
    const std::string& path;
    std::string text;  // of `raw` when it is a string; trimmed for every type but text
  };
  std::optional<Json> reject(const Cell& cell, const std::string& expected, std::string hint = {});
  std::optional<Json> text(const Cell& cell);
  std::optional<Json> number(const Cell& cell);
  std::optional<Json> money(const Cell& cell);
  std::optional<Json> boolean(const Cell& cell);
  std::optional<Json> color(const Cell& cell);
  std::optional<Json> choice(const Cell& cell);
  std::optional<Json> date(const Cell& cell);
  std::optional<Json> asset(const Cell& cell);
  std::optional<Json> list(const Cell& cell);
  std::optional<Json> record(const Cell& cell);
  std::optional<Json> items_of(const Cell& cell);
  std::optional<Json> within_limits(const Cell& cell, Json value);
  const DateReader* date_reader(const Param& param);
  struct AssetAnswer {
    bool present = false;
    std::string message, hint;
  };
  const AssetAnswer& ask_for_asset(const std::string& name);
  std::string similar_asset(const std::string& name);

  const Template& tpl_;
  Errors errors_;
  std::map<std::string, std::optional<DateReader>> date_readers_;  // by pattern
  std::map<std::string, AssetAnswer> assets_;
  std::optional<std::vector<std::string>> asset_names_;
};

std::string type_name(const Param& param);  // "number", "list of text", for messages

}  // namespace fp
