// Scoreboards.
#include <fmt/format.h>

#include <algorithm>

#include "engine/template/build_charts.hpp"
#include "engine/template/chart_scoreboard.hpp"

namespace fp {
namespace {

std::vector<std::vector<double>> carried_scores(const ChartData& data) {
  std::vector<std::vector<double>> scores(data.steps.size(), std::vector<double>(data.items.size()));
  for (size_t item = 0; item < data.items.size(); ++item) {
    double score = 0;
    for (size_t step = 0; step < data.steps.size(); ++step) {
      score = data.value(item, step).value_or(score);
      scores[step][item] = score;
    }
  }
  return scores;
}

std::optional<Color> plate_of(const LayerScope& scope, const Json& json, std::string_view key, std::string_view usual) {
  if (json.find(key)) return read_optional_color(scope, json, key);
  return parse_color(usual);
}

double room_of(const LayerScope& scope, const Json& layer, std::string_view key, double extent,
               const std::optional<ChartText>& text, double ems) {
  if (!text) return 0;
  const double usual = text->style.size.constant * ems;
  const Json* json = layer.find(key);
  return json && json->is_object() ? read_chart_length(scope, *json, "room", extent, usual) : usual;
}

void read_texts(const LayerScope& scope, const Json& json, const ChartContent& so_far, ScoreboardContent& board) {
  const ChartData& data = so_far.data;
  board.labels = read_usual_text(scope, json, "labels", std::nullopt);
  board.values = read_usual_text(scope, json, "values", values_of(data));
  if (json.find("steps")) board.step_label = read_usual_text(scope, json, "stepLabel", std::nullopt);
  const bool numbers = std::ranges::all_of(data.steps, [](const ChartStep& step) { return step.number.has_value(); });
  if (board.step_label && board.step_label->format && !numbers) {
    report(scope, *json.find("stepLabel"), "stepLabel", "a \"format\" needs steps that are numbers or dates",
           "leave it out to show the steps as they are written");
  }
  board.score_width = room_of(scope, json, "values", so_far.size.x, board.values, 2);
  board.step_width = room_of(scope, json, "stepLabel", so_far.size.x, board.step_label, 4);
}

}  // namespace

Chart read_scoreboard(const LayerScope& scope, const Json& json, const ChartContent& so_far) {
  ScoreboardContent board;
  const double height = so_far.size.y;
  const size_t sides = so_far.data.items.size();
  if (sides < 2 || sides > 4) {
    report(scope, *json.find("data"), "data",
           fmt::format("a scoreboard has two to four sides, and this data {}", sides),
           "\"key\" names the column that says which side a row is about");
    return std::make_shared<const ScoreboardContent>();
  }
  read_texts(scope, json, so_far, board);
  board.scores = carried_scores(so_far.data);
  board.colors = read_colors(scope, json, "color");
  board.plate = plate_of(scope, json, "plate", "#1b212a");
  board.score_plate = plate_of(scope, json, "scorePlate", "#2a333f");
  board.step_plate = plate_of(scope, json, "stepPlate", "#12161c");
  board.highlight = read_optional_color(scope, json, "highlight");
  board.gap = number_or(&json, "gap", 4);
  board.radius = std::min(number_or(&json, "radius", 0), height / 2);
  board.edge = number_or(&json, "edge", std::max(height * 0.08, 4.0));
  board.move_frames = read_frames(scope, json.find("moveDuration"), "moveDuration", 0.4);
  const Json* icons = json.find("icons");
  if (icons && icons->is_object()) board.icon_size = number_or(icons, "size", height * 0.6);
  if (json.find("icon") && !icons) board.icon_size = height * 0.6;
  const double room = so_far.size.x - board.step_width, each = room / static_cast<double>(sides);
  const double taken = board.edge + board.icon_size + board.score_width + board.gap * 2 + height * 0.6;
  if (each < taken) {
    report(scope, json, "size",
           fmt::format("each of {} sides has {:.0f} pixels, and without its name needs {:.0f}", sides, each, taken),
           "make the scoreboard wider, or the \"room\" of scores and steps less");
  }
  return std::make_shared<const ScoreboardContent>(std::move(board));
}

}  // namespace fp
