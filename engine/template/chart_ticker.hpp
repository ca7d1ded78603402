// Tickers: items in a band that goes on for ever. Units as in charts.hpp.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

struct TickerContent {
  bool up = false;         // one item after the other comes from below, else all of them pass to the left
  double item_width = 0;   // to the left: from one item to the next
  double speed = 0;        // pixels a second
  double hold_frames = 0;  // upwards: how long each item stands
  double move_frames = 0;  // and how long the next one takes to replace it; at least one frame together
  double padding = 0;      // within an item, left and right
  double gap = 0;          // between its parts
  double icon_size = 0;    // 0: none
  std::optional<ChartText> labels, values, changes;
  double value_room = 0, change_room = 0;
  std::optional<size_t> value, change;  // series
  std::optional<Color> separator;       // a line between two items
  Color up_color, down_color;
};

}  // namespace fp
