// What commands are called in the history.
#include <fmt/format.h>

#include "editor/state/apply.hpp"
#include "editor/state/formats.hpp"
#include "editor/state/pointer.hpp"

namespace fp::editor {
namespace {

struct Naming {
  const Document& document;

  std::string layer(std::string_view pointer) const {
    const Json* json = find_at(document.root(), pointer);
    for (const char* key : {"name", "id", "type"}) {
      const Json* value = json ? json->find(key) : nullptr;
      if (value && value->is_string() && !value->text.empty()) return value->text;
    }
    return "layer";
  }
  std::string layers(const std::vector<std::string>& pointers) const {
    if (pointers.size() == 1) return layer(pointers.front());
    return fmt::format("{} layers", pointers.size());
  }
  std::string property(const std::string& pointer) const {
    const std::string owner = layer_of(document.root(), pointer);
    if (owner.empty() || owner == pointer) return pointer.empty() ? "the document" : last_step(pointer);
    if (!is_within(pointer, owner)) {  // "/formats/1:1/layers/title/position"
      const auto steps = split_pointer(pointer);
      return fmt::format("{} of {} in {}", path_in_layer(pointer), layer(owner), (*steps)[1]);
    }
    return fmt::format("{} of {}", path_in_layer(pointer), layer(owner));
  }
  std::string keys(const std::vector<KeyRef>& keys) const {
    if (keys.size() == 1) return fmt::format("keyframe of {}", property(keys.front().property));
    return fmt::format("{} keyframes", keys.size());
  }

  std::string operator()(const SetProperty& c) const { return "Set " + property(c.pointer); }
  std::string operator()(const RemoveProperty& c) const { return "Remove " + property(c.pointer); }
  std::string operator()(const MoveItem& c) const { return "Reorder " + property(std::string(parent_pointer(c.item))); }
  std::string operator()(const SetKey& c) const { return "Set keyframe of " + property(c.property); }
  std::string operator()(const MoveKeys& c) const { return "Move " + keys(c.keys); }
  std::string operator()(const DeleteKeys& c) const { return "Delete " + keys(c.keys); }
  std::string operator()(const SetEase& c) const { return "Ease " + keys(c.keys); }
  std::string operator()(const SetIn& c) const { return "Trim start of " + layer(c.layer); }
  std::string operator()(const SetOut& c) const { return "Trim end of " + layer(c.layer); }
  std::string operator()(const ShiftLayers& c) const { return "Move " + layers(c.layers) + " in time"; }
  std::string operator()(const MoveLayers& c) const { return "Move " + layers(c.layers); }
  std::string operator()(const ScaleLayers& c) const { return "Scale " + layers(c.layers); }
  std::string operator()(const RotateLayers& c) const { return "Rotate " + layers(c.layers); }
  std::string operator()(const PlaceLayers& c) const {
    const bool nested = !c.layers.empty() && parent_pointer(c.layers.front()) != c.array;
    const std::string into(layer_of(c.array));
    if (nested && !into.empty()) return fmt::format("Put {} into {}", layers(c.layers), layer(into));
    return (nested ? "Take out " : "Reorder ") + layers(c.layers);
  }
  std::string operator()(const GroupLayers& c) const { return "Group " + layers(c.layers); }
  std::string operator()(const DeleteLayers& c) const { return "Delete " + layers(c.layers); }
  std::string operator()(const DuplicateLayers& c) const { return "Duplicate " + layers(c.layers); }
  std::string operator()(const AddLayers& c) const {
    if (c.layers.size() != 1) return fmt::format("Add {} layers", c.layers.size());
    const Json* type = c.layers.front().find("type");
    return "Add " + (type ? type->text : "layer");
  }
  std::string operator()(const RenameLayer& c) const { return fmt::format("Rename {} to {}", layer(c.layer), c.id); }
  std::string operator()(const SetDefault& c) const { return "Set default of " + last_step(c.param); }
  std::string operator()(const Promote& c) const {
    return fmt::format("Promote {} to {}", property(c.property), c.param);
  }
  std::string operator()(const ReplaceDocument& c) const { return c.name; }
  std::string operator()(const Batch& c) const { return c.name; }
  std::string operator()(const Select&) const { return "Select"; }
  std::string operator()(const Enter&) const { return "Open composition"; }
  std::string operator()(const SetPlayhead&) const { return "Move playhead"; }
  std::string operator()(const SetWorkArea&) const { return "Set work area"; }
  std::string operator()(const SetMarker&) const { return "Set marker"; }
  std::string operator()(const MoveMarker&) const { return "Move marker"; }
  std::string operator()(const RemoveMarker&) const { return "Remove marker"; }
  std::string operator()(const SetGuides&) const { return "Set guides"; }
  std::string operator()(const SetFlags& c) const { return "Show or lock " + layers(c.layers); }
  std::string operator()(const ChooseFormat& c) const { return "Choose format " + c.format; }
  std::string operator()(const EditOnlyFormat&) const { return "Edit one format or all"; }
  std::string operator()(const ChooseRow& c) const { return fmt::format("Choose row {}", c.row); }
  std::string operator()(const TryParameter& c) const { return "Try " + c.name; }
  std::string operator()(const SetTimelineView&) const { return "Scroll timeline"; }
  std::string operator()(const SetCanvasView&) const { return "Zoom canvas"; }
};

}  // namespace

std::string name_of(const Command& command, const Document& document) {
  return std::visit(Naming{document}, command);
}

}  // namespace fp::editor
