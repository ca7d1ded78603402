// Numbers as drawn texts show them: one filter pipeline, made once, for many values. It serves labels of axes and
// marks, and counters: the filters, locales and faults are those of {{value | money('EUR')}} (interpolate.hpp).
#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>

#include "engine/template/interpolate.hpp"

namespace fp {

struct NumberFormat {
  // Filters as they follow a field's bar: "number(1)", "compact", "percent(1)", "money('USD')". Where "date" comes
  // first values are milliseconds since 1970-01-01T00:00:00Z. "" shows as many decimals as the value has, up to `most`.
  std::string pipeline = {};
  int most = 6;  // decimals of "", 0 to 20
  std::string prefix = {}, suffix = {};
  // + before what is above zero, U+2212 before what is below, nothing before what shows as zero. No matter for dates.
  bool is_signed = false;
  bool operator==(const NumberFormat&) const = default;
};

// Texts of numbers in one locale. text() may be called from many threads at once.
class NumberText {
 public:
  // Unknown filters, wrong arguments and filters that cannot take a number are faults; offsets count from the start of
  // the pipeline.
  static std::expected<NumberText, TextFault> make(NumberFormat format, const std::string& locale);
  NumberText(NumberText&&) noexcept;
  NumberText& operator=(NumberText&&) noexcept;
  ~NumberText();

  // Zero never has a sign, also not where a small negative value is rounded to it. A sign stands before the prefix:
  // "-€5". What is not finite is missing: default('-') of the pipeline, without prefix and suffix, else "". Dates
  // outside the years 1-9999 are missing too.
  std::string text(double value) const;
  const NumberFormat& format() const;

 private:
  struct State;
  explicit NumberText(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The decimals with which all these values are shown in full: 2 for 0 and 4.25; never more than `most`.
int fixed_decimals(std::span<const double> values, int most = 6);

// The format under which a number that runs between these values keeps its number of decimals on the way: "" and
// "number" get fixed_decimals(), "compact" gets one decimal. Others have a fixed number already, or were given one.
NumberFormat counting(const NumberFormat& format, std::span<const double> values);

}  // namespace fp
