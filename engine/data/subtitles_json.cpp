// Captions in JSON: lists of phrases or of words, and the shapes in which speech recognisers wrap them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/utf8.hpp"
#include "engine/data/subtitle_lines.hpp"
#include "engine/data/words.hpp"

namespace fp {
namespace {

// The first of these members that is there and not null.
const Json* any_of(const Json& json, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const Json* value = json.find(key);
    if (value && !value->is_null()) return value;
  }
  return nullptr;
}

struct TimedText {
  int64_t begin_ms = 0, end_ms = 0;
  std::string text;
  const Json* at = nullptr;
};

class JsonReader {
 public:
  JsonReader(SubtitleSink& sink, bool milliseconds) : sink_(sink), milliseconds_(milliseconds) {}

  // Phrases, or words, or both mixed.
  void read_list(const Json& list);
  void read_amazon_items(const Json& items);
  void finish() { close_phrase(); }
  void report(const Json& at, std::string message, std::string hint = {}) {
    sink_.report(at.span.line, at.span.column, std::move(message), std::move(hint));
  }

 private:
  std::optional<int64_t> read_time(const Json& item, bool begin);
  std::optional<TimedText> read_timed(const Json& item, std::initializer_list<std::string_view> text_keys);
  void read_phrase(const Json& item);
  std::vector<SpokenWord> find_words(const Json& list, Phrase& phrase);
  void add_word(TimedText word);
  void close_phrase();

  SubtitleSink& sink_;
  bool milliseconds_;
  Phrase open_;  // of words without phrases
  const Json* open_at_ = nullptr;
  int64_t last_begin_ = 0;
};

// Seconds or milliseconds, as a number or as a text: 1.5, "1.5", "1.5s", "1500ms", "00:00:01,500".
std::optional<int64_t> ms_of(const Json& value, bool milliseconds) {
  constexpr double kMost = 1e9;
  double number = value.number;
  if (value.is_string()) {
    std::string_view text = value.text;
    if (text.find(':') != std::string_view::npos) return parse_clock(text);
    if (text.ends_with("ms")) {
      text.remove_suffix(2);
      milliseconds = true;
    } else if (text.ends_with('s')) {
      text.remove_suffix(1);
      milliseconds = false;
    }
    const auto parsed = parse_json(text, "", {.max_bytes = 64, .max_depth = 1});
    if (!parsed || !parsed->is_number()) return std::nullopt;
    number = parsed->number;
  } else if (!value.is_number()) {
    return std::nullopt;
  }
  const double ms = milliseconds ? number : number * 1000;
  if (!(ms >= 0 && ms < kMost)) return std::nullopt;
  return static_cast<int64_t>(std::floor(ms + 0.5));
}

std::optional<int64_t> JsonReader::read_time(const Json& item, bool begin) {
  const Json* exact = begin ? any_of(item, {"startMs", "start_ms", "begin_ms"}) : any_of(item, {"endMs", "end_ms"});
  const Json* value = begin ? any_of(item, {"start", "begin", "start_time", "startTime", "from"})
                            : any_of(item, {"end", "end_time", "endTime", "to"});
  bool milliseconds = milliseconds_;
  if (const Json* offsets = item.find("offsets"); offsets && offsets->is_object()) {  // whisper.cpp
    value = offsets->find(begin ? "from" : "to");
    milliseconds = true;
  }
  if (exact) value = exact, milliseconds = true;
  const char* const name = begin ? "start" : "end";
  if (!value) {
    report(item, fmt::format("there is no \"{}\"", name), "a caption has \"start\", \"end\" and \"text\"");
    return std::nullopt;
  }
  const auto ms = ms_of(*value, milliseconds);
  if (!ms) report(*value, fmt::format("\"{}\" is no time of a caption", name), "write seconds, such as 12.34");
  return ms;
}

std::optional<TimedText> JsonReader::read_timed(const Json& item, std::initializer_list<std::string_view> text_keys) {
  if (!item.is_object()) {
    report(item, "a caption is an object with \"start\", \"end\" and \"text\"");
    return std::nullopt;
  }
  const Json* text = any_of(item, text_keys);
  if (!text || !text->is_string()) {
    report(text ? *text : item, "the caption has no text", "give it \"text\", or a word \"word\"");
    return std::nullopt;
  }
  const auto begin = read_time(item, true), end = read_time(item, false);
  if (!begin || !end) return std::nullopt;
  if (*end < *begin) {
    report(item, "it ends before it begins", "correct one of its times");
    return std::nullopt;
  }
  return TimedText{*begin, *end, text->text, &item};
}

std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

// The words where they stand in the phrase's text; where they do not, they are the text.
std::vector<SpokenWord> JsonReader::find_words(const Json& list, Phrase& phrase) {
  std::vector<TimedText> said;
  for (const Json& item : list.items) {
    // What a recogniser could not align (WhisperX: digits) has no times; its neighbours' frame it.
    const bool timed = !item.is_object() || any_of(item, {"start", "start_time", "startMs", "start_ms", "from"});
    if (!timed && any_of(item, {"word", "text"})) continue;
    auto word = read_timed(item, {"punctuated_word", "word", "text"});
    if (!word) return {};
    if (!said.empty() && word->begin_ms < said.back().begin_ms) {
      report(item, "the word begins before the one before it", "words stand in the order they are spoken");
      return {};
    }
    if (!without_spaces(word->text).empty()) said.push_back(*std::move(word));
  }
  std::vector<SpokenWord> words;
  size_t from = 0;
  for (const TimedText& word : said) {
    const std::string_view text = without_spaces(word.text);
    const size_t at = phrase.text.find(text, from);
    if (at == std::string::npos) break;
    words.push_back({word.begin_ms, word.end_ms, at, at + text.size()});
    from = at + text.size();
  }
  if (words.size() == said.size()) return words;
  words.clear();
  phrase.text.clear();
  for (const TimedText& word : said) {
    const std::string_view text = without_spaces(word.text);
    if (!phrase.text.empty() && needs_space(phrase.text, text)) phrase.text += ' ';
    words.push_back({word.begin_ms, word.end_ms, phrase.text.size(), phrase.text.size() + text.size()});
    phrase.text += text;
  }
  return words;
}

// Marks between words (a comma the recogniser left out of the word) belong to the word before them.
void attach_marks(const std::string& text, std::vector<SpokenWord>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t limit = i + 1 < words.size() ? words[i + 1].begin : text.size();
    const size_t space = std::min(text.find_first_of(" \n\t", words[i].end), text.size());
    if (space < limit || limit == text.size()) words[i].end = std::min(space, limit);
  }
  if (!words.empty()) {
    const size_t space = text.substr(0, words[0].begin).find_last_of(" \n\t");
    words[0].begin = space == std::string::npos ? 0 : space + 1;
  }
}

void JsonReader::read_phrase(const Json& item) {
  auto timed = read_timed(item, {"text", "transcript"});
  if (!timed) return;
  close_phrase();
  Phrase phrase{timed->begin_ms, timed->end_ms, std::string(without_spaces(timed->text)), {}, 0};
  std::erase(phrase.text, '\r');
  const Json* words = item.find("words");
  if (words && words->is_array()) phrase.words = find_words(*words, phrase);
  attach_marks(phrase.text, phrase.words);
  if (!phrase.words.empty()) {
    phrase.begin_ms = std::min(phrase.begin_ms, phrase.words.front().begin_ms);
    phrase.end_ms = std::max(phrase.end_ms, phrase.words.back().end_ms);
  }
  sink_.add(std::move(phrase), item.span.line, item.span.column);
}

bool ends_sentence(std::string_view text) {
  constexpr std::string_view kEnds[] = {".", "?", "!", "…", "。", "？", "！", "؟", "।"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

void JsonReader::close_phrase() {
  if (open_at_ == nullptr) return;
  for (SpokenWord& word : open_.words) open_.end_ms = std::max(open_.end_ms, word.end_ms);
  if (open_.end_ms <= open_.begin_ms) open_.end_ms = open_.begin_ms + 1;
  const SourceSpan& at = open_at_->span;
  open_at_ = nullptr;
  sink_.add(std::exchange(open_, {}), at.line, at.column);
}

// Two lines of 42 letters, as subtitlers have them, and six seconds to read them.
void JsonReader::add_word(TimedText word) {
  constexpr size_t kLongest = 84;
  constexpr int64_t kPause = 600, kLasts = 6000;
  const std::string_view text = without_spaces(word.text);
  if (text.empty()) return;
  if (word.begin_ms < last_begin_)
    report(*word.at, "the word begins before the one before it", "words stand in the order they are spoken");
  last_begin_ = word.begin_ms;
  if (open_at_ != nullptr) {
    const int64_t end = open_.words.back().end_ms;
    const bool full = count_code_points(open_.text) + count_code_points(text) > kLongest;
    if (word.begin_ms - end >= kPause || ends_sentence(open_.text) || full || word.end_ms - open_.begin_ms > kLasts)
      close_phrase();
  }
  if (open_at_ == nullptr) {
    open_ = {};
    open_.begin_ms = word.begin_ms;
    open_at_ = word.at;
  } else if (needs_space(open_.text, text)) {
    open_.text += ' ';
  }
  open_.words.push_back({word.begin_ms, word.end_ms, open_.text.size(), open_.text.size() + text.size()});
  open_.text += text;
}

void JsonReader::read_list(const Json& list) {
  for (const Json& item : list.items) {
    if (sink_.full()) return;
    const bool word = item.is_object() && any_of(item, {"punctuated_word", "word"});
    // A list of texts with startMs is one of words where each brings the space before it (Remotion).
    const Json* text = item.is_object() ? item.find("text") : nullptr;
    const bool token = text && text->text.find(' ', 1) == std::string::npos && item.find("timestampMs");
    if (word || token) {
      if (auto timed = read_timed(item, {"punctuated_word", "word", "text"})) add_word(*std::move(timed));
    } else {
      read_phrase(item);
    }
  }
}

// Amazon Transcribe: words with times as texts, and punctuation without.
void JsonReader::read_amazon_items(const Json& items) {
  for (const Json& item : items.items) {
    if (sink_.full()) return;
    const Json* choices = item.find("alternatives");
    const Json* best = choices && !choices->items.empty() ? choices->items[0].find("content") : nullptr;
    const Json* type = item.find("type");
    if (!best || !best->is_string()) {
      report(item, "the item has no \"alternatives\" with \"content\"");
    } else if (type && type->text == "punctuation") {
      if (open_at_ == nullptr) continue;
      open_.text += best->text;
      open_.words.back().end = open_.text.size();
    } else {
      const auto begin = read_time(item, true), end = read_time(item, false);
      if (begin && end) add_word({*begin, std::max(*begin, *end), best->text, &item});
    }
  }
}

const Json* list_at(const Json& root, std::string_view pointer) {
  const Json* found = find_at(root, pointer);
  return found && found->is_array() ? found : nullptr;
}

}  // namespace

Result<Subtitles> subtitles_of(const Json& value, const std::string& file, SubtitleLimits limits) {
  SubtitleSink sink(file, limits);
  const Json* unit = value.find("unit");
  JsonReader reader(sink, unit && unit->text == "ms");
  const Json* list = value.is_array() ? &value : nullptr;
  for (const char* pointer :
       {"/segments", "/captions", "/phrases", "/transcription", "/results/channels/0/alternatives/0/words", "/words"}) {
    if (!list) list = list_at(value, pointer);
  }
  const Json* amazon = list ? nullptr : list_at(value, "/results/items");
  if (list) {
    reader.read_list(*list);
  } else if (amazon) {
    reader.read_amazon_items(*amazon);
  } else {
    reader.report(
        value, "there is no list of captions here",
        "write [{\"start\": 0.5, \"end\": 2.1, \"text\": \"...\"}], or the file of Whisper, AWS Transcribe or "
        "Deepgram");
  }
  reader.finish();
  return sink.take();
}

Result<Subtitles> read_words_json(std::string_view bytes, const std::string& file, SubtitleLimits limits) {
  if (auto good = check_bytes(bytes, file, limits); !good) return fail(std::move(good.error()));
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const Result<Json> json = parse_json(bytes, file, {.max_bytes = limits.max_bytes});
  if (!json) return fail(json.error());
  return subtitles_of(*json, file, limits);
}

}  // namespace fp
