#include "engine/data/subtitles.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/utf8.hpp"
#include "engine/data/readers.hpp"
#include "engine/data/subtitle_lines.hpp"

namespace fp {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// "12" of at most nine digits.
std::optional<int64_t> digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string shown(std::string_view text) {
  constexpr size_t kMost = 40;
  if (text.size() <= kMost) return std::string(text);
  size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "…";
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  std::vector<std::string_view> lines;
  while (!bytes.empty()) {
    const size_t end = bytes.find_first_of("\r\n");
    lines.push_back(bytes.substr(0, end));
    if (end == std::string_view::npos) break;
    bytes.remove_prefix(end + (bytes.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return lines;
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_blank(std::string_view line) {
  return trimmed(line).empty();
}

void SubtitleSink::report(int line, int column, std::string message, std::string hint) {
  constexpr size_t kMostFaults = 100;
  if (errors_.size() < kMostFaults)
    errors_.push_back({Fault::invalid, file_, line, column, {}, std::move(message), std::move(hint)});
}

void SubtitleSink::add(Phrase phrase, int line, int column) {
  if (full_ || phrase.text.find_first_not_of(" \t\n") == std::string::npos) return;
  words_ += phrase.words.size();
  if (phrase.end_ms <= phrase.begin_ms) {
    report(line, column, "the caption ends before or as it begins", "correct one of its times");
  } else if (phrase.end_ms > limits_.max_ms) {
    report(line, column, fmt::format("the caption ends after more than {} hours", limits_.max_ms / 3'600'000));
  } else if (phrase.text.size() > limits_.max_text) {
    report(line, column, fmt::format("the caption is longer than {} bytes", limits_.max_text),
           "divide it into several");
  } else if (made_.phrases.size() == limits_.max_phrases || words_ > limits_.max_words) {
    full_ = true;
    report(line, column,
           fmt::format("the file has more than {} captions or {} words", limits_.max_phrases, limits_.max_words));
  } else {
    phrase.line = line;
    made_.phrases.push_back(std::move(phrase));
  }
}

Result<Subtitles> SubtitleSink::take() {
  if (!errors_.empty()) return fail(std::move(errors_));
  std::ranges::stable_sort(made_.phrases, {}, &Phrase::begin_ms);
  return std::move(made_);
}

Result<void> check_bytes(std::string_view bytes, const std::string& file, const SubtitleLimits& limits) {
  if (bytes.size() > limits.max_bytes)
    return fail(
        {.fault = Fault::invalid,
         .file = file,
         .message = fmt::format("the captions are {} bytes; at most {} are read", bytes.size(), limits.max_bytes)});
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
    return fail({.fault = Fault::invalid,
                 .file = file,
                 .line = 1,
                 .column = 1,
                 .message = "the captions are in UTF-16",
                 .hint = "save the file as UTF-8"});
  if (!first_bad_utf8(bytes) && bytes.find('\0') == std::string_view::npos) return {};
  Errors errors = check_text(bytes, file);
  if (errors.size() > 20) errors.resize(20);
  return fail(std::move(errors));
}

std::optional<int64_t> parse_clock(std::string_view text) {
  constexpr int64_t kMost = 24ll * 3600 * 1000;
  int64_t ms = 0;
  if (const size_t point = text.find_last_of(",."); point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    const auto value = fraction.size() <= 3 ? digits(fraction) : std::nullopt;
    if (!value) return std::nullopt;
    ms = *value * (fraction.size() == 1 ? 100 : fraction.size() == 2 ? 10 : 1);
    text = text.substr(0, point);
  }
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto seconds = digits(text.substr(colon + 1));
  text = text.substr(0, colon);
  const size_t before = text.rfind(':');
  const auto minutes = digits(before == std::string_view::npos ? text : text.substr(before + 1));
  const auto hours = before == std::string_view::npos ? 0 : digits(text.substr(0, before));
  if (!seconds || !minutes || !hours || *seconds > 59 || *minutes > 59 || *hours > 24) return std::nullopt;
  ms += ((*hours * 60 + *minutes) * 60 + *seconds) * 1000;
  return ms <= kMost ? std::optional(ms) : std::nullopt;
}

std::optional<CueTimes> read_cue_times(std::string_view text, int line, SubtitleSink& sink) {
  const char* const form = "write \"00:00:01,000 --> 00:00:02,500\"";
  const size_t arrow = text.find("-->");
  const auto column = [&](std::string_view part) {
    return 1 + static_cast<int>(count_code_points(text.substr(0, static_cast<size_t>(part.data() - text.data()))));
  };
  const std::string_view first = trimmed(text.substr(0, arrow));
  std::string_view rest = text.substr(arrow + 3);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  const size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view second = rest.substr(0, end);
  const auto begin_ms = parse_clock(first), end_ms = parse_clock(second);
  if (!begin_ms || !end_ms) {
    const std::string_view wrong = begin_ms ? second : first;
    sink.report(line, wrong.empty() ? 1 : column(wrong), fmt::format("\"{}\" is no time of a caption", shown(wrong)),
                form);
    return std::nullopt;
  }
  return CueTimes{*begin_ms, *end_ms, trimmed(rest.substr(end))};
}

Result<Subtitles> read_subtitles(std::string_view bytes, const std::string& file, SubtitleLimits limits) {
  std::string_view text = bytes;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.starts_with("WEBVTT")) return read_vtt(bytes, file, limits);
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool bracket = first != std::string_view::npos && (text[first] == '[' || text[first] == '{');
  if (bracket || file.ends_with(".json")) return read_words_json(bytes, file, limits);
  if (file.ends_with(".vtt")) return read_vtt(bytes, file, limits);
  return read_srt(bytes, file, limits);
}

}  // namespace fp
