// Scoreboards: two to four sides, their scores, and the time between them. Units as in charts.hpp.
#pragma once

#include "engine/template/charts.hpp"

namespace fp {

struct ScoreboardContent {
  std::vector<std::vector<double>> scores;              // [step][item]; a side keeps its score until it has another
  std::optional<ChartText> labels, values, step_label;  // values: the scores
  double score_width = 0, step_width = 0;
  double icon_size = 0;  // 0: none
  double gap = 4;        // between plates
  double radius = 0;     // of the board's corners
  double edge = 0;       // breadth of the stripe in a side's colour, at its outer edge
  std::vector<Color> colors;
  std::optional<Color> plate, score_plate, step_plate;
  std::optional<Color> highlight;  // of the score that leads
  double move_frames = 12;         // how long a new score takes to come
};

}  // namespace fp
