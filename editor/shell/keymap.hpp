// Which keys mean which action: a JSON file, {"name": ..., "keys": {"play-pause": ["Space"], ...}}. No display needed.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "editor/shell/actions.hpp"
#include "engine/core/result.hpp"

namespace fp::shell {

// A key with modifiers, in GLFW's numbers.
struct Chord {
  int key = 0;
  int mods = 0;  // GLFW_MOD_SHIFT | _CONTROL | _ALT | _SUPER
  auto operator<=>(const Chord&) const = default;
};
std::optional<Chord> parse_chord(std::string_view text);  // "Ctrl+Shift+K", "Space", "PageUp", "F9", "?"
std::string to_string(const Chord& chord);

struct Keymap {
  std::string name;
  std::map<Chord, Action> actions;

  std::optional<Action> find(const Chord& chord) const;
  std::vector<Chord> chords(Action action) const;
};

// Faults of the file, all at once: unknown actions and keys, a chord with two meanings.
Result<Keymap> parse_keymap(std::string_view json, const std::string& file);

// Those the program brings along: "default", "after-effects".
std::vector<std::string_view> keymap_names();
// One of those, or a file.
Result<Keymap> load_keymap(const std::string& name_or_file);

}  // namespace fp::shell
