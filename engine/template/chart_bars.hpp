// Bars, stacked bars, races of bars. Units as in charts.hpp.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

// Bars, stacked where there are several series. In an order by value they change places as their ranks do.
struct BarsContent {
  enum class Order : uint8_t { given, descending, ascending };
  bool vertical = false;
  Order order = Order::given;
  int limit = 0;  // bars seen at once; 0: all
  double gap = 0.3;
  double radius = 0;  // of the bar's free end
  ChartDomain domain;
  std::vector<Color> colors;       // in turn, by item; by series where stacked
  std::optional<Color> highlight;  // of the item below
  std::string highlight_key;       // "": the leader
  std::optional<Color> track;      // the rest of each bar's way
  std::optional<ChartText> labels, values, step_label;
  double label_room = 0, value_room = 0;  // beside the bars (under and over them when vertical)
  double icon_size = 0;                   // 0: none
  bool icons_at_end = false;              // inside the bar's end, else beside the label
  std::optional<ChartAxis> axis;
  double move_frames = 12;  // how long a change of places takes
};

}  // namespace fp
