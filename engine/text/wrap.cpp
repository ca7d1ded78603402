#include "engine/text/wrap.hpp"

#include <algorithm>
#include <cmath>

#include "engine/text/unicode.hpp"

namespace fp {
namespace {

constexpr char16_t kEllipsis = u'\u2026', kHyphen = u'\u2010';

std::vector<ShapedRun> in_visual_order(std::vector<ShapedRun> runs) {
  std::vector<uint8_t> levels;
  for (const ShapedRun& run : runs) levels.push_back(run.run.level);
  std::vector<ShapedRun> visual;
  for (const size_t index : visual_order(levels)) visual.push_back(std::move(runs[index]));
  return visual;
}

// Letter spacing stands between clusters: what the last one of a stretch adds does not count.
double spacing_between(const ShapedParagraph& paragraph, size_t begin, size_t end) {
  size_t last = end;
  while (last > begin && paragraph.clusters_before[last] == paragraph.clusters_before[end]) --last;
  return paragraph.px_before[last] - paragraph.px_before[begin];
}

// Both ends safe: the glyphs of the range as they are.
Line cut_line(const ShapedParagraph& paragraph, size_t begin, size_t end) {
  std::vector<ShapedRun> runs;
  for (const ShapedRun& whole : paragraph.runs) {
    if (whole.run.end <= begin || whole.run.begin >= end) continue;
    ShapedRun part{whole.run, {}};
    for (const ShapedGlyph& glyph : whole.glyphs) {
      if (glyph.cluster >= begin && glyph.cluster < end) part.glyphs.push_back(glyph);
    }
    runs.push_back(std::move(part));
  }
  return {in_visual_order(std::move(runs)), paragraph.em_before[end] - paragraph.em_before[begin],
          spacing_between(paragraph, begin, end)};
}

// A stretch of the paragraph and what is put after it, shaped as a line of its own.
Result<Line> shape_line(const ShapedParagraph& paragraph, size_t begin, size_t end, const ShapeStyle& style,
                        std::u16string_view appended = {}) {
  const auto from = static_cast<std::ptrdiff_t>(begin), to = static_cast<std::ptrdiff_t>(end);
  BidiLevels bidi{paragraph.bidi.paragraph, {paragraph.bidi.levels.begin() + from, paragraph.bidi.levels.begin() + to}};
  StyledText text{paragraph.text().substr(begin, end - begin).append(appended),
                  {paragraph.styled.span.begin() + from, paragraph.styled.span.begin() + to},
                  paragraph.styled.span_before};
  const uint16_t last = !text.span.empty()                ? text.span.back()
                        : begin < paragraph.text().size() ? paragraph.styled.span[begin]
                                                          : text.span_before;
  bidi.levels.resize(text.text.size(), bidi.paragraph);
  text.span.resize(text.text.size(), last);
  Result<ShapedParagraph> shaped = shape_paragraph(std::move(text), style, std::move(bidi));
  if (!shaped) return fail(std::move(shaped.error()));
  Line line;
  line.ems = shaped->em_before.back();
  line.px = spacing_between(*shaped, 0, shaped->text().size());
  for (ShapedRun& run : shaped->runs) {
    run.run.begin += begin;
    run.run.end += begin;
    for (ShapedGlyph& glyph : run.glyphs) glyph.cluster += static_cast<uint32_t>(begin);
  }
  line.runs = in_visual_order(std::move(shaped->runs));
  return line;
}

bool can_cut(const ShapedParagraph& paragraph, size_t begin, size_t end) {
  return paragraph.safe_break[begin] && paragraph.safe_break[end];
}

bool shows_hyphen(const Paragraph& paragraph, size_t end) {
  return std::ranges::binary_search(paragraph.hyphens, end);
}

bool any_font_has(const std::vector<std::shared_ptr<const Font>>& fonts, char32_t c) {
  return std::ranges::any_of(fonts, [&](const auto& font) { return font->has_glyph(c); });
}

std::u16string hyphen_of(const ShapedParagraph& paragraph, size_t end, const ShapeStyle& style) {
  const bool own = any_font_has(style.spans[paragraph.styled.span[end - 1]].fonts, kHyphen);
  return std::u16string(1, own ? kHyphen : u'-');
}

Result<double> measure(const Paragraph& paragraph, size_t begin, size_t end, double size, const ShapeStyle& style) {
  const ShapedParagraph& shaped = paragraph.shaped;
  if (!shows_hyphen(paragraph, end)) {
    end = without_trailing_spaces(shaped.text(), begin, end);
    if (can_cut(shaped, begin, end)) {
      return (shaped.em_before[end] - shaped.em_before[begin]) * size + spacing_between(shaped, begin, end);
    }
  }
  const Result<Line> line = make_line(paragraph, begin, end, style);
  if (!line) return fail(line.error());
  return width_of(*line, size);
}

// The last of `ends` after `begin` (and not after `limit`) up to which the text fits; `begin` when not even the first
// does.
Result<size_t> furthest_fit(const Paragraph& paragraph, const std::vector<size_t>& ends, size_t begin, size_t limit,
                            double width, double size, const ShapeStyle& style) {
  size_t best = begin;
  for (auto end = std::ranges::upper_bound(ends, begin); end != ends.end() && *end <= limit; ++end) {
    const Result<double> taken = measure(paragraph, begin, *end, size, style);
    if (!taken) return fail(taken.error());
    if (*taken <= width + kFitSlack) {
      best = *end;
    } else if (!shows_hyphen(paragraph, *end)) {  // without its hyphen the word may fit
      break;
    }
  }
  return best;
}

Result<void> wrap_paragraph(const Paragraph& paragraph, size_t index, double width, double size,
                            const ShapeStyle& style, Wrapped& out) {
  const ShapedParagraph& shaped = paragraph.shaped;
  const size_t length = shaped.text().size();
  size_t begin = 0;
  do {
    Result<size_t> end = furthest_fit(paragraph, paragraph.break_ends, begin, length, width, size, style);
    if (end && *end == begin && begin < length) {
      const size_t word_end = *std::ranges::upper_bound(paragraph.break_ends, begin);
      const size_t first_grapheme = *std::ranges::upper_bound(shaped.graphemes, begin);
      end = furthest_fit(paragraph, shaped.graphemes, begin, word_end, width, size, style);
      if (end && *end == begin) end = first_grapheme;  // wider than the box by itself
      out.broke_word = true;
    }
    if (!end) return fail(std::move(end.error()));
    const Result<double> taken = measure(paragraph, begin, *end, size, style);
    if (!taken) return fail(taken.error());
    out.width = std::max(out.width, *taken);
    out.lines.push_back({index, begin, *end});
    begin = *end;
  } while (begin < length);
  return {};
}

// The narrowest width at which the paragraph takes no more lines and cuts no more words: its lines are even then. In
// steps of 1/64 em, so that a text breaks alike at every scale.
Result<void> balance_paragraph(const Paragraph& paragraph, size_t index, double width, double size,
                               const ShapeStyle& style, Wrapped& out) {
  const double step = size / 64;
  Wrapped best;
  if (Result<void> done = wrap_paragraph(paragraph, index, width, size, style, best); !done) return done;
  auto low = int64_t{0}, high = static_cast<int64_t>(std::floor(width / step));
  const size_t most = best.lines.size();
  const bool broken = best.broke_word;
  while (most > 1 && low < high) {
    const int64_t middle = low + (high - low) / 2;
    Wrapped tried;
    const double narrower = static_cast<double>(middle) * step;
    if (Result<void> done = wrap_paragraph(paragraph, index, narrower, size, style, tried); !done) return done;
    if (tried.lines.size() <= most && tried.broke_word == broken) {
      best = std::move(tried);
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  out.width = std::max(out.width, best.width);
  out.broke_word |= best.broke_word;
  out.lines.insert(out.lines.end(), best.lines.begin(), best.lines.end());
  return {};
}

}  // namespace

double width_of(const Line& line, double size) {
  return line.ems * size + line.px;
}

Result<Line> make_line(const Paragraph& paragraph, size_t begin, size_t end, const ShapeStyle& style) {
  const ShapedParagraph& shaped = paragraph.shaped;
  if (shows_hyphen(paragraph, end)) return shape_line(shaped, begin, end, style, hyphen_of(shaped, end, style));
  end = without_trailing_spaces(shaped.text(), begin, end);
  if (can_cut(shaped, begin, end)) return cut_line(shaped, begin, end);
  return shape_line(shaped, begin, end, style);
}

Result<Wrapped> wrap_text(const std::vector<Paragraph>& paragraphs, const Setting& setting, const ShapeStyle& style) {
  Wrapped wrapped;
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    if (setting.width) {
      const auto wrap = setting.balance ? balance_paragraph : wrap_paragraph;
      if (Result<void> done = wrap(paragraphs[i], i, *setting.width, setting.size, style, wrapped); !done) {
        return fail(std::move(done.error()));
      }
      continue;
    }
    const size_t length = paragraphs[i].shaped.text().size();
    const Result<double> taken = measure(paragraphs[i], 0, length, setting.size, style);
    if (!taken) return fail(taken.error());
    wrapped.width = std::max(wrapped.width, *taken);
    wrapped.lines.push_back({i, 0, length});
  }
  return wrapped;
}

Result<Line> make_ellipsis_line(const Paragraph& paragraph, size_t begin, size_t end, const Setting& setting,
                                const ShapeStyle& style) {
  const ShapedParagraph& shaped = paragraph.shaped;
  std::vector<size_t> cuts{begin};  // where the text may be cut, ascending
  for (const size_t grapheme : shaped.graphemes) {
    if (grapheme > begin && grapheme <= end) cuts.push_back(grapheme);
  }
  while (true) {
    const size_t cut = without_trailing_spaces(shaped.text(), begin, cuts.back());
    const bool last_try = cut == begin;
    // The cheap measure spares shaping every candidate of a long line; kerning is far below one em.
    const double about = (shaped.em_before[cut] - shaped.em_before[begin] - 1) * setting.size;
    const bool spaced_tightly = shaped.px_before[cut] < shaped.px_before[begin];
    if (last_try || !setting.width || spaced_tightly || about <= *setting.width) {
      const uint16_t span = cut > begin                    ? shaped.styled.span[cut - 1]
                            : begin < shaped.text().size() ? shaped.styled.span[begin]
                                                           : shaped.styled.span_before;
      const bool single = any_font_has(style.spans[span].fonts, kEllipsis);
      Result<Line> line =
          shape_line(shaped, begin, cut, style, single ? std::u16string(1, kEllipsis) : std::u16string(u"..."));
      if (!line || last_try || !setting.width || width_of(*line, setting.size) <= *setting.width + kFitSlack)
        return line;
    }
    cuts.pop_back();
  }
}

}  // namespace fp
