#include "editor/shell/input.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <set>

namespace fp::shell {
namespace {

constexpr int kMods = GLFW_MOD_SHIFT | GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER;  // not the locks

// What a text field does itself: select all, copy, paste, cut, redo, undo.
bool edits_text(const KeyEvent& key) {
  constexpr int kKeys[] = {GLFW_KEY_A, GLFW_KEY_C, GLFW_KEY_V, GLFW_KEY_X, GLFW_KEY_Y, GLFW_KEY_Z};
  return (key.mods & kMods) == GLFW_MOD_CONTROL && std::ranges::find(kKeys, key.key) != std::end(kKeys);
}

bool also_while_typing(const KeyEvent& key) {
  if (edits_text(key)) return false;
  const bool function_key = key.key >= GLFW_KEY_F1 && key.key <= GLFW_KEY_F25;
  return (key.mods & (GLFW_MOD_CONTROL | GLFW_MOD_ALT)) != 0 || function_key || key.key == GLFW_KEY_ESCAPE;
}

// Opens something to type into: what is typed next belongs there.
bool opens_field(Action action) {
  constexpr Action kFields[] = {Action::palette, Action::open_file, Action::load_table,
                                Action::save_as, Action::add_image, Action::export_frame};
  return std::ranges::find(kFields, action) != std::end(kFields);
}

// One frame's portion. visit() is false where the event must wait.
struct Portion {
  const Keymap& keymap;
  bool typing;
  ImGuiIO& io;
  Taken& taken;
  bool opened_field = false;
  std::set<int> keys, buttons;  // that changed in this frame

  bool operator()(const KeyEvent& key) {
    if (key.key < 0 || key.key >= static_cast<int>(std::size(io.KeysDown))) return true;
    if (key.down && !key.repeat) ++taken.taps;
    const auto action = keymap.find({key.key, key.mods & kMods});
    const bool shortcut = action && (!typing || also_while_typing(key));
    if (key.down && shortcut) {
      if (!key.repeat || spec_of(*action).repeats) taken.actions.push_back(*action);
      opened_field = opened_field || opens_field(*action);
      return true;
    }
    if (key.repeat) return true;  // Dear ImGui repeats by itself
    // It needs keys for text fields only, modifiers always, and the release of what it saw pressed.
    const bool modifier = key.key >= GLFW_KEY_LEFT_SHIFT && key.key <= GLFW_KEY_RIGHT_SUPER;
    if (key.down ? !typing && !modifier : !io.KeysDown[key.key]) return true;
    if (!keys.insert(key.key).second) return false;
    io.KeysDown[key.key] = key.down;
    io.KeyCtrl = io.KeysDown[GLFW_KEY_LEFT_CONTROL] || io.KeysDown[GLFW_KEY_RIGHT_CONTROL];
    io.KeyShift = io.KeysDown[GLFW_KEY_LEFT_SHIFT] || io.KeysDown[GLFW_KEY_RIGHT_SHIFT];
    io.KeyAlt = io.KeysDown[GLFW_KEY_LEFT_ALT] || io.KeysDown[GLFW_KEY_RIGHT_ALT];
    return true;
  }
  bool operator()(const CharEvent& c) {
    if (typing) io.AddInputCharacter(c.code);
    return true;
  }
  bool operator()(const MoveEvent& move) {
    if (!buttons.empty()) return false;  // the press belongs where the pointer was
    io.MousePos = {move.x, move.y};
    return true;
  }
  bool operator()(const ButtonEvent& button) {
    if (button.button < 0 || button.button >= 5) return true;
    if (!buttons.insert(button.button).second) return false;
    io.MousePos = {button.x, button.y};
    io.MouseDown[button.button] = button.down;
    return true;
  }
  bool operator()(const ScrollEvent& scroll) {
    io.MouseWheel += scroll.y;
    io.MouseWheelH += scroll.x;
    return true;
  }
  bool operator()(const FocusEvent& focus) {
    if (focus.focused) return true;
    for (bool& down : io.KeysDown) down = false;  // their release goes to another window
    for (bool& down : io.MouseDown) down = false;
    io.KeyCtrl = io.KeyShift = io.KeyAlt = false;
    return true;
  }
  bool operator()(const DropEvent& drop) {
    taken.dropped_files.insert(taken.dropped_files.end(), drop.files.begin(), drop.files.end());
    return true;
  }
};

}  // namespace

Taken Input::take(const Keymap& keymap, bool typing, ImGuiIO& io) {
  Taken taken;
  if (hold_ > 0 && --hold_ > 0) return taken;
  Portion portion{keymap, typing, io, taken, false, {}, {}};
  size_t done = 0;
  for (; done < events_.size() && !portion.opened_field; ++done) {
    if (!std::visit(portion, events_[done].what)) break;
    if (std::holds_alternative<MoveEvent>(events_[done].what)) taken.moves.push_back(events_[done].time);
  }
  events_.erase(events_.begin(), events_.begin() + static_cast<ptrdiff_t>(done));
  if (portion.opened_field) hold_ = 3;
  return taken;
}

void map_keys(ImGuiIO& io) {
  constexpr std::pair<ImGuiKey, int> kMap[] = {{ImGuiKey_Tab, GLFW_KEY_TAB},
                                               {ImGuiKey_LeftArrow, GLFW_KEY_LEFT},
                                               {ImGuiKey_RightArrow, GLFW_KEY_RIGHT},
                                               {ImGuiKey_UpArrow, GLFW_KEY_UP},
                                               {ImGuiKey_DownArrow, GLFW_KEY_DOWN},
                                               {ImGuiKey_PageUp, GLFW_KEY_PAGE_UP},
                                               {ImGuiKey_PageDown, GLFW_KEY_PAGE_DOWN},
                                               {ImGuiKey_Home, GLFW_KEY_HOME},
                                               {ImGuiKey_End, GLFW_KEY_END},
                                               {ImGuiKey_Insert, GLFW_KEY_INSERT},
                                               {ImGuiKey_Delete, GLFW_KEY_DELETE},
                                               {ImGuiKey_Backspace, GLFW_KEY_BACKSPACE},
                                               {ImGuiKey_Space, GLFW_KEY_SPACE},
                                               {ImGuiKey_Enter, GLFW_KEY_ENTER},
                                               {ImGuiKey_KeyPadEnter, GLFW_KEY_KP_ENTER},
                                               {ImGuiKey_Escape, GLFW_KEY_ESCAPE},
                                               {ImGuiKey_A, GLFW_KEY_A},
                                               {ImGuiKey_C, GLFW_KEY_C},
                                               {ImGuiKey_V, GLFW_KEY_V},
                                               {ImGuiKey_X, GLFW_KEY_X},
                                               {ImGuiKey_Y, GLFW_KEY_Y},
                                               {ImGuiKey_Z, GLFW_KEY_Z}};
  for (const auto& [key, number] : kMap) io.KeyMap[key] = number;
}

}  // namespace fp::shell
