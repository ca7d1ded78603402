#include "editor/state/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/template/references.hpp"

namespace fp::editor {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

// A number from the beginning of the text, with its sign; what follows stays in `text`.
std::optional<double> take_number(std::string_view& text) {
  std::string_view rest = text;
  const bool plus = rest.starts_with('+');
  if (plus) rest.remove_prefix(1);
  if (plus && rest.starts_with('-')) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  text = rest.substr(static_cast<size_t>(end - rest.data()));
  return number;
}

std::string take_unit(std::string_view& text) {
  size_t length = 0;
  while (length < text.size() && ((text[length] >= 'a' && text[length] <= 'z') || text[length] == '%')) ++length;
  std::string unit(text.substr(0, length));
  text.remove_prefix(length);
  return unit;
}

}  // namespace

std::optional<Measure> read_measure(std::string_view text) {
  text = trimmed(text);
  if (text == "end") return Measure{"end", 0, "s"};
  const std::string_view whole = text;
  Measure measure;
  if (text.starts_with("end")) text.remove_prefix(3);
  for (int parts = 0; parts < 2; ++parts) {
    const size_t begin = whole.size() - text.size();
    const bool first = begin == 0;
    if (!first && !text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    measure = {std::string(whole.substr(0, begin)), *number, take_unit(text)};
    if (text.empty()) return measure;
  }
  return std::nullopt;
}

std::optional<Measure> read_measure(const Json& value) {
  if (value.is_number()) return Measure{"", value.number, ""};
  return value.is_string() ? read_measure(value.text) : std::nullopt;
}

std::string write_number(double number, int decimals) {
  const double steps = std::pow(10.0, decimals);
  const double rounded = std::round(number * steps) / steps;
  std::string text = fmt::format("{:.{}f}", rounded == 0 ? 0.0 : rounded, decimals);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Json write_measure(const Measure& measure, int decimals) {
  const std::string number = write_number(measure.number, measure.unit == "f" ? 0 : decimals);
  if (measure.before.empty() && measure.unit.empty()) {
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    return Json::of(value);
  }
  if (!measure.before.empty() && number == "0") return Json::of(measure.before);
  const bool sign = !measure.before.empty() && !number.starts_with('-');
  return Json::of(measure.before + (sign ? "+" : "") + number + measure.unit);
}

std::optional<Json> typed_measure(std::string_view text, const Json* old) {
  text = trimmed(text);
  const std::string said(text);
  if (is_expression(said)) return Json::of(said);
  auto measure = read_measure(text);
  if (!measure && std::ranges::any_of(text, is_digit)) {  // "40 px", "3,5"
    std::string other = said;
    std::ranges::replace(other, ',', '.');
    std::erase(other, ' ');
    measure = read_measure(other);
  }
  if (!measure) return std::nullopt;
  if (measure->unit == "px" || measure->unit == "\u00b0" || measure->unit == "deg") {
    measure->unit.clear();
    return write_measure(*measure, 4);
  }
  const auto before = old == nullptr ? std::nullopt : read_measure(*old);
  const bool bare = measure->before.empty() && measure->unit.empty();
  if (bare && before && before->before.empty()) measure->unit = before->unit;
  if (text == "end") return Json::of("end");
  return write_measure(*measure, 4);
}

}  // namespace fp::editor
