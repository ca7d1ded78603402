// What hands do, in order and complete: GLFW's callbacks append events, a frame takes them. Shortcuts never pass
// through Dear ImGui, which forgets taps when frames are slow. What it does get arrives in portions, so that a press
// and its release never fall into one frame.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "editor/shell/keymap.hpp"

struct ImGuiIO;

namespace fp::shell {

struct KeyEvent {
  int key = 0, mods = 0;
  bool down = false, repeat = false;
};
struct CharEvent {
  uint32_t code = 0;
};
struct MoveEvent {
  float x = 0, y = 0;  // pixels of the window's framebuffer
};
struct ButtonEvent {
  int button = 0;
  bool down = false;
  float x = 0, y = 0;
};
struct ScrollEvent {
  float x = 0, y = 0;
};
struct FocusEvent {
  bool focused = false;
};
struct DropEvent {
  std::vector<std::string> files;
};
struct Event {
  int64_t time = 0;  // nanoseconds, steady
  std::variant<KeyEvent, CharEvent, MoveEvent, ButtonEvent, ScrollEvent, FocusEvent, DropEvent> what;
};

struct Taken {
  std::vector<Action> actions;
  std::vector<std::string> dropped_files;
  std::vector<int64_t> moves;  // times of pointer movements
  int taps = 0;                // keys that went down
  int64_t time = 0;            // of the last event, where others still wait for a later frame; else 0
};

class Input {
 public:
  void add(Event event) { events_.push_back(std::move(event)); }
  bool empty() const { return events_.empty(); }
  void clear() { events_.clear(); }

  // A field opens by other means than a key: what is typed from now on belongs there too.
  void hold() { held_ = 1; }

  // Hands events on: to `io`, or as actions. `typing`: a text field has the keyboard; then only chords with Ctrl or
  // Alt, function keys and Escape are shortcuts. `awaited`: something to type into is open. What must wait for a later
  // frame stays queued: a field that opens, or gets the keyboard back after Enter, loses no letter however slow frames
  // are.
  Taken take(const Keymap& keymap, bool typing, bool awaited, ImGuiIO& io);

 private:
  std::vector<Event> events_;
  int held_ = 0;  // frames since a field opened or was left; 0: nothing waits for one
};

// Dear ImGui's own keys (arrows, Enter, ... in text fields) by GLFW's numbers. Once, after making the context.
void map_keys(ImGuiIO& io);

}  // namespace fp::shell
