#include <fmt/format.h>

#include "engine/core/json.hpp"

namespace fp {
namespace {

void write_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void new_line(std::string& out, int indent, int level) {
  if (indent <= 0) return;
  out += '\n';
  out.append(static_cast<size_t>(indent) * static_cast<size_t>(level), ' ');
}

void write(std::string& out, const Json& value, int indent, int level) {
  switch (value.type) {
    case Json::Type::null:
      out += "null";
      return;
    case Json::Type::boolean:
      out += value.boolean ? "true" : "false";
      return;
    case Json::Type::number:
      out += value.text;
      return;
    case Json::Type::string:
      write_text(out, value.text);
      return;
    case Json::Type::array:
      out += '[';
      for (size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) out += ',';
        new_line(out, indent, level + 1);
        write(out, value.items[i], indent, level + 1);
      }
      if (!value.items.empty()) new_line(out, indent, level);
      out += ']';
      return;
    case Json::Type::object:
      out += '{';
      for (size_t i = 0; i < value.members.size(); ++i) {
        if (i > 0) out += ',';
        new_line(out, indent, level + 1);
        write_text(out, value.members[i].key);
        out += indent > 0 ? ": " : ":";
        write(out, value.members[i].value, indent, level + 1);
      }
      if (!value.members.empty()) new_line(out, indent, level);
      out += '}';
      return;
  }
}

}  // namespace

std::string write_json(const Json& value, int indent) {
  std::string out;
  write(out, value, indent, 0);
  return out;
}

}  // namespace fp
