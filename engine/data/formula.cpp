#include "engine/data/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/core/json.hpp"
#include "engine/data/decimal.hpp"
#include "engine/data/formula_ops.hpp"

namespace fp {
namespace {

using Node = Formula::Node;
using Made = std::expected<uint32_t, FormulaFault>;

constexpr int kDeepest = 64;
constexpr size_t kLongest = 4096;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<ColumnType> type_of(char letter) {
  switch (letter) {
    case 'n':
      return ColumnType::number;
    case 't':
      return ColumnType::text;
    case 'd':
      return ColumnType::date;
    case 'b':
      return ColumnType::boolean;
    default:
      return std::nullopt;
  }
}

class Parser {
 public:
  Parser(std::string_view text, const DataTable& table, const Constants& constants)
      : text_(text), table_(table), constants_(constants) {}

  std::expected<std::vector<Node>, FormulaFault> parse() {
    if (text_.size() > kLongest) return fault(0, fmt::format("a formula has at most {} bytes", kLongest));
    auto made = binary(1);
    if (!made) return std::unexpected(made.error());
    skip();
    if (at_ < text_.size()) return fault(at_, fmt::format("expected an operator, found '{}'", rest()));
    return std::move(nodes_);
  }

 private:
  static std::unexpected<FormulaFault> fault(size_t offset, std::string message, std::string hint = {}) {
    return std::unexpected(FormulaFault{offset, std::move(message), std::move(hint)});
  }
  std::string rest() const { return std::string(text_.substr(at_, text_.find_first_of(" \t\n", at_) - at_)); }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  uint32_t make(Op op, ColumnType type, size_t offset, std::vector<uint32_t> args = {}) {
    nodes_.push_back({.op = static_cast<uint16_t>(op),
                      .type = type,
                      .offset = static_cast<uint32_t>(offset),
                      .args = std::move(args)});
    return static_cast<uint32_t>(nodes_.size() - 1);
  }
  uint32_t constant(ColumnType type, size_t offset, double number, std::string text = {}) {
    const uint32_t made = make(Op::constant, type, offset);
    nodes_[made].number = number;
    nodes_[made].text = std::move(text);
    return made;
  }
  ColumnType type(uint32_t node) const { return nodes_[node].type; }

  const Operator* operator_here(int level) {
    skip();
    const auto it = std::ranges::find_if(
        kOperators, [&](const Operator& o) { return o.level == level && text_.substr(at_).starts_with(o.sign); });
    return it == kOperators.end() ? nullptr : &*it;
  }

  Made binary(int level) {
    if (level > 6) return unary();
    Made left = binary(level + 1);
    while (left) {
      const Operator* sign = operator_here(level);
      if (sign == nullptr) return left;
      const size_t offset = at_;
      at_ += sign->sign.size();
      const Made right = binary(level + 1);
      if (!right) return right;
      left = combine(*sign, offset, *left, *right);
    }
    return left;
  }

  // A text constant beside a date is read as a date.
  void read_date(uint32_t node, uint32_t beside) {
    Node& n = nodes_[node];
    if (static_cast<Op>(n.op) != Op::constant || n.type != ColumnType::text || type(beside) != ColumnType::date) return;
    const auto date = parse_iso_date(n.text);
    if (!date) return;
    n.type = ColumnType::date;
    n.number = static_cast<double>(date->milliseconds);
  }

  Made combine(const Operator& sign, size_t offset, uint32_t left, uint32_t right) {
    read_date(left, right);
    read_date(right, left);
    const ColumnType a = type(left), b = type(right);
    const auto both = [&](ColumnType t) { return a == t && b == t; };
    const auto result = [&](Op op, ColumnType t) { return Made(make(op, t, offset, {left, right})); };
    if (sign.level <= 2) {
      if (both(ColumnType::boolean)) return result(sign.op, ColumnType::boolean);
    } else if (sign.level <= 4) {
      if (a == b && (sign.level == 3 || a != ColumnType::boolean)) return result(sign.op, ColumnType::boolean);
    } else if (both(ColumnType::number)) {
      return result(sign.op, ColumnType::number);
    } else if (sign.op == Op::add && both(ColumnType::text)) {
      return result(Op::join, ColumnType::text);
    } else if (sign.op == Op::subtract && both(ColumnType::date)) {
      return result(Op::days_between, ColumnType::number);
    }
    return fault(
        offset, fmt::format("{} cannot stand between {} and {}", sign.sign, name_of(a), name_of(b)),
        both(ColumnType::text) && sign.level >= 5 ? "declare the columns as numbers: \"type\": \"number\"" : "");
  }

  Made unary() {
    if (++depth_ > kDeepest) return fault(at_, "the formula is nested too deeply");
    skip();
    const size_t offset = at_;
    const bool minus = take('-'), no = !minus && !text_.substr(at_).starts_with("!=") && take('!');
    Made made = minus || no ? unary() : primary();
    --depth_;
    if (!made || (!minus && !no)) return made;
    const ColumnType wanted = minus ? ColumnType::number : ColumnType::boolean;
    if (type(*made) != wanted)
      return fault(offset, fmt::format("{} stands before a {}, not a {}", minus ? '-' : '!', name_of(wanted),
                                       name_of(type(*made))));
    return make(minus ? Op::negate : Op::invert, wanted, offset, {*made});
  }

  Made primary() {
    skip();
    const size_t offset = at_;
    if (at_ == text_.size()) return fault(offset, "the formula ends where a value is expected");
    const char c = text_[at_];
    if (take('(')) {
      Made inside = binary(1);
      if (inside && !take(')')) return fault(at_, "expected )");
      return inside;
    }
    if (is_digit(c)) return number();
    if (c == '\'' || c == '"') return text();
    if (c == '`') return quoted_name();
    if (c == ':' || is_letter(c)) return name();
    return fault(offset, fmt::format("expected a value, found '{}'", rest()), c == '=' ? "equality is written ==" : "");
  }

  Made number() {
    const size_t offset = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
    const auto value = read_number(text_.substr(offset, at_ - offset));
    if (!value) return fault(offset, fmt::format("'{}' is not a number", text_.substr(offset, at_ - offset)));
    return constant(ColumnType::number, offset, *value);
  }

  Made text() {
    const size_t offset = at_;
    const size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return fault(offset, "the text has no closing quote");
    at_ = end + 1;
    return constant(ColumnType::text, offset, 0, std::string(text_.substr(offset + 1, end - offset - 1)));
  }

  Made quoted_name() {
    const size_t offset = at_, end = text_.find('`', at_ + 1);
    if (end == std::string_view::npos) return fault(offset, "the name has no closing `");
    at_ = end + 1;
    return column(text_.substr(offset + 1, end - offset - 1), offset);
  }

  Made name() {
    const size_t offset = at_;
    const bool outside = text_[at_] == ':';
    if (outside) ++at_;
    const size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (outside) {
      const auto it = constants_.find(word);
      if (it == constants_.end()) return unknown("constant", word, offset, names_of_constants());
      return constant(it->second.type, offset, it->second.number, it->second.text);
    }
    if (take('(')) return call(word, offset);
    if (word == "true" || word == "false") return constant(ColumnType::boolean, offset, word == "true" ? 1 : 0);
    return column(word, offset);
  }

  std::vector<std::string> names_of_constants() const {
    std::vector<std::string> names;
    for (const auto& [key, unused] : constants_) names.push_back(key);
    return names;
  }

  static std::unexpected<FormulaFault> unknown(std::string_view what, std::string_view word, size_t offset,
                                               const std::vector<std::string>& known) {
    const std::string near = closest(word, known);
    return fault(offset, fmt::format("there is no {} \"{}\"", what, word),
                 near.empty() ? fmt::format("there are: {}", fmt::join(known, ", "))
                              : fmt::format("did you mean \"{}\"?", near));
  }

  Made column(std::string_view word, size_t offset) {
    const Column* found = table_.find(word);
    if (found == nullptr) {
      std::vector<std::string> known;
      for (const Column& c : table_.columns) known.push_back(c.name);
      return unknown("column", word, offset, known);
    }
    const uint32_t made = make(Op::column, found->type, offset);
    nodes_[made].column = static_cast<size_t>(found - table_.columns.data());
    return made;
  }

  Made call(std::string_view word, size_t offset) {
    const auto function = std::ranges::find(kFunctions, word, &Function::name);
    if (function == kFunctions.end()) {
      std::vector<std::string> known;
      for (const Function& f : kFunctions) known.emplace_back(f.name);
      return unknown("function", word, offset, known);
    }
    std::vector<uint32_t> args;
    while (!take(')')) {
      if (!args.empty() && !take(',')) return fault(at_, fmt::format("expected , or ) in {}(...)", word));
      const Made arg = binary(1);
      if (!arg) return arg;
      args.push_back(*arg);
    }
    return check_call(*function, offset, std::move(args));
  }

  Made check_call(const Function& f, size_t offset, std::vector<uint32_t> args) {
    const bool repeats = f.arguments.ends_with('+');
    std::string letters;
    size_t least = 0;
    for (size_t i = 0; i < f.arguments.size(); ++i) {
      if (f.arguments[i] == '?' || f.arguments[i] == '+') continue;
      letters += f.arguments[i];
      if (i == 0 || f.arguments[i - 1] != '?') ++least;
    }
    if (repeats && args.size() > letters.size()) letters.append(args.size() - letters.size(), letters.back());
    if (args.size() < least || args.size() > letters.size())
      return fault(offset, fmt::format("{} takes {}{} argument{}, and {} are given", f.name, least,
                                       repeats                  ? " or more"
                                       : least < letters.size() ? " or 2"
                                                                : "",
                                       least == 1 && letters.size() == 1 && !repeats ? "" : "s", args.size()));
    std::optional<ColumnType> any;
    for (size_t i = 0; i < args.size(); ++i) {
      const auto wanted = letters[i] == '*' ? any : type_of(letters[i]);
      if (wanted && type(args[i]) != *wanted)
        return fault(nodes_[args[i]].offset, fmt::format("{} expects a {} here, and this is a {}", f.name,
                                                         name_of(*wanted), name_of(type(args[i]))));
      if (letters[i] == '*') any = type(args[i]);
    }
    return make(f.op, f.result == '*' ? any.value() : type_of(f.result).value(), offset, std::move(args));
  }

  std::string_view text_;
  const DataTable& table_;
  const Constants& constants_;
  size_t at_ = 0;
  int depth_ = 0;
  std::vector<Node> nodes_;
};

}  // namespace

std::expected<Formula, FormulaFault> Formula::parse(std::string_view text, const DataTable& table,
                                                    const Constants& constants) {
  auto nodes = Parser(text, table, constants).parse();
  if (!nodes) return std::unexpected(nodes.error());
  Formula formula;
  formula.nodes_ = std::move(*nodes);
  return formula;
}

}  // namespace fp
