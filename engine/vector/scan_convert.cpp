#include "engine/vector/scan_convert.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>
#include <tuple>
#include <utility>

#include "engine/vector/mask_builder.hpp"

namespace fp {
namespace {

constexpr size_t kMostChains = 64;     // of a row, that are put in order
constexpr size_t kMostWork = 100'000;  // edges in all slabs of a row
constexpr size_t kMostEqualSlabs = 64;
constexpr int kGroup = 8, kGroups = Mask::kTileWidth / kGroup;  // pixels that are summed together, and those of a tile
static_assert(kGroups == sizeof(uint32_t));
constexpr int kMostCrossings = 256;  // of a row that are cut at; more give slabs that are crossed inside

// From top to bottom, in the order of the outlines.
struct Edge {
  double x0, y0, x1, y1;
  double slope;     // dx/dy
  int32_t winding;  // 1: the outline runs down
  bool goes_on;     // the next edge goes on where this one ends, in the same direction

  double at(double y) const { return y <= y0 ? x0 : y >= y1 ? x1 : x0 + (y - y0) * slope; }
};

std::vector<Edge> edges_of(const std::vector<RasterPoint>& outlines) {
  std::vector<Edge> edges;
  edges.reserve(outlines.size());
  const auto add = [&](const RasterPoint& a, const RasterPoint& b, bool fresh) {
    if (a.y == b.y) return;
    const double slope = (b.x - a.x) / (b.y - a.y);
    const Edge edge =
        a.y < b.y ? Edge{a.x, a.y, b.x, b.y, slope, 1, false} : Edge{b.x, b.y, a.x, a.y, slope, -1, false};
    if (!fresh) edges.back().goes_on = edges.back().winding == edge.winding;
    edges.push_back(edge);
  };
  for (size_t first = 0; first < outlines.size();) {
    const size_t before = edges.size();
    size_t last = first + 1;
    for (; last < outlines.size() && !outlines[last].begins; ++last)
      add(outlines[last - 1], outlines[last], edges.size() == before);
    add(outlines[last - 1], outlines[first], edges.size() == before);
    first = last;
  }
  return edges;
}

// Edges that follow one another through a row, all down or all up, and where they run in it.
struct Chain {
  size_t first = 0, end = 0;  // in the row's list of edges
  int32_t winding = 0;
  bool enters = false;  // the inside is right of it
  double left = 1e9, right = -1, top = 1e9, bottom = -1;
};

// An edge within a row: x at its upper and its lower end there.
struct Piece {
  double a, b, height;
};

// An edge within a slab.
struct Side {
  double top, bottom;  // x
  const Edge* edge;

  bool operator<(const Side& other) const {
    const double middle = top + bottom, others = other.top + other.bottom;
    if (middle != others) return middle < others;
    return top != other.top ? top < other.top : edge < other.edge;
  }
};

class RowConverter {
 public:
  // Sums reach up to two pixels beyond the last one.
  explicit RowConverter(int32_t width)
      : tiles_((width + Mask::kTileWidth - 1) / Mask::kTileWidth),
        sums_(static_cast<size_t>((tiles_ + 1) * Mask::kTileWidth)),
        touched_(sums_.size() / kGroup) {}

  // The edges that pass through row y, in the order of the outlines.
  void convert(int32_t y, std::span<const Edge* const> edges, MaskBuilder* out) {
    if (find_chains(y, edges)) {
      for (size_t i = 0; i < count_; ++i) add_chain(*order_[i]);
    } else {
      convert_slabs(y, edges);
    }
    write(out);
  }

 private:
  // ---- Rows in which nothing overlaps: chains beside each other that bound the inside by turns

  // False: some overlap, or the winding number may be other than 0 and 1, or 0 and -1.
  bool find_chains(double y, std::span<const Edge* const> edges) {
    count_ = 0;
    if (pieces_.size() < edges.size()) pieces_.resize(edges.size());
    for (size_t i = 0; i < edges.size();) {
      if (count_ == kMostChains) return false;
      Chain& chain = chains_[count_];
      chain = {.first = i, .winding = edges[i]->winding};
      do {
        const Edge& edge = *edges[i];
        const double top = std::max(edge.y0, y), bottom = std::min(edge.y1, y + 1);
        const double a = edge.at(top), b = edge.at(bottom);
        pieces_[i++] = {a, b, bottom - top};
        chain.left = std::min(chain.left, std::min(a, b));
        chain.right = std::max(chain.right, std::max(a, b));
        chain.top = std::min(chain.top, top);
        chain.bottom = std::max(chain.bottom, bottom);
      } while (i < edges.size() && edges[i - 1]->goes_on && edges[i] == edges[i - 1] + 1);
      chain.end = i;
      place(&chain);
    }
    return bound_by_turns(y);
  }

  // In order from left to right; there are few.
  void place(Chain* chain) {
    size_t at = count_++;
    for (; at > 0 && order_[at - 1]->left > chain->left; --at) order_[at] = order_[at - 1];
    order_[at] = chain;
  }

  // Chains through the whole row enter and leave the inside by turns; others come in pairs of the same heights, which
  // make a tip of the inside or of the outside.
  bool bound_by_turns(double y) {
    int32_t winding = 0;
    for (size_t i = 0; i < count_; ++i) {
      Chain& chain = *order_[i];
      if (i > 0 && order_[i - 1]->right > chain.left) return false;
      if (winding != 0 && chain.winding != -winding) return false;
      chain.enters = winding == 0;
      if (chain.top == y && chain.bottom == y + 1) {
        winding += chain.winding;
        continue;
      }
      if (++i == count_) return false;
      Chain& mate = *order_[i];
      if (mate.top != chain.top || mate.bottom != chain.bottom || mate.winding != -chain.winding ||
          chain.right > mate.left)
        return false;
      mate.enters = !chain.enters;
    }
    return winding == 0;
  }

  void add_chain(const Chain& chain) {
    for (size_t i = chain.first; i < chain.end; ++i) {
      const Piece& piece = pieces_[i];
      add_side(piece.a, piece.b, chain.enters ? piece.height : -piece.height);
    }
  }

  // ---- Rows cut into slabs

  void convert_slabs(double y, std::span<const Edge* const> edges) {
    row_.assign(edges.begin(), edges.end());
    std::ranges::sort(row_, [](const Edge* a, const Edge* b) { return a->y0 != b->y0 ? a->y0 < b->y0 : a < b; });
    crossings_ = 0;
    cut(y);
    inside_.clear();
    size_t next = 0;
    for (size_t i = 1; i < cuts_.size(); ++i) {
      const double top = cuts_[i - 1], bottom = cuts_[i], middle = (top + bottom) / 2;
      for (; next < row_.size() && row_[next]->y0 < middle; ++next) inside_.push_back(row_[next]);
      std::erase_if(inside_, [&](const Edge* edge) { return edge->y1 <= middle; });
      convert_slab(top, bottom);
    }
  }

  // Where the row is cut: at the corners inside it, its top and its bottom.
  void cut(double top) {
    cuts_.assign({top, top + 1});
    for (const Edge* edge : row_) {
      if (edge->y0 > top) cuts_.push_back(edge->y0);
      if (edge->y1 < top + 1) cuts_.push_back(edge->y1);
    }
    std::ranges::sort(cuts_);
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
    size_t work = 0;
    for (const Edge* edge : row_) {
      const auto from = std::ranges::lower_bound(cuts_, edge->y0), to = std::ranges::lower_bound(cuts_, edge->y1);
      work += static_cast<size_t>(to - from);
    }
    if (work <= kMostWork) return;
    cuts_.clear();
    const size_t slabs = std::clamp(kMostWork / row_.size(), size_t{1}, kMostEqualSlabs);
    for (size_t i = 0; i <= slabs; ++i) cuts_.push_back(top + static_cast<double>(i) / static_cast<double>(slabs));
    crossings_ = kMostCrossings;  // more than can be cut at
  }

  void convert_slab(double top, double bottom) {
    sides_.clear();
    for (const Edge* edge : inside_) sides_.push_back({edge->at(top), edge->at(bottom), edge});
    while (true) {
      const double crossing = order(top, bottom);
      if (!(crossing < bottom)) return add_sides(bottom - top);
      ++crossings_;
      for (Side& side : sides_) side.bottom = side.edge->at(crossing);
      std::sort(sides_.begin(), sides_.end());
      add_sides(crossing - top);
      top = crossing;
      for (Side& side : sides_) side = {side.bottom, side.edge->at(bottom), side.edge};
    }
  }

  // Brings the sides into order and returns where two of them first cross; `bottom` where none do.
  double order(double top, double bottom) {
    std::sort(sides_.begin(), sides_.end());
    double first = bottom;
    if (crossings_ >= kMostCrossings) return first;
    const bool crossed = std::ranges::adjacent_find(sides_, [](const Side& a, const Side& b) {
                           return a.top > b.top || a.bottom > b.bottom;
                         }) != sides_.end();
    if (!crossed) return first;
    std::ranges::sort(sides_, [](const Side& a, const Side& b) {
      return std::tie(a.top, a.bottom, a.edge) < std::tie(b.top, b.bottom, b.edge);
    });
    constexpr double kLeast = 1e-9;  // pixels: thinner slabs show nothing, and rounding could make them without end
    for (size_t i = 1; i < sides_.size(); ++i) {
      const double apart = sides_[i].top - sides_[i - 1].top, past = sides_[i - 1].bottom - sides_[i].bottom;
      if (past > 0) first = std::min(first, std::max(top + (bottom - top) * (apart / (apart + past)), top + kLeast));
    }
    if (!(first < bottom)) std::sort(sides_.begin(), sides_.end());
    return std::min(first, bottom);
  }

  // The sides in order from left to right: those between out and in are what coverage begins and ends at.
  void add_sides(double height) {
    int32_t winding = 0;
    for (const Side& side : sides_) {
      const bool before = winding != 0;
      winding += side.edge->winding;
      const bool after = winding != 0;
      if (before != after) add_side(side.top, side.bottom, after ? height : -height);
    }
  }

  // Adds to each pixel the area right of the side; what lies in the pixels beyond is for the running sum of write().
  void add_side(double a, double b, double height) {
    if (a > b) std::swap(a, b);
    auto column = static_cast<int32_t>(a);
    const auto last = static_cast<int32_t>(b);
    for (int32_t group = column / kGroup; group <= (last + 1) / kGroup; ++group)
      touched_[static_cast<size_t>(group)] = 1;
    double* sum = sums_.data() + column;
    if (b <= column + 1) {
      const double beyond = height * ((a + b) / 2 - column);
      sum[0] += height - beyond;
      sum[1] += beyond;
      return;
    }
    const double a_pixel = height / (b - a);  // height within a whole pixel
    const auto add = [&](double from, double to) {
      const double part = a_pixel * (to - from), beyond = part * ((from + to) / 2);
      sum[0] += part - beyond;
      sum[1] += beyond;
      ++sum;
    };
    add(a - column, 1);
    for (++column; column < last; ++column) add(0, 1);
    if (b > last) add(0, b - last);
  }

  void write(MaskBuilder* out) {
    double covered = 0;
    uint8_t level = 0;  // of the pixel before
    for (int32_t tile = 0; tile < tiles_; ++tile) {
      uint8_t* touched = touched_.data() + static_cast<ptrdiff_t>(tile) * kGroups;
      uint32_t any = 0;
      std::memcpy(&any, touched, sizeof any);
      if (any == 0) {
        out->fill(tile, level);
        continue;
      }
      uint8_t* bytes = out->varying(tile);
      double* sums = sums_.data() + static_cast<ptrdiff_t>(tile) * Mask::kTileWidth;
      for (int group = 0; group < kGroups; ++group, bytes += kGroup, sums += kGroup) {
        if (std::exchange(touched[group], 0) == 0) {
          std::memset(bytes, level, kGroup);
          continue;
        }
        std::array<double, kGroup> running;
        for (size_t x = 0; x < kGroup; ++x) running[x] = covered += std::exchange(sums[x], 0);
        for (size_t x = 0; x < kGroup; ++x) bytes[x] = to_byte(running[x]);
        level = bytes[kGroup - 1];
      }
    }
    std::fill(sums_.end() - Mask::kTileWidth, sums_.end(), 0.0);  // beyond the last pixel
    std::fill(touched_.end() - kGroups, touched_.end(), 0);
    out->end_row();
  }

  static uint8_t to_byte(double covered) {
    return static_cast<uint8_t>(static_cast<int32_t>(std::min(std::max(covered * 255 + 0.5, 0.0), 255.0)));
  }

  int32_t tiles_;
  std::vector<double> sums_;      // zero between rows
  std::vector<uint8_t> touched_;  // groups of pixels with sums that are not zero, perhaps
  std::array<Chain, kMostChains> chains_;
  std::array<Chain*, kMostChains> order_{};  // from left to right
  size_t count_ = 0;                         // of chains
  std::vector<Piece> pieces_;
  std::vector<const Edge*> row_, inside_;  // from the top
  std::vector<double> cuts_;
  std::vector<Side> sides_;
  int crossings_ = 0;
};

}  // namespace

Mask scan_convert(const std::vector<RasterPoint>& outlines, int32_t width, int32_t height) {
  const std::vector<Edge> edges = edges_of(outlines);
  // The edges that begin in each row, in order: counted, then put in place.
  std::vector<size_t> ends(static_cast<size_t>(height) + 1);
  const auto row_of = [&](const Edge& edge) {
    return std::min(static_cast<size_t>(edge.y0), static_cast<size_t>(height));
  };
  for (const Edge& edge : edges) ++ends[row_of(edge)];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<const Edge*> starts(edges.size()), active, before;
  for (size_t i = edges.size(); i > 0; --i) starts[--ends[row_of(edges[i - 1])]] = &edges[i - 1];
  RowConverter converter(width);
  MaskBuilder mask(width, height);
  for (int32_t y = 0; y < height; ++y) {
    // Those of the row before that go on, and those that begin, in the order of the outlines.
    const auto row_begin = static_cast<size_t>(y);
    const std::span<const Edge* const> fresh(starts.data() + ends[row_begin], starts.data() + ends[row_begin + 1]);
    std::swap(active, before);
    active.clear();
    auto first = fresh.begin();
    for (const Edge* edge : before) {
      if (edge->y1 <= y) continue;
      for (; first != fresh.end() && *first < edge; ++first) active.push_back(*first);
      active.push_back(edge);
    }
    active.insert(active.end(), first, fresh.end());
    converter.convert(y, active, &mask);
  }
  return mask.finish();
}

}  // namespace fp
