// What chart layers show and how: keyed data at one or several moments, and the charts drawn of it. Lengths are canvas
// pixels, times frames of the layer's time. Whatever a chart shows at a frame is a function of these and the frame;
// where nothing moves any more it shows the data's values exactly.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/template/text_content.hpp"
#include "engine/template/values.hpp"

namespace fp {

struct Layer;
class NumberText;

inline constexpr size_t kMaxChartRows = 20000;
inline constexpr size_t kMaxChartItems = 1000;  // things that are drawn one by one
inline constexpr double kMaxChartValue = 1e15;  // whole numbers up to here are exact

// ---- Data

// One state of the data. It holds on frames [from, until]; up to the next one's `from` every value is on its way there.
struct ChartStep {
  std::string label;
  std::optional<double> number;  // where steps are numbers, or times: milliseconds since 1970, UTC
  double from = 0, until = 0;
};

// One thing with an identity, through all steps.
struct ChartItem {
  std::string key, label;
  std::string icon;                           // asset; "": none
  std::optional<Color> color;                 // of its own
  std::vector<std::optional<double>> values;  // [step * series + which]; absent: not there at that step
};

struct ChartData {
  std::vector<ChartItem> items;     // in order of first appearance, which breaks ties of rank
  std::vector<std::string> series;  // at least one; names of what is stacked or drawn side by side
  std::vector<ChartStep> steps;     // at least one, in order of time
  const std::optional<double>& value(size_t item, size_t step, size_t which = 0) const {
    return items[item].values[step * series.size() + which];
  }
};

// How marks come in: the first after `delay`, each next one `stagger` later (earlier, where it is below 0), each taking
// `frames`.
struct Reveal {
  double delay = 0, stagger = 0, frames = 0;  // frames 0: there from the start
  Ease ease;                                  // its progress is kept within 0..1: data does not overshoot
};

// ---- Looks

// A text of a chart: `style` without words.
struct ChartText {
  TextContent style;
  std::shared_ptr<const NumberText> format;  // of values; null: the text is no number
};

// Which values the axis spans: absent ends follow from the data, and 0 is always in it.
struct ChartDomain {
  std::optional<double> min, max;
  bool follow = false;  // the largest value shown at the moment, not of all steps
};

struct ChartAxis {
  int ticks = 5;  // about
  std::optional<ChartText> text;
  std::optional<Color> grid;
  double grid_width = 1;
};

// ---- Charts: each kind has a header of its own, chart_*.hpp

struct BarsContent;
struct LineContent;
struct MeterContent;
struct TableContent;
struct TickerContent;
struct ScoreboardContent;
struct MapContent;
// Never null.
using Chart = std::variant<std::shared_ptr<const BarsContent>, std::shared_ptr<const LineContent>,
                           std::shared_ptr<const MeterContent>, std::shared_ptr<const TableContent>,
                           std::shared_ptr<const TickerContent>, std::shared_ptr<const ScoreboardContent>,
                           std::shared_ptr<const MapContent>>;

struct ChartContent {
  Vec2 size{};
  ChartData data;
  Reveal reveal;
  Ease step_ease;            // of the way from step to step, kept within 0..1
  std::vector<Layer> marks;  // exactly one: the layer that everything drawn belongs to, by its id and place
  Chart chart;
};

}  // namespace fp
