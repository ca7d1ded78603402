// Numbers are given to ICU as decimal text, so that 0.10 is ten cents and not the double next to it. Halves round away
// from zero.
#include <fmt/format.h>
#include <unicode/currunit.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <cmath>

#include "engine/template/filters.hpp"
#include "engine/template/params.hpp"

namespace fp {
namespace {

using icu::number::LocalizedNumberFormatter;
using icu::number::NumberFormatter;
using icu::number::Precision;

std::expected<std::string, std::string> decimal_of(const Json& value) {
  if (!value.is_number()) return std::unexpected("needs a number");
  if (auto plain = plain_decimal(value.text)) return std::move(*plain);
  if (!std::isfinite(value.number)) return std::unexpected("needs a finite number");
  return Json::of(value.number).text;  // an exponent a double can hold, so of bounded length
}

// The argument at `index` as a number of decimals; -1 where it is not given.
std::expected<int, std::string> decimals_of(const FilterInput& input, size_t index = 0) {
  if (input.arguments.size() <= index) return -1;
  const Json& n = input.arguments[index];
  if (!n.is_number() || n.number < 0 || n.number > 20 || n.number != std::trunc(n.number)) {
    return std::unexpected("expected a number of decimals from 0 to 20");
  }
  return static_cast<int>(n.number);
}

// Formats the value with the formatter kept under `key`, made by `make` on first use.
template <class Make>
FilterResult formatted(const FilterInput& input, const std::string& key, Make make) {
  const auto decimal = decimal_of(input.value);
  if (!decimal) return std::unexpected(decimal.error());
  auto it = input.formatters.numbers.find(key);
  if (it == input.formatters.numbers.end()) it = input.formatters.numbers.emplace(key, make()).first;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString text = it->second.formatDecimal(*decimal, status).toString(status);
  if (U_FAILURE(status)) return std::unexpected(fmt::format("ICU: {}", u_errorName(status)));
  std::string utf8;
  text.toUTF8String(utf8);
  return Json::of(std::move(utf8));
}

LocalizedNumberFormatter localized(const icu::Locale& locale) {
  return NumberFormatter::withLocale(locale).roundingMode(UNUM_ROUND_HALFUP);
}

bool is_currency(const std::string& code) {
  if (code.size() != 3) return false;
  UChar wide[4] = {};
  for (size_t i = 0; i < 3; ++i) {
    if (code[i] < 'A' || code[i] > 'Z') return false;
    wide[i] = static_cast<UChar>(code[i]);
  }
  return ucurr_getNumericCode(wide) != 0;
}

}  // namespace

FilterResult filter_number(const FilterInput& input) {
  const auto decimals = decimals_of(input), most = decimals_of(input, 1);
  if (!decimals) return std::unexpected(decimals.error());
  if (!most) return std::unexpected(most.error());
  if (*most >= 0 && *most < *decimals) return std::unexpected("expected number(least, most), the smaller one first");
  const int from = std::max(*decimals, 0), to = *decimals < 0 ? 20 : std::max(*decimals, *most);
  return formatted(input, fmt::format("number {} {}", from, to),
                   [&] { return localized(input.formatters.locale).precision(Precision::minMaxFraction(from, to)); });
}

// Years, article numbers: figures without separators.
FilterResult filter_digits(const FilterInput& input) {
  const auto decimals = decimals_of(input);
  if (!decimals) return std::unexpected(decimals.error());
  return formatted(input, fmt::format("digits {}", *decimals), [&] {
    return localized(input.formatters.locale)
        .grouping(UNUM_GROUPING_OFF)
        .precision(*decimals < 0 ? Precision(Precision::maxFraction(20))
                                 : Precision(Precision::fixedFraction(*decimals)));
  });
}

FilterResult filter_percent(const FilterInput& input) {
  const auto decimals = decimals_of(input);
  if (!decimals) return std::unexpected(decimals.error());
  return formatted(input, fmt::format("percent {}", *decimals), [&] {
    return localized(input.formatters.locale)
        .unit(icu::NoUnit::percent())
        .scale(icu::number::Scale::powerOfTen(2))
        .precision(Precision::fixedFraction(std::max(*decimals, 0)));
  });
}

FilterResult filter_compact(const FilterInput& input) {
  const auto decimals = decimals_of(input);
  if (!decimals) return std::unexpected(decimals.error());
  return formatted(input, fmt::format("compact {}", *decimals), [&] {
    const auto compact = localized(input.formatters.locale).notation(icu::number::Notation::compactShort());
    return *decimals < 0 ? compact : compact.precision(Precision::fixedFraction(*decimals));
  });
}

FilterResult filter_money(const FilterInput& input) {
  std::string currency = input.param != nullptr ? input.param->currency : "";
  if (!input.arguments.empty()) currency = input.arguments[0].text;
  if (currency.empty()) {
    return std::unexpected("no currency; give the param a \"currency\", or write money('USD')");
  }
  if (!is_currency(currency)) {
    return std::unexpected(fmt::format("\"{}\" is not a currency; expected an ISO 4217 code like USD", currency));
  }
  std::string name = input.formatters.locale_name;
  if (input.arguments.size() > 1) name = input.arguments[1].text;
  if (!is_known_locale(name)) return std::unexpected(fmt::format("\"{}\" is not a known locale", name));
  int decimals = -1;  // the currency's own
  if (input.arguments.size() > 2) {
    const auto said = decimals_of(input, 2);
    if (!said) return std::unexpected(said.error());
    decimals = *said;
  }
  return formatted(input, fmt::format("money {} {} {}", currency, name, decimals), [&] {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString code = icu::UnicodeString::fromUTF8(currency);
    auto money = localized(icu::Locale(name.c_str())).unit(icu::CurrencyUnit(code.getTerminatedBuffer(), status));
    return decimals < 0 ? money : money.precision(Precision::fixedFraction(decimals));
  });
}

// Two forms: one and other. Or all the forms the locale has, in the order zero, one, two, few, many, other.
FilterResult filter_plural(const FilterInput& input) {
  if (!input.value.is_number()) return std::unexpected("needs a number");
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::PluralRules>& rules = input.formatters.plurals;
  if (!rules) rules.reset(icu::PluralRules::forLocale(input.formatters.locale, status));
  if (U_FAILURE(status)) return std::unexpected(fmt::format("ICU: {}", u_errorName(status)));
  const icu::UnicodeString category = rules->select(input.value.number);
  if (input.arguments.size() == 2) return input.arguments[category == u"one" ? 0 : 1];
  std::vector<std::string> present;
  size_t chosen = 0;
  for (const char* name : {"zero", "one", "two", "few", "many", "other"}) {
    if (!rules->isKeyword(icu::UnicodeString(name, -1, US_INV))) continue;
    if (category == icu::UnicodeString(name, -1, US_INV)) chosen = present.size();
    present.emplace_back(name);
  }
  if (input.arguments.size() != present.size()) {
    return std::unexpected(
        fmt::format("expected two forms, or the locale's {}: {}", present.size(), fmt::join(present, ", ")));
  }
  return input.arguments[chosen];
}

}  // namespace fp
