// SubRip: numbered captions, two times and lines of text.
#include <fmt/format.h>

#include <algorithm>

#include "engine/data/subtitle_lines.hpp"

namespace fp {
namespace {

bool is_number(std::string_view line) {
  line = trimmed(line);
  return !line.empty() && line.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has_arrow(std::string_view line) {
  return line.find("-->") != std::string_view::npos;
}

// Length of a tag that players know at the start of `text`, or 0: "a < b" and "<3" are text.
size_t tag_length(std::string_view text) {
  constexpr std::string_view kTags[] = {"i", "b", "u", "s", "font"};
  if (text.starts_with("{\\")) {
    const size_t end = text.find('}');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  if (!text.starts_with('<')) return 0;
  const size_t end = text.find('>');
  if (end == std::string_view::npos) return 0;
  std::string_view inside = text.substr(1, end - 1);
  if (inside.starts_with('/')) inside.remove_prefix(1);
  std::string name(inside.substr(0, inside.find_first_of(" \t")));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::ranges::find(kTags, name) != std::end(kTags) ? end + 1 : 0;
}

std::string without_tags(std::string_view line) {
  std::string text;
  for (size_t i = 0; i < line.size();) {
    const size_t tag = tag_length(line.substr(i));
    if (tag == 0) text.push_back(line[i]);
    i += std::max<size_t>(tag, 1);
  }
  return text;
}

}  // namespace

Result<Subtitles> read_srt(std::string_view bytes, const std::string& file, SubtitleLimits limits) {
  if (auto good = check_bytes(bytes, file, limits); !good) return fail(std::move(good.error()));
  const std::vector<std::string_view> lines = lines_of(bytes);
  SubtitleSink sink(file, limits);
  const auto starts_caption = [&](size_t i) {
    return has_arrow(lines[i]) || (is_number(lines[i]) && i + 1 < lines.size() && has_arrow(lines[i + 1]));
  };
  for (size_t i = 0; i < lines.size() && !sink.full();) {
    if (is_blank(lines[i])) {
      ++i;
      continue;
    }
    if (!starts_caption(i)) {  // only before the first one: what follows a caption is its text
      sink.report(static_cast<int>(i) + 1, 1, "a caption begins with its number and its times",
                  "a line like \"00:00:01,000 --> 00:00:02,500\" stands above every caption");
      while (i < lines.size() && !starts_caption(i)) ++i;
      continue;
    }
    if (!has_arrow(lines[i])) ++i;
    const int at = static_cast<int>(i) + 1;
    const auto times = read_cue_times(lines[i], at, sink);
    Phrase phrase;
    for (++i; i < lines.size() && !starts_caption(i); ++i) {  // blank lines within a text are skipped
      const std::string line = without_tags(lines[i]);
      if (is_blank(line)) continue;
      if (!phrase.text.empty()) phrase.text += '\n';
      phrase.text += trimmed(line);
    }
    if (!times) continue;
    phrase.begin_ms = times->begin_ms;
    phrase.end_ms = times->end_ms;
    sink.add(std::move(phrase), at);
  }
  return sink.take();
}

}  // namespace fp
