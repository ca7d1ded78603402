// What a template says about a value over time, and the paints made of such values. Times are frames relative to the
// layer's in-point; lengths canvas pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "engine/core/color.hpp"
#include "engine/core/math.hpp"

namespace fp {

// ---- Time-dependent values
// -------------------------------------------------------------------------------------------

// How a value travels from one key to the next.
struct Ease {
  enum class Kind : uint8_t {
    hold,
    linear,
    bezier,
    spring,
    back_in,
    back_out,
    back_in_out,
    elastic_in,
    elastic_out,
    elastic_in_out,
    bounce_in,
    bounce_out,
    bounce_in_out
  };
  Kind kind = Kind::linear;
  // bezier: x1,y1,x2,y2 (CSS cubic-bezier; the polynomial, sine, expo and circ easings are bound to their bezier).
  // spring: mass, stiffness, damping, initial velocity (closed form; settles exactly on the key's value at the next
  // key).
  double p[4] = {0, 0, 1, 1};
};

template <class T>
struct Key {
  int64_t frame = 0;  // relative to the layer's in-point
  T value{};
  Ease ease;  // from this key to the next
};

struct Wiggle {
  double amplitude = 0;  // in the property's unit; 0 = none
  double frequency = 0;  // per second
  uint64_t seed = 0;
  bool operator==(const Wiggle&) const = default;
};

struct SoundLevel;  // sound_views.hpp

// A constant (`keys` empty) or keys sorted by frame, at least one, no two at the same frame; or, with a `level`, what
// lies between `constant` (nothing is heard) and `loud`.
template <class T>
struct Track {
  enum class Repeat : uint8_t { none, loop, pingpong };
  T constant{};
  std::vector<Key<T>> keys;
  Repeat repeat = Repeat::none;
  Wiggle wiggle;
  std::shared_ptr<const SoundLevel> level;
  T loud{};
};

using Scalar = Track<double>;
using Point = Track<Vec2>;
using Tint = Track<Color>;

// ---- Paint
// -----------------------------------------------------------------------------------------------------------

struct GradientStop {
  double offset = 0;  // 0..1, non-decreasing
  Tint color;
};

struct Gradient {
  enum class Kind : uint8_t { linear, radial, conic };
  Kind kind = Kind::linear;
  std::vector<GradientStop> stops;  // at least 2
  // In the layer's own pixels. linear: from start to end. radial: centre `start`, radii `radius` (x, y). conic: around
  // `start`, clockwise from `angle`.
  Point start, end, radius;
  Scalar angle;  // degrees clockwise, 0 = to the right
};

using Paint = std::variant<Tint, Gradient>;

struct Stroke {
  enum class Cap : uint8_t { butt, round, square };
  enum class Join : uint8_t { miter, round, bevel };
  enum class Head : uint8_t { none, arrow, triangle, circle, diamond, bar };
  Paint paint;
  Scalar width;
  Cap cap = Cap::butt;
  Join join = Join::miter;
  double miter_limit = 4;
  std::vector<Scalar> dash;  // lengths on, off, ...; empty: solid
  Scalar dash_offset;
  Scalar trim_start, trim_end{.constant = 1}, trim_offset;  // fractions of each subpath's length
  Head start_head = Head::none, end_head = Head::none;      // of open subpaths
  double head_size = 4;                                     // times the width
};

}  // namespace fp
