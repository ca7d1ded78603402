#include <algorithm>

#include "engine/text/text_job.hpp"

namespace fp {
namespace {

// Words end where lines may, without a hyphen: "semi-" and "detached" are two, and so are two ideographs.
size_t word_at(const Paragraph& paragraph, size_t offset) {
  const auto passed = [&](const std::vector<size_t>& ends) {
    return std::ranges::upper_bound(ends, offset) - ends.begin();
  };
  return static_cast<size_t>(passed(paragraph.break_ends) - passed(paragraph.hyphens));
}

struct Placing {
  const TextJob& job;
  const Paragraph& paragraph;
  const LineSpan& span;
  uint32_t line = 0;
  uint32_t first_word = 0;  // of the paragraph
  Vec2 pen{};
  TextLayout& layout;
};

// One cluster of a run: the glyphs from `begin` on that share its offset. Returns where they end.
size_t place_cluster(Placing& at, const ShapedRun& run, size_t begin) {
  TextLayout& layout = at.layout;
  const double em = run.run.ratio == 1 ? layout.size : layout.size * run.run.ratio;
  const double scale = em / run.run.font->units_per_em();
  const double rise = at.job.request->spans[run.run.span].baseline_shift;
  TextCluster cluster{.glyphs_begin = static_cast<uint32_t>(layout.glyphs.size()),
                      .span = run.run.span,
                      .line = at.line,
                      .left = at.pen.x,
                      .baseline = at.pen.y - rise,
                      .size = em};
  const uint32_t offset = run.glyphs[begin].cluster;
  size_t i = begin;
  for (; i < run.glyphs.size() && run.glyphs[i].cluster == offset; ++i) {
    const ShapedGlyph& glyph = run.glyphs[i];
    layout.glyphs.push_back(
        {run.run.font, glyph.id, {at.pen.x + glyph.x_offset * scale, cluster.baseline - glyph.y_offset * scale}, em});
    at.pen.x += glyph.advance * scale;
  }
  at.pen.x += run.run.letter_spacing;
  cluster.right = at.pen.x;
  cluster.glyphs_end = static_cast<uint32_t>(layout.glyphs.size());
  const size_t inside = std::min<size_t>(offset, at.span.end > at.span.begin ? at.span.end - 1 : at.span.begin);
  cluster.word = at.first_word + static_cast<uint32_t>(word_at(at.paragraph, inside));
  cluster.grapheme = offset;  // until they are counted
  layout.clusters.push_back(cluster);
  return i;
}

void place_line(Placing& at, const Line& line) {
  for (const ShapedRun& run : line.runs) {
    for (size_t i = 0; i < run.glyphs.size();) i = place_cluster(at, run, i);
  }
  if (line.runs.empty() || line.runs.back().glyphs.empty()) return;
  at.layout.clusters.back().right -= line.runs.back().run.letter_spacing;  // it stands between clusters
}

// Words and graphemes are counted as they are read, over what is shown.
void count_parts(TextLayout& layout) {
  std::vector<std::pair<uint32_t, uint32_t>> graphemes;  // line, offset
  std::vector<uint32_t> words;
  for (const TextCluster& c : layout.clusters) {
    graphemes.emplace_back(c.line, c.grapheme);
    words.push_back(c.word);
  }
  std::ranges::sort(graphemes);
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  for (TextCluster& c : layout.clusters) {
    const auto grapheme = std::ranges::lower_bound(graphemes, std::pair{c.line, c.grapheme});
    c.grapheme = static_cast<uint32_t>(grapheme - graphemes.begin());
    c.word = static_cast<uint32_t>(std::ranges::lower_bound(words, c.word) - words.begin());
  }
  layout.graphemes = static_cast<int>(graphemes.size());
  layout.words = static_cast<int>(words.size());
}

// Where the line starts in a box of this width.
double left_edge(const TextJob& job, const Paragraph& paragraph, double box, double width) {
  using Align = TextContent::Align;
  Align align = job.content().align;
  const bool rightward = paragraph.shaped.bidi.paragraph % 2 == 0;
  if (align == Align::start) align = rightward ? Align::left : Align::right;
  if (align == Align::end) align = rightward ? Align::right : Align::left;
  if (align == Align::center) return (box - width) / 2;
  return align == Align::right ? box - width : 0;
}

std::vector<SpanRules> rules_of(const TextJob& job, double size) {
  std::vector<SpanRules> rules;
  for (size_t i = 0; i < job.style.spans.size(); ++i) {
    const Font& font = *job.style.spans[i].fonts.front();
    const TextSpan& span = job.content().spans[i];
    const double scale = size * job.style.spans[i].ratio / font.units_per_em();
    const auto rule = [&](bool wanted, const Font::Rule& r) {
      if (!wanted) return TextRule{};
      return TextRule{-(r.position + r.thickness / 2) * scale, r.thickness * scale};
    };
    rules.push_back({rule(span.underline, font.underline()), rule(span.strike, font.strike())});
  }
  return rules;
}

double top_edge(const TextJob& job, double spare) {
  using Vertical = TextContent::VerticalAlign;
  if (job.content().vertical_align == Vertical::middle) return spare / 2;
  return job.content().vertical_align == Vertical::bottom ? spare : 0;
}

}  // namespace

void place_lines(const TextJob& job, const std::vector<LineSpan>& spans, const std::vector<Line>& lines,
                 TextLayout& layout) {
  const std::vector<LineBox> boxes = line_boxes(job, {spans.begin(), spans.begin() + std::ssize(lines)}, layout.size);
  double height = 0, widest = 0;
  for (const LineBox& box : boxes) height += box.height;
  for (const Line& line : lines) widest = std::max(widest, width_of(line, layout.size));
  layout.box = {job.request->width.value_or(widest), job.request->height.value_or(height)};
  layout.rules = rules_of(job, layout.size);

  const double top = top_edge(job, layout.box.y - height);
  layout.ink = {{0, top}, {0, top + height}};
  double baseline = top + (boxes.empty() ? 0 : boxes[0].above);
  uint32_t first_word = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    const Paragraph& paragraph = job.paragraphs[spans[i].paragraph];
    if (i > 0 && spans[i].paragraph != spans[i - 1].paragraph) {
      first_word += static_cast<uint32_t>(job.paragraphs[spans[i - 1].paragraph].break_ends.size());
    }
    const double width = width_of(lines[i], layout.size);
    const double left = left_edge(job, paragraph, layout.box.x, width);
    Placing at{job, paragraph, spans[i], static_cast<uint32_t>(i), first_word, {left, baseline}, layout};
    place_line(at, lines[i]);
    layout.ink.min.x = i == 0 ? left : std::min(layout.ink.min.x, left);
    layout.ink.max.x = i == 0 ? left + width : std::max(layout.ink.max.x, left + width);
    if (i + 1 < lines.size()) baseline += boxes[i].height + (boxes[i + 1].above - boxes[i].above);
  }
  count_parts(layout);
  layout.lines = static_cast<int>(lines.size());
  layout.overflows =
      lines.size() > line_room(job, boxes) || (job.request->width && widest > *job.request->width + kFitSlack);
}

}  // namespace fp
