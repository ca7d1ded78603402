// When what of a file's captions is on screen: phrases cut to length, joined over short gaps, on whole frames. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/core/rational.hpp"
#include "engine/data/subtitles.hpp"

namespace fp {

struct CaptionRules {
  Rational fps{30, 1};
  int64_t frames = 0;     // of the layer: what comes later is not shown
  int64_t offset_ms = 0;  // later by so much
  int64_t hold_ms = 300;  // a gap that is shorter is filled: the phrase, and the word, stay until the next
  int max_words = 0;      // of one caption; 0: as the file has them
  int max_chars = 0;      // code points
  bool keep_lines = false;
};

// One word of a caption: bytes of its text, and on which frames from the caption's first it is being spoken.
struct CaptionWord {
  size_t begin = 0, end = 0;
  int64_t lit = 0, dark = 0;  // [lit, dark), at least one
};

struct CaptionText {
  int64_t in = 0, out = 0;  // shown on frames [in, out) of the layer
  std::string text;
  std::vector<CaptionWord> words;
  int phrases = 1;  // more: that many are spoken at once, each on lines of its own
  int number = 0;   // of the first phrase in its file, from 1
};

// Most phrases that may be spoken at once.
inline constexpr int kMostVoices = 4;

// In order, at most one on any frame. Phrases that overlap by less than a quarter of a second follow each other;
// those that overlap longer are shown together. An error where more are spoken at once than kMostVoices.
Result<std::vector<CaptionText>> plan_captions(const Subtitles& subtitles, const CaptionRules& rules,
                                               const std::string& file);

// The nearest frame, ties up; and back.
int64_t frame_at(int64_t ms, Rational fps);
int64_t ms_at(int64_t frame, Rational fps);

// A text of one line as at most two of about the same length, where it is longer than a line of subtitles (42).
std::string in_two_lines(const std::string& text);

}  // namespace fp
