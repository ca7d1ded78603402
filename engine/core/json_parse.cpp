// A recursive-descent reader over bytes already known to be UTF-8. Depth is limited, so the stack is too.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/core/json.hpp"
#include "engine/core/utf8.hpp"

namespace fp {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view file, JsonLimits limits) : text_(text), file_(file), limits_(limits) {}

  Result<Json> document() {
    if (text_.size() > std::min<size_t>(limits_.max_bytes, UINT32_MAX - 1)) {
      error_at(0, fmt::format("the file holds {} bytes, more than the limit of {}", text_.size(), limits_.max_bytes));
      return fail(std::move(*error_));
    }
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = mark_.offset = line_begin_ = 3;
    if (const std::optional<size_t> bad = first_bad_utf8(text_)) {
      // Everything before the bad byte is sound, so its position can be counted.
      error_at(*bad, fmt::format("the byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(text_[*bad])),
               "save the file as UTF-8");
      return fail(std::move(*error_));
    }
    Json value;
    if (skip_space() && read_value(value, 0) && skip_space() && at_ < text_.size()) {
      error_at(at_, "expected the end of the file after the value, found " + found());
    }
    if (error_) return fail(std::move(*error_));
    return value;
  }

 private:
  struct Mark {
    size_t offset = 0;
    int line = 1;
    int column = 1;
  };

  // Line and column of `offset`, counted onward from the last asked for: asking in order costs one pass in all.
  Mark position(size_t offset) {
    if (offset < mark_.offset) mark_ = Mark{.offset = line_begin_};
    for (; mark_.offset < offset; ++mark_.offset) {
      const auto c = static_cast<unsigned char>(text_[mark_.offset]);
      if (c == '\n') {
        ++mark_.line;
        mark_.column = 1;
      } else if ((c & 0xC0) != 0x80) {
        ++mark_.column;
      }
    }
    return mark_;
  }

  bool error_at(size_t offset, std::string message, std::string hint = {}) {
    if (error_) return false;
    const Mark mark = position(offset);
    error_ = Diagnostic{.fault = Fault::invalid,
                        .file = std::string(file_),
                        .line = mark.line,
                        .column = mark.column,
                        .message = std::move(message),
                        .hint = std::move(hint)};
    return false;
  }

  // What stands at the cursor, for messages.
  std::string found() const {
    if (at_ >= text_.size()) return "the end of the file";
    size_t end = at_;
    while (end < text_.size() && is_word(text_[end]) && end - at_ < 24) ++end;
    if (end == at_) {
      ++end;
      while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    }
    const std::string_view piece = text_.substr(at_, end - at_);
    if (static_cast<unsigned char>(piece[0]) < 0x20) return fmt::format("control character 0x{:02X}", piece[0]);
    return fmt::format("'{}'", piece);
  }

  bool skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (c == '/') {
        if (!skip_comment()) return false;
      } else {
        break;
      }
    }
    return true;
  }

  bool skip_comment() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return true;
    }
    if (rest.starts_with("/*")) {
      const size_t end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return error_at(at_, "this comment is never closed", "end it with */");
      at_ = end + 2;
      return true;
    }
    return error_at(at_, "expected a comment (// or /*) after '/'");
  }

  bool read_value(Json& value, int depth) {
    if (at_ >= text_.size()) return error_at(at_, "expected a value, found the end of the file");
    const Mark mark = position(at_);
    value.span = {mark.line, mark.column, static_cast<uint32_t>(at_), 0};
    if (!read_any(value, depth)) return false;
    value.span.end = static_cast<uint32_t>(at_);
    return true;
  }

  bool read_any(Json& value, int depth) {
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (depth >= limits_.max_depth) {
        return error_at(at_, fmt::format("values are nested more than {} levels deep", limits_.max_depth));
      }
      return c == '{' ? read_object(value, depth + 1) : read_array(value, depth + 1);
    }
    if (c == '"') {
      value.type = Json::Type::string;
      return read_string(value.text);
    }
    if (c == '-' || is_digit(c)) return read_number(value);
    if (is_word(c)) return read_word(value);
    return error_at(at_, "expected a value, found " + found(),
                    c == '\''              ? "strings stand in double quotes"
                    : c == '+' || c == '.' ? "numbers start with a digit or '-'"
                                           : "");
  }

  bool read_word(Json& value) {
    size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (word == "true" || word == "false") {
      value.type = Json::Type::boolean;
      value.boolean = word == "true";
    } else if (word != "null") {
      const std::string hint = closest(word, {"true", "false", "null"});
      return error_at(at_, "expected a value, found " + found(),
                      hint.empty() ? "strings stand in double quotes" : fmt::format("did you mean {}?", hint));
    }
    at_ = end;
    return true;
  }

  bool digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > begin;
  }

  bool read_number(Json& value) {
    const size_t begin = at_;
    if (text_[at_] == '-') ++at_;
    const size_t integer = at_;
    if (!digits()) return error_at(at_, "expected a digit after '-', found " + found());
    if (text_[integer] == '0' && at_ - integer > 1) {
      return error_at(begin, fmt::format("the number {} has a leading zero", text_.substr(begin, at_ - begin)));
    }
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return error_at(at_, "expected a digit after the decimal point, found " + found());
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return error_at(at_, "expected a digit in the exponent, found " + found());
    }
    if (at_ < text_.size() && (is_word(text_[at_]) || text_[at_] == '.')) {
      return error_at(at_, fmt::format("unexpected {} after the number {}", found(), text_.substr(begin, at_ - begin)),
                      "a value with a unit is a string, such as \"2.5s\" or \"50%\"");
    }
    value.type = Json::Type::number;
    value.text = text_.substr(begin, at_ - begin);
    const auto [end, code] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), value.number);
    if (code != std::errc{} || end != value.text.data() + value.text.size()) {
      return error_at(begin, fmt::format("the number {} does not fit a double", value.text.substr(0, 40)));
    }
    return true;
  }

  bool read_string(std::string& out) {
    const size_t begin = at_++;
    while (true) {
      const size_t run = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out.append(text_.substr(run, at_ - run));
      if (at_ >= text_.size()) return error_at(begin, "this string is never closed");
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c == '\n' || c == '\r')
        return error_at(begin, "this string is not closed on its line", "write \\n for a line break");
      if (c != '\\')
        return error_at(at_, "a string may not hold a raw " + found(), "escape it, such as \\t or \\u0001");
      if (!read_escape(out)) return false;
    }
  }

  bool read_escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    const size_t begin = at_++;
    if (at_ >= text_.size()) return error_at(begin, "this escape is cut off by the end of the file");
    const char c = text_[at_];
    if (const size_t i = kNames.find(c); i != std::string_view::npos) {
      out += kValues[i];
      ++at_;
      return true;
    }
    if (c != 'u') {
      return error_at(begin, fmt::format("unknown escape: a backslash before {}", found()),
                      "write \\\\ for a backslash");
    }
    uint32_t code = 0, low = 0;
    if (!read_hex4(begin, code)) return false;
    if (code >= 0xDC00 && code < 0xE000) return error_at(begin, "this escape is a lone low surrogate");
    if (code >= 0xD800 && code < 0xDC00) {
      if (at_ + 1 >= text_.size() || text_[at_] != '\\' || text_[at_ + 1] != 'u') {
        return error_at(begin, "this escape is a lone high surrogate");
      }
      ++at_;
      if (!read_hex4(begin, low)) return false;
      if (low < 0xDC00 || low >= 0xE000) return error_at(begin, "this escape is a lone high surrogate");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
    return true;
  }

  // At the 'u'; leaves the cursor after four hexadecimal digits.
  bool read_hex4(size_t begin, uint32_t& code) {
    ++at_;
    const std::string_view four = text_.substr(at_, 4);
    const auto [end, error] = std::from_chars(four.data(), four.data() + four.size(), code, 16);
    if (four.size() != 4 || error != std::errc{} || end != four.data() + 4) {
      return error_at(begin, "expected four hexadecimal digits after \\u");
    }
    at_ += 4;
    return true;
  }

  // After an element: true to go on with the next, false at the end of the container or on an error.
  bool next_element(char closing, std::string_view what, size_t opened) {
    if (!skip_space()) return false;
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      if (!skip_space()) return false;
      if (at_ < text_.size() && text_[at_] == closing) return false;
      return true;
    }
    if (at_ < text_.size() && text_[at_] == closing) return false;
    if (at_ >= text_.size()) {
      const Mark mark = position(opened);
      return error_at(
          at_, fmt::format("expected ',' or '{}' after {}, found the end of the file", closing, what),
          fmt::format("the '{}' at {}:{} is never closed", closing == '}' ? '{' : '[', mark.line, mark.column));
    }
    return error_at(at_, fmt::format("expected ',' or '{}' after {}, found {}", closing, what, found()));
  }

  bool read_array(Json& value, int depth) {
    value.type = Json::Type::array;
    const size_t opened = at_++;
    if (!skip_space()) return false;
    bool more = at_ >= text_.size() || text_[at_] != ']';
    while (more) {
      if (!read_value(value.items.emplace_back(), depth)) return false;
      more = next_element(']', "an item", opened);
    }
    if (error_) return false;
    ++at_;
    return true;
  }

  bool read_member(Json::Member& member, int depth) {
    if (at_ >= text_.size() || text_[at_] != '"') {
      return error_at(at_, "expected a key in double quotes, found " + found());
    }
    const Mark mark = position(at_);
    member.key_span = {mark.line, mark.column, static_cast<uint32_t>(at_), 0};
    if (!read_string(member.key)) return false;
    member.key_span.end = static_cast<uint32_t>(at_);
    if (!skip_space()) return false;
    if (at_ >= text_.size() || text_[at_] != ':') {
      return error_at(at_, fmt::format("expected ':' after the key \"{}\", found {}", member.key, found()));
    }
    ++at_;
    return skip_space() && read_value(member.value, depth);
  }

  bool read_object(Json& value, int depth) {
    value.type = Json::Type::object;
    const size_t opened = at_++;
    if (!skip_space()) return false;
    bool more = at_ >= text_.size() || text_[at_] != '}';
    while (more) {
      if (!read_member(value.members.emplace_back(), depth)) return false;
      more = next_element('}', "a member", opened);
    }
    if (error_) return false;
    ++at_;
    return unique_keys(value);
  }

  // Sorting keeps huge objects from costing the square of their size.
  bool unique_keys(const Json& value) {
    std::vector<const Json::Member*> sorted;
    sorted.reserve(value.members.size());
    for (const Json::Member& m : value.members) sorted.push_back(&m);
    std::ranges::stable_sort(sorted, {}, [](const Json::Member* m) -> const std::string& { return m->key; });
    const Json::Member *first = nullptr, *second = nullptr;
    for (size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i]->key != sorted[i - 1]->key || (second && sorted[i] > second)) continue;
      first = sorted[i - 1];
      second = sorted[i];
    }
    if (!second) return true;
    mark_ = Mark{second->key_span.begin, second->key_span.line, second->key_span.column};
    return error_at(second->key_span.begin, fmt::format("the key \"{}\" stands twice in this object", second->key),
                    fmt::format("it first stands at {}:{}", first->key_span.line, first->key_span.column));
  }

  std::string_view text_, file_;
  JsonLimits limits_;
  size_t at_ = 0;
  size_t line_begin_ = 0;  // offset of line 1: after a byte order mark
  Mark mark_;
  std::optional<Diagnostic> error_;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view file, JsonLimits limits) {
  return Reader(text, file, limits).document();
}

}  // namespace fp
