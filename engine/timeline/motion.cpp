#include "engine/timeline/motion.hpp"

#include <algorithm>
#include <cmath>

#include "engine/timeline/evaluate.hpp"

namespace fp {

double away_at(const Motion& motion, double step, double last, double frame, double fps) {
  double stagger = motion.stagger;
  if (motion.within) stagger = last > 0 ? std::max(*motion.within - motion.duration, 0.0) / last : 0;
  const double start = motion.finish ? *motion.finish - motion.duration - stagger * last : motion.start;
  const double passed = frame - (start + stagger * step);
  double t = passed >= 0 ? 1 : 0;
  if (motion.duration > 0) t = std::clamp(passed / motion.duration, 0.0, 1.0);
  const double progress = ease_at(motion.ease, t, motion.duration / fps);
  return motion.leaves ? progress : 1 - progress;
}

std::vector<SceneMove> moves_at(const Layer& layer, double frame, double fps) {
  std::vector<SceneMove> moves;
  const Vec2 one{1, 1};
  for (const Motion& motion : layer.motions) {
    const double k = away_at(motion, 0, 0, frame, fps);
    const Motion::Away& a = motion.away;
    if (k == 0) continue;
    const bool moved = a.position != Vec2{} || a.share != Vec2{} || a.scale != one || a.rotation != 0;
    if (moved) moves.push_back({a.position * k, a.share * k, a.origin, one + (a.scale - one) * k, a.rotation * k});
  }
  return moves;
}

void apply_motions(const Layer& layer, double frame, double fps, SceneLayer& scene) {
  double variance = 0;
  for (const Motion& motion : layer.motions) {
    const double k = away_at(motion, 0, 0, frame, fps);
    if (k == 0) continue;
    const Motion::Away& a = motion.away;
    scene.opacity *= std::clamp(1 + (a.opacity - 1) * k, 0.0, 1.0);
    variance += a.blur * k * a.blur * k;
    scene.clip_to_place = scene.clip_to_place || a.clip;
    if (a.wipe) scene.wipes.push_back({*a.wipe, motion.leaves, std::clamp(k, 0.0, 1.0)});
  }
  scene.blur = std::sqrt(variance);
}

}  // namespace fp
