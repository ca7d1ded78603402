// Texts that ride with the fronts of lines and rest at their ends.
#include <algorithm>
#include <cmath>

#include "engine/chart/labels.hpp"
#include "engine/chart/line.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

constexpr int kSamples = 12;  // moments that a text's height is the mean of

// Texts have rooms of their own right of the lines' ends, else they are over the front.
bool beside(const LineContent& line) {
  return line.right > 0;
}

double em_of(const LineContent& line) {
  const double name = line.ends ? line.ends->text.style.size.constant : 0;
  const double value = line.front ? line.front->text.style.size.constant : 0;
  return std::max(name, value);
}

double height_of(const LineContent& line) {
  return em_of(line) * 1.3;
}

bool has_text(const LineTime& time, size_t index, double frame) {
  const PlannedLine& planned = time.plan.lines[index];
  if (!time.line.front) return true;
  if (!time.line.ends && planned.muted) return false;
  return front_of(time, index, frame) >= planned.first();
}

double front_x(const LineTime& time, size_t index, double frame) {
  const PlannedLine& planned = time.plan.lines[index];
  if (!time.line.front) return planned.last().x;
  return std::clamp(front_of(time, index, frame), planned.first(), planned.last().x);
}

// The text's stretch of x, where it has no room beside the line: around the front, within the chart.
struct Stretch {
  double left = 0, width = 0;
};
Stretch stretch_of(const LineTime& time, const PlannedLine& planned, double x) {
  const double width = std::min(planned.text_width + em_of(time.line) * 0.2, time.line.size.x);
  return {std::clamp(x - width / 2, 0.0, time.line.size.x - width), width};
}

// Middles of a text just clear of what is drawn of its line within its stretch, on either side.
struct Sides {
  double over = 0, under = 0;
  bool prefers_under = false;
};
Sides sides_of(const LineTime& time, size_t index, double frame) {
  const PlannedLine& planned = time.plan.lines[index];
  const LineFront front = front_at(time.plan, planned, front_x(time, index, frame));
  double highest = front.at.y, lowest = front.at.y;
  const double from = stretch_of(time, planned, front.at.x).left;
  for (const LineRun& run : planned.runs) {
    auto point = std::ranges::lower_bound(run.trace, from, {}, &Vec2::x);
    for (; point != run.trace.end() && point->x <= front.at.x; ++point)
      highest = std::min(highest, point->y), lowest = std::max(lowest, point->y);
  }
  const double em = em_of(time.line), away = time.plan.overhang + em * 0.8;
  const double top = time.plan.plot.corner.y, bottom = top + time.plan.plot.size.y;
  const double y = std::clamp(front.at.y, top, bottom);  // what is beyond the axis is not drawn
  highest = std::clamp(highest, top, bottom), lowest = std::clamp(lowest, top, bottom);
  Sides sides{std::max(highest - away, em * 0.6), lowest + away};
  sides.prefers_under = y - highest > lowest - y + em * 2.5 && sides.under + em * 0.6 <= bottom;
  return sides;
}

// How far a text is on its way from over to under its line, 0..1. It changes sides by fading, never across the line.
double share_under(const LineTime& time, size_t index, double frame) {
  const double half = std::clamp(std::min(frame - time.draw.delay, end_of_drawing(time) - frame), 0.0, time.fps * 0.12);
  if (beside(time.line)) return 0;
  if (half <= 0) return sides_of(time, index, frame).prefers_under ? 1 : 0;
  double under = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double at = (i + 0.5) / kSamples * 2 - 1;
    under += sides_of(time, index, frame + at * half).prefers_under ? 1 : 0;
  }
  return under / kSamples;
}

// Where the middle of a line's text wants to be.
double wish(const LineTime& time, size_t index, double frame) {
  if (!beside(time.line)) {
    const Sides sides = sides_of(time, index, frame);
    return share_under(time, index, frame) > 0.5 ? sides.under : sides.over;
  }
  const LineFront front = front_at(time.plan, time.plan.lines[index], front_x(time, index, frame));
  const double top = time.plan.plot.corner.y;
  return std::clamp(front.at.y, top, top + time.plan.plot.size.y);
}

// Where texts want to be at one moment, and how far they are moved so that none is over another. Lines without a text
// have no place.
struct Spread {
  std::vector<double> wanted, moved;
};

Spread spread_at(const LineTime& time, double frame) {
  const LinePlan& plan = time.plan;
  const double height = height_of(time.line), low = plan.plot.corner.y + plan.plot.size.y + height / 2;
  Spread out{std::vector<double>(plan.lines.size()), std::vector<double>(plan.lines.size())};
  size_t clusters = 0;
  for (const PlannedLine& planned : plan.lines) clusters = std::max(clusters, planned.cluster + 1);
  for (size_t cluster = 0; cluster < clusters; ++cluster) {
    std::vector<size_t> members;
    std::vector<double> wanted;
    for (size_t i = 0; i < plan.lines.size(); ++i) {
      if (plan.lines[i].cluster != cluster || !has_text(time, i, frame)) continue;
      members.push_back(i);
      wanted.push_back(wish(time, i, frame));
    }
    const std::vector<double> heights(wanted.size(), height);
    const std::vector<double> places = spread(wanted, heights, 0, 0, std::min(low, time.line.size.y));
    for (size_t k = 0; k < members.size(); ++k) {
      out.wanted[members[k]] = wanted[k];
      out.moved[members[k]] = places[k] - wanted[k];
    }
  }
  return out;
}

// Texts are moved by the mean over a short while around the frame, so that those of lines that cross go past each other
// instead of jumping; the while shrinks to nothing towards both ends of the drawing.
std::vector<double> places_at(const LineTime& time, double frame) {
  const Spread now = spread_at(time, frame);
  std::vector<double> places = now.wanted, moved = now.moved;
  const double room = std::min(frame - time.draw.delay, end_of_drawing(time) - frame);
  const double half = std::clamp(room, 0.0, time.fps * 0.2);
  if (half > 0 && time.line.front && places.size() > 1) {
    std::ranges::fill(moved, 0.0);
    double sum = 0;
    for (int i = 0; i < kSamples; ++i) {
      const double at = (i + 0.5) / kSamples * 2 - 1, weight = 1 - at * at;
      const Spread then = spread_at(time, frame + at * half);
      for (size_t k = 0; k < moved.size(); ++k) moved[k] += weight * then.moved[k];
      sum += weight;
    }
    for (double& move : moved) move /= sum;
  }
  for (size_t k = 0; k < places.size(); ++k) places[k] += moved[k];
  return places;
}

// Of two texts that go past each other, or have no room, one gives way before they touch: that of a muted line, or of
// the later one.
double clear_of_others(const LineTime& time, const std::vector<double>& places, size_t index, double frame) {
  const std::vector<PlannedLine>& lines = time.plan.lines;
  double clear = 1;
  for (size_t other = 0; other < lines.size(); ++other) {
    if (other == index || lines[other].cluster != lines[index].cluster || !has_text(time, other, frame)) continue;
    const bool first = lines[index].muted == lines[other].muted ? index < other : lines[other].muted;
    const double apart = std::fabs(places[index] - places[other]) / height_of(time.line);
    if (!first) clear = std::min(clear, std::clamp((apart - 0.5) / 0.3, 0.0, 1.0));
  }
  return clear;
}

// One text of two: each keeps its own look.
void append(SceneText& text, const TextContent& style, const std::string& words) {
  const SceneText more = text_of(style, words);
  auto made = std::make_shared<TextContent>(*text.made);
  TextSpan span = more.made->spans.front();
  span.size = style.size;
  made->spans.front().size = made->size;
  made->text += words;
  made->spans.push_back(std::move(span));
  text.spans.push_back(more.spans.front());
  text = made_text(std::move(made), text);
}

struct Words {
  const LineText* style = nullptr;
  std::string words;
};

// The name, where names are shown, and the value, where it is: at least one of them.
std::vector<Words> words_of(const LineTime& time, size_t index, double value) {
  const LineContent& line = time.line;
  std::vector<Words> all;
  if (line.ends) all.push_back({&*line.ends, line.series[index].name});
  if (line.front && !time.plan.lines[index].muted) {
    all.push_back({&*line.front, line.front->text.format->text(value)});
  } else if (line.end_values) {
    all.push_back({&*line.ends, line.ends->text.format->text(value)});
  }
  return all;
}

TextPlace place_of(const LineTime& time, const PlannedLine& planned, double x, double middle) {
  const double em = em_of(time.line);
  if (beside(time.line)) {
    const double gap = time.plan.overhang + em * 0.45;
    return {{{x + gap, middle - em}, {std::max(time.line.right - gap, 1.0), em * 2}}};
  }
  const Stretch stretch = stretch_of(time, planned, x);
  return {{{stretch.left, middle - em}, {stretch.width, em * 2}}, TextContent::Align::center};
}

// `opacity`: beside what comes of the line's own state.
void draw_text(Marks& marks, const LineTime& time, size_t index, double frame, double middle, double opacity) {
  const LineContent& line = time.line;
  const PlannedLine& planned = time.plan.lines[index];
  const double begun = arrived(time, index, line.front ? planned.first() : planned.last().x, frame);
  if (begun <= 0 || opacity <= 0) return;
  const LineFront front = front_at(time.plan, planned, front_x(time, index, frame));
  const std::vector<Words> words = words_of(time, index, front.value);
  SceneLayer& layer = add_text(marks, "line " + line.series[index].name, words.front().style->text.style,
                               words.front().words, place_of(time, planned, front.at.x, middle));
  const double change = std::fabs(share_under(time, index, frame) * 2 - 1);
  layer.opacity = begun * (1 - 0.65 * front.faint) * change * opacity;
  SceneText& text = std::get<SceneText>(layer.content);
  for (size_t i = 1; i < words.size(); ++i) append(text, words[i].style->text.style, "  " + words[i].words);
  Color color = planned.color;
  color.a = 1;  // also of muted lines: a text is to be read
  for (size_t i = 0; i < words.size(); ++i) {
    if (!words[i].style->own_color) text.spans[i].fill = color;
  }
}

}  // namespace

void draw_line_texts(Marks& marks, const LineTime& time, double frame) {
  if (!time.line.front && !time.line.ends) return;
  const std::vector<double> places = places_at(time, frame);
  for (const size_t index : time.plan.order) {
    if (!has_text(time, index, frame)) continue;
    draw_text(marks, time, index, frame, places[index], clear_of_others(time, places, index, frame));
  }
}

}  // namespace fp
