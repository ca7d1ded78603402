// The panel of properties in parts. Internal to editor/panels.
#pragma once

#include <map>
#include <set>

#include "editor/panels/property_values.hpp"
#include "editor/panels/widgets.hpp"
#include "editor/state/document.hpp"
#include "editor/state/fields.hpp"
#include "editor/state/measure.hpp"

namespace fp::panels {

// What lasts from frame to frame.
struct PropertiesState {
  std::string scope;  // the composition that is entered: with nothing selected the panel is of it
  // ---- kept until the document or the selection changes
  editor::Schema schema = editor::read_schema();
  editor::Document document;
  std::vector<std::string> selection;
  std::string format;
  bool only_format = false;
  std::vector<editor::Field> fields;
  std::set<std::string> mixed;  // of several layers: fields whose values differ
  Style style;
  std::vector<std::string> ids;  // of all layers
  bool read = false;

  std::string filter;
  std::set<std::string> toggled;  // sections and fields that are open or shut against their habit

  // ---- the one thing under the hand
  std::string held;  // names what is dragged
  uint64_t gesture = 0;
  float pressed_x = 0;
  editor::Measure start;
  bool moved = false;
  std::string typing;  // names what is typed into
  std::string text;
  bool grabs = false;            // the text field takes the keyboard
  std::string wrong, complaint;  // what was typed last and is no value, and why
  uint64_t dismissed = 0;

  std::string search;                                     // of an open list
  std::string parameter;                                  // name of one that is made
  std::map<std::string, std::vector<std::string>> files;  // by the extensions asked for
  bool shut = false;                                      // Esc: what is open closes
};

// One frame of the panel.
struct Panel {
  Ui& ui;
  PropertiesState& state;
  const editor::OutlineLayer* layer = nullptr;  // the selected one, the first of several
  std::string owner;                            // its pointer; "": the template
  const Layer* made = nullptr;                  // what the engine made of it
  int64_t frame = 0;                            // the playhead from its in-point

  bool editable() const { return ui.model.editable; }
};

// Where the parts of a row stand.
struct Row {
  Rect at, label, value, keys;
  bool hovered = false;
};

// ---- properties_edit.cpp: what fields are now, and commands of them
std::optional<Json> value_now(const Panel& panel, const editor::Field& field);  // at the playhead
bool is_mixed(const Panel& panel, const editor::Field& field);
// Of all selected layers. A key at the playhead where it is animated.
void set_value(Panel& panel, const editor::Field& field, const Json& value, uint64_t gesture = 0);
void reset_value(Panel& panel, const editor::Field& field);
void end_gesture(Panel& panel);
Json first_value(const Panel& panel, const editor::Field& field);  // for one that is not set
std::vector<int64_t> key_frames(const Panel& panel, const editor::Field& field);

// ---- properties_inputs.cpp: things to take values with
struct NumberBox {
  std::string name;
  Rect at;
  const Json* written = nullptr;  // null: not set
  std::optional<Json> shown;      // what stands there instead, muted
  double step = 1;                // a pixel of the pointer's way
  std::optional<double> min, max;
  bool whole = false, mixed = false;
  const char* unit = "";  // shown only
};
// The new value; of a drag the whole way so far, with `panel.state.gesture` set.
std::optional<Json> number_box(Panel& panel, const NumberBox& box);
struct TextBox {
  std::string name;
  Rect at;
  std::string text;
  ImU32 color = 0;
  const char* hint = "";
  bool framed = true;  // else a frame is seen only under the pointer
  ImFont* font = nullptr;
};
// What was typed, once it is done.
std::optional<std::string> text_box(Panel& panel, const TextBox& box);
// A flat button with a chevron that opens the list `popup`.
bool list_button(Panel& panel, const std::string& name, const Rect& at, const std::string& text, bool muted,
                 const std::string& value);
// What opens above the panel, for the scope's life: with room between its lines, and closed by Esc.
class OpenList {
 public:
  OpenList(Panel& panel, const std::string& name);
  ~OpenList();
  OpenList(const OpenList&) = delete;
  OpenList& operator=(const OpenList&) = delete;
  explicit operator bool() const { return open_; }

 private:
  bool open_;
};
// A list to choose from, within an open popup. -1: none yet.
int choose_from(Panel& panel, const std::string& name, const std::vector<std::string>& entries, int current);
enum class Sign : uint8_t { plus, minus, up, down, reset, fold, unfold, dots };
bool sign_button(Panel& panel, const std::string& name, const Rect& at, Sign sign, const char* tip);
void draw_sign(ImDrawList& list, ImVec2 middle, float size, Sign sign, ImU32 color);

// ---- properties_values.cpp, properties_color.cpp: a field's value
void draw_value(Panel& panel, const editor::Field& field, const Row& row);
void draw_color(Panel& panel, const editor::Field& field, const Row& row);
void draw_json(Panel& panel, const editor::Field& field, const Row& row, ImU32 color);  // as it is written
void draw_ease(Panel& panel, const editor::Field& field, const Row& row);
void draw_file(Panel& panel, const editor::Field& field, const Row& row);
float value_height(const Panel& panel, const editor::Field& field);  // of a row

// ---- properties_row.cpp
void draw_field(Panel& panel, const editor::Field& field, int depth);
bool is_open(const Panel& panel, const std::string& name, bool habit);
void toggle_open(Panel& panel, const std::string& name);

// ---- properties_keys.cpp
void draw_keys(Panel& panel, const editor::Field& field, const Row& row);
// The list that a right click opens, with what must be asked for.
void draw_menu(Panel& panel, const editor::Field& field);

std::string item_of(const std::string& pointer);  // its name for tests

}  // namespace fp::panels
