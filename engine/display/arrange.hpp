// Rows, columns and grids: where the children of a group stand.
#pragma once

#include <span>

#include "engine/template/composition.hpp"

namespace fp {

// One child: its box as measured, and whether its size may change.
struct Item {
  Vec2 size{};
  double grow = 0;
  bool may_stretch = true;  // text keeps the box it was given
};

struct Place {
  Vec2 corner{};  // top left, in the group's pixels
  Vec2 size{};
};

// A box as far as it is given.
struct Room {
  std::optional<double> width, height;
  Room() = default;
  Room(std::nullopt_t) {}
  Room(Vec2 size) : width(size.x), height(size.y) {}
};

struct Arranged {
  std::vector<Place> places;  // one an item
  Vec2 size{};                // the group's: as given, or what its content and padding need
};

// `box`: the group's size where it is given; room for growing, stretching, wrapping and justifying exists only then.
// Nothing shrinks: what does not fit runs over the end. Pure.
Arranged arrange(const Arrangement& arrangement, std::span<const Item> items, const Room& box);

}  // namespace fp
