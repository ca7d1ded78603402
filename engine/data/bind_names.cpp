#include "engine/data/bind_names.hpp"

#include <algorithm>

namespace fp {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Scanner {
 public:
  explicit Scanner(std::string_view source) : in_(source) {}
  NumberedText run() {
    while (pos_ < in_.size()) token();
    return std::move(out_);
  }

 private:
  char at(size_t pos) const { return pos < in_.size() ? in_[pos] : '\0'; }
  void copy_to(size_t end) {
    end = std::min(end, in_.size());
    out_.text += in_.substr(pos_, end - pos_);
    pos_ = end;
  }
  size_t name_end(size_t pos, bool with_dollars) const {
    while (starts_name(at(pos)) || is_digit(at(pos)) || (with_dollars && at(pos) == '$')) ++pos;
    return pos;
  }
  void token();
  bool blank();
  void word();
  void quoted(char quote, bool escapes);
  void dollar();
  void colon();
  size_t comment_end() const;

  std::string_view in_;
  size_t pos_ = 0;
  bool ended_ = false;  // a semicolon stood
  NumberedText out_;
};

// White space and comments.
bool Scanner::blank() {
  if (std::string_view(" \t\r\n\f\v").find(in_[pos_]) != std::string_view::npos) {
    copy_to(pos_ + 1);
  } else if (in_.substr(pos_, 2) == "--") {
    copy_to(in_.find_first_of("\r\n", pos_));
  } else if (in_.substr(pos_, 2) == "/*") {
    copy_to(comment_end());
  } else {
    return false;
  }
  return true;
}

size_t Scanner::comment_end() const {
  size_t depth = 0, pos = pos_;
  do {
    const std::string_view two = in_.substr(pos, 2);
    if (two.size() < 2) return in_.size();
    if (two == "/*") ++depth;
    if (two == "*/") --depth;
    pos += two == "/*" || two == "*/" ? 2 : 1;
  } while (depth > 0);
  return pos;
}

void Scanner::token() {
  if (blank()) return;
  const char c = in_[pos_];
  if (c != ';' && ended_ && !out_.second) out_.second = pos_;
  if (starts_name(c)) {
    word();
  } else if (c == '\'' || c == '"') {
    quoted(c, false);
  } else if (c == '$') {
    dollar();
  } else if (c == ':') {
    colon();
  } else {
    ended_ = ended_ || c == ';';
    copy_to(pos_ + 1);
  }
}

void Scanner::word() {
  const size_t start = pos_;
  copy_to(name_end(pos_, true));
  const bool escapes = pos_ - start == 1 && (in_[start] == 'e' || in_[start] == 'E');
  if (escapes && at(pos_) == '\'') quoted('\'', true);
}

void Scanner::quoted(char quote, bool escapes) {
  size_t pos = pos_ + 1;
  for (; pos < in_.size(); ++pos) {
    if (escapes && in_[pos] == '\\') {
      ++pos;
    } else if (in_[pos] == quote) {
      if (at(pos + 1) != quote) break;
      ++pos;
    }
  }
  copy_to(pos + 1);
}

void Scanner::dollar() {
  if (is_digit(at(pos_ + 1))) {
    if (!out_.numbered) out_.numbered = pos_;
    copy_to(pos_ + 2);
    return;
  }
  const size_t end = starts_name(at(pos_ + 1)) ? name_end(pos_ + 1, false) : pos_ + 1;
  if (at(end) != '$') {
    copy_to(pos_ + 1);
    return;
  }
  const std::string_view tag = in_.substr(pos_, end + 1 - pos_);
  const size_t close = in_.find(tag, end + 1);
  copy_to(close == std::string_view::npos ? close : close + tag.size());
}

void Scanner::colon() {
  if (!starts_name(at(pos_ + 1))) {
    copy_to(pos_ + (at(pos_ + 1) == ':' ? 2 : 1));
    return;
  }
  const size_t end = name_end(pos_ + 1, false);
  const std::string name(in_.substr(pos_ + 1, end - pos_ - 1));
  const auto found = std::find(out_.names.begin(), out_.names.end(), name);
  const size_t number = static_cast<size_t>(found - out_.names.begin()) + 1;
  if (found == out_.names.end()) out_.names.push_back(name);
  if (pos_ > 0 && (name_end(pos_ - 1, true) == pos_)) {  // "x$1" is a name
    out_.text += ' ';
    out_.steps.push_back({out_.text.size(), pos_});
  }
  out_.text += "$" + std::to_string(number);
  pos_ = end;
  out_.steps.push_back({out_.text.size(), pos_});
}

}  // namespace

size_t NumberedText::source_offset(size_t text_offset) const {
  const auto after = std::upper_bound(steps.begin(), steps.end(), text_offset,
                                      [](size_t offset, const Step& step) { return offset < step.text; });
  const Step before = after == steps.begin() ? Step{0, 0} : *(after - 1);
  return before.source + (text_offset - before.text);
}

NumberedText number_binds(std::string_view source) {
  return Scanner(source).run();
}

}  // namespace fp
