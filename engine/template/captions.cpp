#include "engine/template/captions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/utf8.hpp"
#include "engine/data/words.hpp"

namespace fp {
namespace {

// A phrase, or a piece of one, on its way to the screen. Times are those of the layer.
struct Piece {
  int64_t begin_ms = 0, end_ms = 0;
  std::string text;
  std::vector<SpokenWord> words;
  int number = 0, line = 0;
};

bool begins_turn(std::string_view line) {
  return line.starts_with("-") || line.starts_with("\u2013") || line.starts_with("\u2014") ||
         line.starts_with("\u266a");
}

// Lines of the file run on, but for those of two speakers and of songs. Words keep their places.
void join_lines(Piece& piece) {
  std::string text;
  std::vector<size_t> moved(piece.text.size() + 1);
  for (size_t i = 0; i < piece.text.size(); ++i) {
    moved[i] = text.size();
    const std::string_view rest = std::string_view(piece.text).substr(i + 1);
    if (piece.text[i] != '\n' || begins_turn(rest)) {
      text += piece.text[i];
    } else if (needs_space(text, rest)) {
      text += ' ';
    }
  }
  moved[piece.text.size()] = text.size();
  for (SpokenWord& word : piece.words) word.begin = moved[word.begin], word.end = moved[word.end];
  piece.text = std::move(text);
}

size_t length_of(const Piece& piece, size_t first, size_t last) {
  const size_t begin = piece.words[first].begin;
  return count_code_points(std::string_view(piece.text).substr(begin, piece.words[last].end - begin));
}

// How many words from `first` on go into one caption of at most so many letters; at least one.
size_t fitting_words(const Piece& piece, size_t first, int max_words, size_t max_chars) {
  size_t count = 1;
  while (first + count < piece.words.size() && (max_words == 0 || count < static_cast<size_t>(max_words)) &&
         (max_chars == 0 || length_of(piece, first, first + count) <= max_chars))
    ++count;
  return count;
}

// The first word of each caption: as few captions as can be, and of about the same length.
std::vector<size_t> cuts_of(const Piece& piece, const CaptionRules& rules) {
  const auto most = static_cast<size_t>(rules.max_chars);
  const auto cuts = [&](size_t chars) {
    std::vector<size_t> firsts;
    for (size_t i = 0; i < piece.words.size(); i += fitting_words(piece, i, rules.max_words, chars))
      firsts.push_back(i);
    return firsts;
  };
  std::vector<size_t> best = cuts(most);
  size_t low = 1, high = most > 0 ? most : length_of(piece, 0, piece.words.size() - 1);
  while (low < high) {  // the least length that still needs no more captions
    const size_t middle = (low + high) / 2;
    if (cuts(middle).size() > best.size()) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return cuts(low);
}

void split(Piece piece, const CaptionRules& rules, std::vector<Piece>& out) {
  const bool whole = (rules.max_words == 0 || piece.words.size() <= static_cast<size_t>(rules.max_words)) &&
                     (rules.max_chars == 0 || count_code_points(piece.text) <= static_cast<size_t>(rules.max_chars));
  if (whole || piece.words.empty()) return out.push_back(std::move(piece));
  const std::vector<size_t> firsts = cuts_of(piece, rules);
  for (size_t i = 0; i < firsts.size(); ++i) {
    const size_t first = firsts[i], end = i + 1 < firsts.size() ? firsts[i + 1] : piece.words.size();
    Piece part{.number = piece.number, .line = piece.line};
    const size_t from = i == 0 ? 0 : piece.words[first].begin;
    const size_t to = end == piece.words.size() ? piece.text.size() : piece.words[end - 1].end;
    part.text = piece.text.substr(from, to - from);
    part.words.assign(piece.words.begin() + static_cast<ptrdiff_t>(first),
                      piece.words.begin() + static_cast<ptrdiff_t>(end));
    for (SpokenWord& word : part.words) word.begin -= from, word.end -= from;
    part.begin_ms = i == 0 ? piece.begin_ms : part.words.front().begin_ms;
    part.end_ms = end == piece.words.size() ? piece.end_ms : part.words.back().end_ms;
    part.end_ms = std::max(part.end_ms, part.begin_ms + 1);
    out.push_back(std::move(part));
  }
}

std::vector<Piece> pieces_of(const Subtitles& subtitles, const CaptionRules& rules) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < subtitles.phrases.size(); ++i) {
    const Phrase& phrase = subtitles.phrases[i];
    Piece piece{phrase.begin_ms + rules.offset_ms,
                phrase.end_ms + rules.offset_ms,
                phrase.text,
                timed_words(phrase),
                static_cast<int>(i) + 1,
                phrase.line};
    for (SpokenWord& word : piece.words) word.begin_ms += rules.offset_ms, word.end_ms += rules.offset_ms;
    if (!rules.keep_lines) join_lines(piece);
    split(std::move(piece), rules, pieces);
  }
  std::ranges::stable_sort(pieces, {}, &Piece::begin_ms);
  return pieces;
}

void meet(std::vector<Piece>& pieces, int64_t hold_ms) {
  constexpr int64_t kSlip = 250;
  for (size_t i = 0; i + 1 < pieces.size(); ++i) {
    Piece& piece = pieces[i];
    const int64_t next = pieces[i + 1].begin_ms;
    const bool gap = next > piece.end_ms && next - piece.end_ms <= hold_ms;
    const bool slip = next < piece.end_ms && piece.end_ms - next <= kSlip && next > piece.begin_ms;
    if (gap || slip) piece.end_ms = next;
  }
}

// The words' frames, each for at least one, while there are frames left. What was spoken before `begin_ms` is not lit.
void add_words(const Piece& piece, size_t at, int64_t begin_ms, const CaptionRules& rules, CaptionText& made) {
  int64_t from = 0;
  const int64_t end = made.out - made.in;
  for (size_t i = 0; i < piece.words.size(); ++i) {
    const SpokenWord& word = piece.words[i];
    const int64_t next = i + 1 < piece.words.size() ? piece.words[i + 1].begin_ms : piece.end_ms;
    const int64_t until = next - word.end_ms <= rules.hold_ms ? next : word.end_ms;
    if (until <= begin_ms && word.begin_ms < begin_ms) continue;
    const int64_t begins = frame_at(word.begin_ms, rules.fps) - made.in;
    const int64_t ends = frame_at(until, rules.fps) - made.in;
    const int64_t lit = std::clamp(begins, from, std::max(end - 1, from));
    const int64_t dark = std::max(std::min(ends, end), lit + 1);
    from = std::min(begins < 0 ? from : lit + 1, std::max(end - 1, int64_t{0}));
    made.words.push_back({at + word.begin, at + word.end, lit, dark});
  }
}

CaptionText shown(const std::vector<const Piece*>& pieces, int64_t begin_ms, int64_t in, int64_t out,
                  const CaptionRules& rules) {
  CaptionText made{.in = in,
                   .out = out,
                   .text = {},
                   .words = {},
                   .phrases = static_cast<int>(pieces.size()),
                   .number = pieces.front()->number};
  for (const Piece* piece : pieces) {
    if (!made.text.empty()) made.text += '\n';
    const size_t at = made.text.size();
    made.text += piece->text;
    add_words(*piece, at, begin_ms, rules, made);
  }
  return made;
}

}  // namespace

int64_t frame_at(int64_t ms, Rational fps) {
  return floor_of(Rational{ms, 1000} * fps + Rational{1, 2});
}

int64_t ms_at(int64_t frame, Rational fps) {
  return floor_of(Rational{frame * 1000, 1} / fps + Rational{1, 2});
}

Result<std::vector<CaptionText>> plan_captions(const Subtitles& subtitles, const CaptionRules& rules,
                                               const std::string& file) {
  std::vector<Piece> pieces = pieces_of(subtitles, rules);
  meet(pieces, rules.hold_ms);
  std::set<int64_t> moments;
  for (const Piece& piece : pieces) moments.insert({piece.begin_ms, piece.end_ms});
  std::vector<CaptionText> made;
  std::vector<const Piece*> active;
  size_t next = 0;
  int64_t free = 0;  // the first frame that nothing is on yet
  for (auto at = moments.begin(); at != moments.end() && std::next(at) != moments.end(); ++at) {
    std::erase_if(active, [&](const Piece* piece) { return piece->end_ms <= *at; });
    while (next < pieces.size() && pieces[next].begin_ms <= *at) active.push_back(&pieces[next++]);
    if (active.empty()) continue;
    if (active.size() > kMostVoices) {
      return fail({.fault = Fault::invalid,
                   .file = file,
                   .line = active.back()->line,
                   .column = active.back()->line > 0 ? 1 : 0,
                   .message = fmt::format("more than {} captions are to be shown at once", kMostVoices),
                   .hint = "correct their times"});
    }
    const int64_t in = std::max(frame_at(*at, rules.fps), free);
    const int64_t out = std::min(std::max(frame_at(*std::next(at), rules.fps), in + 1), rules.frames);
    // What ends by the layer's first frame, or begins after its last, is not shown.
    if (*std::next(at) <= 0 || in >= out) continue;
    made.push_back(shown(active, std::max<int64_t>(*at, 0), in, out, rules));
    free = out;
  }
  return made;
}

std::string in_two_lines(const std::string& text) {
  constexpr size_t kLine = 42;
  const size_t length = count_code_points(text);
  if (length <= kLine || text.find('\n') != std::string::npos) return text;
  size_t best = std::string::npos, best_off = length;
  for (size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) {
    const size_t before = count_code_points(std::string_view(text).substr(0, at));
    const size_t off = before * 2 > length ? before * 2 - length : length - before * 2;
    if (off < best_off) best = at, best_off = off;
  }
  std::string lines = text;
  if (best != std::string::npos) lines[best] = '\n';
  return lines;
}

}  // namespace fp
