#include "engine/template/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "engine/data/dates.hpp"
#include "engine/data/decimal.hpp"

namespace fp {
namespace {

constexpr std::string_view kField = "value | ";  // what a pipeline is parsed behind
constexpr std::string_view kMinus = "\u2212";
constexpr double kFirstDate = -62135596800000.0, kAfterLastDate = 253402300800000.0;  // years 1-9999

Json date_of(double milliseconds) {
  const double whole = std::floor(milliseconds);
  if (!(whole >= kFirstDate && whole < kAfterLastDate)) return {};
  return Json::of(iso_text({static_cast<int64_t>(whole), true}));
}

// The pipeline's own offset of a fault behind kField.
TextFault moved(TextFault fault) {
  fault.offset = fault.offset > kField.size() ? fault.offset - kField.size() : 0;
  return fault;
}

std::expected<Placeholder, TextFault> parse_pipeline(const NumberFormat& format) {
  std::string source(kField);
  source += format.pipeline.empty() ? fmt::format("number(0, {})", std::clamp(format.most, 0, 20)) : format.pipeline;
  return parse_placeholder(source);
}

}  // namespace

struct NumberText::State {
  State(NumberFormat of, const std::string& locale, Placeholder parsed)
      : format(std::move(of)), placeholder(std::move(parsed)), interpolator(locale) {
    is_date = placeholder.filters.front().name == "date";
    Param param;
    param.name = "value";
    param.type = is_date ? Param::Type::date : Param::Type::number;
    params = std::make_shared<const std::vector<Param>>(1, param);
  }

  Scope scope(Json value) const {
    auto row = std::make_shared<Json>(Json::object());
    row->set("value", std::move(value));
    return {nullptr, params, std::move(row)};
  }

  // The pipeline's text; "" for a missing value without default().
  std::expected<std::string, TextFault> piped(Json value) {
    const Scope with = scope(std::move(value));
    const std::scoped_lock lock(mutex);
    const auto result = interpolator.value_of(placeholder, with);
    if (!result) return std::unexpected(result.error());
    return plain_text(*result).value_or("");
  }
  // make() has tried the pipeline; what it still cannot show is missing.
  std::string shown(double value) { return piped(Json::of(value)).value_or(""); }

  NumberFormat format;
  Placeholder placeholder;
  bool is_date = false;
  std::shared_ptr<const std::vector<Param>> params;
  std::mutex mutex;  // of the interpolator, which keeps its formatters
  Interpolator interpolator;
};

NumberText::NumberText(std::unique_ptr<State> state) : state_(std::move(state)) {}
NumberText::NumberText(NumberText&&) noexcept = default;
NumberText& NumberText::operator=(NumberText&&) noexcept = default;
NumberText::~NumberText() = default;

const NumberFormat& NumberText::format() const {
  return state_->format;
}

std::expected<NumberText, TextFault> NumberText::make(NumberFormat format, const std::string& locale) {
  auto parsed = parse_pipeline(format);
  if (!parsed) return std::unexpected(moved(std::move(parsed.error())));
  auto state = std::make_unique<State>(std::move(format), locale, std::move(*parsed));
  const Interpolation whole{{state->placeholder}};
  auto faults = state->interpolator.check(whole, state->scope({}));
  if (!faults.empty()) return std::unexpected(moved(std::move(faults.front())));
  auto probe = state->piped(state->is_date ? date_of(0) : Json::of(0.0));  // bad arguments only show in use
  if (!probe) return std::unexpected(moved(std::move(probe.error())));
  return NumberText(std::move(state));
}

std::string NumberText::text(double value) const {
  State& state = *state_;
  const NumberFormat& format = state.format;
  const Json date = state.is_date && std::isfinite(value) ? date_of(value) : Json();
  if (!std::isfinite(value) || (state.is_date && date.is_null())) return state.piped({}).value_or("");
  if (state.is_date) return format.prefix + state.piped(date).value_or("") + format.suffix;
  value += 0.0;  // no negative zero

  std::string sign;
  std::string body;
  if (format.is_signed) {
    body = state.shown(std::fabs(value));
    if (value != 0 && body != state.shown(0)) sign = value < 0 ? kMinus : "+";
  } else {
    body = state.shown(value);
    if (value < 0 && value > -1) {
      if (std::string zero = state.shown(0); state.shown(-value) == zero) body = std::move(zero);
    }
    for (const std::string_view minus : {std::string_view("-"), kMinus}) {
      if (value < 0 && body.starts_with(minus)) sign = minus, body.erase(0, minus.size());
    }
  }
  return sign + format.prefix + body + format.suffix;
}

int fixed_decimals(std::span<const double> values, int most) {
  int decimals = 0;
  for (const double value : values) decimals = std::max(decimals, decimal_places(value));
  return std::min(decimals, std::clamp(most, 0, 20));
}

NumberFormat counting(const NumberFormat& format, std::span<const double> values) {
  NumberFormat fixed = format;
  if (format.pipeline.empty() || format.pipeline == "number") {
    fixed.pipeline = fmt::format("number({})", fixed_decimals(values, format.most));
  } else if (format.pipeline == "compact") {
    fixed.pipeline = "compact(1)";
  }
  return fixed;
}

}  // namespace fp
