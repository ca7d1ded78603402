// A picture: a surface of its own that display lists draw like an image. It is made from a display list, or from
// another picture by a filter that looks at neighbours. Its hash is its identity: executors render each hash once and
// keep the surface, so what does not change costs nothing, and moving a picture by whole pixels moves only the command
// that draws it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/display/display_list.hpp"
#include "engine/display/pass_constants.hpp"

namespace fp {

// How a picture is made from its input. All in device pixels and integers.
struct Filter {
  enum class Kind : uint32_t {
    none,     // from the list
    blur,     // Gaussian: `levels` halvings, the table's weights along rows and columns, as many doublings
    smear,    // steps of the mean of two maps: along a line, a ray or an arc
    displace  // the second input's red and green move the first's pixels
  };
  Kind kind = Kind::none;
  int32_t pad_x = 0, pad_y = 0;  // pixel of the first input's first pixel; a multiple of 2^levels
  uint32_t levels = 0;
  uint32_t radius = 0;                                       // of the weights
  int32_t amount_x = 0, amount_y = 0, map_x = 0, map_y = 0;  // displace: 1/256 pixel; pixel of the map's first pixel
};

// Both maps of one step; steps run in order.
struct SmearStep {
  PaintMatrix a, b;
};

struct Picture {
  int32_t width = 0, height = 0;
  DisplayList list;  // Filter::Kind::none; starts transparent
  Filter filter;
  std::vector<std::shared_ptr<const Picture>> inputs;
  std::shared_ptr<const Lookup> table;
  std::vector<SmearStep> steps;
  Hash128 hash;
};
using PicturePtr = std::shared_ptr<const Picture>;

// Fills in the hash.
PicturePtr finished(Picture picture);

inline constexpr int64_t kMaxPicturePixels = 1 << 25;  // a plane of it can be bound on every device

// ---- Running filters
// -------------------------------------------------------------------------------------------------

struct Extent {
  int32_t width = 0, height = 0;
};

// One filter pass over the whole of its target. Surfaces count from 0: the inputs, then temporaries; the last one is
// the picture.
struct FilterPass {
  PassConstants constants;
  uint32_t source = 0, target = 0;
  uint32_t map = kNoResource;  // displace: the surface of the map
};
struct FilterPlan {
  std::vector<Extent> surfaces;  // of every surface
  std::vector<FilterPass> passes;
};
FilterPlan plan_filter(const Picture& picture);

}  // namespace fp
