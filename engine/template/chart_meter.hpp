// Meters: one value as a bar, a ring, a gauge or a row of stars. Units as in charts.hpp.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

struct MeterContent {
  enum class Shape : uint8_t { bar, ring, gauge, stars };
  struct Band {  // of a gauge's scale, from the one before it (or `min`) on
    double upto = 0;
    Color color;
  };
  Shape shape = Shape::bar;
  Scalar value;                    // within min..max at every key; its eases do not overshoot
  double min = 0, max = 1;         // min < max
  double from = 0;                 // where the value comes from while it is revealed
  bool vertical = false;           // a bar that grows upwards
  bool round = true;               // ends of bars and arcs
  double thickness = 0;            // of bars and arcs
  double angle = 240;              // a gauge's, in degrees, its middle at 12 o'clock
  bool needle = false;             // a gauge's value is pointed at, not filled
  int count = 5;                   // of stars
  std::optional<double> gap;       // between stars; absent: by their size
  Color color;                     // where no band says otherwise
  std::optional<Color> track;      // what the value can still fill
  std::vector<Band> bands;         // ascending
  std::optional<ChartText> label;  // the value as it runs
  double label_room = 0;           // beside bars (above vertical ones) and stars
  std::optional<ChartAxis> axis;   // ticks inside a gauge; its texts are those of min and max
};

}  // namespace fp
