#include "engine/display/arrange.hpp"
#include "engine/display/lowering.hpp"

namespace fp {
namespace {

bool takes_part(const SceneLayer& layer) {
  return !layer.follow;
}

std::vector<Item> items_of(Lowering& state, const SceneGroup& group) {
  std::vector<Item> items;
  for (const SceneLayer& child : group.children) {
    if (!takes_part(child)) continue;
    const bool text = std::holds_alternative<SceneText>(child.content);
    items.push_back({measure(state, child), child.layer->grow, !text});
  }
  return items;
}

// The layer's own position counts from its place; its anchor is put where it lies on the placed box.
void put(ScenePose& pose, const Place& place, Vec2 measured) {
  if (place.size != measured) {
    pose.size = place.size;
    pose.placed = !std::holds_alternative<TextContent>(pose.layer->content);  // a text still grows downward
  }
  pose.position = pose.position + place.corner + pose.anchor * place.size;
}

}  // namespace

Vec2 arranged_size(Lowering& state, const SceneGroup& group, const Room& given) {
  return arrange(*group.arrangement, items_of(state, group), given).size;
}

std::vector<SceneLayer> arranged_children(Lowering& state, const SceneGroup& group, Vec2 size) {
  const std::vector<Item> items = items_of(state, group);
  const std::vector<Place> places = arrange(*group.arrangement, items, size).places;
  std::vector<SceneLayer> children = group.children;
  const auto place_all = [&](const auto& visit) {
    size_t i = 0;
    for (const SceneLayer& child : group.children) {
      if (takes_part(child)) {
        visit(child.layer, places[i], items[i].size);
        ++i;
      }
    }
  };
  const auto placed = [&](const std::shared_ptr<const SceneLayer>& other, const Layer* layer, const Place& place,
                          Vec2 measured) -> std::shared_ptr<const SceneLayer> {
    if (!other || other->layer != layer) return other;
    SceneLayer moved = *other;
    put(moved.pose, place, measured);
    return std::make_shared<const SceneLayer>(std::move(moved));
  };
  place_all([&](const Layer* layer, const Place& place, Vec2 measured) {
    for (SceneLayer& child : children) {
      if (child.layer == layer) put(child.pose, place, measured);
      for (ScenePose& parent : child.parents) {
        if (parent.layer == layer) put(parent, place, measured);
      }
      child.clip_to = placed(child.clip_to, layer, place, measured);
      child.follow = placed(child.follow, layer, place, measured);
      child.matte = placed(child.matte, layer, place, measured);
      for (SceneEffect& effect : child.effects) effect.layer = placed(effect.layer, layer, place, measured);
      for (SceneLayer& moment : child.moments) {
        if (moment.layer == layer) put(moment.pose, place, measured);
        moment.follow = child.follow;
      }
    }
  });
  return children;
}

}  // namespace fp
