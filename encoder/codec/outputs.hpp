// What kinds of file there are, and how a recipe follows from a file's name and a few wishes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "encoder/codec/codec.hpp"

namespace fp {

struct OutputKind {
  std::string_view ending;     // ".webm"
  std::string_view container;  // Recipe::container; "png" is a sequence of pictures
  std::string_view videos;     // codecs it holds, as --codec calls them, the usual one first; "" is sound alone
  std::string_view sounds;     // likewise; "": none
  std::string_view what;       // for people
};
std::span<const OutputKind> output_kinds();
const OutputKind* output_kind(std::string_view path);   // by its ending; nullptr: none
const OutputKind* kind_of(std::string_view container);  // nullptr: none
bool is_sequence(std::string_view path);                // "frames/####.png": digits in place of '#'

// Whether a file of this kind holds the recipe's codec and sound; a manifest may say anything.
bool holds(std::string_view container, std::string_view video, std::string_view sound);

struct OutputWishes {
  std::string path;
  std::string codec;  // "h264"; "" = the usual one of the file's kind
  // "x264"; "" or "auto" = as choose_encoder() does; "null" = none, frames in the format that the file would have.
  std::string encoder;
  bool exact = true;          // auto takes no hardware
  int depth = 0;              // 8 or 10; 0 = 8, or what the codec has
  std::optional<bool> alpha;  // absent: if the canvas is transparent and codec and container keep it
  std::string sound;          // "opus"; "" = the usual one
  int sound_kbps = 0;         // 0 = the usual rate
};

// Fills in codec, container, format, crf and preset of what the codec has, sound and its rate. `transparent`: whether
// the canvas's background lets anything through; `canvas`: its size and rate, and the preset. What was chosen for the
// user and why is in `said`. Faults: usage; no_device for an encoder that is asked for and absent.
struct OutputChoice {
  Recipe recipe{};
  const OutputKind* kind = nullptr;
  std::string said{};
};
Result<OutputChoice> choose_output(const OutputWishes& wishes, bool transparent, const Recipe& canvas = {});

}  // namespace fp
