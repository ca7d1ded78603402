// Boxes behind texts, and words that are sung: what of a span stands where.
#include "engine/display/text_parts.hpp"

#include <algorithm>

namespace fp {
namespace {

// What letters may reach above and below their baseline, in em: capitals and descenders have as much air.
constexpr double kAbove = 0.95, kBelow = 0.27;

struct LineBox {
  uint32_t line = 0;
  Bounds box;
};

void include(std::vector<LineBox>& lines, const TextCluster& cluster) {
  const Bounds box{{cluster.left, cluster.baseline - kAbove * cluster.size},
                   {cluster.right, cluster.baseline + kBelow * cluster.size}};
  const auto known = std::ranges::find(lines, cluster.line, &LineBox::line);
  if (known == lines.end()) return lines.push_back({cluster.line, box});
  known->box.min = {std::min(known->box.min.x, box.min.x), std::min(known->box.min.y, box.min.y)};
  known->box.max = {std::max(known->box.max.x, box.max.x), std::max(known->box.max.y, box.max.y)};
}

void merge(std::vector<LineBox>& lines) {
  for (size_t i = 1; i < lines.size(); ++i) {
    Bounds& all = lines[0].box;
    all.min = {std::min(all.min.x, lines[i].box.min.x), std::min(all.min.y, lines[i].box.min.y)};
    all.max = {std::max(all.max.x, lines[i].box.max.x), std::max(all.max.y, lines[i].box.max.y)};
  }
  if (!lines.empty()) lines.resize(1);
}

// All boxes as one outline, so that where they overlap the plate is no thicker.
void draw_plate(const DrawState& draw, const TextPlate& plate, const Color& color, std::vector<LineBox> lines,
                double em) {
  if (lines.empty() || color.a <= 0) return;
  const double round = plate.radius * em;
  const double radii[4] = {round, round, round, round};
  ByteWriter key;
  key.put_text("plate").put_double(round);
  Path path;
  for (LineBox& line : lines) {
    const Vec2 corner = line.box.min - plate.padding * em,
               size = line.box.max - line.box.min + plate.padding * (2 * em);
    if (size.x <= 0 || size.y <= 0) continue;
    key.put_double(corner.x).put_double(corner.y).put_double(size.x).put_double(size.y);
    append(path, rectangle_path(size, radii), translation(corner));
  }
  const auto make = [&] { return path; };
  fill(draw, cover_outline(key.hash(), make, draw.m, draw.clip, draw.lowering.canvas, draw.lowering.assets.masks()),
       color);
}

}  // namespace

void draw_plates(const DrawState& draw, const SceneText& scene, const TextLayout& layout,
                 std::span<const ClusterPose> poses) {
  const TextContent& content = *scene.text;
  if (!content.path.empty()) return;
  if (content.plate && scene.plate) {
    std::vector<LineBox> lines;
    for (const TextCluster& cluster : layout.clusters) include(lines, cluster);
    if (!content.plate->each_line) merge(lines);
    draw_plate(draw, *content.plate, *scene.plate, std::move(lines), layout.size);
  }
  for (uint32_t span = 0; span < scene.spans.size(); ++span) {
    if (!content.spans[span].plate || !scene.spans[span].plate) continue;
    std::vector<LineBox> lines;
    DrawState drawn = draw;
    for (size_t i = 0; i < layout.clusters.size(); ++i) {
      if (layout.clusters[i].span != span) continue;
      if (lines.empty() && !poses.empty()) {  // it goes with the first of its letters
        drawn.m = draw.m * poses[i].place;
        drawn.opacity = static_cast<uint32_t>(draw.opacity * poses[i].opacity + 0.5);
      }
      include(lines, layout.clusters[i]);
    }
    const double em = scene.size > 0 ? scene.spans[span].size * layout.size / scene.size : layout.size;
    draw_plate(drawn, *content.spans[span].plate, *scene.spans[span].plate, std::move(lines), em);
  }
}

std::vector<SweepLine> sweep_lines(const SceneText& scene, const TextLayout& layout, uint32_t span) {
  std::vector<SweepLine> lines;
  for (const TextCluster& cluster : layout.clusters) {
    if (cluster.span != span) continue;
    const auto known = std::ranges::find(lines, cluster.line, &SweepLine::line);
    if (known == lines.end()) {
      lines.push_back({cluster.line, cluster.left, cluster.right, cluster.grapheme, false, {}});
      continue;
    }
    known->right_to_left = cluster.grapheme < known->first;  // visual order against reading order
    known->left = std::min(known->left, cluster.left);
    known->right = std::max(known->right, cluster.right);
  }
  const SceneSweep& sweep = *scene.spans[span].sweep;
  const Color sung = sweep.color;
  const Color unsung = std::get<Color>(*scene.spans[span].fill);
  std::ranges::sort(lines, {}, &SweepLine::line);
  double all = 0, passed = 0;
  for (const SweepLine& line : lines) all += line.right - line.left;
  for (SweepLine& line : lines) {
    constexpr double kSoft = 1;  // pixels on either side of the edge
    const double width = line.right - line.left;
    const double done = std::clamp(sweep.progress * all - passed, 0.0, width);
    passed += width;
    if (done <= 0 || done >= width) {
      line.paint = done <= 0 ? unsung : sung;
      continue;
    }
    const double edge = line.right_to_left ? line.right - done : line.left + done;
    SceneGradient paint{.stops = {{0, sung}, {1, unsung}}, .start = {edge - kSoft, 0}, .end = {edge + kSoft, 0}};
    if (line.right_to_left) std::swap(paint.start, paint.end);
    line.paint = std::move(paint);
  }
  return lines;
}

}  // namespace fp
