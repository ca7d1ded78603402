// Sound as data for what is seen: which layer's sound something follows, levels that any number may follow, and layers
// that draw a waveform or a spectrum. A composition names the sound; engine/display finds out what is in its file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/template/clips.hpp"
#include "engine/template/values.hpp"

namespace fp {

// The sound of a layer as it is recorded, before its gain, fades and ducks, at the moments the layer plays it. Bound to
// the layer once all of the template is read.
struct FollowedSound {
  std::string of;        // the layer's id
  std::string asset;     // empty: nothing is heard
  bool footage = false;  // a video layer
  ClipTime time;
  int64_t frames = 0;        // how long the followed layer's own time is
  int64_t offset = 0;        // its frame is the own layer's frame and so many
  int64_t from = 0, to = 0;  // it is heard on these frames of its own time, if at all
};

// Decibels against a full sine (0), which are shown as 0 and 1. Absent: by the file's own loudness.
struct LevelRange {
  double quiet = -60, loud = 0;
};

// How fast what is shown follows: seconds from nothing to all, and back. A function of the frames before, not of what
// was drawn.
struct Ballistics {
  double attack = 0.03, release = 0.35;
};

enum class LevelMeasure : uint8_t { rms, peak };

struct FrequencyBand {
  double low = 40, high = 16000;  // Hz
};

// A level from 0 to 1 at each frame.
struct SoundLevel {
  FollowedSound sound;
  std::optional<FrequencyBand> band;  // absent: of the whole sound
  std::optional<LevelRange> range;
  LevelMeasure measure = LevelMeasure::rms;  // of the whole sound
  Ballistics ballistics;
  // Which layer it is a value of, for messages: SourceLocation's parts.
  std::string layer, file, pointer;
  int line = 0, column = 0;

  // Set by hear_levels() (engine/display/sound_levels.hpp) before a frame is evaluated, once; by frame of the layer
  // that follows. A function of the rest and the file alone, so that it does not matter by whom and when.
  struct Ear {
    std::mutex mutex;
    std::function<double(double frame)> level;
  };
  std::shared_ptr<Ear> ear = std::make_shared<Ear>();
};

// A picture of sound: how loud it is along its time, or what it is made of at this moment.
struct SoundPicture;  // what is kept of it between frames: engine/display/lower_sound.cpp
struct SoundViewContent {
  enum class Shows : uint8_t { waveform, spectrum };
  enum class Style : uint8_t { bars, mirror, line, area, ring, scope };
  Shows shows = Shows::waveform;
  Style style = Style::mirror;
  FollowedSound sound;
  int count = 64;                // bars, or points of a line
  double gap = 0.4;              // share of a bar's strip that stays free
  double least = 2;              // pixels: how tall a bar of nothing is
  double width = 4;              // of a line, pixels
  double hole = 0.6;             // ring: the part of the radius that stays free
  std::optional<double> radius;  // of a bar's corners; absent: round
  std::optional<LevelRange> range;
  Paint fill;
  std::optional<Paint> played;  // waveform: before the playhead
  LevelMeasure measure = LevelMeasure::rms;
  std::optional<double> window;  // waveform: seconds around the playhead; absent: all the layer plays
  FrequencyBand band;            // spectrum
  Ballistics ballistics;         // spectrum
  struct Kept {
    std::mutex mutex;
    std::shared_ptr<const SoundPicture> picture;
  };
  std::shared_ptr<Kept> kept = std::make_shared<Kept>();
};

}  // namespace fp
