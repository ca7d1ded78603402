// What is heard when: a composition's tree of layers as a flat list of clips, in samples of the programme. A pure
// function, without files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/template/composition.hpp"

namespace fp {

// An audio layer, or a video layer with sound.
struct HeardLayer {
  std::string id;
  SourceLocation location;
  std::string asset;
  bool footage = false;             // a video layer
  std::vector<std::string> within;  // its own id and those of the groups around it
  ClipTime time;
  ClipSound sound;
  int64_t frames = 0;  // how long its own time is
};

// Sound of a scene that comes in or goes out: equal power, sin and cos over samples [begin, end) of the programme.
struct SceneFade {
  int64_t begin = 0, end = 0;
  bool in = false;
  bool operator==(const SceneFade&) const = default;
};

// A layer heard once; in a group that loops it is heard again and again, each time from its beginning.
struct HeardClip {
  size_t layer = 0;            // of SoundPlan::layers
  int64_t origin = 0;          // the sample at which its own time begins; may be below 0
  int64_t begin = 0, end = 0;  // heard on samples [begin, end), begin >= origin
  std::vector<SceneFade> fades;
};

struct SoundPlan {
  Rational fps{30, 1};
  int64_t samples = 0;  // of the whole composition
  std::vector<HeardLayer> layers;
  std::vector<HeardClip> clips;  // by begin
};

// Layers are heard while they are there: on their frames of the enclosing group's time, cut by all groups around them.
// Opacity, masks and mattes do not matter. A group's own time may begin later and loop; at another speed, or back and
// forth, it can hold no sound: Fault::invalid at the layer's place.
Result<SoundPlan> plan_sound(const Composition& composition);

}  // namespace fp
