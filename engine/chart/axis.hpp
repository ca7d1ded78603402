// The axis of values: which values it spans, and its ticks. While the span changes, ticks of the finer step fade out as
// those of the coarser one stay: none jumps.
#pragma once

#include <vector>

#include "engine/chart/marks.hpp"
#include "engine/template/charts.hpp"

namespace fp {

struct Span {
  double low = 0, high = 1;  // low < high
};

struct Tick {
  double value = 0;
  double opacity = 1;
};
// Multiples of 1, 2 or 5 times a power of ten within the span; at most about twice `about`.
std::vector<Tick> fading_ticks(const Span& span, int about);

// A length of nothing is widened, so that a value can be placed.
Span span_of(double low, double high);

}  // namespace fp
