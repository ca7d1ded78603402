// New values in the style of the text around them.
#include <algorithm>

#include "editor/state/splice.hpp"

namespace fp::editor {
namespace {

// One line, as templates are written: { "t": 0, "v": [1, 2] }
void write_line(std::string& out, const Json& value, bool tight) {
  const char* comma = tight ? "," : ", ";
  if (value.is_array()) {
    out += '[';
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (i > 0) out += comma;
      write_line(out, value.items[i], tight);
    }
    out += ']';
  } else if (value.is_object() && !value.members.empty()) {
    out += tight ? "{" : "{ ";
    for (size_t i = 0; i < value.members.size(); ++i) {
      if (i > 0) out += comma;
      out += write_key(value.members[i].key);
      out += tight ? ":" : ": ";
      write_line(out, value.members[i].value, tight);
    }
    out += tight ? "}" : " }";
  } else {
    out += write_json(value, 0);
  }
}

void write(std::string& out, const Json& value, const TextStyle& style, const std::string& indent, size_t column) {
  std::string line;
  write_line(line, value, style.tight);
  const bool splits = (value.is_array() && !value.items.empty()) || (value.is_object() && !value.members.empty());
  if (style.tight || !splits || column + line.size() <= kLineLength) {
    out += line;
    return;
  }
  const std::string inner = indent + style.unit;
  const size_t count = value.is_array() ? value.items.size() : value.members.size();
  out += value.is_array() ? '[' : '{';
  for (size_t i = 0; i < count; ++i) {
    out += (i > 0 ? "," : "") + style.line_break + inner;
    size_t at = inner.size();
    if (value.is_object()) {
      const std::string key = write_key(value.members[i].key) + ": ";
      out += key;
      at += key.size();
    }
    write(out, value.is_array() ? value.items[i] : value.members[i].value, style, inner, at + 1);
  }
  out += style.line_break + indent + (value.is_array() ? ']' : '}');
}

}  // namespace

std::string write_key(const std::string& key) {
  return write_json(Json::of(key), 0);
}

std::string write_value(const Json& value, const TextStyle& style, const std::string& indent, size_t column) {
  std::string out;
  write(out, value, style, indent, column);
  return out;
}

TextStyle style_of(std::string_view text, const Json& root) {
  TextStyle style;
  if (text.find("\r\n") != std::string_view::npos) style.line_break = "\r\n";
  for (const Json::Member& member : root.members) {
    const size_t begin = member.key_span.begin;
    if (!begins_line(text, begin)) continue;
    if (const std::string indent = indent_at(text, begin); !indent.empty()) style.unit = indent;
    return style;
  }
  if (!root.members.empty() && text.find('\n') == std::string_view::npos) {
    const Json::Member& first = root.members.front();
    style.tight = text.substr(first.key_span.end, first.value.span.begin - first.key_span.end) == ":";
  }
  return style;
}

std::string indent_at(std::string_view text, size_t offset) {
  const size_t line = offset - column_of(text, offset);
  const size_t end = std::min(text.find_first_not_of(" \t", line), text.size());
  return std::string(text.substr(line, std::min(end, offset) - line));
}

size_t column_of(std::string_view text, size_t offset) {
  const size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const size_t line = before == std::string_view::npos ? (text.starts_with("\xEF\xBB\xBF") ? 3 : 0) : before + 1;
  return offset - std::min(line, offset);
}

bool begins_line(std::string_view text, size_t offset) {
  return indent_at(text, offset).size() == column_of(text, offset);
}

}  // namespace fp::editor
