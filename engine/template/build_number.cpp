// Number layers: texts that count.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/utf8.hpp"
#include "engine/template/build_charts.hpp"

namespace fp {
namespace {

// From one value to another, or as keys say.
Scalar read_value(const LayerScope& scope, const Json& json) {
  const Json& value = *json.find("value");
  if (value.is_object()) {
    for (const char* key : {"from", "count"}) {
      if (const Json* said = json.find(key))
        report(scope, *said, key, fmt::format("\"{}\" has no meaning beside keys", key), "remove one of them");
    }
    Scalar track = read_scalar_value(scope, value, "value");
    for (const Key<double>& key : track.keys) check_data_ease(scope, value, "value", key.ease);
    return track;
  }
  const Reveal count = read_reveal(scope, json.find("count"), usual_reveal(scope, 1.6, 0));
  const double from = number_or(&json, "from", 0);
  Scalar track;
  track.constant = value.number;
  if (count.frames <= 0) return track;
  const auto start = static_cast<int64_t>(std::lround(count.delay));
  const auto end = std::max(start + 1, static_cast<int64_t>(std::lround(count.delay + count.frames)));
  track.keys = {{start, from, count.ease}, {end, value.number, {}}};
  return track;
}

std::vector<double> values_of(const Scalar& track) {
  std::vector<double> values;
  for (const Key<double>& key : track.keys) values.push_back(key.value);
  if (values.empty()) values.push_back(track.constant);
  return values;
}

// The one whose words are the longest.
double widest_of(const std::vector<double>& values, const NumberText& format) {
  const auto length = [&](double value) { return count_code_points(format.text(value)); };
  return *std::ranges::max_element(values, {}, length);
}

int digits_in(const std::string& text) {
  return static_cast<int>(std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }));
}

double power_of_ten(int exponent) {
  double power = 1;
  for (int i = 0; i < std::abs(exponent); ++i) power *= 10;
  return exponent < 0 ? 1 / power : power;
}

// Which digit is the last is seen in how the format writes 0 and 1: "0.00" has two decimals, "100%" counts hundredths.
void make_odometer(const LayerScope& scope, const Json& json, const std::vector<double>& values,
                   RunningNumber& number) {
  const Json& style = *json.find("style");
  const int zero = digits_in(number.format->text(0)), one = digits_in(number.format->text(1));
  if (std::ranges::min(values) < 0 || zero < 1 || one < zero) {
    report(scope, style, "style", "an odometer shows numbers from 0 on, in figures from 0 to 9",
           "let the number count: \"style\": \"count\"");
    return;
  }
  number.decimals = zero - 1;
  number.unit = 1 / power_of_ten(number.decimals + one - zero);
  double padding = 10 * number.unit * power_of_ten(number.decimals);
  while (padding <= std::ranges::max(values)) padding *= 10;
  number.padding = padding;
  const bool all_figures = digits_in(number.format->text(1e6)) == one + 6;
  if (all_figures && padding / number.unit < 1e15) return;
  number.unit = 0;
  report(scope, style, "style", "this format does not write all the figures that an odometer turns",
         "take \"number\" or \"money\", not \"compact\"");
}

}  // namespace

TextContent read_number(const LayerScope& scope, const Json& json) {
  Json said = json;
  said.set("text", Json::of(""));
  if (!said.find("features")) {  // figures of one width do not shake while they run
    Json features = Json::object();
    features.set("tnum", Json::of(int64_t{1}));
    said.set("features", std::move(features));
  }
  TextContent text = read_text(scope, said);
  RunningNumber number;
  number.value = read_value(scope, json);
  const std::vector<double> values = values_of(number.value);
  number.format = read_number_text(scope, json, values);
  number.widest = widest_of(values, *number.format);
  const Json* style = json.find("style");
  if (style && style->text == "odometer") make_odometer(scope, json, values, number);
  if (number.unit > 0) number.widest = std::max(number.widest, std::ranges::max(values));
  if (text.spans.empty()) return text;  // its style is at fault, and said so
  text.number = std::move(number);
  return text;
}

}  // namespace fp
