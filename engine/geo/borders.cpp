// Borders of shapes that do not name what they share: edges with the same two ends are the same edge.
#include <algorithm>
#include <cstdint>
#include <tuple>

#include "engine/geo/reading.hpp"

namespace fp {
namespace {

struct Edge {
  LonLat low, high;  // its ends in order, whichever way a ring goes
  uint32_t feature = 0;
  size_t number = 0;  // in the order of the file

  auto ends() const { return std::tuple(low.x, low.y, high.x, high.y); }
};

enum class Kind : uint8_t { none, interior, exterior };

template <class Visit>
void for_each_ring(const std::vector<Feature>& features, Visit visit) {
  for (size_t f = 0; f < features.size(); ++f) {
    for (const GeoPolygon& polygon : features[f].polygons) {
      for (const GeoLine& ring : polygon) visit(static_cast<uint32_t>(f), ring);
    }
  }
}

// Of every edge in the order of the file. A border is drawn where it comes first, and none is drawn where both sides
// are the same feature.
std::vector<Kind> kinds_of(const std::vector<Feature>& features) {
  std::vector<Edge> edges;
  for_each_ring(features, [&](uint32_t feature, const GeoLine& ring) {
    for (size_t i = 0; i + 1 < ring.size(); ++i) {
      const bool ordered = std::tie(ring[i].x, ring[i].y) < std::tie(ring[i + 1].x, ring[i + 1].y);
      edges.push_back({ring[ordered ? i : i + 1], ring[ordered ? i + 1 : i], feature, edges.size()});
    }
  });
  std::vector<Kind> kinds(edges.size(), Kind::none);
  std::ranges::sort(edges, [](const Edge& a, const Edge& b) {
    return a.ends() != b.ends() ? a.ends() < b.ends() : a.number < b.number;
  });
  for (size_t begin = 0, end = 0; begin < edges.size(); begin = end) {
    while (end < edges.size() && edges[end].ends() == edges[begin].ends()) ++end;
    if (end - begin == 1) {
      kinds[edges[begin].number] = Kind::exterior;
    } else if (edges[begin].feature != edges[end - 1].feature) {
      kinds[edges[begin].number] = Kind::interior;
    }
  }
  return kinds;
}

}  // namespace

void find_borders(Geography& out) {
  const std::vector<Kind> kinds = kinds_of(out.features);
  std::vector<GeoLine> interior, exterior;
  size_t number = 0;
  for_each_ring(out.features, [&](uint32_t, const GeoLine& ring) {
    Kind last = Kind::none;
    for (size_t i = 0; i + 1 < ring.size(); ++i) {
      const Kind kind = kinds[number++];
      if (kind != Kind::none) {
        std::vector<GeoLine>& lines = kind == Kind::interior ? interior : exterior;
        if (kind != last) lines.push_back({ring[i]});
        lines.back().push_back(ring[i + 1]);
      }
      last = kind;
    }
  });
  out.interior = chained(std::move(interior));
  out.exterior = chained(std::move(exterior));
}

}  // namespace fp
