#include "editor/panels/handles.hpp"

#include <algorithm>
#include <cmath>

#include "editor/state/outline.hpp"

namespace fp::panels {
namespace {

constexpr double kDegrees = 180 / kPi;

bool is_inside(const SeenBox& box, Vec2 p) {
  const Vec2 q = apply(inverse(box.m), p);
  return q.x >= 0 && q.y >= 0 && q.x <= box.size.x && q.y <= box.size.y;
}

bool is_locked(std::span<const SeenBox> boxes, const editor::State& state, int index) {
  for (; index >= 0; index = boxes[static_cast<size_t>(index)].group) {
    if (editor::flags_of(state, pointer_of(boxes[static_cast<size_t>(index)])).lock) return true;
  }
  return false;
}

bool is_selected(const editor::State& state, const std::string& layer) {
  return std::ranges::find(state.selection, layer) != state.selection.end();
}

// From the outermost group to the layer itself, those that stand in the document, as far as what is edited reaches: a
// composition is entered before its layers can be taken.
std::vector<std::string> way_to(std::span<const SeenBox> boxes, int index) {
  std::vector<std::string> way;
  for (; index >= 0; index = boxes[static_cast<size_t>(index)].group) {
    std::string pointer = pointer_of(boxes[static_cast<size_t>(index)]);
    if (!pointer.empty() && (way.empty() || way.back() != pointer)) way.push_back(std::move(pointer));
  }
  std::ranges::reverse(way);
  const auto outside = std::ranges::find_if(
      way, [&](const std::string& layer) { return editor::scope_of(layer) != editor::scope_of(way.front()); });
  way.erase(outside, way.end());
  return way;
}

// How deep in the way what is selected lies; the way's beginning where nothing on it is.
size_t depth_of_selection(const editor::State& state, const std::vector<std::string>& way, bool deeper) {
  for (size_t i = way.size(); i-- > 0;) {
    if (is_selected(state, way[i])) return std::min(i + (deeper ? 1 : 0), way.size() - 1);
  }
  // A layer selected beside: the click stays on its level.
  for (size_t i = way.size(); i-- > 1;) {
    const std::string inside = way[i - 1] + "/";
    if (std::ranges::any_of(state.selection, [&](const std::string& s) { return s.starts_with(inside); })) return i;
  }
  return deeper && way.size() > 1 ? 1 : 0;
}

Vec2 corner(const SeenBox& box, const Grip& grip) {
  return {box.size.x * (grip.x + 1) / 2.0, box.size.y * (grip.y + 1) / 2.0};
}

void add_bounds(Snaps& snaps, const Bounds& b) {
  for (const double x : {b.min.x, (b.min.x + b.max.x) / 2, b.max.x}) snaps.x.push_back(x);
  for (const double y : {b.min.y, (b.min.y + b.max.y) / 2, b.max.y}) snaps.y.push_back(y);
}

struct Pull {
  double by = 0;
  std::optional<double> line;
};
Pull nearest(double low, double high, const std::vector<double>& lines, double threshold) {
  Pull best;
  double least = threshold;
  for (const double line : lines) {
    for (const double edge : {low, (low + high) / 2, high}) {
      if (std::fabs(line - edge) >= least) continue;
      least = std::fabs(line - edge);
      best = {line - edge, line};
    }
  }
  return best;
}

}  // namespace

std::string pointer_of(const SeenBox& box) {
  return editor::layer_of(box.layer->location.pointer);
}

Quad quad_of(const SeenBox& box) {
  return fp::quad_of({}, box.size, box.m);
}

std::vector<SeenBox> boxes_within(std::span<const SeenBox> boxes, std::span<const std::string> entered) {
  std::vector<SeenBox> found(boxes.begin(), boxes.end());
  for (const std::string& layer : entered) {
    const auto at = std::ranges::find_if(found, [&](const SeenBox& box) { return pointer_of(box) == layer; });
    if (at == found.end()) return {};
    // Groups come before what is in them: a box's new index is known when it is asked for.
    std::vector<int> now(found.size(), -1);
    std::vector<SeenBox> inner;
    const int root = static_cast<int>(at - found.begin());
    for (size_t i = static_cast<size_t>(root) + 1; i < found.size(); ++i) {
      SeenBox box = found[i];
      if (box.group != root && (box.group < 0 || now[static_cast<size_t>(box.group)] < 0)) continue;
      box.group = box.group == root ? -1 : now[static_cast<size_t>(box.group)];
      now[i] = static_cast<int>(inner.size());
      inner.push_back(box);
    }
    found = std::move(inner);
  }
  return found;
}

const SeenBox* box_of(std::span<const SeenBox> boxes, std::string_view layer) {
  const auto found = std::ranges::find_if(boxes, [&](const SeenBox& box) { return pointer_of(box) == layer; });
  return found == boxes.end() ? nullptr : &*found;
}

std::string pick(std::span<const SeenBox> boxes, const editor::State& state, Vec2 p, Reach reach) {
  for (size_t i = boxes.size(); i-- > 0;) {
    const bool group = std::holds_alternative<GroupContent>(boxes[i].layer->content);
    if (group || !is_inside(boxes[i], p)) continue;  // a group is where its layers are
    const int index = static_cast<int>(i);
    if (is_locked(boxes, state, index)) continue;
    const std::vector<std::string> way = way_to(boxes, index);
    if (way.empty()) continue;
    return reach.deepest ? way.back() : way[depth_of_selection(state, way, reach.deeper)];
  }
  return {};
}

std::vector<std::string> pick_box(std::span<const SeenBox> boxes, const editor::State& state, const Bounds& box) {
  std::vector<std::string> layers;
  for (size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].group >= 0 || is_locked(boxes, state, static_cast<int>(i))) continue;
    const Bounds b = fp::bounds_of(quad_of(boxes[i]));
    if (b.max.x < box.min.x || b.min.x > box.max.x || b.max.y < box.min.y || b.min.y > box.max.y) continue;
    std::string pointer = pointer_of(boxes[i]);
    if (!pointer.empty() && std::ranges::find(layers, pointer) == layers.end()) layers.push_back(std::move(pointer));
  }
  return layers;
}

std::vector<Grip> grips() {
  std::vector<Grip> all;
  for (int y = -1; y <= 1; ++y) {
    for (int x = -1; x <= 1; ++x) {
      if (x != 0 || y != 0) all.push_back({x, y});
    }
  }
  all.push_back({0, -1, true});
  return all;
}

std::optional<Vec2> place_of(const SeenBox& box, const Grip& grip, double knob) {
  const Vec2 at = apply(box.m, corner(box, grip));
  if (!grip.turns) return at;
  const Vec2 away = at - apply(box.m, {box.size.x / 2, box.size.y});
  const double length = std::sqrt(away.x * away.x + away.y * away.y);
  if (!(length > 1e-9)) return std::nullopt;
  return at + away * (knob / length);
}

std::optional<Grip> grip_at(const SeenBox& box, Vec2 p, double reach, double knob) {
  std::optional<Grip> best;
  double least = reach;
  for (const Grip& grip : grips()) {
    const auto at = place_of(box, grip, knob);
    if (!at) continue;
    const double distance = std::max(std::fabs(at->x - p.x), std::fabs(at->y - p.y));
    if (distance > least) continue;
    least = distance;
    best = grip;
  }
  return best;
}

editor::Command move_command(std::span<const Grabbed> grabbed, Vec2 delta, int64_t frame) {
  std::vector<editor::MoveLayers> moves;
  for (const Grabbed& one : grabbed) {
    Affine turned = one.box.around;
    turned.e = turned.f = 0;
    if (!(std::fabs(determinant(turned)) > 1e-12)) continue;
    const Vec2 own = apply(inverse(turned), delta);
    const auto same = std::ranges::find_if(
        moves, [&](const editor::MoveLayers& move) { return move.delta.x == own.x && move.delta.y == own.y; });
    if (same != moves.end()) {
      same->layers.push_back(one.layer);
    } else {
      moves.push_back({{one.layer}, own, frame});
    }
  }
  if (moves.size() == 1) return moves.front();
  editor::Batch batch{"Move layers", {}};
  for (editor::MoveLayers& move : moves) batch.commands.emplace_back(std::move(move));
  return batch;
}

Vec2 scale_factor(const SeenBox& box, const Grip& grip, Vec2 press, Vec2 now, bool even) {
  const Affine back = inverse(box.m);
  const Vec2 from = apply(back, press) - box.pivot, to = apply(back, now) - box.pivot;
  const auto ratio = [](double was, double is) { return std::fabs(was) > 1e-6 ? is / was : 1; };
  Vec2 factor{grip.x != 0 ? ratio(from.x, to.x) : 1, grip.y != 0 ? ratio(from.y, to.y) : 1};
  if (!even) return factor;
  // The hand's way along the line from the anchor.
  const double length = from.x * from.x + from.y * from.y;
  const double both = length > 1e-9 ? (from.x * to.x + from.y * to.y) / length : 1;
  if (grip.x == 0) return {factor.y, factor.y};
  if (grip.y == 0) return {factor.x, factor.x};
  return {both, both};
}

double turn(const SeenBox& box, Vec2 press, Vec2 now, bool steps) {
  const Vec2 pivot = apply(box.m, box.pivot);
  const Vec2 a = press - pivot, b = now - pivot;
  double degrees = (std::atan2(b.y, b.x) - std::atan2(a.y, a.x)) * kDegrees;
  if (determinant(box.around) < 0) degrees = -degrees;
  if (degrees > 180) degrees -= 360;
  if (degrees < -180) degrees += 360;
  constexpr double kStep = 15;
  return steps ? std::round(degrees / kStep) * kStep : degrees;
}

double grid_step(const Composition& composition) {
  constexpr double kSteps[] = {5, 10, 20, 25, 40, 50, 100, 200, 250, 500};
  const double wanted = std::min(composition.width, composition.height) / 24.0;
  for (const double step : kSteps) {
    if (step >= wanted) return step;
  }
  return kSteps[std::size(kSteps) - 1];
}

Snaps snap_lines(const Composition& composition, const editor::State& state, std::span<const SeenBox> boxes,
                 std::span<const std::string> moving, double grid) {
  Snaps snaps;
  const double w = composition.width, h = composition.height;
  const double* s = composition.safe_area;  // top, right, bottom, left
  add_bounds(snaps, {{0, 0}, {w, h}});
  if (s[1] != 0 || s[3] != 0) snaps.x.insert(snaps.x.end(), {s[3], w - s[1]});
  if (s[0] != 0 || s[2] != 0) snaps.y.insert(snaps.y.end(), {s[0], h - s[2]});
  for (const editor::Guide& guide : state.guides) (guide.upright ? snaps.x : snaps.y).push_back(guide.at);
  for (const SeenBox& box : boxes) {
    const std::string pointer = pointer_of(box);
    const bool moves = std::ranges::any_of(moving, [&](const std::string& m) {
      return pointer == m || pointer.starts_with(m + "/") || m.starts_with(pointer + "/");
    });
    if (!moves) add_bounds(snaps, fp::bounds_of(quad_of(box)));
  }
  if (grid > 0) {
    for (double x = grid; x < w; x += grid) snaps.x.push_back(x);
    for (double y = grid; y < h; y += grid) snaps.y.push_back(y);
  }
  return snaps;
}

SnappedMove snap_move(const Bounds& bounds, Vec2 delta, const Snaps& snaps, double threshold) {
  const Pull x = nearest(bounds.min.x + delta.x, bounds.max.x + delta.x, snaps.x, threshold);
  const Pull y = nearest(bounds.min.y + delta.y, bounds.max.y + delta.y, snaps.y, threshold);
  return {{delta.x + x.by, delta.y + y.by}, x.line, y.line};
}

std::optional<Bounds> bounds_of(std::span<const Grabbed> grabbed) {
  std::optional<Bounds> all;
  for (const Grabbed& one : grabbed) {
    const Bounds b = fp::bounds_of(quad_of(one.box));
    if (!all) all = b;
    all->min = {std::min(all->min.x, b.min.x), std::min(all->min.y, b.min.y)};
    all->max = {std::max(all->max.x, b.max.x), std::max(all->max.y, b.max.y)};
  }
  return all;
}

}  // namespace fp::panels
