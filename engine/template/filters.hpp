// The filters of {{field | filter}}. Each is a function in a small open table; ICU does the locale's part.
#pragma once

#include <unicode/locid.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>

#include <expected>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/data/dates.hpp"
#include "engine/template/template.hpp"

namespace fp {

// Formatters are dear to make and cheap to use: made once for each (filter, arguments, locale).
struct Formatters {
  explicit Formatters(std::string name) : locale_name(std::move(name)), locale(locale_name.c_str()) {}
  std::string locale_name;
  icu::Locale locale;
  std::map<std::string, icu::number::LocalizedNumberFormatter> numbers;
  std::map<std::string, DateWriter> dates;
  std::unique_ptr<icu::PluralRules> plurals;
};

struct FilterInput {
  const Json& value;   // not null, but for default()
  const Param* param;  // the field's declaration, or nullptr once another filter has changed the value
  std::span<const Json> arguments;
  Formatters& formatters;
};

using FilterResult = std::expected<Json, std::string>;  // or what is wrong: "needs a number"

struct Filter {
  std::string_view name;
  size_t min_arguments, max_arguments;
  std::string_view usage;  // "truncate(n)"
  FilterResult (*apply)(const FilterInput& input);
};

// Whether ICU has the locale's language. For one it lacks ICU would fall back on the machine's default locale.
bool is_known_locale(const std::string& name);

const Filter* find_filter(std::string_view name);
std::vector<std::string> filter_names();

FilterResult filter_upper(const FilterInput& input);
FilterResult filter_lower(const FilterInput& input);
FilterResult filter_title(const FilterInput& input);
FilterResult filter_trim(const FilterInput& input);
FilterResult filter_truncate(const FilterInput& input);
FilterResult filter_default(const FilterInput& input);
FilterResult filter_join(const FilterInput& input);
FilterResult filter_number(const FilterInput& input);
FilterResult filter_digits(const FilterInput& input);
FilterResult filter_percent(const FilterInput& input);
FilterResult filter_compact(const FilterInput& input);
FilterResult filter_money(const FilterInput& input);
FilterResult filter_plural(const FilterInput& input);
FilterResult filter_date(const FilterInput& input);

}  // namespace fp
