// WebVTT (W3C): blocks parted by blank lines; cues with settings, tags, entities and times of words.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/core/utf8.hpp"
#include "engine/data/subtitle_lines.hpp"
#include "engine/data/words.hpp"

namespace fp {
namespace {

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr Entity kEntities[] = {
    {"amp", "&"},   {"lt", "<"},  {"gt", ">"}, {"nbsp", "\xc2\xa0"}, {"lrm", "\xe2\x80\x8e"}, {"rlm", "\xe2\x80\x8f"},
    {"quot", "\""}, {"apos", "'"}};

std::optional<uint32_t> numeric_entity(std::string_view name) {
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  uint32_t point = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), point, hex ? 16 : 10);
  const bool whole = error == std::errc{} && end == name.data() + name.size();
  const bool scalar = point >= 0x20 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return whole && scalar ? std::optional(point) : std::nullopt;
}

// Appends what stands at `i`: a character, or what an entity means. An "&" that begins none is itself.
void take_character(std::string_view text, size_t& i, std::string& out) {
  constexpr size_t kLongest = 10;
  const size_t end = text[i] == '&' ? text.substr(i, kLongest).find(';') : std::string_view::npos;
  if (end != std::string_view::npos) {
    const std::string_view name = text.substr(i + 1, end - 1);
    const auto known = std::ranges::find(kEntities, name, &Entity::name);
    const auto point = numeric_entity(name);
    if (known != std::end(kEntities)) out += known->text;
    if (point) append_utf8(out, *point);
    if (known != std::end(kEntities) || point) {
      i += end + 1;
      return;
    }
  }
  out.push_back(text[i++]);
}

// A time within a cue's text, and where the text after it begins.
struct Stamp {
  int64_t ms = 0;
  size_t at = 0;
};

struct CueText {
  std::string text;
  std::vector<Stamp> stamps;
};

class CueReader {
 public:
  CueReader(int first_line, const CueTimes& times, SubtitleSink& sink)
      : line_(first_line), last_(times.begin_ms), end_(times.end_ms), sink_(sink) {}

  void add_line(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (!made_.text.empty() && !text.empty()) made_.text += '\n';
    for (size_t i = 0; i < text.size();) {
      const size_t close = text[i] == '<' ? text.find('>', i) : std::string_view::npos;
      if (close == std::string_view::npos) {
        take_character(text, i, made_.text);
        continue;
      }
      const std::string_view inside = text.substr(i + 1, close - i - 1);
      if (!inside.empty() && inside.front() >= '0' && inside.front() <= '9')
        add_stamp(inside, 1 + static_cast<int>(count_code_points(line.substr(0, i))));
      i = close + 1;
    }
    ++line_;
  }
  CueText take() { return std::move(made_); }

 private:
  void add_stamp(std::string_view text, int column) {
    const auto ms = parse_clock(text);
    if (!ms || *ms < last_ || *ms > end_) {
      sink_.report(line_, column, fmt::format("\"<{}>\" is no time within this caption", text.substr(0, 40)),
                   "times of words grow, and lie between the caption's own");
      return;
    }
    last_ = *ms;
    made_.stamps.push_back({*ms, made_.text.size()});
  }

  CueText made_;
  int line_;
  int64_t last_, end_;
  SubtitleSink& sink_;
};

// Every word takes its share of the stretch between the times around it.
std::vector<SpokenWord> words_at(const CueText& cue, const CueTimes& times) {
  if (cue.stamps.empty()) return {};
  std::vector<SpokenWord> words = split_words(cue.text);
  std::vector<SpokenWord> timed;
  size_t next = 0;
  for (size_t i = 0; i <= cue.stamps.size(); ++i) {
    const int64_t begin = i == 0 ? times.begin_ms : cue.stamps[i - 1].ms;
    const int64_t end = i == cue.stamps.size() ? times.end_ms : cue.stamps[i].ms;
    const size_t until = i == cue.stamps.size() ? cue.text.size() : cue.stamps[i].at;
    std::vector<SpokenWord> here;
    while (next < words.size() && words[next].begin < until) here.push_back(words[next++]);
    share_time(here, cue.text, begin, end);
    timed.insert(timed.end(), here.begin(), here.end());
  }
  return timed;
}

// Where in the picture a cue would stand: the template places captions, so these are read over.
bool is_setting(std::string_view word) {
  constexpr std::string_view kNames[] = {"vertical", "line", "position", "size", "align", "region"};
  const size_t colon = word.find(':');
  return colon != std::string_view::npos && colon + 1 < word.size() &&
         std::ranges::find(kNames, word.substr(0, colon)) != std::end(kNames);
}

void check_settings(std::string_view rest, int line, SubtitleSink& sink) {
  while (!(rest = trimmed(rest)).empty()) {
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
    if (!is_setting(word))
      sink.report(line, 1, fmt::format("\"{}\" is no setting of a cue", word.substr(0, 40)),
                  "its text begins on the next line");
    rest.remove_prefix(word.size());
  }
}

struct Lines {
  const std::vector<std::string_view>& all;
  size_t at = 0;
  bool done() const { return at >= all.size(); }
  void skip_block() {
    while (!done() && !is_blank(all[at])) ++at;
  }
};

void read_cue(Lines& lines, SubtitleSink& sink) {
  const int line = static_cast<int>(lines.at) + 1;
  const auto times = read_cue_times(lines.all[lines.at++], line, sink);
  if (!times) return lines.skip_block();
  check_settings(times->rest, line, sink);
  if (times->end_ms <= times->begin_ms) {  // said before its words are held against it
    sink.add({times->begin_ms, times->end_ms, "-", {}, 0}, line);
    return lines.skip_block();
  }
  CueReader reader(line + 1, *times, sink);
  for (; !lines.done() && !is_blank(lines.all[lines.at]) && lines.all[lines.at].find("-->") == std::string_view::npos;
       ++lines.at)
    reader.add_line(lines.all[lines.at]);
  CueText cue = reader.take();
  Phrase phrase{times->begin_ms, times->end_ms, {}, {}, 0};
  if (cue.text.size() <= sink.limits().max_text) phrase.words = words_at(cue, *times);
  phrase.text = std::move(cue.text);
  sink.add(std::move(phrase), line);
}

// The lines between "WEBVTT" and the first blank one. False: this is no WebVTT, and more would be said of every line.
bool read_header(Lines& lines, SubtitleSink& sink) {
  const bool has_name = !lines.done() && lines.all[0].starts_with("WEBVTT");
  if (!has_name || (lines.all[0].size() > 6 && lines.all[0][6] != ' ' && lines.all[0][6] != '\t')) {
    sink.report(1, 1, "the file does not begin with WEBVTT", "write WEBVTT as its first line, or name it .srt");
    return false;
  }
  for (++lines.at; !lines.done() && !is_blank(lines.all[lines.at]); ++lines.at) {
    const std::string_view line = lines.all[lines.at];
    if (line.find("-->") != std::string_view::npos) return true;  // no blank line: a cue all the same
    if (line.starts_with("X-TIMESTAMP-MAP"))
      sink.report(static_cast<int>(lines.at) + 1, 1, "the file is a piece of a stream, with times of the stream",
                  "take the line X-TIMESTAMP-MAP out if the times count from the beginning of the video");
  }
  return true;
}

}  // namespace

Result<Subtitles> read_vtt(std::string_view bytes, const std::string& file, SubtitleLimits limits) {
  if (auto good = check_bytes(bytes, file, limits); !good) return fail(std::move(good.error()));
  const std::vector<std::string_view> all = lines_of(bytes);
  SubtitleSink sink(file, limits);
  Lines lines{all};
  if (!read_header(lines, sink)) return sink.take();
  const auto is_block = [](std::string_view line, std::string_view name) {
    return line.starts_with(name) &&
           (line.size() == name.size() || line[name.size()] == ' ' || line[name.size()] == '\t');
  };
  while (!lines.done() && !sink.full()) {
    const std::string_view line = all[lines.at];
    const bool arrow = line.find("-->") != std::string_view::npos;
    const bool named = !arrow && lines.at + 1 < all.size() && all[lines.at + 1].find("-->") != std::string_view::npos;
    if (is_blank(line)) {
      ++lines.at;
    } else if (arrow) {
      read_cue(lines, sink);
    } else if (named) {
      ++lines.at;
    } else {
      if (!is_block(line, "NOTE") && !is_block(line, "STYLE") && !is_block(line, "REGION"))
        sink.report(static_cast<int>(lines.at) + 1, 1, "a cue begins with its times, or with a name above them",
                    "a line like \"00:01.000 --> 00:02.500\" stands above its text");
      lines.skip_block();
    }
  }
  return sink.take();
}

}  // namespace fp
