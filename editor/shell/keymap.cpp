#include "editor/shell/keymap.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

#include "engine/core/fault_at.hpp"
#include "engine/core/files.hpp"
#include "engine/core/json.hpp"

namespace fp::embedded {
extern const std::vector<std::pair<std::string_view, std::string_view>> kKeymaps;
}

namespace fp::shell {
namespace {

struct Named {
  std::string_view name;
  int value;
};
constexpr Named kMods[] = {
    {"Ctrl", GLFW_MOD_CONTROL}, {"Alt", GLFW_MOD_ALT}, {"Shift", GLFW_MOD_SHIFT}, {"Super", GLFW_MOD_SUPER}};
constexpr Named kKeys[] = {{"Space", GLFW_KEY_SPACE},
                           {"Enter", GLFW_KEY_ENTER},
                           {"Escape", GLFW_KEY_ESCAPE},
                           {"Tab", GLFW_KEY_TAB},
                           {"Backspace", GLFW_KEY_BACKSPACE},
                           {"Delete", GLFW_KEY_DELETE},
                           {"Insert", GLFW_KEY_INSERT},
                           {"Left", GLFW_KEY_LEFT},
                           {"Right", GLFW_KEY_RIGHT},
                           {"Up", GLFW_KEY_UP},
                           {"Down", GLFW_KEY_DOWN},
                           {"PageUp", GLFW_KEY_PAGE_UP},
                           {"PageDown", GLFW_KEY_PAGE_DOWN},
                           {"Home", GLFW_KEY_HOME},
                           {"End", GLFW_KEY_END},
                           {"Plus", GLFW_KEY_KP_ADD},
                           {"Minus", GLFW_KEY_KP_SUBTRACT}};
constexpr std::string_view kSigns = "',-./;=[\\]`";  // GLFW numbers these, digits and letters by their ASCII code

std::optional<int> parse_key(std::string_view text) {
  const auto* named = std::ranges::find(kKeys, text, &Named::name);
  if (named != std::end(kKeys)) return named->value;
  if (text.size() == 1) {
    const char c = text[0];
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kSigns.find(c) != std::string_view::npos) return c;
  }
  if (text.size() >= 2 && text.size() <= 3 && text[0] == 'F') {
    int number = 0;
    for (const char c : text.substr(1)) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    if (number >= 1 && number <= 25) return GLFW_KEY_F1 + number - 1;
  }
  return std::nullopt;
}

std::string key_name(int key) {
  const auto* named = std::ranges::find(kKeys, key, &Named::value);
  if (named != std::end(kKeys)) return std::string(named->name);
  if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F25) return "F" + std::to_string(key - GLFW_KEY_F1 + 1);
  return std::string(1, static_cast<char>(key));
}

void read_chord(Keymap& keymap, const Json& json, Action action, const std::string& pointer, const std::string& file,
                Errors& errors) {
  const auto chord = json.is_string() ? parse_chord(json.text) : std::nullopt;
  if (!chord) {
    errors.push_back(fault_at(file, json.span, pointer, "this is no key such as \"Space\", \"Ctrl+K\" or \"F9\""));
    return;
  }
  const auto [at, added] = keymap.actions.emplace(*chord, action);
  if (added || at->second == action) return;
  errors.push_back(
      fault_at(file, json.span, pointer,
               "the key \"" + json.text + "\" already means \"" + std::string(spec_of(at->second).id) + '"'));
}

}  // namespace

std::optional<Chord> parse_chord(std::string_view text) {
  if (text == "?") return Chord{GLFW_KEY_SLASH, GLFW_MOD_SHIFT};
  Chord chord;
  for (;;) {
    const size_t plus = text.find('+');
    if (plus == std::string_view::npos || plus + 1 == text.size()) break;
    const auto* mod = std::ranges::find(kMods, text.substr(0, plus), &Named::name);
    if (mod == std::end(kMods) || (chord.mods & mod->value) != 0) return std::nullopt;
    chord.mods |= mod->value;
    text.remove_prefix(plus + 1);
  }
  const auto key = parse_key(text);
  if (!key) return std::nullopt;
  chord.key = *key;
  return chord;
}

std::string to_string(const Chord& chord) {
  if (chord == Chord{GLFW_KEY_SLASH, GLFW_MOD_SHIFT}) return "?";
  std::string text;
  for (const Named& mod : kMods) {
    if ((chord.mods & mod.value) != 0) text += std::string(mod.name) + '+';
  }
  return text + key_name(chord.key);
}

std::optional<Action> Keymap::find(const Chord& chord) const {
  const auto found = actions.find(chord);
  if (found == actions.end()) return std::nullopt;
  return found->second;
}

std::vector<Chord> Keymap::chords(Action action) const {
  std::vector<Chord> chords;
  for (const auto& [chord, meaning] : actions) {
    if (meaning == action) chords.push_back(chord);
  }
  return chords;
}

Result<Keymap> parse_keymap(std::string_view text, const std::string& file) {
  auto json = parse_json(text, file);
  if (!json) return fail(std::move(json.error()));
  const Json* name = json->find("name");
  const Json* keys = json->find("keys");
  if (keys == nullptr || !keys->is_object())
    return fail(fault_at(file, json->span, "/keys", "a keymap has an object \"keys\": an action and its keys each"));
  Keymap keymap{.name = name != nullptr ? name->text : file};
  std::vector<std::string> known;
  for (const ActionSpec& spec : action_specs()) known.emplace_back(spec.id);
  Errors errors;
  for (const Json::Member& member : keys->members) {
    const std::string pointer = "/keys" + child_pointer(member.key);
    const auto action = action_named(member.key);
    if (!action) {
      const std::string near = closest(member.key, known);
      errors.push_back(fault_at(file, member.key_span, pointer, "there is no action \"" + member.key + '"',
                                near.empty() ? "" : "did you mean \"" + near + "\"?"));
    } else if (!member.value.is_array()) {
      errors.push_back(fault_at(file, member.value.span, pointer, "the keys of an action are a list of texts"));
    } else {
      for (size_t i = 0; i < member.value.items.size(); ++i)
        read_chord(keymap, member.value.items[i], *action, pointer + child_pointer(i), file, errors);
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return keymap;
}

std::vector<std::string_view> keymap_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, text] : embedded::kKeymaps) names.push_back(name);
  return names;
}

Result<Keymap> load_keymap(const std::string& name_or_file) {
  for (const auto& [name, text] : embedded::kKeymaps) {
    if (name == name_or_file) return parse_keymap(text, "keymap " + name_or_file);
  }
  auto text = read_file(name_or_file, Fault::missing, 1u << 20);
  if (!text) return fail(std::move(text.error()));
  return parse_keymap(*text, name_or_file);
}

}  // namespace fp::shell
