// Words for fields, and what their descriptions tell.
#include "editor/state/fields.hpp"

namespace fp::editor {
namespace {

bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}

}  // namespace

std::string label_of(std::string_view key) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {{"d", "Path data"},
                                                                      {"by", "Parts"},
                                                                      {"at", "Offset"},
                                                                      {"t", "Time"},
                                                                      {"v", "Value"},
                                                                      {"fps", "Frame rate"},
                                                                      {"valign", "Vertical align"},
                                                                      {"params", "Parameters"}};
  for (const auto& [known, word] : kWords) {
    if (key == known) return std::string(word);
  }
  std::string label;
  char before = ' ';
  for (const char c : key) {
    const bool first = label.empty();
    if (c == '-' || c == '_') {
      label += ' ';
    } else if (upper(c) && !first && before != ' ' && !upper(before)) {
      label += ' ';
      label += static_cast<char>(c - 'A' + 'a');
    } else {
      label += first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    before = c == '-' || c == '_' ? ' ' : c;
  }
  return label;
}

std::optional<Json> default_in(std::string_view description) {
  size_t at = description.find("Default ");
  if (at == std::string_view::npos) at = description.find("default ");
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = description.substr(at + 8);
  size_t end = rest.find(';');
  for (size_t i = 0; i < rest.size() && i < end; ++i) {  // ". " or the end; not the point in "1.2"
    if (rest[i] == '.' && (i + 1 == rest.size() || rest[i + 1] == ' ')) end = i;
    if (rest[i] == ',' && rest.front() != '[') end = i;
  }
  rest = rest.substr(0, end);
  if (rest.empty() || rest.front() == ':') return std::nullopt;
  if (auto parsed = parse_json(rest, "default")) return std::move(*parsed);
  const bool word = rest.find(' ') == std::string_view::npos && rest.find(':') == std::string_view::npos;
  return word ? std::optional(Json::of(std::string(rest))) : std::nullopt;
}

std::string_view name_of(FieldKind kind) {
  constexpr std::string_view kNames[] = {"number", "length", "degrees", "time",  "color",  "choice", "boolean",
                                         "text",   "point",  "size",    "scale", "anchor", "ease",   "font",
                                         "file",   "layer",  "object",  "list",  "layers", "json"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace fp::editor
