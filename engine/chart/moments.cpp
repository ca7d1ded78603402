#include "engine/chart/moments.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/scene/tracks.hpp"

namespace fp {
namespace {

double mix(double a, double b, double t) {
  if (t <= 0) return a;
  return t >= 1 ? b : a + (b - a) * t;
}

double eased(const Ease& ease, double t, double frames, double fps) {
  if (t <= 0) return 0;
  return t >= 1 ? 1 : std::clamp(ease_at(ease, t, frames / fps), 0.0, 1.0);
}

std::optional<double> total_of(const ChartData& data, size_t item, size_t step) {
  std::optional<double> sum;
  for (size_t which = 0; which < data.series.size(); ++which) {
    if (const auto& value = data.value(item, step, which)) sum = sum.value_or(0) + *value;
  }
  return sum;
}

}  // namespace

double revealed(const Reveal& reveal, double index, double frame, double fps) {
  const double since = frame - reveal.delay - index * reveal.stagger;
  if (reveal.frames <= 0) return since >= 0 ? 1 : 0;
  return eased(reveal.ease, since / reveal.frames, reveal.frames, fps);
}

Moment moment_at(const ChartContent& chart, double frame, double fps) {
  const std::vector<ChartStep>& steps = chart.data.steps;
  size_t at = 0;
  while (at + 1 < steps.size() && frame >= steps[at + 1].from) ++at;
  if (at + 1 == steps.size() || frame <= steps[at].until) return {at, at, 0};
  const double way = steps[at + 1].from - steps[at].until;
  const double progress = eased(chart.step_ease, (frame - steps[at].until) / way, way, fps);
  return {at, at + 1, progress};
}

double running_step(const ChartData& data, const Moment& moment) {
  const double a = data.steps[moment.from].number.value_or(0), b = data.steps[moment.to].number.value_or(0);
  const double now = mix(a, b, moment.progress);
  const bool whole = a == std::floor(a) && b == std::floor(b);  // years pass when they are over
  return whole ? std::floor(now + 1e-9) : now;
}

std::optional<double> value_at(const ChartData& data, size_t item, size_t which, const Moment& moment) {
  const auto &a = data.value(item, moment.from, which), &b = data.value(item, moment.to, which);
  if (!a || !b) return a ? a : b;
  return mix(*a, *b, moment.progress);
}

double presence_at(const ChartData& data, size_t item, const Moment& moment) {
  const double a = total_of(data, item, moment.from) ? 1 : 0, b = total_of(data, item, moment.to) ? 1 : 0;
  return mix(a, b, moment.progress);
}

std::optional<double> total_at(const ChartData& data, size_t item, const Moment& moment) {
  std::optional<double> sum;
  for (size_t which = 0; which < data.series.size(); ++which) {
    if (const auto value = value_at(data, item, which, moment)) sum = sum.value_or(0) + *value;
  }
  return sum;
}

std::vector<size_t> ranks_at(const ChartData& data, const Moment& moment, bool descending,
                             std::optional<size_t> which) {
  const size_t count = data.items.size();
  std::vector<std::optional<double>> totals(count);
  std::vector<double> presence(count);
  for (size_t i = 0; i < count; ++i) {
    presence[i] = presence_at(data, i, moment);
    if (presence[i] > 0) totals[i] = which ? value_at(data, i, *which, moment) : total_at(data, i, moment);
  }
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    if (totals[a].has_value() != totals[b].has_value()) return totals[a].has_value();
    if (!totals[a] || *totals[a] == *totals[b]) return false;
    return descending ? *totals[a] > *totals[b] : *totals[a] < *totals[b];
  });
  std::vector<size_t> ranks(count);
  for (size_t rank = 0; rank < count; ++rank) ranks[order[rank]] = rank;
  return ranks;
}

std::vector<double> places_at(const ChartContent& chart, bool descending, double frames, double frame, double fps,
                              std::optional<size_t> which) {
  const ChartData& data = chart.data;
  // Near the ends of the data's way the time over which ranks are averaged shrinks to nothing.
  const double room = std::min(frame - data.steps.front().until, data.steps.back().from - frame);
  const double half = std::clamp(room, 0.0, frames / 2);
  constexpr int kSamples = 24;
  if (half <= 0) {
    const std::vector<size_t> ranks = ranks_at(data, moment_at(chart, frame, fps), descending, which);
    return {ranks.begin(), ranks.end()};
  }
  std::vector<double> places(data.items.size());
  double sum = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double at = (i + 0.5) / kSamples * 2 - 1;  // -1..1
    const double weight = 1 - at * at;
    const std::vector<size_t> ranks = ranks_at(data, moment_at(chart, frame + at * half, fps), descending, which);
    for (size_t k = 0; k < places.size(); ++k) places[k] += weight * static_cast<double>(ranks[k]);
    sum += weight;
  }
  for (double& place : places) {
    place /= sum;
    const double near = static_cast<double>(static_cast<int64_t>(place + 0.5));
    if (place > near - 1e-9 && place < near + 1e-9) place = near;  // all samples agreed
  }
  return places;
}

ValueRange value_range(const ChartData& data) {
  ValueRange extent;
  bool any = false;
  for (size_t step = 0; step < data.steps.size(); ++step) {
    for (size_t item = 0; item < data.items.size(); ++item) {
      const auto total = total_of(data, item, step);
      if (!total) continue;
      extent =
          any ? ValueRange{std::min(extent.low, *total), std::max(extent.high, *total)} : ValueRange{*total, *total};
      any = true;
    }
  }
  return extent;
}

}  // namespace fp
