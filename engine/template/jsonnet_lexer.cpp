// Just enough of Jsonnet's lexical grammar to know that an expression ends where its text ends, and what it imports.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/utf8.hpp"
#include "engine/template/jsonnet.hpp"

namespace fp {
namespace {

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::expected<void, ExpressionFault> run() {
    bool empty = true;
    while (pos_ < text_.size()) {
      const char c = text_[pos_];
      if (c == '#' || text_.substr(pos_, 2) == "//") {
        pos_ = std::min(text_.find('\n', pos_), text_.size());
      } else if (text_.substr(pos_, 2) == "/*") {
        if (!skip_to("*/", 2)) return fault(pos_, "this comment is never closed");
      } else if (text_.substr(pos_, 3) == "|||") {
        if (!skip_text_block()) return fault(pos_, "this text block is never closed");
      } else if (c == '"' || c == '\'') {
        const size_t quote = pos_;
        const bool verbatim = pos_ > 0 && text_[pos_ - 1] == '@';
        if (!skip_string(c, verbatim)) return fault(pos_, "this quote is never closed");
        if (keyword_.starts_with("import")) add_import(quote, verbatim);
        keyword_ = {};
      } else if (is_word(c)) {
        const size_t start = pos_;
        while (pos_ < text_.size() && is_word(text_[pos_])) ++pos_;
        keyword_ = text_.substr(start, pos_ - start);
        if (!is_import(keyword_)) keyword_ = {};
      } else if (auto bracket = take_bracket(c); !bracket) {
        return bracket;
      }
      empty &= c == ' ' || c == '\n' || c == '\t';
    }
    if (empty) return fault(0, "expected a Jsonnet expression after =");
    if (!open_.empty()) return fault(open_.back(), fmt::format("this {} is never closed", text_[open_.back()]));
    return {};
  }

  std::vector<JsonnetImport>& imports() { return imports_; }

 private:
  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  static bool is_import(std::string_view word) {
    return word == "import" || word == "importstr" || word == "importbin";
  }
  // The string literal from `quote` up to the cursor. A name with stranger escapes than these stays as it is written,
  // is not found beforehand and so not found when it is evaluated.
  void add_import(size_t quote, bool verbatim) {
    const std::string_view literal = text_.substr(quote + 1, pos_ - quote - 2);
    const char escape = verbatim ? text_[quote] : '\\';
    std::string name;
    for (size_t i = 0; i < literal.size(); ++i) {
      if (literal[i] == escape && i + 1 < literal.size()) ++i;
      name += literal[i];
    }
    const ExpressionFault place = fault(quote, {}).error();
    imports_.push_back({std::move(name), keyword_ == "import", quote, place.line, place.column});
  }
  std::unexpected<ExpressionFault> fault(size_t offset, std::string message) const {
    const std::string_view before = text_.substr(0, offset);
    const size_t line_start = before.rfind('\n') + 1;  // npos + 1 == 0
    return std::unexpected(ExpressionFault{static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
                                           static_cast<int>(count_code_points(before.substr(line_start))) + 1,
                                           std::move(message),
                                           {}});
  }
  bool skip_to(std::string_view end, size_t from) {
    const size_t at = text_.find(end, pos_ + from);
    if (at == std::string_view::npos) return false;
    pos_ = at + end.size();
    return true;
  }
  bool skip_text_block() { return skip_to("\n", 3) && skip_to("|||", 0); }
  bool skip_string(char quote, bool verbatim) {
    for (size_t i = pos_ + 1; i < text_.size(); ++i) {
      if (!verbatim && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (verbatim && text_.substr(i + 1, 1) == std::string_view(&quote, 1)) {
          ++i;
          continue;
        }
        pos_ = i + 1;
        return true;
      }
    }
    return false;
  }
  std::expected<void, ExpressionFault> take_bracket(char c) {
    constexpr std::string_view kOpen = "([{", kClose = ")]}";
    if (kOpen.find(c) != std::string_view::npos) open_.push_back(pos_);
    if (const size_t which = kClose.find(c); which != std::string_view::npos) {
      if (open_.empty()) return fault(pos_, fmt::format("this {} closes nothing", c));
      if (text_[open_.back()] != kOpen[which]) {
        return fault(pos_, fmt::format("this {} does not close the {} before it", c, text_[open_.back()]));
      }
      open_.pop_back();
    }
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '@') keyword_ = {};
    ++pos_;
    return {};
  }

  std::string_view text_;
  size_t pos_ = 0;
  std::vector<size_t> open_;
  std::string_view keyword_;  // an import's, when nothing but space stands between it and the cursor
  std::vector<JsonnetImport> imports_;
};

}  // namespace

std::expected<void, ExpressionFault> check_expression(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    return std::unexpected(ExpressionFault{0, 0, "a NUL character in an expression", {}});
  }
  return Lexer(text).run();
}

std::vector<JsonnetImport> imports_in(std::string_view text) {
  Lexer lexer(text);
  static_cast<void>(lexer.run());  // what cannot be read to its end is Jsonnet's to complain about
  return std::move(lexer.imports());
}

bool is_jsonnet_identifier(std::string_view name) {
  constexpr std::string_view kKeywords[] = {"assert", "else",       "error", "false",     "for",       "function",
                                            "if",     "import",     "in",    "importstr", "importbin", "local",
                                            "null",   "tailstrict", "then",  "self",      "super",     "true"};
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || !letter(name[0])) return false;
  const auto valid = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return std::all_of(name.begin(), name.end(), valid) && std::ranges::find(kKeywords, name) == std::end(kKeywords);
}

}  // namespace fp
