// How a layer, or each part of a text, comes in or leaves: it travels from an "away" state to its place, or from its
// place there. Several motions of one layer add up. Units as in composition.hpp.
#pragma once

#include <optional>

#include "engine/template/values.hpp"

namespace fp {

struct Motion {
  enum class Part : uint8_t { layer, grapheme, word, line };  // what moves as one; all but `layer` are of a text
  enum class Order : uint8_t { forward, backward, center, edges, random };
  // An edge that travels over the layer's box and shows it: everything is shown where the layer is in its place.
  struct Wipe {
    double angle = 0;     // degrees clockwise, the way it travels; 0: to the right
    double softness = 0;  // of its edge, as a share of its way
  };
  // How a layer or part differs from itself in its place.
  struct Away {
    Vec2 position{0, 0};        // pixels from its place, in the enclosing box's directions (parts: the layer's)
    Vec2 share{0, 0};           // more, as shares of its own box
    Vec2 em{0, 0};              // more, in em (parts)
    Vec2 scale{1, 1};           // around the origin, as is the rotation
    double rotation = 0;        // degrees
    double opacity = 1;         // times its own
    double letter_spacing = 0;  // pixels more between clusters (parts)
    double spacing_em = 0;      // more, in em (parts)
    double blur = 0;            // standard deviation, pixels
    double blur_em = 0;         // more, in em (parts)
    Vec2 origin{0.5, 0.5};      // 0..1 of its own box
    bool clip = false;          // shown only inside its own box in its place
    std::optional<Wipe> wipe;   // layers
  };
  Part part = Part::layer;
  Order order = Order::forward;
  bool leaves = false;           // to `away`, else from it
  double start = 0;              // frames from the layer's in-point until the first part starts
  std::optional<double> finish;  // instead of `start`: until the last part is done
  double duration = 0;           // frames each part takes
  double stagger = 0;            // frames from one part's start to the next one's
  std::optional<double> within;  // instead of `stagger`: frames that all parts take together
  uint64_t seed = 0;             // of Order::random
  Ease ease;
  Away away;
};

}  // namespace fp
