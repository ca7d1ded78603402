#include "engine/template/interpolate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/template/filters.hpp"

namespace fp {
namespace {

std::string did_you_mean(const std::string& word, const std::vector<std::string>& names, const char* otherwise) {
  const std::string near = closest(word, names);
  if (!near.empty()) return fmt::format("did you mean \"{}\"?", near);
  return names.empty() ? "" : fmt::format("{}: {}", otherwise, fmt::join(names, ", "));
}

std::optional<size_t> index_of(std::string_view text) {
  size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return index;
}

const Param* find_param(const std::vector<Param>& params, std::string_view name) {
  for (const Param& param : params) {
    if (param.name == name) return &param;
  }
  return nullptr;
}

// The nearest scope that has the name, or the outermost.
const Scope& scope_of(const Scope& scope, std::string_view name) {
  const Scope* at = &scope;
  while (at->outer && find_param(*at->params, name) == nullptr) at = at->outer.get();
  return *at;
}

// The declaration a path leads to, or what is wrong with the path.
std::expected<const Param*, TextFault> declaration(const Scope& scope, const Placeholder& placeholder) {
  const std::vector<Param>& params = *scope_of(scope, placeholder.path.front()).params;
  const Param* param = nullptr;
  std::string walked;
  for (const std::string& step : placeholder.path) {
    if (param == nullptr || param->type == Param::Type::record) {
      const std::vector<Param>& fields = param == nullptr ? params : param->fields;
      const Param* next = find_param(fields, step);
      if (next == nullptr) {
        std::vector<std::string> names;
        for (const Param& field : fields) names.push_back(field.name);
        if (walked.empty()) names = names_in(scope);
        return std::unexpected(TextFault{placeholder.offset,
                                         walked.empty() ? fmt::format("unknown field \"{}\"; expected a param", step)
                                                        : fmt::format("\"{}\" has no field \"{}\"", walked, step),
                                         did_you_mean(step, names, walked.empty() ? "the params" : "its fields")});
      }
      param = next;
    } else if (param->type == Param::Type::list && index_of(step)) {
      static const Param kText;
      param = param->fields.empty() ? &kText : &param->fields[0];
    } else {
      const bool list = param->type == Param::Type::list;
      return std::unexpected(TextFault{
          placeholder.offset,
          list ? fmt::format("\"{}\" is a list; expected an item's index after the dot, not \"{}\"", walked, step)
               : fmt::format("\"{}\" has no fields, so \".{}\" leads nowhere", walked, step),
          list ? "the first item is .0" : ""});
    }
    walked += (walked.empty() ? "" : ".") + step;
  }
  return param;
}

Json look_up(const Json& row, const std::vector<std::string>& path) {
  const Json* value = &row;
  for (const std::string& step : path) {
    if (value->is_array()) {
      const auto index = index_of(step);
      if (!index || *index >= value->items.size()) return {};
      value = &value->items[*index];
    } else {
      value = value->find(step);
      if (value == nullptr) return {};
    }
  }
  return *value;
}

}  // namespace

std::optional<std::string> plain_text(const Json& value) {
  switch (value.type) {
    case Json::Type::boolean:
      return value.boolean ? "true" : "false";
    case Json::Type::number:
    case Json::Type::string:
      return value.text;
    default:
      return std::nullopt;
  }
}

struct Interpolator::State {
  Formatters formatters;
};

Interpolator::Interpolator(std::string locale) : state_(std::make_unique<State>(Formatters(std::move(locale)))) {}
Interpolator::~Interpolator() = default;

std::vector<std::string> names_in(const Scope& scope) {
  std::vector<std::string> names;
  for (const Scope* at = &scope; at != nullptr; at = at->outer.get()) {
    for (const Param& param : *at->params) {
      if (std::ranges::find(names, param.name) == names.end()) names.push_back(param.name);
    }
  }
  return names;
}

const Param* declared(const Placeholder& placeholder, const Scope& scope) {
  const auto param = declaration(scope, placeholder);
  return param ? *param : nullptr;
}

std::vector<TextFault> Interpolator::check(const Interpolation& text, const Scope& scope) const {
  std::vector<TextFault> faults;
  for (const auto& part : text.parts) {
    const auto* placeholder = std::get_if<Placeholder>(&part);
    if (placeholder == nullptr) continue;
    if (auto param = declaration(scope, *placeholder); !param) faults.push_back(std::move(param.error()));
    for (const FilterCall& call : placeholder->filters) {
      const Filter* filter = find_filter(call.name);
      if (filter == nullptr) {
        faults.push_back({call.offset, fmt::format("unknown filter \"{}\"", call.name),
                          did_you_mean(call.name, filter_names(), "the filters")});
      } else if (call.arguments.size() < filter->min_arguments || call.arguments.size() > filter->max_arguments) {
        faults.push_back({call.offset,
                          fmt::format("filter \"{}\" is given {} argument{}; expected {}", call.name,
                                      call.arguments.size(), call.arguments.size() == 1 ? "" : "s", filter->usage),
                          {}});
      }
    }
  }
  return faults;
}

std::expected<Json, TextFault> Interpolator::value_of(const Placeholder& placeholder, const Scope& scope) {
  Json value = look_up(*scope_of(scope, placeholder.path.front()).values, placeholder.path);
  const Param* param = declared(placeholder, scope);
  for (const FilterCall& call : placeholder.filters) {
    if (value.is_null() && call.name != "default") continue;  // a default() further on may still fill it
    const Filter* filter = find_filter(call.name);
    FP_ASSERT(filter != nullptr);
    FilterResult result = filter->apply({value, param, call.arguments, state_->formatters});
    if (!result) {
      return std::unexpected(
          TextFault{call.offset, fmt::format("{} | {}: {}", placeholder.name(), call.name, result.error()), {}});
    }
    value = std::move(*result);
    if (call.name != "default") param = nullptr;
  }
  return value;
}

std::expected<Json, TextFault> Interpolator::fill(const Interpolation& text, const Scope& scope) {
  if (text.is_value()) return value_of(std::get<Placeholder>(text.parts[0]), scope);
  std::string filled;
  for (const auto& part : text.parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      filled += *literal;
      continue;
    }
    const auto& placeholder = std::get<Placeholder>(part);
    const auto value = value_of(placeholder, scope);
    if (!value) return std::unexpected(value.error());
    const auto shown = plain_text(*value);
    if (!shown) {
      const bool null = value->is_null();
      return std::unexpected(
          TextFault{placeholder.offset,
                    null ? fmt::format("\"{}\" has no value", placeholder.name())
                         : fmt::format("\"{}\" is a {}, which a text cannot show", placeholder.name(),
                                       value->is_array() ? "list" : "record"),
                    null ? "add | default('...') for what to show instead, or make the layer's \"visible\" depend on it"
                    : value->is_array() ? "pick an item (.0) or add | join(', ')"
                                        : "pick one of its fields"});
    }
    filled += *shown;
  }
  return Json::of(std::move(filled));
}

}  // namespace fp
