#include "engine/template/filters.hpp"

#include <algorithm>

namespace fp {
namespace {

constexpr Filter kFilters[] = {
    {"upper", 0, 0, "upper", filter_upper},
    {"lower", 0, 0, "lower", filter_lower},
    {"title", 0, 0, "title", filter_title},
    {"trim", 0, 0, "trim", filter_trim},
    {"truncate", 1, 1, "truncate(n)", filter_truncate},
    {"default", 1, 1, "default('text')", filter_default},
    {"join", 0, 1, "join(', ')", filter_join},
    {"number", 0, 2, "number, number(decimals) or number(least, most)", filter_number},
    {"digits", 0, 1, "digits or digits(decimals)", filter_digits},
    {"percent", 0, 1, "percent or percent(decimals)", filter_percent},
    {"compact", 0, 1, "compact or compact(decimals)", filter_compact},
    {"money", 0, 3, "money, money('EUR'), money('EUR', 'de-DE') or money('EUR', 'de-DE', decimals)", filter_money},
    {"date", 0, 1, "date, date('short'|'medium'|'long'|'full') or date('d MMMM y')", filter_date},
    {"plural", 2, 6, "plural('item', 'items')", filter_plural},
};

}  // namespace

bool is_known_locale(const std::string& name) {
  const icu::Locale wanted(name.c_str());
  int32_t count = 0;
  const icu::Locale* known = icu::Locale::getAvailableLocales(count);
  if (count == 0) return true;  // ICU had no memory to list them: what needs the locale will say so
  return !wanted.isBogus() && std::any_of(known, known + count, [&](const icu::Locale& locale) {
    return std::string_view(locale.getLanguage()) == wanted.getLanguage();
  });
}

const Filter* find_filter(std::string_view name) {
  for (const Filter& filter : kFilters) {
    if (filter.name == name) return &filter;
  }
  return nullptr;
}

std::vector<std::string> filter_names() {
  std::vector<std::string> names;
  for (const Filter& filter : kFilters) names.emplace_back(filter.name);
  return names;
}

}  // namespace fp
