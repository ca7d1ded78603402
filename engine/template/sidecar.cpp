#include "engine/template/sidecar.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/template/captions.hpp"

namespace fp {
namespace {

std::string clock_of(int64_t ms, char point) {
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, point, ms % 1000);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// Its lines that are not blank, each ended.
std::string lines_of(const std::string& text) {
  std::string lines;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines += line + "\n";
    begin = end + 1;
  }
  return lines;
}

}  // namespace

std::vector<Cue> cues_within(const Composition& composition, int64_t first, int64_t frames) {
  const int64_t begin = ms_at(first, composition.fps), end = ms_at(first + frames, composition.fps);
  std::vector<Cue> cues;
  for (Cue cue : composition.cues) {
    cue.begin_ms = std::max(cue.begin_ms, begin) - begin;
    cue.end_ms = std::min(cue.end_ms, end) - begin;
    if (cue.begin_ms < cue.end_ms) cues.push_back(std::move(cue));
  }
  return cues;
}

std::string write_srt(std::span<const Cue> cues) {
  std::string text;
  for (size_t i = 0; i < cues.size(); ++i) {
    std::string words = cues[i].text;
    replace_all(words, "-->", "\u2192");
    text += fmt::format("{}{}\n{} --> {}\n{}", i > 0 ? "\n" : "", i + 1, clock_of(cues[i].begin_ms, ','),
                        clock_of(cues[i].end_ms, ','), lines_of(words));
  }
  return text;
}

std::string write_vtt(std::span<const Cue> cues) {
  std::string text = "WEBVTT\n";
  for (const Cue& cue : cues) {
    std::string words = cue.text;
    replace_all(words, "&", "&amp;");
    replace_all(words, "<", "&lt;");
    replace_all(words, ">", "&gt;");
    text += fmt::format("\n{} --> {}\n{}", clock_of(cue.begin_ms, '.'), clock_of(cue.end_ms, '.'), lines_of(words));
  }
  return text;
}

}  // namespace fp
