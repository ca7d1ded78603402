#include "engine/geo/cut.hpp"

#include <cmath>
#include <limits>

namespace fp {
namespace {

using Ring = std::vector<Vec2>;

bool inside(const HalfPlane& side, Vec2 p) {
  return side.above ? p[side.axis] >= side.limit : p[side.axis] <= side.limit;
}

// Where an edge meets the line: the same bits whichever way the edge is given.
Vec2 meeting(const HalfPlane& side, Vec2 a, Vec2 b) {
  const int axis = side.axis, other = 1 - axis;
  if (a[axis] > b[axis]) std::swap(a, b);
  Vec2 p{};
  p[axis] = side.limit;
  p[other] = a[other] + (b[other] - a[other]) * ((side.limit - a[axis]) / (b[axis] - a[axis]));
  return p;
}

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
};
Range range_of(const Ring& ring, int axis, Range range = {}) {
  for (const Vec2 p : ring) range = {std::min(range.low, p[axis]), std::max(range.high, p[axis])};
  return range;
}

bool all_inside(const HalfPlane& side, Range range) {
  return side.above ? range.low >= side.limit : range.high <= side.limit;
}
bool all_outside(const HalfPlane& side, Range range) {
  return side.above ? range.high < side.limit : range.low > side.limit;
}

// The pieces of a ring that has a position outside.
void cut_ring(const Ring& ring, const HalfPlane& side, std::vector<Ring>& pieces) {
  const size_t count = ring.size();
  size_t outside = 0;
  while (outside < count && inside(side, ring[outside])) ++outside;
  bool was_inside = false;
  for (size_t step = 1; step <= count; ++step) {
    const Vec2 from = ring[(outside + step - 1) % count], to = ring[(outside + step) % count];
    const bool is_inside = inside(side, to);
    if (is_inside && !was_inside) pieces.push_back({meeting(side, from, to)});
    if (is_inside) pieces.back().push_back(to);
    if (!is_inside && was_inside) pieces.back().push_back(meeting(side, from, to));
    was_inside = is_inside;
  }
}

// Whole turns that [low, high] reaches into: first and last.
struct Turns {
  double first = 0, last = 0;
};
Turns turns_of(Range range) {
  const double first = std::floor((range.low + 180) / 360);
  return {first, std::max(first, std::ceil((range.high + 180) / 360) - 1)};
}

void move_back(std::vector<Ring>& rings, double turn) {
  if (turn == 0) return;
  for (Ring& ring : rings) {
    for (Vec2& p : ring) p.x -= 360 * turn;
  }
}

template <class Cut>
std::vector<Ring> cut_by_turns(std::vector<Ring> rings, Cut cut_side) {
  Range range;
  for (const Ring& ring : rings) range = range_of(ring, 0, range);
  if (!(range.low <= range.high)) return {};
  const Turns turns = turns_of(range);
  if (turns.first == turns.last) {
    move_back(rings, turns.first);
    return rings;
  }
  constexpr double kMost = 64;  // no shape of the earth goes round it more often; ever more turns would cost the square
  std::vector<Ring> out;
  if (turns.last - turns.first > kMost) return out;
  for (double turn = turns.first; turn <= turns.last; ++turn) {
    std::vector<Ring> part = rings;
    cut_side(part, HalfPlane{0, -180 + 360 * turn, true});
    cut_side(part, HalfPlane{0, 180 + 360 * turn, false});
    move_back(part, turn);
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace

void cut(std::vector<Ring>& rings, const HalfPlane& side) {
  std::vector<Ring> whole, pieces;
  for (Ring& ring : rings) {
    const Range range = range_of(ring, side.axis);
    if (all_inside(side, range)) {
      whole.push_back(std::move(ring));
    } else if (!all_outside(side, range)) {
      cut_ring(ring, side, pieces);
    }
  }
  std::vector<std::array<double, 2>> ends;
  ends.reserve(pieces.size());
  for (const Ring& piece : pieces) ends.push_back({piece.front()[1 - side.axis], piece.back()[1 - side.axis]});
  rings = rejoined(pieces, ends, false, [](Ring&, double, double, bool) {});
  rings.insert(rings.end(), std::make_move_iterator(whole.begin()), std::make_move_iterator(whole.end()));
}

void cut_lines(std::vector<Ring>& lines, const HalfPlane& side) {
  std::vector<Ring> out;
  for (const Ring& line : lines) {
    bool open = false;  // the last of `out` is being drawn
    for (size_t i = 0; i < line.size(); ++i) {
      const bool is_inside = inside(side, line[i]);
      if (is_inside && !open) {
        out.emplace_back();
        if (i) out.back().push_back(meeting(side, line[i - 1], line[i]));
      }
      if (is_inside) out.back().push_back(line[i]);
      if (!is_inside && open) out.back().push_back(meeting(side, line[i - 1], line[i]));
      open = is_inside;
    }
  }
  std::erase_if(out, [](const Ring& line) { return std::ranges::all_of(line, [&](Vec2 p) { return p == line[0]; }); });
  lines = std::move(out);
}

std::vector<Ring> cut_to_turn(std::vector<Ring> rings) {
  return cut_by_turns(std::move(rings), cut);
}

std::vector<Ring> cut_lines_to_turn(const Ring& line) {
  return cut_by_turns({line}, cut_lines);
}

bool contains(const std::vector<Ring>& rings, Vec2 p) {
  bool inside = false;
  for (const Ring& ring : rings) {
    for (size_t i = 0; i < ring.size(); ++i) {
      const Vec2 a = ring[i], b = ring[i + 1 == ring.size() ? 0 : i + 1];
      if ((a.y > p.y) == (b.y > p.y)) continue;
      if (a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y)) > p.x) inside = !inside;
    }
  }
  return inside;
}

}  // namespace fp
