// Tickers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/chart/change.hpp"
#include "engine/chart/charts.hpp"
#include "engine/chart/moments.hpp"
#include "engine/scene/tracks.hpp"
#include "engine/template/chart_ticker.hpp"
#include "engine/template/number_text.hpp"

namespace fp {
namespace {

using Align = TextContent::Align;

// Where an item stands. Its texts are named by the item and by how often it is seen already.
struct Slot {
  size_t item = 0, again = 0;
  Box box;
};

struct Plot {
  const ChartAt& at;
  const TickerContent& ticker;
};

Box line_in(const Box& box, double left, double width, double em) {
  return {{left, box.middle().y - em}, {std::max(width, 1.0), em * 2}};
}

void put_item(Marks& marks, const Plot& plot, const Slot& slot) {
  const TickerContent& ticker = plot.ticker;
  const ChartItem& item = plot.at.chart.data.items[slot.item];
  const Box& box = slot.box;
  const auto part = [&](std::string_view what) {
    return slot.again ? fmt::format("{} {} {}", what, item.key, slot.again + 1) : fmt::format("{} {}", what, item.key);
  };
  double left = box.corner.x + ticker.padding, right = box.corner.x + box.size.x - ticker.padding;
  if (ticker.icon_size > 0 && !item.icon.empty()) {
    add_image(marks, {{left, box.middle().y - ticker.icon_size / 2}, Vec2(ticker.icon_size)}, item.icon, 0,
              ImageContent::Fit::contain);
    left += ticker.icon_size + ticker.gap;
  }
  if (ticker.changes) {
    right -= ticker.change_room;
    const Box place = line_in(box, right, ticker.change_room, ticker.changes->style.size.constant);
    const ChangeLook look{*ticker.changes, ticker.up_color, ticker.down_color};
    if (const auto& change = plot.at.chart.data.value(slot.item, 0, *ticker.change))
      put_change(marks, part("change"), look, *change, place, Align::right, 1);
    right -= ticker.gap;
  }
  if (ticker.values) {
    right -= ticker.value_room;
    if (const auto& value = plot.at.chart.data.value(slot.item, 0, *ticker.value)) {
      const Box place = line_in(box, right, ticker.value_room, ticker.values->style.size.constant);
      add_text(marks, part("value"), ticker.values->style, ticker.values->format->text(*value), {place, Align::right});
    }
    right -= ticker.gap;
  }
  if (ticker.labels && !item.label.empty()) {
    const Box place = line_in(box, left, right - left, ticker.labels->style.size.constant);
    add_text(marks, part("label"), ticker.labels->style, item.label, {place, Align::left});
  }
  if (ticker.separator && !ticker.up) {
    const double height = box.size.y * 0.42;
    add_rectangle(marks, {{box.corner.x + box.size.x - 1, box.middle().y - height / 2}, {2, height}},
                  *ticker.separator);
  }
}

// How far the band has gone, within one round of all items: exact, so that each round is like the one before.
void draw_band(Marks& marks, const Plot& plot) {
  const TickerContent& ticker = plot.ticker;
  const Vec2 size = plot.at.chart.size;
  const size_t count = plot.at.chart.data.items.size();
  const double round = ticker.item_width * static_cast<double>(count);
  double gone = std::fmod(plot.at.frame * ticker.speed, round * plot.at.fps) / plot.at.fps;
  if (gone < 0) gone += round;
  auto index = static_cast<size_t>(gone / ticker.item_width);
  double left = static_cast<double>(index) * ticker.item_width - gone;
  for (size_t seen = 0; left < size.x; ++seen, ++index, left += ticker.item_width) {
    put_item(marks, plot, {index % count, seen / count, {{left, 0}, {ticker.item_width, size.y}}});
  }
}

void draw_changing(Marks& marks, const Plot& plot) {
  const TickerContent& ticker = plot.ticker;
  const Vec2 size = plot.at.chart.size;
  const size_t count = plot.at.chart.data.items.size();
  const double each = ticker.hold_frames + ticker.move_frames, round = each * static_cast<double>(count);
  double since = std::fmod(plot.at.frame, round);
  if (since < 0) since += round;
  const size_t index = std::min(static_cast<size_t>(since / each), count - 1);
  const double late = since - static_cast<double>(index) * each - ticker.hold_frames;
  if (late <= 0 || count == 1) return put_item(marks, plot, {index, 0, {{0, 0}, size}});
  const Ease& ease = plot.at.chart.step_ease;
  const double way = std::clamp(ease_at(ease, late / ticker.move_frames, ticker.move_frames / plot.at.fps), 0.0, 1.0);
  put_item(marks, plot, {index, 0, {{0, -way * size.y}, size}});
  put_item(marks, plot, {(index + 1) % count, 0, {{0, (1 - way) * size.y}, size}});
}

}  // namespace

void draw_ticker(Marks& marks, const ChartAt& at, const TickerContent& ticker) {
  const double in = revealed(at.chart.reveal, 0, at.frame, at.fps);
  if (at.chart.data.items.empty() || in <= 0) return;
  Marks inside{marks.layer, {}};
  const Plot plot{at, ticker};
  ticker.up ? draw_changing(inside, plot) : draw_band(inside, plot);
  add_clipped(marks, {{}, at.chart.size}, std::move(inside.list)).opacity = in;
}

}  // namespace fp
