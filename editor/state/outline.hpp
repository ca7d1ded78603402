// What the editor must know of a template's layers without binding it to data: the tree, when each is shown, where its
// keyframes are. Read from the document as it is written, so it works while the template has faults; what an
// expression decides is taken to be left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "editor/timeline/layout.hpp"
#include "engine/core/json.hpp"
#include "engine/core/rational.hpp"

namespace fp::editor {

struct KeyedProperty {
  std::string pointer;          // of the object that has "keys"
  std::vector<int64_t> frames;  // of each key, from the layer's in-point; of the same length as "keys"
};

struct OutlineLayer {
  std::string pointer;
  std::string id;     // empty: it has none
  std::string type;   // as written
  std::string label;  // its name, id or type
  int depth = 0;      // 0: in the outermost list
  int parent = -1;    // index of the group or sequence around it, or -1
  bool group = false;
  // Frames of the canvas (or of the composition), [in, out). The inside of a group is taken to pass as the time
  // outside ("time" is not followed).
  int64_t in = 0, out = 0;
  int64_t start = 0;                         // frame of the canvas from which its own "in" and "out" count
  int64_t length = 0;                        // frames of what it stands in: what "end" means for "in" and "out"
  int64_t late = 0;                          // frames by which the group's "stagger" brings it in later than "in" says
  bool scene = false;                        // a sequence's child: when it comes follows from those before it
  bool in_bound = false, out_bound = false;  // an expression says so
  std::vector<KeyedProperty> keyed;
};

struct Outline {
  Rational fps{30, 1};
  int64_t frames = 1;                // of the canvas or composition, at least 1
  int width = 1920, height = 1080;   // of the canvas or composition
  std::vector<OutlineLayer> layers;  // as they stand in the document, children after their group
};

// `scope`: "" for the template's own layers, or "/compositions/NAME". `format`: as it is with the overrides of this one
// (empty: the first); keys that an override has are found at its pointers. `bound`: frames of the canvas as the row has
// it, for where the document does not tell (0: not known either).
Outline read_outline(const Json& root, std::string_view scope = {}, std::string_view format = {}, int64_t bound = 0);

const OutlineLayer* find_layer(const Outline& outline, std::string_view pointer);  // nullptr where none is

// What editor/timeline draws: the outline's layers, the topmost first, as painters see them.
std::vector<timeline::Layer> timeline_layers(const Outline& outline);

// "" or "/compositions/NAME": what the pointer lies in.
std::string scope_of(std::string_view pointer);

// The layer that a pointer is of or lies in ("/layers/0/children/2/opacity/keys/1" -> "/layers/0/children/2"); empty
// where it lies in none.
std::string layer_of(std::string_view pointer);

// What follows the layer in a property's pointer, or the layer's override in it: "position/keys/0".
std::string path_in_layer(std::string_view pointer);

}  // namespace fp::editor
