// What a press in the timeline takes hold of, and what it comes to while it is dragged.
#include <algorithm>
#include <cmath>

#include "editor/panels/timeline_parts.hpp"
#include "editor/state/pointer.hpp"
#include "editor/timeline/drag.hpp"

namespace fp::panels {
namespace {

using Grab = TimelineDrag::Grab;
using Kind = tl::Hit::Kind;
using Mode = editor::Select::Mode;

double snap_reach(const Timeline& t) {
  const bool snapping = t.ui.look.snapping != ImGui::GetIO().KeyShift;  // Shift: the other way for now
  return snapping ? t.ui.px(8) : -1;
}

// What is dragged of the layers, and all that moves along.
void take_layers(Timeline& t, TimelineDrag& drag, const std::vector<std::string>& wanted) {
  std::set<std::string> moving;
  for (const tl::Layer& layer : t.layers) {
    const bool one = std::ranges::find(wanted, layer.id) != wanted.end();
    const bool inside =
        std::ranges::any_of(wanted, [&](const std::string& other) { return editor::is_within(layer.id, other); });
    if (inside) moving.insert(layer.id);
    if (!one || t.locked(layer.id)) continue;
    const editor::OutlineLayer* outlined = editor::find_layer(t.outline, layer.id);
    drag.layers.push_back(layer.id);
    drag.spans.push_back({layer.in, layer.out});
    drag.starts.push_back(outlined != nullptr ? outlined->start : 0);
    if (drag.grab == Grab::bars) drag.edges.insert(drag.edges.end(), {layer.in, layer.out});
  }
  drag.targets = tl::snap_targets(t.layers, moving, t.marks, t.frames());
}

// The key's value and ease, to be set elsewhere.
void take_copy(const Timeline& t, TimelineDrag& drag, const editor::KeyRef& key) {
  const editor::OutlineLayer* layer =
      editor::find_layer(t.outline, editor::layer_of(t.state.document.root(), key.property));
  const Json* list = find_at(t.state.document.root(), key.property + "/keys");
  if (layer == nullptr || list == nullptr) return;
  const auto keyed = std::ranges::find(layer->keyed, key.property, &editor::KeyedProperty::pointer);
  if (keyed == layer->keyed.end()) return;
  for (size_t i = 0; i < std::min(list->items.size(), keyed->frames.size()); ++i) {
    const Json *value = list->items[i].find("v"), *ease = list->items[i].find("ease");
    if (keyed->frames[i] != key.frame || value == nullptr) continue;
    drag.copies.push_back({key.property, key.frame, *value, ease != nullptr ? std::optional(*ease) : std::nullopt});
  }
}

void take_keys(Timeline& t, TimelineDrag& drag, const std::vector<editor::KeyRef>& wanted) {
  std::set<std::string> moving;
  for (const editor::KeyRef& key : wanted) {
    const std::string layer = editor::layer_of(t.state.document.root(), key.property);
    const editor::OutlineLayer* outlined = editor::find_layer(t.outline, layer);
    if (outlined == nullptr || t.locked(layer)) continue;
    drag.keys.push_back(key);
    if (ImGui::GetIO().KeyAlt) take_copy(t, drag, key);
    drag.edges.push_back(outlined->in + key.frame);
    moving.insert(key.property);
  }
  drag.targets = tl::snap_targets(t.layers, moving, t.marks, t.frames());
}

void press_key(Timeline& t, TimelineDrag& drag, bool more) {
  const tl::Layer& layer = t.layers[drag.hit.layer];
  const auto here = editor::keys_at(layer, drag.hit.property, drag.hit.frame);
  const bool chosen = std::ranges::any_of(here, [&](const editor::KeyRef& key) { return t.keys.contains(key); });
  drag.grab = Grab::keys;
  if (more) {
    select(t, Mode::toggle, {}, here);
    drag.grab = Grab::none;
  } else if (chosen) {
    drag.single = true;
    take_keys(t, drag, t.state.keys);
  } else {
    select(t, Mode::set, {layer.id}, here);
    take_keys(t, drag, here);
  }
}

void press_bar(Timeline& t, TimelineDrag& drag, bool more) {
  const tl::Layer& layer = t.layers[drag.hit.layer];
  const bool chosen = t.selected.contains(layer.id);
  drag.grab = drag.hit.kind == Kind::in_handle    ? Grab::in_point
              : drag.hit.kind == Kind::out_handle ? Grab::out_point
                                                  : Grab::bars;
  if (more) {
    select(t, Mode::toggle, {layer.id});
    drag.grab = Grab::none;
  } else if (chosen) {
    drag.single = true;
    take_layers(t, drag, t.state.selection);
  } else {
    select(t, Mode::set, {layer.id});
    take_layers(t, drag, {layer.id});
  }
  if (drag.grab != Grab::bars) drag.edges = {drag.grab == Grab::in_point ? layer.in : layer.out};
}

// ---- What a move comes to. Each sends the whole way since the press.

// Frames moved, pulled to what is near.
int64_t way(Timeline& t, TimelineDrag& drag) {
  const double raw = tl::frame_at(t.view, t.mouse_x()) - drag.frame;
  const tl::Snapped snapped = tl::snap_delta(raw, drag.edges, drag.targets, t.view.pixels_per_frame, snap_reach(t));
  drag.snapped = snapped.target;
  return snapped.frame;
}

void move_bars(Timeline& t, TimelineDrag& drag) {
  if (drag.layers.empty()) return;
  const int64_t wanted = way(t, drag), delta = tl::clamp_delta(drag.spans, wanted, t.frames());
  if (delta != wanted) drag.snapped.reset();
  t.ui.edit(editor::ShiftLayers{drag.layers, delta}, drag.gesture);
}

void move_end(Timeline& t, TimelineDrag& drag) {
  if (drag.layers.empty()) return;
  const bool in = drag.grab == Grab::in_point;
  const int64_t delta = way(t, drag);
  editor::Batch batch{in ? "Trim in-points" : "Trim out-points", {}};
  for (size_t i = 0; i < drag.layers.size(); ++i) {
    const tl::Span span = drag.spans[i];
    if (in) {
      batch.commands.emplace_back(
          editor::SetIn{drag.layers[i], tl::drag_in(span, span.in + delta, t.frames()).in - drag.starts[i]});
    } else {
      batch.commands.emplace_back(
          editor::SetOut{drag.layers[i], tl::drag_out(span, span.out + delta, t.frames()).out - drag.starts[i]});
    }
  }
  t.ui.edit(batch.commands.size() == 1 ? batch.commands.front() : editor::Command(batch), drag.gesture);
}

void move_keys(Timeline& t, TimelineDrag& drag) {
  if (drag.keys.empty()) return;
  int64_t delta = way(t, drag);
  for (const editor::KeyRef& key : drag.keys) delta = std::max(delta, std::min<int64_t>(-key.frame, 0));
  if (drag.copies.empty()) return t.ui.edit(editor::MoveKeys{drag.keys, delta}, drag.gesture);
  editor::Batch batch{"Copy keys", {}};
  for (editor::SetKey copy : drag.copies) {
    copy.frame += delta;
    batch.commands.emplace_back(std::move(copy));
  }
  t.ui.edit(std::move(batch), drag.gesture);
}

void move_box(Timeline& t, TimelineDrag& drag) {
  const double frame = tl::frame_at(t.view, t.mouse_x()), y = t.content_y();
  const editor::PickBox box{std::min(frame, drag.frame), std::max(frame, drag.frame), std::min(y, drag.top),
                            std::max(y, drag.top)};
  editor::Select select{.layers = {}, .keys = drag.keys};
  for (editor::KeyRef& key : editor::keys_in(t.layers, t.rows, t.view, box)) {
    if (std::ranges::find(select.keys, key) == select.keys.end()) select.keys.push_back(std::move(key));
  }
  for (const editor::KeyRef& key : select.keys) {
    std::string layer = editor::layer_of(t.state.document.root(), key.property);
    if (std::ranges::find(select.layers, layer) == select.layers.end()) select.layers.push_back(std::move(layer));
  }
  if (select.keys.empty()) select.layers = editor::layers_in(t.layers, t.rows, t.view, box);
  if (select.layers != t.state.selection || select.keys != t.state.keys) t.ui.edit(std::move(select));
}

void move_rows(Timeline& t, TimelineDrag& drag) {
  drag.drop = editor::drop_at(t.state.document.root(), t.layers, t.rows, t.view, t.content_y());
  if (!drag.drop) return;
  const bool into_itself = std::ranges::any_of(
      drag.layers, [&](const std::string& layer) { return editor::is_within(drag.drop->array, layer); });
  if (into_itself) drag.drop.reset();
}

int64_t snapped_frame(Timeline& t, TimelineDrag& drag) {
  const double raw = static_cast<double>(drag.from) + tl::frame_at(t.view, t.mouse_x()) - drag.frame;
  const tl::Snapped snapped = tl::snap(raw, drag.targets, t.view.pixels_per_frame, snap_reach(t));
  drag.snapped = snapped.target;
  return std::clamp<int64_t>(snapped.frame, 0, t.frames());
}

void move_work_area(Timeline& t, TimelineDrag& drag) {
  editor::WorkArea area{*t.marks.work_begin, *t.marks.work_end};
  const int64_t frame = snapped_frame(t, drag);
  if (drag.at_end) {
    area.end = std::max(frame, area.begin + 1);
  } else {
    area.begin = std::min(frame, area.end - 1);
  }
  t.ui.edit(editor::SetWorkArea{area.begin <= 0 && area.end >= t.frames() ? editor::WorkArea{} : area}, drag.gesture);
}

void seek(Timeline& t, bool moving) {
  t.ui.seek_inside(std::clamp<int64_t>(tl::nearest_frame(t.view, t.mouse_x()), 0, t.frames() - 1), moving);
}

void move(Timeline& t, TimelineDrag& drag, bool held) {
  switch (drag.grab) {
    case Grab::seek:
      return seek(t, held);
    case Grab::work:
      return move_work_area(t, drag);
    case Grab::marker:
      return t.ui.edit(editor::MoveMarker{drag.index, std::min(snapped_frame(t, drag), t.frames() - 1)}, drag.gesture);
    case Grab::bars:
      return move_bars(t, drag);
    case Grab::in_point:
    case Grab::out_point:
      return move_end(t, drag);
    case Grab::keys:
      return move_keys(t, drag);
    case Grab::box:
      return move_box(t, drag);
    case Grab::rows:
      return move_rows(t, drag);
    case Grab::curve:
    case Grab::none:
      return;
  }
}

// At the edges the view follows the hand.
void scroll_along(Timeline& t, const TimelineDrag& drag) {
  const bool over_rows = drag.grab != Grab::seek && drag.grab != Grab::work && drag.grab != Grab::marker;
  const double middle_x = t.view.width / 2, middle_y = (t.view.height + t.view.ruler_height) / 2;
  const double x = drag.grab == Grab::rows || t.look.fit ? middle_x : t.mouse_x();
  const bool upright = over_rows && (drag.grab == Grab::rows || drag.grab == Grab::box);
  t.view = tl::auto_scroll(t.view, x, upright ? t.mouse_y() : middle_y, ImGui::GetIO().DeltaTime, t.ui.px(24));
}

void click(Timeline& t, const TimelineDrag& drag) {
  if (drag.grab == Grab::box) select(t, Mode::set, {});
  if (!drag.single) return;
  const tl::Layer& layer = t.layers[std::min<size_t>(drag.hit.layer, t.layers.size() - 1)];
  if (drag.grab == Grab::keys) {
    select(t, Mode::set, {layer.id}, editor::keys_at(layer, drag.hit.property, drag.hit.frame));
  } else {
    select(t, Mode::set, {layer.id});
  }
}

void let_go(Timeline& t, TimelineDrag& drag) {
  if (!drag.moved && drag.grab != Grab::seek) {
    click(t, drag);
  } else if (drag.grab == Grab::rows && drag.drop) {
    t.ui.edit(editor::PlaceLayers{drag.layers, drag.drop->array, drag.drop->index});
  }
  if (drag.grab != Grab::seek && drag.grab != Grab::box && drag.grab != Grab::rows) t.ui.wishes.emplace_back(EndEdit{});
  drag = {};
}

}  // namespace

void select(Timeline& t, Mode mode, std::vector<std::string> layers, std::vector<editor::KeyRef> keys) {
  t.ui.edit(editor::Select{std::move(layers), std::move(keys), mode});
}

void press_rows(Timeline& t) {
  const ImGuiIO& io = ImGui::GetIO();
  TimelineDrag drag{.x = io.MousePos.x, .y = io.MousePos.y};
  drag.frame = tl::frame_at(t.view, t.mouse_x());
  drag.top = t.content_y();
  drag.hit = tl::hit_test(t.placed, t.view, {}, t.mouse_x(), t.mouse_y(), t.ui.px(5));
  drag.gesture = t.ui.fresh_gesture();
  const bool more = io.KeyCtrl || io.KeyShift;
  if (!t.editable()) return;
  if (drag.hit.kind == Kind::key) {
    press_key(t, drag, more);
  } else if (drag.hit.kind == Kind::bar || drag.hit.kind == Kind::in_handle || drag.hit.kind == Kind::out_handle) {
    press_bar(t, drag, more);
  } else {
    drag.grab = Grab::box;
    if (more) drag.keys = t.state.keys;
  }
  t.look.drag = std::move(drag);
}

void go_on_dragging(Timeline& t) {
  TimelineDrag& drag = t.look.drag;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool held = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  const float far = t.ui.px(3);
  drag.moved = drag.moved || std::abs(mouse.x - drag.x) >= far || std::abs(mouse.y - drag.y) >= far;
  if ((drag.moved || drag.grab == Grab::seek) && drag.grab != Grab::curve) {
    const tl::View before = t.view;
    if (held) scroll_along(t, drag);
    const ImVec2 way = ImGui::GetIO().MouseDelta;
    const bool news = way.x != 0 || way.y != 0 || before.scroll != t.view.scroll || before.scroll_y != t.view.scroll_y;
    if (news || drag.grab == Grab::seek) move(t, drag, held);
  }
  if (!held && drag.grab != Grab::none) let_go(t, drag);
}

}  // namespace fp::panels
