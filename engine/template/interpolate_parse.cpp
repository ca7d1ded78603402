#include <charconv>

#include "engine/template/interpolate.hpp"

namespace fp {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Reads one placeholder's inside, up to the end of `text` or to "}}".
class Parser {
 public:
  Parser(std::string_view text, size_t pos) : text_(text), pos_(pos) {}

  std::expected<Placeholder, TextFault> placeholder();
  size_t position() const { return pos_; }
  bool take(char c) {
    skip_spaces();
    if (pos_ >= text_.size() || text_[pos_] != c) return false;
    ++pos_;
    return true;
  }
  bool take_close() {
    skip_spaces();
    if (text_.substr(pos_, 2) != "}}") return false;
    pos_ += 2;
    return true;
  }
  bool done() {
    skip_spaces();
    return pos_ >= text_.size();
  }

 private:
  void skip_spaces() {
    while (pos_ < text_.size() && (text_[pos_] == ' ' || text_[pos_] == '\t' || text_[pos_] == '\n')) ++pos_;
  }
  std::string name() {
    skip_spaces();
    const size_t start = pos_;
    while (pos_ < text_.size() && is_name_char(text_[pos_])) ++pos_;
    return std::string(text_.substr(start, pos_ - start));
  }
  std::unexpected<TextFault> fault(std::string message, std::string hint = {}) {
    return std::unexpected(TextFault{pos_, std::move(message), std::move(hint)});
  }
  std::expected<FilterCall, TextFault> filter();
  std::expected<Json, TextFault> argument();
  std::expected<Json, TextFault> quoted(char quote);

  std::string_view text_;
  size_t pos_;
};

std::expected<Json, TextFault> Parser::quoted(char quote) {
  std::string value;
  const size_t start = pos_++;
  while (pos_ < text_.size() && text_[pos_] != quote) {
    if (text_[pos_] == '\\' && pos_ + 1 < text_.size()) ++pos_;
    value += text_[pos_++];
  }
  if (pos_ >= text_.size()) {
    pos_ = start;
    return fault("this quote is never closed");
  }
  ++pos_;
  return Json::of(std::move(value));
}

std::expected<Json, TextFault> Parser::argument() {
  skip_spaces();
  if (pos_ < text_.size() && (text_[pos_] == '\'' || text_[pos_] == '"')) return quoted(text_[pos_]);
  double value = 0;
  const char* begin = text_.data() + pos_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end == begin) {
    return fault("expected an argument: a number, or a text in 'single quotes'");
  }
  pos_ += static_cast<size_t>(end - begin);
  return Json::of(value);
}

std::expected<FilterCall, TextFault> Parser::filter() {
  skip_spaces();
  FilterCall call;
  call.offset = pos_;
  call.name = name();
  if (call.name.empty()) return fault("expected a filter's name after |", "e.g. {{price | money}}");
  if (!take('(') || take(')')) return call;
  do {
    auto value = argument();
    if (!value) return std::unexpected(std::move(value.error()));
    call.arguments.push_back(std::move(*value));
  } while (take(','));
  if (!take(')')) return fault("expected , or ) in a filter's arguments");
  return call;
}

std::expected<Placeholder, TextFault> Parser::placeholder() {
  skip_spaces();
  Placeholder placeholder;
  placeholder.offset = pos_;
  do {
    std::string step = name();
    if (step.empty()) return fault("expected a field's name", "e.g. {{price}}; a literal {{ is written {{{{");
    placeholder.path.push_back(std::move(step));
  } while (take('.'));
  while (take('|')) {
    auto call = filter();
    if (!call) return std::unexpected(std::move(call.error()));
    placeholder.filters.push_back(std::move(*call));
  }
  return placeholder;
}

}  // namespace

std::string Placeholder::name() const {
  std::string joined;
  for (const std::string& step : path) joined += (joined.empty() ? "" : ".") + step;
  return joined;
}

bool Interpolation::is_value() const {
  if (parts.size() != 1 || !std::holds_alternative<Placeholder>(parts[0])) return false;
  for (const FilterCall& call : std::get<Placeholder>(parts[0]).filters) {
    if (call.name != "default") return false;
  }
  return true;
}

bool has_placeholders(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

std::expected<Placeholder, TextFault> parse_placeholder(std::string_view text) {
  Parser parser(text, 0);
  auto placeholder = parser.placeholder();
  if (placeholder && !parser.done()) {
    return std::unexpected(TextFault{parser.position(), "expected | or the placeholder's end", {}});
  }
  return placeholder;
}

std::expected<Interpolation, TextFault> parse_interpolation(std::string_view text) {
  Interpolation result;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) result.parts.emplace_back(std::move(literal));
    literal.clear();
  };
  for (size_t pos = 0; pos < text.size();) {
    const size_t open = std::min(text.find("{{", pos), text.size());
    literal += text.substr(pos, open - pos);
    if (open == text.size()) break;
    if (text.substr(open, 4) == "{{{{") {
      literal += "{{";
      pos = open + 4;
      continue;
    }
    flush();
    Parser parser(text, open + 2);
    auto placeholder = parser.placeholder();
    if (!placeholder) return std::unexpected(std::move(placeholder.error()));
    if (!parser.take_close()) {
      return std::unexpected(TextFault{parser.position(), "expected | or }} after the field", {}});
    }
    result.parts.emplace_back(std::move(*placeholder));
    pos = parser.position();
  }
  flush();
  return result;
}

}  // namespace fp
