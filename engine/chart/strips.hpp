// Rows that change places without covering each other.
#pragma once

#include <span>
#include <vector>

namespace fp {

struct Strip {
  double start = 0, breadth = 0;  // nothing left of it: breadth 0
  double clear = 1;               // the share of its whole breadth that is its own
};

// `places` are those of rows in the order of their ranks, between ranks while they move; strips stand `step` apart from
// `first` on, each `breadth` of it broad, in the middle. Of two that change places the one before in rank passes in
// front, and the other one keeps what is left of its strip.
std::vector<Strip> strips_of(std::span<const double> places, double first, double step, double breadth);

}  // namespace fp
