// Pieces of line joined end to end where exactly two of them meet.
#include <algorithm>
#include <cstdint>
#include <tuple>

#include "engine/geo/reading.hpp"

namespace fp {
namespace {

// Each piece has two ends: 2 * piece is its first position, 2 * piece + 1 its last.
constexpr size_t kNone = SIZE_MAX;

// Of every end the one it is joined to, or kNone.
std::vector<size_t> joints(const std::vector<GeoLine>& pieces) {
  std::vector<std::tuple<double, double, size_t>> ends;
  ends.reserve(pieces.size() * 2);
  for (size_t i = 0; i < pieces.size(); ++i) {
    ends.emplace_back(pieces[i].front().x, pieces[i].front().y, 2 * i);
    ends.emplace_back(pieces[i].back().x, pieces[i].back().y, 2 * i + 1);
  }
  std::ranges::sort(ends);
  std::vector<size_t> joined(ends.size(), kNone);
  for (size_t begin = 0, end = 0; begin < ends.size(); begin = end) {
    const auto same = [&](const auto& other) {
      return std::get<0>(other) == std::get<0>(ends[begin]) && std::get<1>(other) == std::get<1>(ends[begin]);
    };
    while (end < ends.size() && same(ends[end])) ++end;
    if (end - begin != 2) continue;
    const size_t a = std::get<2>(ends[begin]), b = std::get<2>(ends[begin + 1]);
    if (a / 2 == b / 2) continue;  // a closed piece
    joined[a] = b;
    joined[b] = a;
  }
  return joined;
}

void append(GeoLine& line, const GeoLine& piece, bool backwards) {
  GeoLine copy = piece;
  if (backwards) std::ranges::reverse(copy);
  line.insert(line.end(), copy.begin() + (line.empty() ? 0 : 1), copy.end());
}

}  // namespace

std::vector<GeoLine> chained(std::vector<GeoLine> pieces) {
  const std::vector<size_t> joined = joints(pieces);
  std::vector<bool> done(pieces.size(), false);
  std::vector<GeoLine> out;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (done[i]) continue;
    size_t start = 2 * i;  // back to where the line begins, or once round
    while (joined[start] != kNone && joined[start] / 2 != i) start = joined[start] ^ 1;
    if (joined[start] != kNone) start = 2 * i;
    GeoLine& line = out.emplace_back();
    for (size_t end = start; end != kNone && !done[end / 2]; end = joined[end ^ 1]) {
      done[end / 2] = true;
      append(line, pieces[end / 2], end & 1);
    }
  }
  return out;
}

}  // namespace fp
