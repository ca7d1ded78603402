// Tables and leaderboards: rows that move when their ranks change. Units as in charts.hpp.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

// The chart's series are the columns of numbers, each once.
struct TableContent {
  struct Column {
    enum class Kind : uint8_t { text, number, icon, bar, change, rank };
    Kind kind = Kind::text;
    std::string title;
    double left = 0, width = 0;  // within a row
    TextContent::Align align = TextContent::Align::left;
    size_t which = 0;               // number, bar, change: the series; text, icon: of `words`
    std::optional<ChartText> text;  // absent: icon, bar
    std::optional<Color> color;     // bar; absent: of the item, or the first of `colors`
    std::optional<Color> track;     // bar
    double low = 0, high = 1;       // bar: the values its cell spans; 0 is within
    double radius = 0;              // icon
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> words;  // [item][column of words]
  std::vector<std::vector<bool>> there;         // [item][step]
  std::optional<size_t> order;                  // the series that rows are sorted by; absent: as given
  bool descending = true;
  size_t rows = 1;           // seen at once
  double header_height = 0;  // above the rows
  double row_height = 0;     // from one to the next
  double row_gap = 0;        // of it, left free between two
  double padding = 0;        // within a row, left and right
  double radius = 0;         // of rows
  std::optional<ChartText> header;
  std::optional<Color> row_color, stripes, rule;
  double rule_width = 1;
  std::optional<Color> highlight, highlight_text;  // of the row below
  std::string highlight_key;                       // "": the leader
  Color up, down;
  std::vector<Color> colors;
  double move_frames = 15;
};

}  // namespace fp
