#include "engine/text/wrap.hpp"

#include <algorithm>

#include "engine/text/unicode.hpp"

namespace fp {
namespace {

constexpr char16_t kEllipsis = u'\u2026';

double width_of(double ems, int clusters, const Metrics& metrics) {
  return ems * metrics.size + metrics.letter_spacing * std::max(clusters - 1, 0);
}

std::vector<ShapedRun> in_visual_order(std::vector<ShapedRun> runs) {
  std::vector<uint8_t> levels;
  for (const ShapedRun& run : runs) levels.push_back(run.run.level);
  std::vector<ShapedRun> visual;
  for (const size_t index : visual_order(levels)) visual.push_back(std::move(runs[index]));
  return visual;
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
          paragraph.clusters_before[end] - paragraph.clusters_before[begin]};
}

// A stretch of the paragraph and what is put after it, shaped as a line of its own.
Result<Line> shape_line(const ShapedParagraph& paragraph, size_t begin, size_t end, const ShapeStyle& style,
                        std::u16string_view appended = {}) {
  const auto from = paragraph.bidi.levels.begin();
  BidiLevels bidi{paragraph.bidi.paragraph,
                  {from + static_cast<std::ptrdiff_t>(begin), from + static_cast<std::ptrdiff_t>(end)}};
  bidi.levels.resize(bidi.levels.size() + appended.size(), bidi.paragraph);
  std::u16string text = paragraph.text.substr(begin, end - begin).append(appended);
  Result<ShapedParagraph> shaped = shape_paragraph(std::move(text), style, std::move(bidi));
  if (!shaped) return fail(std::move(shaped.error()));
  Line line;
  line.ems = shaped->em_before.back();
  line.clusters = shaped->clusters_before.back();
  line.runs = in_visual_order(std::move(shaped->runs));
  return line;
}

bool can_cut(const ShapedParagraph& paragraph, size_t begin, size_t end) {
  return paragraph.safe_break[begin] && paragraph.safe_break[end];
}

Result<double> measure(const ShapedParagraph& paragraph, size_t begin, size_t end, const Metrics& metrics,
                       const ShapeStyle& style) {
  end = without_trailing_spaces(paragraph.text, begin, end);
  if (can_cut(paragraph, begin, end)) {
    return width_of(paragraph.em_before[end] - paragraph.em_before[begin],
                    paragraph.clusters_before[end] - paragraph.clusters_before[begin], metrics);
  }
  const Result<Line> line = shape_line(paragraph, begin, end, style);
  if (!line) return fail(line.error());
  return width_of(*line, metrics);
}

// The last of `ends` after `begin` (and not after `limit`) up to which the text fits; `begin` when not even the first
// does.
Result<size_t> furthest_fit(const ShapedParagraph& paragraph, const std::vector<size_t>& ends, size_t begin,
                            size_t limit, double width, const Metrics& metrics, const ShapeStyle& style) {
  size_t best = begin;
  for (auto end = std::ranges::upper_bound(ends, begin); end != ends.end() && *end <= limit; ++end) {
    const Result<double> taken = measure(paragraph, begin, *end, metrics, style);
    if (!taken) return fail(taken.error());
    if (*taken > width + kFitSlack) break;
    best = *end;
  }
  return best;
}

Result<void> wrap_paragraph(const Paragraph& paragraph, size_t index, double width, const Metrics& metrics,
                            const ShapeStyle& style, Wrapped& out) {
  const ShapedParagraph& shaped = paragraph.shaped;
  const size_t size = shaped.text.size();
  size_t begin = 0;
  do {
    Result<size_t> end = furthest_fit(shaped, paragraph.break_ends, begin, size, width, metrics, style);
    if (end && *end == begin && begin < size) {
      const size_t word_end = *std::ranges::upper_bound(paragraph.break_ends, begin);
      const size_t first_grapheme = *std::ranges::upper_bound(shaped.graphemes, begin);
      end = furthest_fit(shaped, shaped.graphemes, begin, word_end, width, metrics, style);
      if (end && *end == begin) end = first_grapheme;  // wider than the box by itself
      out.broke_word = true;
    }
    if (!end) return fail(std::move(end.error()));
    const Result<double> taken = measure(shaped, begin, *end, metrics, style);
    if (!taken) return fail(taken.error());
    out.width = std::max(out.width, *taken);
    out.lines.push_back({index, begin, *end});
    begin = *end;
  } while (begin < size);
  return {};
}

}  // namespace

double width_of(const Line& line, const Metrics& metrics) {
  return width_of(line.ems, line.clusters, metrics);
}

Result<Line> make_line(const ShapedParagraph& paragraph, size_t begin, size_t end, const ShapeStyle& style) {
  end = without_trailing_spaces(paragraph.text, begin, end);
  if (can_cut(paragraph, begin, end)) return cut_line(paragraph, begin, end);
  return shape_line(paragraph, begin, end, style);
}

Result<Wrapped> wrap_text(const std::vector<Paragraph>& paragraphs, std::optional<double> width, const Metrics& metrics,
                          const ShapeStyle& style) {
  Wrapped wrapped;
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    const ShapedParagraph& shaped = paragraphs[i].shaped;
    if (width) {
      if (Result<void> done = wrap_paragraph(paragraphs[i], i, *width, metrics, style, wrapped); !done) {
        return fail(std::move(done.error()));
      }
      continue;
    }
    const Result<double> taken = measure(shaped, 0, shaped.text.size(), metrics, style);
    if (!taken) return fail(taken.error());
    wrapped.width = std::max(wrapped.width, *taken);
    wrapped.lines.push_back({i, 0, shaped.text.size()});
  }
  return wrapped;
}

Result<Line> make_ellipsis_line(const ShapedParagraph& paragraph, size_t begin, size_t end, std::optional<double> width,
                                const Metrics& metrics, const ShapeStyle& style) {
  const bool single = std::ranges::any_of(*style.fonts, [](const auto& font) { return font->has_glyph(kEllipsis); });
  const std::u16string ellipsis = single ? std::u16string(1, kEllipsis) : u"...";
  std::vector<size_t> cuts{begin};  // where the text may be cut, ascending
  for (const size_t grapheme : paragraph.graphemes) {
    if (grapheme > begin && grapheme <= end) cuts.push_back(grapheme);
  }
  while (true) {
    const size_t cut = without_trailing_spaces(paragraph.text, begin, cuts.back());
    const bool last_try = cut == begin;
    // The cheap measure spares shaping every candidate of a long line; kerning is far below one em.
    const double about = (paragraph.em_before[cut] - paragraph.em_before[begin] - 1) * metrics.size;
    if (last_try || !width || metrics.letter_spacing < 0 || about <= *width) {
      Result<Line> line = shape_line(paragraph, begin, cut, style, ellipsis);
      if (!line || last_try || !width || width_of(*line, metrics) <= *width + kFitSlack) return line;
    }
    cuts.pop_back();
  }
}

}  // namespace fp
