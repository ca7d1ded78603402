// Thinning out lines that are shared. A point where lines of different neighbours meet is a junction and stays; the
// stretch between two junctions is the same points in every ring and border that has it, and is thinned out in one
// direction only (from the lesser of its ends), so it comes out the same. Closed stretches without a junction begin at
// their least point.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/geo/plane.hpp"

namespace fp {
namespace {

bool less(Vec2 a, Vec2 b) {
  return a.x != b.x ? a.x < b.x : a.y < b.y;
}

using Index = uint32_t;
constexpr Index kNone = UINT32_MAX;

// Lines whose points are numbers into a sorted list of different points.
struct Net {
  struct Line {
    std::vector<Vec2>* points;
    bool closes;
    size_t begin;  // into `index`
  };
  std::vector<Line> lines;
  std::vector<Vec2> places;
  std::vector<Index> index;
  std::vector<Index> one, other;  // of each place: its neighbours; a third one makes it a junction
  std::vector<bool> junction;

  void add(std::vector<Ring>& rings, bool closes) {
    for (Ring& ring : rings) lines.push_back({&ring, closes, 0});
  }

  void number_places() {
    for (Line& line : lines) {
      line.begin = places.size();
      places.insert(places.end(), line.points->begin(), line.points->end());
    }
    std::vector<Index> order(places.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
    std::ranges::sort(order, [&](Index a, Index b) { return less(places[a], places[b]); });
    index.resize(places.size());
    std::vector<Vec2> different;
    for (const Index i : order) {
      if (different.empty() || different.back() != places[i]) different.push_back(places[i]);
      index[i] = static_cast<Index>(different.size() - 1);
    }
    places = std::move(different);
  }

  void meet(Index at, Index neighbour) {
    if (one[at] == neighbour || other[at] == neighbour) return;
    if (one[at] == kNone) {
      one[at] = neighbour;
    } else if (other[at] == kNone) {
      other[at] = neighbour;
    } else {
      junction[at] = true;
    }
  }

  void find_junctions() {
    one.assign(places.size(), kNone);
    other.assign(places.size(), kNone);
    junction.assign(places.size(), false);
    for (const Line& line : lines) {
      const size_t count = line.points->size();
      if (count == 0) continue;
      const Index* at = index.data() + line.begin;
      const bool same_ends = at[0] == at[count - 1];
      for (size_t i = 0; i + 1 < count; ++i) meet(at[i], at[i + 1]), meet(at[i + 1], at[i]);
      if (line.closes) meet(at[count - 1], at[0]), meet(at[0], at[count - 1]);
      if (!line.closes && !same_ends) junction[at[0]] = junction[at[count - 1]] = true;
    }
  }
};

double distance2(Vec2 p, Vec2 a, Vec2 b) {
  const Vec2 edge = b - a;
  const double length2 = edge.x * edge.x + edge.y * edge.y;
  const double t = length2 > 0 ? std::clamp(((p.x - a.x) * edge.x + (p.y - a.y) * edge.y) / length2, 0.0, 1.0) : 0;
  const Vec2 away = a + edge * t - p;
  return away.x * away.x + away.y * away.y;
}

struct Thinner {
  const Net& net;
  double tolerance2;
  std::vector<bool> keep;

  // `stretch` goes from its lesser end to the other; both are kept. At most kLongest points are judged at a time: a
  // line made to be divided badly costs no more than that times its length.
  void thin(const std::vector<Index>& stretch) {
    constexpr size_t kLongest = 1024;
    std::vector<std::pair<size_t, size_t>> todo;
    for (size_t at = 0; at + 1 < stretch.size(); at += kLongest) {
      todo.emplace_back(at, std::min(at + kLongest, stretch.size() - 1));
      keep[stretch[todo.back().first]] = keep[stretch[todo.back().second]] = true;
    }
    while (!todo.empty()) {
      const auto [from, to] = todo.back();
      todo.pop_back();
      const Vec2 a = net.places[stretch[from]], b = net.places[stretch[to]];
      double most = tolerance2;
      size_t farthest = 0;
      for (size_t i = from + 1; i < to; ++i) {
        const double d = distance2(net.places[stretch[i]], a, b);
        if (d > most) most = d, farthest = i;
      }
      if (farthest == 0) continue;
      keep[stretch[farthest]] = true;
      todo.emplace_back(from, farthest);
      todo.emplace_back(farthest, to);
    }
  }

  void thin_open(std::vector<Index> stretch) {
    const bool backwards =
        stretch.front() != stretch.back() ? stretch.back() < stretch.front() : stretch[stretch.size() - 2] < stretch[1];
    if (backwards) std::ranges::reverse(stretch);
    thin(stretch);
  }

  // From a closed line without its repeated end.
  void thin_closed(std::vector<Index> loop) {
    const auto first = std::ranges::find_if(loop, [&](Index i) { return net.junction[i]; });
    std::ranges::rotate(loop, first != loop.end() ? first : std::ranges::min_element(loop));
    loop.push_back(loop.front());
    thin_pieces(loop);
  }

  void thin_pieces(const std::vector<Index>& line) {
    for (size_t from = 0, to = 0; from + 1 < line.size(); from = to) {
      to = from + 1;
      while (to + 1 < line.size() && !net.junction[line[to]]) ++to;
      thin_open({line.begin() + static_cast<ptrdiff_t>(from), line.begin() + static_cast<ptrdiff_t>(to) + 1});
    }
  }
};

void thin_net(Net& net, double tolerance) {
  net.number_places();
  net.find_junctions();
  Thinner thinner{net, tolerance * tolerance, std::vector<bool>(net.places.size(), false)};
  for (const Net::Line& line : net.lines) {
    const Index* at = net.index.data() + line.begin;
    std::vector<Index> points(at, at + line.points->size());
    if (points.size() < 2) continue;
    if (line.closes) {
      thinner.thin_closed(std::move(points));
    } else if (points.front() == points.back()) {
      points.pop_back();
      thinner.thin_closed(std::move(points));
    } else {
      thinner.thin_pieces(points);
    }
  }
  for (const Net::Line& line : net.lines) {
    Ring& points = *line.points;
    if (points.size() < 2) continue;
    const bool loop = !line.closes && points.front() == points.back();
    size_t out = 0;
    for (size_t i = 0; i < points.size(); ++i) {
      if (thinner.keep[net.index[line.begin + i]]) points[out++] = points[i];
    }
    points.resize(out);
    if (loop && out > 0 && points.front() != points.back()) points.push_back(points.front());
  }
}

void drop_small(std::vector<Ring>& rings, size_t least) {
  std::erase_if(rings, [&](const Ring& ring) { return ring.size() < least; });
}

}  // namespace

void simplify(ProjectedMap& map, double tolerance) {
  if (!(tolerance > 0)) return;
  Net net;
  for (Shape& shape : map.shapes) {
    net.add(shape.rings, true);
    net.add(shape.lines, false);
  }
  net.add(map.interior, false);
  net.add(map.exterior, false);
  thin_net(net, tolerance);
  for (Shape& shape : map.shapes) {
    drop_small(shape.rings, 3);
    drop_small(shape.lines, 2);
  }
  drop_small(map.interior, 2);
  drop_small(map.exterior, 2);
}

std::vector<Ring> simplified(const std::vector<Ring>& rings, double tolerance) {
  std::vector<Ring> out = rings;
  if (!(tolerance > 0)) return out;
  Net net;
  net.add(out, true);
  thin_net(net, tolerance);
  drop_small(out, 3);
  return out;
}

}  // namespace fp
