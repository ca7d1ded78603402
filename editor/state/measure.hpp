// Numbers with a unit as templates write them: 40, "50%", "50%-40", "2.5s", "75f", "end-0.5s", "0.6em".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"

namespace fp::editor {

// Its last number, which a drag changes, and what stands around it.
struct Measure {
  std::string before;  // "50%" of "50%-40", "end"
  double number = 0;
  std::string unit;  // "%", "s", "f", ...
  bool operator==(const Measure&) const = default;
};
// nullopt where there is no number, or more than numbers and units.
std::optional<Measure> read_measure(std::string_view text);
std::optional<Measure> read_measure(const Json& value);  // a number, or such a string

// At most `decimals` of them, none for frames; a plain number where nothing stands around it.
Json write_measure(const Measure& measure, int decimals);
std::string write_number(double number, int decimals);  // without trailing zeros, never "-0"

// What somebody typed in the place of `old` (null: nothing was there): a number takes the unit `old` had, "40px" is a
// plain one; an expression or a {{binding}} stays text. nullopt where it is none of these.
std::optional<Json> typed_measure(std::string_view text, const Json* old);

}  // namespace fp::editor
