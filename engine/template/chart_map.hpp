// Maps: regions in the colours of their values, bubbles, flows. Units as in charts.hpp; places in degrees, x =
// longitude east, y = latitude north.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

// As ProjectionSpec (engine/geo/projection.hpp).
struct MapProjection {
  std::string name = "equal-earth";
  std::optional<Vec2> center;
  std::optional<double> roll;
  std::optional<Vec2> parallels;
};

// Values to colours, as a ColorScale (engine/chart/color_scale.hpp) is made.
struct MapColors {
  enum class Kind : uint8_t { sequential, diverging, quantile, threshold };
  Kind kind = Kind::sequential;
  std::string palette;                      // a name; "" with `stops`, and for the default of its kind
  std::vector<Color> stops;                 // own colours
  std::optional<double> low, middle, high;  // absent: of the data
  std::vector<double> breaks;               // threshold
  int classes = 5;                          // quantile
};

struct MapBubbles {
  double radius = 40;  // of the largest value; areas are in proportion
  Color color;
  std::optional<Color> stroke;
};

// Where something on a map is: a region's label point, or a place.
struct MapPlace {
  std::string key;
  std::optional<Vec2> place;
};
struct MapFlow {
  MapPlace from, to;
  double value = 1;
};

struct MapContent {
  std::string geography, object;  // asset; which of a TopoJSON's objects
  std::string match;              // property that keys are; "": the id
  MapProjection projection;
  double padding = 0;
  bool fit_data = false;        // only what has data is fitted to the box
  int key_digits = 0;           // keys are filled up with zeros to this length
  bool skip_unmatched = false;  // keys without a region are no fault
  ChartData data;
  std::vector<std::optional<Vec2>> places;  // per item, where rows give them; empty: keys are regions
  bool fills = true;                        // values are colours of regions
  MapColors colors;
  Color missing{0.85, 0.86, 0.88, 1};
  std::optional<Color> sea, border, outline, graticule;
  double border_width = 0.75, outline_width = 1;
  enum class By : uint8_t { rows, value, west, east, north, south };
  By by = By::rows;  // the order in which regions come in
  std::optional<MapBubbles> bubbles;
  std::vector<MapFlow> flows;
  Color flow_color{1, 1, 1, 1};
  double flow_width = 6;  // of the largest value
  std::optional<ChartText> labels;
  int label_limit = 0;        // only those of the largest values; 0: all that have room
  bool label_values = false;  // under the names
  std::shared_ptr<const NumberText> value_format;
  std::optional<ChartText> legend;
  std::string legend_title;
  Vec2 legend_corner{}, legend_size{};
};

}  // namespace fp
