// When the texts of a composition stand still to be read, frame by frame: for checks.
#pragma once

#include "engine/display/survey.hpp"

namespace fp {

// Frames [first, last] over which a text can be seen and neither it nor what is around it moves or fades.
struct Rest {
  int64_t first = 0, last = 0;
  SeenText begin, end;  // as it stands at both; a slow drift goes for rest
  int64_t middle() const { return first + (last - first) / 2; }
};

struct TextLife {
  TextName name;
  FindingSet ignored = 0;
  int64_t first = 0;  // frame it is first drawn in
  SeenText begin;     // as it stands there
  std::vector<Rest> rests;
  // Frames it can be read in: at most creeping, with half its greatest opacity or more. Those in which only some of its
  // letters are in place count for that share.
  double readable = 0;
  bool seen = false, covered = false;  // whether it ever shows; if not, whether other layers are why
};

// In the order they are painted. Hidden and empty texts have no life.
Result<std::vector<TextLife>> text_lives(const Composition& composition, Assets& assets);

// What is a pixel on a canvas whose shorter side is 1080.
double pixel_unit(const Composition& composition);

}  // namespace fp
