// Waveforms and spectra: what is heard becomes bars and lines of the layer's box, drawn as any other outline.
#include <algorithm>
#include <cmath>

#include "engine/display/lowering.hpp"
#include "engine/display/sound_levels.hpp"

namespace fp {

struct SoundPicture {
  std::shared_ptr<const HeardSound> sound;  // null: nothing is heard
  std::vector<WaveBar> whole;               // of a waveform of all that is played
};

namespace {

using Drawn = SoundViewContent::Style;
using Shows = SoundViewContent::Shows;

double step(double value, double parts) {
  return std::floor(value * parts + 0.5) / parts;
}

// What a view shows at a frame.
struct Shown {
  const SoundViewContent& view;
  std::vector<WaveBar> bars;
  double played = 0;  // share of the width before the playhead

  bool mirrored() const {
    return view.style == Drawn::mirror || (view.style == Drawn::area && view.shows == Shows::waveform);
  }
};

Result<std::shared_ptr<const SoundPicture>> picture_of(Lowering& state, const SoundViewContent& view) {
  const std::lock_guard lock(view.kept->mutex);
  if (view.kept->picture) return view.kept->picture;
  auto heard = heard_sound(view.sound, state.assets);
  if (!heard) return fail(std::move(heard.error()));
  auto made = std::make_shared<SoundPicture>();
  made->sound = *std::move(heard);
  if (made->sound && view.shows == Shows::waveform && !view.window) made->whole = whole_waveform(*made->sound, view);
  return view.kept->picture = std::move(made);
}

std::vector<WaveBar> bars_of(const std::vector<double>& values) {
  std::vector<WaveBar> bars;
  const double each = 1.0 / static_cast<double>(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const auto at = static_cast<double>(i);
    bars.push_back({at * each, (at + 1) * each, values[i]});
  }
  return bars;
}

// Around a ring: from 12 o'clock down both sides, low to high.
std::vector<double> both_sides(const std::vector<double>& values) {
  std::vector<double> all;
  for (size_t i = 0; i < values.size(); ++i) all.push_back(values[std::min(i, values.size() - 1 - i) * 2]);
  return all;
}

Shown shown_at(const SoundPicture& picture, const SceneSoundView& scene) {
  const SoundViewContent& view = *scene.view;
  const HeardSound& sound = *picture.sound;
  Shown made{view, {}};
  if (view.shows == Shows::spectrum) {
    const std::vector<double> values = spectrum_values(sound, view, scene.frame);
    made.bars = bars_of(view.style == Drawn::ring ? both_sides(values) : values);
    return made;
  }
  made.bars = view.window ? moving_waveform(sound, view, scene.frame) : picture.whole;
  made.played = played_share(sound, view, scene.frame);
  return made;
}

// ---- Bars

struct Bar {
  double x = 0, width = 0, height = 0;  // pixels; of a ring: along it, and outwards
  double share = 0;                     // before the playhead, of its strip
};

std::vector<Bar> place_bars(const Shown& shown, double length, double room) {
  std::vector<Bar> bars;
  const double least = std::min(shown.view.least, room);
  for (const WaveBar& bar : shown.bars) {
    const double strip = (bar.right - bar.left) * length, width = strip * (1 - shown.view.gap);
    const double height = least + (room - least) * bar.value;
    const double share = std::clamp((shown.played - bar.left) / (bar.right - bar.left), 0.0, 1.0);
    // Coarse enough that bars of one size come again and again: wherever they stand, they are of the same few masks.
    bars.push_back({bar.left * length + (strip - width) / 2, step(width, 16), step(height, 4), step(share, 64)});
  }
  return bars;
}

// Each bar is an outline of its own, kept by its size: bars at rest, and those that are as tall as one was before, cost
// a command.
class BarPainter {
 public:
  BarPainter(const DrawState& draw, const Shown& shown) : draw_(draw), shown_(shown) {
    if (shown.view.style != Drawn::ring) {
      bars_ = place_bars(shown, draw.size.x, draw.size.y);
      return;
    }
    const double radius = std::min(draw.size.x, draw.size.y) / 2;
    inner_ = radius * shown.view.hole;
    bars_ = place_bars(shown, 2 * kPi * inner_, radius - inner_);
  }

  void paint(const ScenePaint& rest, const std::optional<ScenePaint>& played) const {
    for (const Bar& bar : bars_) {
      const Coverage coverage = cover(bar);
      if (!played || bar.share < 1) fill(draw_, coverage, rest);
      if (!played || !(bar.share > 0)) continue;
      DrawState draw = draw_;  // where the playhead is on it, on its way from one colour to the other
      draw.opacity = static_cast<uint32_t>(std::floor(draw_.opacity * bar.share + 0.5));
      fill(draw, coverage, *played);
    }
  }

 private:
  Coverage cover(const Bar& bar) const {
    const double r = shown_.view.radius.value_or(bar.width / 2);
    const double end = shown_.view.style == Drawn::bars ? 0 : r;  // bars that stand on the ground are flat there
    const double radii[4] = {r, r, end, end};
    const Vec2 size{bar.width, bar.height};
    ByteWriter key;
    key.put_text("sound bar").put_double(size.x).put_double(size.y).put_double(r).put_double(end);
    const auto make = [&] { return rectangle_path(size, radii); };
    return cover_outline(key.hash(), make, draw_.m * place(bar), draw_.clip, draw_.lowering.canvas,
                         draw_.lowering.assets.masks());
  }

  Affine place(const Bar& bar) const {
    if (shown_.view.style == Drawn::ring) {
      const double turn = (bar.x + bar.width / 2) / inner_ * (180 / kPi);  // from 12 o'clock
      return translation(draw_.size * 0.5) * rotation_degrees(turn) *
             translation({-bar.width / 2, -inner_ - bar.height});
    }
    const double rest = draw_.size.y - bar.height;
    return translation({bar.x, shown_.mirrored() ? rest / 2 : rest});
  }

  const DrawState& draw_;
  const Shown& shown_;
  std::vector<Bar> bars_;
  double inner_ = 0;
};

// ---- Lines and areas

// A curve through the middles of the bars that nowhere goes beyond them (Fritsch and Carlson), level at both ends.
class Curve {
 public:
  explicit Curve(const std::vector<WaveBar>& bars) {
    for (const WaveBar& bar : bars) points_.emplace_back((bar.left + bar.right) / 2, bar.value);
    slopes_.resize(points_.size());
    for (size_t i = 1; i + 1 < points_.size(); ++i) {
      const double before = slope(i - 1), after = slope(i);
      if (before * after > 0) slopes_[i] = 2 * before * after / (before + after);
    }
  }

  double at(double x) const {
    if (x <= points_.front().x) return points_.front().y;
    if (x >= points_.back().x) return points_.back().y;
    const auto next = std::ranges::upper_bound(points_, x, {}, [](const Vec2& p) { return p.x; });
    const auto i = static_cast<size_t>(next - points_.begin()) - 1;
    const double h = points_[i + 1].x - points_[i].x, t = (x - points_[i].x) / h;
    const double s = t * t * (3 - 2 * t);
    return points_[i].y * (1 - s) + points_[i + 1].y * s +
           h * t * (1 - t) * ((1 - t) * slopes_[i] - t * slopes_[i + 1]);
  }

 private:
  double slope(size_t i) const { return (points_[i + 1].y - points_[i].y) / (points_[i + 1].x - points_[i].x); }
  std::vector<Vec2> points_;
  std::vector<double> slopes_;
};

void put(ByteWriter& key, const std::vector<Vec2>& points) {
  for (const Vec2& p : points) key.put_double(p.x).put_double(p.y);
}

// The part from `left` to `right` pixels, as points along it.
std::vector<Vec2> points_between(const Curve& curve, Vec2 size, double room, double least, double left, double right) {
  const double along = std::clamp(size.x / 400, 0.5, 3.0);  // pixels
  std::vector<Vec2> points;
  const auto add = [&](double x) {
    points.emplace_back(x, step(least + (room - least) * std::clamp(curve.at(x / size.x), 0.0, 1.0), 16));
  };
  for (double x = left; x < right; x += along) add(x);
  add(right);
  return points;
}

void fill_points(const DrawState& draw, const std::vector<Vec2>& points, const ScenePaint& paint) {
  ByteWriter key;
  key.put_text("sound area");
  put(key, points);
  const Lowering& state = draw.lowering;
  const auto make = [&] { return polyline_path(points, true); };
  fill(draw, cover_outline(key.hash(), make, draw.m, draw.clip, state.canvas, state.assets.masks()), paint);
}

void stroke_points(const DrawState& draw, const std::vector<Vec2>& points, double width, const ScenePaint& paint) {
  ByteWriter key;
  key.put_text("sound line").put_double(width);
  put(key, points);
  const auto make = [&] {
    const StrokeStyle style{.width = width, .cap = Stroke::Cap::round, .join = Stroke::Join::round};
    return stroke_outline(polyline_path(points, false), style, chord_tolerance(draw.m));
  };
  const Lowering& state = draw.lowering;
  fill(draw, cover_outline(key.hash(), make, draw.m, draw.clip, state.canvas, state.assets.masks()), paint);
}

// The playhead stands at a whole pixel of the layer, so that both colours meet without a seam.
void draw_curve(const DrawState& draw, const Shown& shown, const ScenePaint& paint,
                const std::optional<ScenePaint>& played) {
  const Curve curve(shown.bars);
  const Vec2 size = draw.size;
  const bool mirrored = shown.mirrored(), line = shown.view.style == Drawn::line;
  const double inset = line ? shown.view.width / 2 : 0;
  const double room = (size.y - 2 * inset) / (mirrored ? 2 : 1), floor = size.y / (mirrored ? 2 : 1) - inset;
  const auto part = [&](double left, double right, const ScenePaint& with) {
    if (!(left < right)) return;
    std::vector<Vec2> points = points_between(curve, size, room, std::min(shown.view.least, room), left, right);
    std::vector<Vec2> back;
    for (auto p = points.rbegin(); p != points.rend(); ++p) back.emplace_back(p->x, floor + (mirrored ? p->y : 0));
    for (Vec2& p : points) p.y = floor - p.y;
    if (line) return stroke_points(draw, points, shown.view.width, with);
    points.insert(points.end(), back.begin(), back.end());
    fill_points(draw, points, with);
  };
  const double left = inset, right = std::max(size.x - inset, left);
  if (!played) return part(left, right, paint);
  const double head = std::clamp(std::floor(shown.played * size.x + 0.5), left, right);
  part(head, right, paint);
  part(left, head, *played);
}

void draw_scope(const DrawState& draw, const HeardSound& sound, const SceneSoundView& scene) {
  const SoundViewContent& view = *scene.view;
  const std::vector<double> values = scope_values(sound, view, scene.frame);
  const double inset = view.width / 2, room = draw.size.y / 2 - inset;
  const double each = (draw.size.x - view.width) / static_cast<double>(std::max<size_t>(values.size() - 1, 1));
  std::vector<Vec2> points;
  for (size_t i = 0; i < values.size(); ++i)
    points.emplace_back(inset + static_cast<double>(i) * each, draw.size.y / 2 - step(room * values[i], 16));
  stroke_points(draw, points, view.width, scene.fill);
}

}  // namespace

void draw_sound_view(const DrawState& draw, const SceneSoundView& scene) {
  const auto picture = picture_of(draw.lowering, *scene.view);
  if (!picture) return report(draw.lowering, *draw.layer.layer, picture.error());
  if (!(*picture)->sound || !(draw.size.x > 0 && draw.size.y > 0)) return;
  if (scene.view->style == Drawn::scope) return draw_scope(draw, *(*picture)->sound, scene);
  Shown shown = shown_at(**picture, scene);
  if (shown.bars.empty()) return;
  if (scene.view->style == Drawn::line || scene.view->style == Drawn::area) {
    draw_curve(draw, shown, scene.fill, scene.played);
  } else {
    BarPainter(draw, shown).paint(scene.fill, scene.played);
  }
}

}  // namespace fp
