// Rules under and through text. An underline leaves out what descends through it, as CSS's text-decoration-skip-ink
// does.
#include <algorithm>
#include <optional>

#include "engine/text/layout.hpp"

namespace fp {
namespace {

struct Gap {
  double begin = 0, end = 0;
};

// What of a line from `a` to `b` lies between the heights `top` and `bottom`, as a stretch of x.
void add_crossing(std::optional<Gap>& ink, Vec2 a, Vec2 b, double top, double bottom) {
  if (std::max(a.y, b.y) <= top || std::min(a.y, b.y) >= bottom) return;
  const auto at = [&](double y) { return a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)); };
  const auto inside = [&](Vec2 p) { return p.y < top ? at(top) : p.y > bottom ? at(bottom) : p.x; };
  const double from = inside(a), to = inside(b);
  if (!ink) ink = Gap{std::min(from, to), std::max(from, to)};
  ink = Gap{std::min({ink->begin, from, to}), std::max({ink->end, from, to})};
}

// From its leftmost to its rightmost point in the band, if it reaches there.
std::optional<Gap> ink_within(const Glyph& glyph, double top, double bottom) {
  const double scale = glyph.size / glyph.font->units_per_em();
  const Affine place{scale, 0, 0, -scale, glyph.origin.x, glyph.origin.y};
  const std::shared_ptr<const Path> outline = glyph.font->outline(glyph.id);
  const Bounds box = mapped(place, control_bounds(*outline));
  if (box.max.y <= top || box.min.y >= bottom) return std::nullopt;
  const Path lines = flattened(transformed(*outline, place), (bottom - top) / 64);
  std::optional<Gap> ink;
  size_t point = 0;
  Vec2 start{}, last{};
  for (const Path::Verb verb : lines.verbs) {
    if (verb == Path::Verb::move) {
      start = last = lines.points[point++];
      continue;
    }
    const Vec2 next = verb == Path::Verb::close ? start : lines.points[point++];
    add_crossing(ink, last, next, top, bottom);
    last = next;
  }
  return ink;
}

// East Asian characters stand on the line with their whole width: there, as in browsers, it goes on.
bool keeps_rule(const TextCluster& cluster) {
  return cluster.right - cluster.left >= 0.98 * cluster.size;
}

// What the glyphs of these clusters, and of those of the span beside them (they may reach over), leave free of a rule,
// left to right.
std::vector<Gap> gaps_in(const TextLayout& layout, const TextRule& rule, size_t first, size_t last) {
  std::vector<Gap> gaps;
  const uint32_t line = layout.clusters[first].line, span = layout.clusters[first].span;
  const double top = layout.clusters[first].baseline + rule.top, bottom = top + rule.thickness;
  for (size_t i = first == 0 ? 0 : first - 1; i < layout.clusters.size() && i <= last + 1; ++i) {
    const TextCluster& cluster = layout.clusters[i];
    if (cluster.line != line || cluster.span != span || keeps_rule(cluster)) continue;
    for (uint32_t g = cluster.glyphs_begin; g < cluster.glyphs_end; ++g) {
      const Glyph& glyph = layout.glyphs[g];
      if (glyph.font->draws_in_color(glyph.id)) continue;
      if (const auto ink = ink_within(glyph, top, bottom))
        gaps.push_back({ink->begin - rule.thickness, ink->end + rule.thickness});
    }
  }
  std::ranges::sort(gaps, {}, &Gap::begin);
  return gaps;
}

// Joined where no more than a crumb of the rule (shorter than it is thick) would be left between them or at its ends.
// `starts`, `ends`: whether the rule does so where these clusters do.
std::vector<Gap> without_crumbs(std::vector<Gap> gaps, double thickness, Gap whole, bool starts, bool ends) {
  std::vector<Gap> joined;
  for (const Gap& gap : gaps) {
    if (joined.empty() || gap.begin - joined.back().end >= thickness) {
      joined.push_back(gap);
    } else {
      joined.back().end = std::max(joined.back().end, gap.end);
    }
  }
  if (joined.empty()) return joined;
  if (starts && joined.front().begin - whole.begin < thickness) joined.front().begin = whole.begin;
  if (ends && whole.end - joined.back().end < thickness) joined.back().end = whole.end;
  return joined;
}

// `turned`: wound the other way, counterclockwise on the canvas.
void add_stretch(Path& path, const TextRule& rule, double baseline, Gap stretch, bool turned) {
  if (!(rule.thickness > 0) || !(stretch.end > stretch.begin)) return;
  const double top = baseline + rule.top, bottom = top + rule.thickness;
  if (turned) std::swap(stretch.begin, stretch.end);
  path.move_to({stretch.begin, top});
  path.line_to({stretch.end, top});
  path.line_to({stretch.end, bottom});
  path.line_to({stretch.begin, bottom});
  path.close();
}

// Twice the area its control points enclose, positive where most of it is wound clockwise on the canvas.
double signed_area(const Path& path) {
  double area = 0;
  size_t at = 0;
  Vec2 start{}, last{};
  for (const Path::Verb verb : path.verbs) {
    if (verb == Path::Verb::close) {
      area += last.x * start.y - start.x * last.y;
      last = start;
      continue;
    }
    const size_t count = verb == Path::Verb::cubic ? 3 : verb == Path::Verb::quad ? 2 : 1;
    if (verb == Path::Verb::move) start = last = path.points[at];
    for (size_t i = 0; i < count; ++i, ++at) {
      const Vec2 p = path.points[at];
      area += last.x * p.y - p.x * last.y;
      last = p;
    }
  }
  return area;
}

}  // namespace

Path rules(const TextLayout& layout, const TextCluster& first, const TextCluster& last) {
  const auto& [underline, strike] = layout.rules[first.span];
  Path path;
  if (!(underline.thickness > 0) && !(strike.thickness > 0)) return path;
  // Wound as the glyphs are, which differs between font formats: where they cross, windings must not cancel.
  double area = 0;
  for (const TextCluster* cluster = &first; cluster <= &last; ++cluster) area += signed_area(outline(layout, *cluster));
  add_stretch(path, strike, first.baseline, {first.left, last.right}, area < 0);
  if (!(underline.thickness > 0)) return path;
  const auto begin = static_cast<size_t>(&first - layout.clusters.data());
  const auto end = static_cast<size_t>(&last - layout.clusters.data());
  const auto apart = [&](size_t i) {
    return i >= layout.clusters.size() || layout.clusters[i].line != first.line ||
           layout.clusters[i].span != first.span;
  };
  const std::vector<Gap> gaps =
      without_crumbs(gaps_in(layout, underline, begin, end), underline.thickness, {first.left, last.right},
                     begin == 0 || apart(begin - 1), apart(end + 1));
  double from = first.left;
  for (const Gap& gap : gaps) {
    add_stretch(path, underline, first.baseline, {from, std::min(gap.begin, last.right)}, area < 0);
    from = std::max(from, gap.end);
  }
  add_stretch(path, underline, first.baseline, {from, last.right}, area < 0);
  return path;
}

}  // namespace fp
