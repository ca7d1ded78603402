// Inside engine/chart: which round values a log scale has ticks at. 0 < low < high throughout.
#pragma once

#include <vector>

namespace fp {

// Every `stride`-th power of ten, or (stride 0) 1, 2 and 5 times every power.
int log_stride(double low, double high, int about);
std::vector<double> log_ticks(double low, double high, int stride);

// The nearest such value at or below x, or at or above it; x itself where that is no finite number above 0.
double log_floor(double x, int stride);
double log_ceil(double x, int stride);

}  // namespace fp
