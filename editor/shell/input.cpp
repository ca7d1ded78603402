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

constexpr int kSettled = 4;  // frames until Dear ImGui says whether a field has the keyboard
constexpr int kGiveUp = 20;  // frames after which a field that was awaited will not come

bool leaves_field(int key) {
  return key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER || key == GLFW_KEY_TAB;
}

// Does something in a text field, other than the letters it may also bring.
bool acts_on_text(const KeyEvent& key) {
  constexpr int kKeys[] = {GLFW_KEY_LEFT,   GLFW_KEY_RIGHT,     GLFW_KEY_UP,     GLFW_KEY_DOWN,
                           GLFW_KEY_HOME,   GLFW_KEY_END,       GLFW_KEY_DELETE, GLFW_KEY_BACKSPACE,
                           GLFW_KEY_ESCAPE, GLFW_KEY_PAGE_DOWN, GLFW_KEY_PAGE_UP};
  return edits_text(key) || leaves_field(key.key) || std::ranges::find(kKeys, key.key) != std::end(kKeys);
}

// Opens something to type into: what is typed next belongs there.
bool opens_field(Action action) {
  constexpr Action kFields[] = {Action::palette,      Action::open_file,     Action::load_table, Action::save_as,
                                Action::add_image,    Action::add_video,     Action::add_audio,  Action::add_captions,
                                Action::export_frame, Action::save_workspace};
  return std::ranges::find(kFields, action) != std::end(kFields);
}

// One frame's portion. visit() is false where the event must wait.
struct Portion {
  const Keymap& keymap;
  bool typing;
  ImGuiIO& io;
  Taken& taken;
  bool field_changes = false;   // one opens, or the one that is typed in may be left: what follows waits
  bool acted = false;           // a key did something to the text, which came before the letters that follow it
  bool wrote = false;           // a letter came; panels see the text with it before a key acts on it
  std::set<int> keys, buttons;  // that changed in this frame

  bool operator()(const KeyEvent& key) {
    if (key.key < 0 || key.key >= static_cast<int>(std::size(io.KeysDown))) return true;
    if (key.down && !key.repeat) ++taken.taps;
    const auto action = keymap.find({key.key, key.mods & kMods});
    const bool shortcut = action && (!typing || also_while_typing(key));
    if (key.down && shortcut) {
      if (!key.repeat || spec_of(*action).repeats) taken.actions.push_back(*action);
      field_changes = field_changes || opens_field(*action);
      return true;
    }
    if (key.repeat) {
      if (!typing || !acts_on_text(key) || keys.contains(key.key)) return true;  // one in a frame is enough
      if (io.KeysDown[key.key]) {  // up for a frame, then down again: Dear ImGui's own repeats are off
        keys.insert(key.key);
        io.KeysDown[key.key] = false;
        return false;
      }
    }
    // It needs keys for text fields only, modifiers always, and the release of what it saw pressed.
    const bool modifier = key.key >= GLFW_KEY_LEFT_SHIFT && key.key <= GLFW_KEY_RIGHT_SUPER;
    if (key.down ? !typing && !modifier : !io.KeysDown[key.key]) return true;
    const bool acts = key.down && typing && acts_on_text(key);
    if (modifier && (acted || !buttons.empty())) return false;  // it belongs to what was pressed before it
    if ((acts && (acted || wrote)) || !keys.insert(key.key).second) return false;
    acted = acted || acts;
    field_changes = field_changes || (acts && leaves_field(key.key));
    io.KeysDown[key.key] = key.down;
    io.KeyCtrl = io.KeysDown[GLFW_KEY_LEFT_CONTROL] || io.KeysDown[GLFW_KEY_RIGHT_CONTROL];
    io.KeyShift = io.KeysDown[GLFW_KEY_LEFT_SHIFT] || io.KeysDown[GLFW_KEY_RIGHT_SHIFT];
    io.KeyAlt = io.KeysDown[GLFW_KEY_LEFT_ALT] || io.KeysDown[GLFW_KEY_RIGHT_ALT];
    return true;
  }
  bool operator()(const CharEvent& c) {
    if (acted) return false;
    wrote = true;
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

Taken Input::take(const Keymap& keymap, bool typing, bool awaited, ImGuiIO& io) {
  Taken taken;
  if (held_ > 0) {
    ++held_;
    if (held_ <= kSettled || (awaited && !typing && held_ <= kGiveUp)) return taken;
    held_ = 0;
  }
  Portion portion{keymap, typing, io, taken, false, false, {}, {}};
  size_t done = 0;
  for (; done < events_.size() && !portion.field_changes; ++done) {
    if (!std::visit(portion, events_[done].what)) break;
    if (std::holds_alternative<MoveEvent>(events_[done].what)) taken.moves.push_back(events_[done].time);
  }
  if (done > 0 && done < events_.size()) taken.time = events_[done - 1].time;
  events_.erase(events_.begin(), events_.begin() + static_cast<ptrdiff_t>(done));
  if (portion.field_changes) held_ = 1;
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
  io.KeyRepeatDelay = 1e9f;  // by the length of frames, so that one tap in a slow frame would be many
}

}  // namespace fp::shell
