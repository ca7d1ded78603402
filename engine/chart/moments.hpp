// Where a chart's data stands at a frame: how far marks have come in, between which steps it is, which values and ranks
// things have there. Exact where nothing moves: a progress of 0 or 1 gives a step's own values.
#pragma once

#include <optional>
#include <vector>

#include "engine/template/charts.hpp"

namespace fp {

// 0: not there yet, 1: in its place; `index` counts the staggered marks.
double revealed(const Reveal& reveal, double index, double frame, double fps);

// On the way between two steps, or at rest in one (then both are the same).
struct Moment {
  size_t from = 0, to = 0;
  double progress = 0;  // eased, 0..1
};
Moment moment_at(const ChartContent& chart, double frame, double fps);

// The number of the step, on its way from one to the next; 0 where steps are no numbers.
double running_step(const ChartData& data, const Moment& moment);

// Nothing where the item is at neither step; where it is only at one of them, that one's value.
std::optional<double> value_at(const ChartData& data, size_t item, size_t which, const Moment& moment);
// How much of an item is there: 1 where it is at both steps.
double presence_at(const ChartData& data, size_t item, const Moment& moment);
// Its series together; nothing where none has a value.
std::optional<double> total_at(const ChartData& data, size_t item, const Moment& moment);

// Rank of every item, from 0: largest (or smallest) total, or value of the series `which`, first, ties in the items'
// order, absent ones last.
std::vector<size_t> ranks_at(const ChartData& data, const Moment& moment, bool descending,
                             std::optional<size_t> which = std::nullopt);

// The place of every item between ranks, going over in `frames` whenever ranks change: the mean of its ranks around the
// frame. At rest, and from the last step on, exactly its rank.
std::vector<double> places_at(const ChartContent& chart, bool descending, double frames, double frame, double fps,
                              std::optional<size_t> which = std::nullopt);

// Of the totals at all steps; {0, 0} where there are none.
struct ValueRange {
  double low = 0, high = 0;
};
ValueRange value_range(const ChartData& data);

}  // namespace fp
