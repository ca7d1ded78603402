// What the parts of the timeline share while one frame of it is drawn. Internal to editor/panels.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "editor/panels/widgets.hpp"
#include "editor/state/picks.hpp"
#include "editor/state/pointer.hpp"
#include "editor/timeline/hit.hpp"
#include "editor/timeline/layout.hpp"

namespace fp::panels {

namespace tl = editor::timeline;

inline constexpr int64_t kNowhere = INT64_C(-1) << 40;  // of a playhead that is not known

struct Timeline {
  Ui& ui;
  const editor::State& state;
  const editor::Outline& outline;
  ImDrawList& list;
  TimelineLook& look;
  Rect column, area;  // of the window: names; ruler and rows
  tl::View view;
  std::vector<tl::Layer> layers;
  std::vector<tl::Row> rows;
  std::vector<tl::PlacedRow> placed;
  tl::Marks marks;
  std::set<std::string> selected;
  std::set<editor::KeyRef> keys;
  bool layer_menu = false;  // to be opened

  float x_of(double frame) const { return area.x + std::round(static_cast<float>(tl::x_of(view, frame))); }
  float y_of(double y) const { return area.y + std::round(static_cast<float>(y)); }
  float rows_top() const { return y_of(view.ruler_height); }
  float right() const { return area.x + area.width; }
  float bottom() const { return area.y + area.height; }
  // Of the pointer: in the area, and from the first row's upper edge.
  double mouse_x() const { return ImGui::GetIO().MousePos.x - area.x; }
  double mouse_y() const { return ImGui::GetIO().MousePos.y - area.y; }
  double content_y() const { return mouse_y() - view.ruler_height + view.scroll_y; }
  int64_t frames() const { return outline.frames; }
  bool editable() const { return ui.model.editable; }
  bool locked(const std::string& layer) const { return editor::flags_of(state, layer).lock; }
};

// Where the strips of the ruler lie, pixels from its upper edge: the work area, the markers (of no height without any),
// ticks and labels, the cache.
struct RulerStrips {
  float work = 0, markers = 0, ticks = 0, bottom = 0;
};
RulerStrips ruler_strips(const Timeline& t);
float ruler_height(const Ui& ui, bool markers);

void draw_ruler(Timeline& t);
void draw_playhead_line(Timeline& t);
void draw_column(Timeline& t);
void draw_head(Timeline& t);  // above the names: what is edited, and buttons
void draw_rows(Timeline& t);  // bars and keys, and what is done to them
// Of a layer that is heard, on its bar: `from` to `to` is the bar's width, cut to what is seen.
void draw_wave(const Timeline& t, const BarSound& sound, const tl::Layer& layer, ImVec2 from, ImVec2 to, ImU32 color);
void draw_graph(Timeline& t);  // in their place
void draw_menus(Timeline& t);

// The drag that `t.look.drag` says, while the button is held and once more when it is let go.
void go_on_dragging(Timeline& t);
void press_rows(Timeline& t);  // the left button went down over the rows
void select(Timeline& t, editor::Select::Mode mode, std::vector<std::string> layers,
            std::vector<editor::KeyRef> keys = {});
void begin_naming(Timeline& t, const std::string& layer, std::string name);
// The field in which a name is typed; true once it is done. `t.look.typed` is the name.
bool draw_name_field(Timeline& t, ImVec2 at, float width, bool& given_up);
std::string span_text(const Timeline& t, int64_t in, int64_t out);

// Names of easings and how they are written; of the keys' menu and the graph's buttons.
struct EasePreset {
  const char *name, *label;
};
std::span<const EasePreset> ease_presets();
Json preset_json(const EasePreset& preset);
// The keys from which a segment begins: those that have one after them.
std::vector<editor::KeyRef> with_successor(const Timeline& t, const std::vector<editor::KeyRef>& keys);

}  // namespace fp::panels
