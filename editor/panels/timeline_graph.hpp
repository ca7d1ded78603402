// What the timeline's graph shows, read from the document. Pure functions, no ImGui.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "editor/state/state.hpp"
#include "editor/timeline/layout.hpp"
#include "engine/core/rational.hpp"
#include "engine/template/values.hpp"

namespace fp::panels {

struct GraphSubject {
  std::string property;              // pointer
  int64_t in = 0;                    // canvas frame from which its keys count
  std::vector<Scalar> tracks;        // one a coordinate, at least one, all with keys at the same frames
  std::vector<std::string> written;  // the ease of each key as written: a name, "curve", "spring" or an expression
  bool progress = false;             // the values are no numbers: the keys count 0, 1, 2, ...
};
// nullopt where the property has no keys that can be read. An ease that only the engine knows (an expression, the
// style's) is drawn straight.
std::optional<GraphSubject> read_subject(const Json& root, const editor::timeline::Layer& layer,
                                         const editor::timeline::Property& property, Rational fps);

struct GraphRange {
  double low = 0, high = 1;
};
GraphRange range_of(const GraphSubject& subject, double fps);  // what its curves reach; never empty
double scale_step(double least);                               // 1, 2 or 5 times a power of ten, at least this

// From a key to the next: frames of the canvas.
struct GraphSegment {
  int64_t from = 0, to = 0;
  Ease ease;
  std::string name;           // as `written`
  std::optional<Ease> shape;  // as a curve with two handles; absent where it is none
};
std::optional<GraphSegment> segment_of(const GraphSubject& subject, const editor::KeyRef& key);

}  // namespace fp::panels
