// Captions as files have them: SRT, WebVTT, and JSON as speech recognisers write it. Times are whole milliseconds from
// the beginning of what is spoken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace fp {

// When a stretch of a phrase's text is spoken. It begins and ends with what is seen: spaces stand between words.
struct SpokenWord {
  int64_t begin_ms = 0, end_ms = 0;
  size_t begin = 0, end = 0;  // bytes of Phrase::text
};

// What is read at one time.
struct Phrase {
  int64_t begin_ms = 0, end_ms = 0;  // begin < end
  std::string text;                  // UTF-8, lines by '\n', no markup; never blank
  std::vector<SpokenWord> words;     // in order; empty: the file does not say when they are spoken
  int line = 0;                      // where it stands in its file
};

struct Subtitles {
  std::vector<Phrase> phrases;  // by their beginnings; they may overlap
};

struct SubtitleLimits {
  size_t max_bytes = 16u << 20;
  size_t max_phrases = 20'000;
  size_t max_text = 4096;  // bytes of one phrase
  size_t max_words = 400'000;
  int64_t max_ms = 24ll * 60 * 60 * 1000;
};

// By what the file says it is ("WEBVTT", a bracket), else SRT. Every fault at once, with file:line:col: bytes that are
// not UTF-8, malformed times, an end that is not after its beginning, words out of order, more than the limits. Phrases
// out of order are put in order.
Result<Subtitles> read_subtitles(std::string_view bytes, const std::string& file, SubtitleLimits limits = {});

// Comma or point before the milliseconds, numbers or none; <i>, <b>, <u>, <s>, <font> and {\...} are left out.
Result<Subtitles> read_srt(std::string_view bytes, const std::string& file, SubtitleLimits limits = {});
// NOTE, STYLE, REGION, tags and settings of cues are left out; <00:00:01.500> are times of words.
Result<Subtitles> read_vtt(std::string_view bytes, const std::string& file, SubtitleLimits limits = {});
// A list of phrases {start, end, text, words?} or of words {word, start, end}, in seconds ("unit": "ms", startMs and
// endMs: milliseconds), or what holds one: Whisper ("segments"), whisper.cpp ("transcription"), AWS Transcribe,
// Deepgram. Words without phrases are put into phrases at pauses, at ends of sentences, and where one gets too long.
Result<Subtitles> read_words_json(std::string_view bytes, const std::string& file, SubtitleLimits limits = {});
Result<Subtitles> subtitles_of(const Json& value, const std::string& file, SubtitleLimits limits = {});

}  // namespace fp
