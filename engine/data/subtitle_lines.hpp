// What the readers of subtitles share. Internal to engine/data.
#pragma once

#include <optional>

#include "engine/data/subtitles.hpp"

namespace fp {

// A file's lines, without their ends; "\n", "\r\n" and "\r" end one. A byte order mark is not part of the first.
std::vector<std::string_view> lines_of(std::string_view bytes);

bool is_blank(std::string_view line);
std::string_view trimmed(std::string_view text);  // without spaces and tabs at its ends

// Collects phrases and faults of one file. Lines count from 1.
class SubtitleSink {
 public:
  SubtitleSink(const std::string& file, const SubtitleLimits& limits) : file_(file), limits_(limits) {}

  void report(int line, int column, std::string message, std::string hint = {});
  // Checks it against the limits; blank text is left out.
  void add(Phrase phrase, int line, int column = 1);
  bool full() const { return full_; }
  const SubtitleLimits& limits() const { return limits_; }
  // In order; or the faults.
  Result<Subtitles> take();

 private:
  const std::string& file_;
  const SubtitleLimits& limits_;
  Subtitles made_;
  Errors errors_;
  size_t words_ = 0;
  bool full_ = false;
};

// Bytes that cannot be read at all: too many, or not UTF-8.
Result<void> check_bytes(std::string_view bytes, const std::string& file, const SubtitleLimits& limits);

// "01:02:03,456", "02:03.4": milliseconds; hours may be missing. nullopt: malformed, or beyond 24 hours.
std::optional<int64_t> parse_clock(std::string_view text);

// "00:00:01,000 --> 00:00:02,500 and more". A fault is reported, and nothing returned.
struct CueTimes {
  int64_t begin_ms = 0, end_ms = 0;
  std::string_view rest;
};
std::optional<CueTimes> read_cue_times(std::string_view text, int line, SubtitleSink& sink);

}  // namespace fp
