// Coverage against a reference that shares nothing with the rasteriser: each pixel row is cut into 64 lines, and on
// each line the spans inside the outline are measured exactly.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/core/random.hpp"
#include "engine/vector/mask.hpp"
#include "engine/vector/path_ops.hpp"

namespace fp {
namespace {

constexpr int kSide = 48, kLines = 1024;
using Areas = std::vector<double>;  // kSide x kSide, 0..1

struct Crossing {
  double x;
  int winding;
};

// What lies between two crossings, added to the pixels of a row.
void add_span(double from, double to, double* row) {
  from = std::clamp(from, 0.0, double{kSide});
  to = std::clamp(to, 0.0, double{kSide});
  for (int x = static_cast<int>(from); x < kSide && x < to; ++x)
    row[x] += (std::min(to, x + 1.0) - std::max(from, double(x))) / kLines;
}

struct Edge {
  Vec2 top, bottom;
  int winding;
};
std::vector<Edge> edges_of(const Path& path) {
  std::vector<Edge> edges;
  const Path lines = flattened(path, 1e-4);
  Vec2 start{}, at{};
  size_t next = 0;
  const auto edge_to = [&](Vec2 p) {
    if (at.y < p.y) edges.push_back({at, p, 1});
    if (at.y > p.y) edges.push_back({p, at, -1});
    at = p;
  };
  for (const Path::Verb verb : lines.verbs) {
    if (verb != Path::Verb::line) edge_to(start);
    if (verb == Path::Verb::close) continue;
    const Vec2 p = lines.points[next++];
    if (verb == Path::Verb::move) {
      start = at = p;
    } else {
      edge_to(p);
    }
  }
  edge_to(start);
  std::ranges::sort(edges, {}, [](const Edge& e) { return e.top.y; });
  return edges;
}

Areas reference(const Path& path, bool even_odd = false) {
  const std::vector<Edge> edges = edges_of(path);
  std::vector<const Edge*> active;
  std::vector<Crossing> crossings;
  size_t next = 0;
  Areas areas(kSide * kSide);
  for (int line = 0; line < kSide * kLines; ++line) {
    const double y = (line + 0.5) / kLines;
    for (; next < edges.size() && edges[next].top.y <= y; ++next) active.push_back(&edges[next]);
    std::erase_if(active, [&](const Edge* e) { return e->bottom.y <= y; });
    crossings.clear();
    for (const Edge* e : active) {
      const Vec2 way = e->bottom - e->top;
      crossings.push_back({e->top.x + way.x * (y - e->top.y) / way.y, e->winding});
    }
    std::ranges::sort(crossings, {}, &Crossing::x);
    int winding = 0;
    for (size_t i = 0; i + 1 < crossings.size(); ++i) {
      winding += crossings[i].winding;
      if (even_odd ? winding % 2 != 0 : winding != 0)
        add_span(crossings[i].x, crossings[i + 1].x, &areas[static_cast<size_t>(line / kLines * kSide)]);
    }
  }
  return areas;
}

// The largest difference between a drawn outline and what is expected, in steps of 1/255.
double away(const Path& drawn, const Areas& expected) {
  const PlacedMask m = rasterize(drawn, {0, 0, kSide, kSide});
  double worst = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const bool inside = m.mask && x >= m.x && y >= m.y && x < m.x + m.mask->width && y < m.y + m.mask->height;
      const double got = inside ? coverage_at(*m.mask, x - m.x, y - m.y) : 0;
      worst = std::max(worst, std::fabs(got - expected[static_cast<size_t>(y * kSide + x)] * 255));
    }
  }
  return worst;
}

class Dice {
 public:
  explicit Dice(uint64_t seed) : seed_(seed) {}
  double between(double low, double high) { return low + (high - low) * random_at(seed_, next_++); }
  Vec2 point() { return {between(-4, kSide + 4), between(-4, kSide + 4)}; }

 private:
  uint64_t seed_, next_ = 0;
};

Vec2 around(Vec2 middle, double turn, double radius) {
  return {middle.x + radius * exact_cos(2 * kPi * turn), middle.y + radius * exact_sin(2 * kPi * turn)};
}
// A closed outline that meets itself nowhere: corners at growing angles around a middle, straight or bent.
void add_star(Path& path, Vec2 middle, double low, double high, int corners, bool curved, bool backwards, Dice& dice) {
  for (int i = 0; i < corners; ++i) {
    const double turn = (i + dice.between(0, 0.6)) / corners;
    const Vec2 p = around(middle, backwards ? -turn : turn, dice.between(low, high));
    if (i == 0) {
      path.move_to(p);
    } else if (curved && i % 3 == 1) {
      path.quad_to((path.points.back() + p) * 0.5 + Vec2{0.3, -0.2}, p);
    } else {
      path.line_to(p);
    }
  }
  path.close();
}

TEST(Coverage, OutlinesThatMeetThemselvesNowhere) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Path path;
    add_star(path, {24, 24}, 4, 26, 5 + static_cast<int>(seed % 17), seed % 2 == 0, false, dice);
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

TEST(Coverage, Ellipses) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    const Vec2 size{dice.between(0.2, 40), dice.between(0.2, 40)};
    const Vec2 corner{dice.between(-2, 20), dice.between(-2, 20)};
    const Path path = transformed(ellipse_path(size), translation(corner) * rotation_degrees(dice.between(0, 90)));
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

TEST(Coverage, Slivers) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    const Vec2 a = dice.point(), b = dice.point();
    const double width = dice.between(0.01, 0.7);
    const Path path = polyline_path({a, b, b + Vec2{width, width / 2}, a + Vec2{width / 3, width}}, true);
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

TEST(Coverage, Holes) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Path path;
    add_star(path, {24, 24}, 15, 26, 5 + static_cast<int>(seed % 17), seed % 2 == 0, false, dice);
    add_star(path, {24, 24}, 2, 10, 5 + static_cast<int>(seed % 13), seed % 2 == 0, true, dice);
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

// Lines and curves across each other.
Path tangle(uint64_t seed) {
  Dice dice(seed);
  Path path;
  for (int contour = 0; contour < 2; ++contour) {
    path.move_to(dice.point());
    for (int k = 0; k < 5; ++k) {
      const double kind = dice.between(0, 1);
      if (kind < 0.5) {
        path.line_to(dice.point());
      } else if (kind < 0.75) {
        const Vec2 c = dice.point();
        path.quad_to(c, dice.point());
      } else {
        const Vec2 c1 = dice.point(), c2 = dice.point();
        path.cubic_to(c1, c2, dice.point());
      }
    }
    path.close();
  }
  return path;
}

TEST(Coverage, OverlapsInAnyDirection) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Path path = tangle(seed);
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

TEST(Coverage, OverlapsByTheEvenOddRule) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const Path path = tangle(seed);
    EXPECT_LE(away(without_even_odd(path, kFlatness), reference(path, true)), 1) << "seed " << seed;
  }
}

// Strokes run over themselves at every join.
TEST(Coverage, Strokes) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    const StrokeStyle style{.width = dice.between(0.2, 6),
                            .cap = static_cast<Stroke::Cap>(seed % 3),
                            .join = static_cast<Stroke::Join>(seed / 3 % 3),
                            .dash = seed % 4 == 0 ? std::vector<double>{5, 2} : std::vector<double>{}};
    const Path path = stroke_outline(tangle(seed), style, kFlatness);
    EXPECT_LE(away(path, reference(path)), 1) << "seed " << seed;
  }
}

// The same edge many times over is one edge.
TEST(Coverage, DrawnTwiceIsDrawnOnce) {
  Dice dice(5);
  Path once;
  add_star(once, {24, 24}, 4, 26, 9, true, false, dice);
  Path twice = once;
  append(twice, once, {});
  EXPECT_EQ(rasterize(once, {0, 0, kSide, kSide}).mask->hash, rasterize(twice, {0, 0, kSide, kSide}).mask->hash);
}

// Rows too busy for exact slabs are sampled: near the truth, and in time.
TEST(Coverage, VeryManyEdgesInARow) {
  Path path;
  for (int i = 0; i < 40'000; ++i) {
    Dice dice(static_cast<uint64_t>(i));
    const Vec2 p{dice.between(0, kSide), dice.between(0, kSide)};
    i == 0 ? path.move_to(p) : path.line_to(p);
  }
  path.close();
  const PlacedMask m = rasterize(path, {0, 0, kSide, kSide});
  ASSERT_TRUE(m.mask);
  EXPECT_GE(coverage_at(*m.mask, m.mask->width / 2, m.mask->height / 2), 250);  // the middle is wound round everywhere
}

}  // namespace
}  // namespace fp
