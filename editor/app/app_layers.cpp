// Layers that come: the clipboard, new ones, pictures, footage, sound and captions.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "editor/app/app.hpp"
#include "editor/state/pointer.hpp"
#include "editor/state/scope.hpp"

namespace fp::editor {

using shell::Action;

namespace {

Json pair(double x, double y) {
  Json json = Json::array();
  json.items = {Json::of(x), Json::of(y)};
  return json;
}

}  // namespace

// Layers also go to the desktop's clipboard as JSON, so that they can be pasted into a text or another window.
void App::copy_layers(bool cut) {
  const State& state = session_.state;
  if (state.selection.empty()) return;
  Json layers = Json::array();
  for (const OutlineLayer& layer : outline_.layers) {
    if (std::ranges::find(state.selection, layer.pointer) == state.selection.end()) continue;
    if (const Json* json = find_at(state.document.root(), layer.pointer)) layers.items.push_back(*json);
  }
  if (layers.items.empty()) return;
  ImGui::SetClipboardText(write_json(layers).c_str());
  message_ =
      fmt::format("{} {} layer{}", cut ? "Cut" : "Copied", layers.items.size(), layers.items.size() == 1 ? "" : "s");
  if (cut) edit(DeleteLayers{movable()});
}

void App::paste() {
  const char* held = ImGui::GetClipboardText();
  const std::string text = held == nullptr ? "" : held;
  const auto json = parse_json(text, "the clipboard");
  std::vector<Json> layers;
  if (json && json->is_array()) layers = json->items;
  if (json && json->is_object()) layers.push_back(*json);
  const bool all = !layers.empty() && std::ranges::all_of(layers, [](const Json& layer) {
    return layer.is_object() && layer.find("type") != nullptr;
  });
  if (!all) {
    message_ = "There are no layers in the clipboard";
    return;
  }
  place(std::move(layers));
}

void App::place(std::vector<Json> layers) {
  if (!editable_) return;
  const Json& root = session_.state.document.root();
  std::string array = scope_of(session_.state) + "/layers";
  const Json* list = find_at(root, array);
  size_t index = list != nullptr ? list->items.size() : 0;
  if (!session_.state.selection.empty()) {
    const std::string& above = session_.state.selection.back();
    array = parent_pointer(above);
    index = parse_index(last_step(above)).value_or(0) + 1;
  }
  const size_t count = layers.size();
  if (!edit(AddLayers{array, index, std::move(layers)})) return;
  Select select;
  for (size_t i = 0; i < count; ++i) select.layers.push_back(array + child_pointer(index + i));
  edit(select);
}

bool App::has_font() {
  if (!loaded_) return false;
  if (!loaded_->tpl->fonts.empty()) return true;
  message_ = "The template names no font yet: add one to its \"fonts\"";
  return false;
}

void App::add_layer(Action action) {
  if (!loaded_ || !editable_) return;
  const Outline& c = outline_;  // of what is edited
  const double side = std::round(std::min(c.width, c.height) / 3.0);
  Json layer = Json::object();
  const auto begin = [&](const char* id, const char* type) {
    layer.set("id", Json::of(id));
    layer.set("type", Json::of(type));
  };
  const auto in_the_middle = [&] {
    layer.set("anchor", pair(0.5, 0.5));
    layer.set("position", pair(std::round(c.width / 2.0), std::round(c.height / 2.0)));
  };
  switch (action) {
    case Action::add_text:
      if (!has_font()) return;
      begin("text", "text");
      layer.set("text", Json::of("Text"));
      layer.set("font", Json::of(loaded_->tpl->fonts.front().name));
      layer.set("fontSize", Json::of(std::round(side / 3)));
      layer.set("color", Json::of("#ffffff"));
      in_the_middle();
      break;
    case Action::add_rectangle:
    case Action::add_ellipse:
      begin(action == Action::add_ellipse ? "ellipse" : "rectangle", "shape");
      layer.set("shape", Json::of(action == Action::add_ellipse ? "ellipse" : "rect"));
      layer.set("size", pair(side, side));
      layer.set("fill", Json::of("#e0e0e0"));
      in_the_middle();
      break;
    case Action::add_solid:
      begin("solid", "solid");
      layer.set("color", Json::of("#303030"));
      break;
    case Action::add_gradient: {
      begin("gradient", "gradient");
      Json stops = Json::array();
      for (const auto& [offset, color] : {std::pair{0.0, "#203040"}, {1.0, "#a0b0c0"}}) {
        Json stop = Json::object();
        stop.set("offset", Json::of(offset));
        stop.set("color", Json::of(color));
        stops.items.push_back(std::move(stop));
      }
      Json gradient = Json::object();
      gradient.set("type", Json::of("linear"));
      gradient.set("angle", Json::of(90.0));
      gradient.set("stops", std::move(stops));
      layer.set("gradient", std::move(gradient));
      break;
    }
    default:
      begin("group", "group");
      layer.set("children", Json::array());
      break;
  }
  place({std::move(layer)});
}

// Above the layer that is heard, in the lower part of the frame.
void App::add_sound_view(Action action) {
  if (!loaded_ || !editable_) return;
  const auto sounds = [](const OutlineLayer& layer) { return layer.type == "audio" || layer.type == "video"; };
  const OutlineLayer* heard = nullptr;
  for (const std::string& pointer : session_.state.selection) {
    const OutlineLayer* layer = find_layer(outline_, pointer);
    if (layer != nullptr && sounds(*layer)) heard = layer;
  }
  if (heard == nullptr && std::ranges::count_if(outline_.layers, sounds) == 1)
    heard = &*std::ranges::find_if(outline_.layers, sounds);
  if (heard == nullptr || heard->id.empty()) {
    message_ = heard == nullptr ? "Select the audio or video layer whose sound is to be shown"
                                : fmt::format("\"{}\" needs an id, by which its sound is named", heard->label);
    return;
  }
  const char* type = action == Action::add_spectrum ? "spectrum" : "waveform";
  const double w = outline_.width, h = outline_.height;
  Json layer = Json::object();
  layer.set("id", Json::of(fmt::format("{}-{}", heard->id, type)));
  layer.set("type", Json::of(type));
  layer.set("of", Json::of(heard->id));
  layer.set("size", pair(std::round(w * 0.8), std::round(h / 6)));
  layer.set("position", pair(std::round(w * 0.1), std::round(h * 0.75)));
  if (session_.state.selection.empty()) edit(Select{{heard->pointer}, {}});
  place({std::move(layer)});
}

// Only what lies beneath the template's folder can be named in it; what does not is offered to be copied there.
// Footage fills the frame, pictures keep their size in the middle of it.
void App::add_file(const std::filesystem::path& file, Param::Type kind) {
  if (!loaded_ || !editable_ || (kind == Param::Type::captions && !has_font())) return;
  const auto inside = name_beneath(loaded_->tpl->assets->folder(), file);
  if (!inside) {
    look_.copy_in = file.string();  // asked first
    look_.copy_for = kind == Param::Type::video      ? panels::Purpose::add_video
                     : kind == Param::Type::audio    ? panels::Purpose::add_audio
                     : kind == Param::Type::captions ? panels::Purpose::add_captions
                                                     : panels::Purpose::add_image;
    return;
  }
  const Outline& c = outline_;
  Json layer = Json::object();
  layer.set("id", Json::of(file.stem().string()));
  const char* type = kind == Param::Type::video      ? "video"
                     : kind == Param::Type::audio    ? "audio"
                     : kind == Param::Type::captions ? "captions"
                                                     : "image";
  layer.set("type", Json::of(type));
  layer.set(type, Json::of(*inside));
  if (kind == Param::Type::image) {
    layer.set("anchor", pair(0.5, 0.5));
    layer.set("position", pair(std::round(c.width / 2.0), std::round(c.height / 2.0)));
  } else if (kind == Param::Type::video) {
    layer.set("size", pair(c.width, c.height));
  } else if (kind == Param::Type::captions) {
    layer.set("font", Json::of(loaded_->tpl->fonts.front().name));
    layer.set("fontSize", Json::of(std::round(std::min(c.width, c.height) / 20.0)));
    layer.set("color", Json::of("#ffffff"));
    layer.set("background", Json::of("#000000b0"));
  }
  place({std::move(layer)});
}

}  // namespace fp::editor
