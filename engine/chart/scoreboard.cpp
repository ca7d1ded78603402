// Scoreboards.
#include <fmt/format.h>

#include <algorithm>

#include "engine/chart/charts.hpp"
#include "engine/chart/moments.hpp"
#include "engine/scene/tracks.hpp"
#include "engine/template/chart_scoreboard.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

using Align = TextContent::Align;

// The state of the game at one frame: on its way from one step to the next, or in one (then both are the same).
struct Plot {
  const ChartAt& at;
  const ScoreboardContent& board;
  size_t before = 0, now = 0;
  double way = 1;  // 0..1, from one to the other
};

Plot plot_of(const ChartAt& at, const ScoreboardContent& board) {
  const std::vector<ChartStep>& steps = at.chart.data.steps;
  size_t now = 0;
  while (now + 1 < steps.size() && at.frame >= steps[now + 1].from) ++now;
  if (now == 0) return {at, board, 0, 0, 1};
  double frames = board.move_frames;
  if (now + 1 < steps.size()) frames = std::min(frames, steps[now + 1].from - steps[now].from);
  const double since = at.frame - steps[now].from;
  if (since >= frames) return {at, board, now, now, 1};
  const Ease quick{Ease::Kind::bezier, {0.3, 0.9, 0.3, 1}};
  return {at, board, now - 1, now, std::clamp(ease_at(quick, since / frames, frames / at.fps), 0.0, 1.0)};
}

double leads(const ScoreboardContent& board, size_t step, size_t side) {
  const std::vector<double>& scores = board.scores[step];
  for (size_t other = 0; other < scores.size(); ++other) {
    if (other != side && scores[other] >= scores[side]) return 0;
  }
  return 1;
}

Color mixed(const Color& a, const Color& b, double t) {
  if (t <= 0) return a;
  if (t >= 1) return b;
  const auto mix = [t](double from, double to) { return from + (to - from) * t; };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b), mix(a.a, b.a)};
}

// One side's place on the board.
struct Side {
  size_t item = 0;
  Box box;
  bool mirrored = false;             // the score is at its left
  bool first = false, last = false;  // at the board's left or right end
  double index = 0;                  // in the order in which they come in
};

// Two and four sides stand around the steps, three before them.
std::vector<Side> sides_of(const Plot& plot, Box& steps) {
  const ScoreboardContent& board = plot.board;
  const Vec2 size = plot.at.chart.size;
  const size_t count = board.scores.front().size(), left = count == 3 ? 3 : count / 2;
  const bool has_steps = board.step_width > 0;
  const double plates = static_cast<double>(count + (has_steps ? 1 : 0));
  const double width = (size.x - board.step_width - board.gap * (plates - 1)) / static_cast<double>(count);
  std::vector<Side> sides;
  double at = 0;
  for (size_t i = 0; i < count; ++i) {
    if (i == left && has_steps) at += board.step_width + board.gap;
    const bool mirrored = i >= left;
    const double index = static_cast<double>(mirrored ? i - left : left - 1 - i);
    sides.push_back(
        {i, {{at, 0}, {width, size.y}}, mirrored, i == 0, i + 1 == count && !(has_steps && count == 3), index});
    at += width + board.gap;
  }
  const double before = static_cast<double>(left) * (width + board.gap);
  steps = {{before, 0}, {has_steps ? board.step_width : 0, size.y}};
  return sides;
}

// Rounded at the board's ends.
void put_plate(Marks& marks, const Box& box, const Color& color, double radius, bool left, bool right) {
  const double a = left ? radius : 0, b = right ? radius : 0;
  const double corners[4] = {a, b, b, a};
  add_rectangle(marks, box, color, corners);
}

// The score slides up and away as the next one comes.
void put_score(Marks& marks, const Plot& plot, const Side& side, const Box& box) {
  const ScoreboardContent& board = plot.board;
  if (!board.values) return;
  const std::string& key = plot.at.chart.data.items[side.item].key;
  const double before = board.scores[plot.before][side.item], now = board.scores[plot.now][side.item];
  const double a = leads(board, plot.before, side.item), b = leads(board, plot.now, side.item);
  const double lead = a + (b - a) * plot.way;
  Marks inside{marks.layer, {}};
  const auto put = [&](double score, double top, std::string part) {
    SceneLayer& text = add_text(inside, std::move(part), board.values->style, board.values->format->text(score),
                                {{{0, top}, box.size}, Align::center});
    const auto& fill = std::get<SceneText>(text.content).spans[0].fill;
    const Color* color = fill ? std::get_if<Color>(&*fill) : nullptr;
    if (board.highlight && color && lead > 0) set_color(text, mixed(*color, *board.highlight, lead));
  };
  if (now != before && plot.way < 1) {
    put(before, -plot.way * box.size.y, "score before " + key);
    put(now, (1 - plot.way) * box.size.y, "score " + key);
  } else {
    put(now, 0, "score " + key);
  }
  if (board.highlight && lead > 0) {
    const double height = std::max(box.size.y * 0.05, 3.0);
    add_rectangle(inside, {{0, box.size.y - height}, {box.size.x, height}}, *board.highlight).opacity = lead;
  }
  add_clipped(marks, box, std::move(inside.list));
}

void put_name(Marks& marks, const Plot& plot, const Side& side, double low, double high) {
  const ScoreboardContent& board = plot.board;
  const ChartItem& item = plot.at.chart.data.items[side.item];
  const double height = side.box.size.y, pad = height * 0.22, icon = board.icon_size;
  low += pad, high -= pad;
  if (icon > 0 && !item.icon.empty()) {
    const double left = side.mirrored ? high - icon : low;
    add_image(marks, {{left, (height - icon) / 2}, Vec2(icon)}, item.icon, 0, ImageContent::Fit::contain);
    (side.mirrored ? high : low) += side.mirrored ? -icon - pad : icon + pad;
  }
  if (!board.labels || item.label.empty()) return;
  const double em = board.labels->style.size.constant;
  add_text(marks, "label " + item.key, board.labels->style, item.label,
           {{{low, height / 2 - em}, {std::max(high - low, 1.0), em * 2}}, side.mirrored ? Align::right : Align::left});
}

// A side comes out from behind the steps.
void put_side(Marks& marks, const Plot& plot, const Side& side) {
  const ScoreboardContent& board = plot.board;
  const double in = revealed(plot.at.chart.reveal, side.index, plot.at.frame, plot.at.fps);
  if (in <= 0) return;
  const double width = side.box.size.x, height = side.box.size.y, score = board.score_width;
  const auto from_outside = [&](double start, double length) {
    return Box{{side.mirrored ? width - start - length : start, 0}, {length, height}};
  };
  Marks inside{marks.layer, {}};
  const Box outer = from_outside(0, width - score);
  const bool left = side.first, right = side.last && side.mirrored;
  if (board.plate) put_plate(inside, outer, *board.plate, board.radius, left, right);
  if (board.edge > 0) {
    Marks whole{marks.layer, {}};
    put_plate(whole, outer, Color{}, board.radius, left, right);
    const auto& own = plot.at.chart.data.items[side.item].color;
    SceneLayer& edge =
        add_rectangle(inside, from_outside(0, board.edge), own.value_or(board.colors[side.item % board.colors.size()]));
    if (board.radius > 0) edge.clip_to = std::make_shared<const SceneLayer>(std::move(whole.list.front()));
  }
  const Box place = from_outside(width - score, score);
  if (board.score_plate) put_plate(inside, place, *board.score_plate, board.radius, false, side.last && !side.mirrored);
  const Box free = from_outside(board.edge, width - board.edge - score);
  put_name(inside, plot, side, free.corner.x, free.corner.x + free.size.x);
  put_score(inside, plot, side, place);
  // On its way in what is seen of it is its outer end.
  const double shown = in >= 1 ? width : width * in, hidden = width - shown;
  Marks whole{marks.layer, {}};
  add_clipped(whole, {{side.mirrored ? -hidden : 0, 0}, side.box.size}, std::move(inside.list));
  add_clipped(marks, {{side.box.corner.x + (side.mirrored ? 0 : hidden), 0}, {shown, height}}, std::move(whole.list));
}

void put_steps(Marks& marks, const Plot& plot, const Box& box, bool last) {
  const ScoreboardContent& board = plot.board;
  const ChartData& data = plot.at.chart.data;
  const double in = revealed(plot.at.chart.reveal, 0, plot.at.frame, plot.at.fps);
  if (!board.step_label || box.size.x <= 0 || in <= 0) return;
  Marks inside{marks.layer, {}};
  if (board.step_plate) put_plate(inside, {{}, box.size}, *board.step_plate, board.radius, false, last);
  std::string words = data.steps[plot.now].label;
  if (board.step_label->format)
    words = board.step_label->format->text(running_step(data, moment_at(plot.at.chart, plot.at.frame, plot.at.fps)));
  const double pad = box.size.y * 0.1;
  add_text(inside, "step", board.step_label->style, std::move(words),
           {{{pad, 0}, {std::max(box.size.x - pad * 2, 1.0), box.size.y}}, Align::center});
  add_clipped(marks, box, std::move(inside.list)).opacity = in;
}

}  // namespace

void draw_scoreboard(Marks& marks, const ChartAt& at, const ScoreboardContent& board) {
  const Plot plot = plot_of(at, board);
  Box steps;
  const std::vector<Side> sides = sides_of(plot, steps);
  for (const Side& side : sides) put_side(marks, plot, side);
  put_steps(marks, plot, steps, sides.size() == 3);
}

}  // namespace fp
