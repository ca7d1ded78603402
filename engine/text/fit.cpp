#include <algorithm>
#include <cmath>

#include "engine/text/text_job.hpp"

namespace fp {
namespace {

// As CSS does: a font's ascent and descent stand in the middle of a line `line_height` ems high. The first font of a
// span decides, so that a fallback glyph does not move the lines.
LineBox span_box(const TextJob& job, size_t span, double size) {
  const Font& font = *job.style.spans[span].fonts.front();
  const double ratio = job.style.spans[span].ratio;
  const double em = ratio == 1 ? size : size * ratio;
  const double ascent = font.ascent() * em / font.units_per_em();
  const double descent = font.descent() * em / font.units_per_em();
  const double height = em * job.content().line_height;
  return {(height - (ascent + descent)) / 2 + ascent, height};
}

double cap_height(const TextJob& job, size_t span, double size) {
  const Font& font = *job.style.spans[span].fonts.front();
  return font.cap_height() * size * job.style.spans[span].ratio / font.units_per_em();
}

// The spans that stand on a line, each once.
std::vector<size_t> spans_on(const TextJob& job, const LineSpan& line) {
  const StyledText& text = job.paragraphs[line.paragraph].shaped.styled;
  std::vector<size_t> spans;
  for (size_t i = line.begin; i < line.end; ++i) {
    if (spans.empty() || spans.back() != text.span[i]) spans.push_back(text.span[i]);
  }
  if (spans.empty()) spans.push_back(text.span_before);
  return spans;
}

// Cutting a word apart does not count as fitting while it may still shrink.
Result<bool> fits_unbroken(const TextJob& job, double size) {
  const Result<Wrapped> wrapped = wrap_text(job.paragraphs, job.setting(size), job.style);
  if (!wrapped) return fail(wrapped.error());
  return !wrapped->broke_word && fits(job, *wrapped, size);
}

}  // namespace

std::vector<LineBox> line_boxes(const TextJob& job, const std::vector<LineSpan>& lines, double size) {
  using Vertical = TextContent::VerticalAlign;
  const Vertical align = job.content().vertical_align;
  std::vector<LineBox> boxes;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::vector<size_t> spans = spans_on(job, lines[i]);
    LineBox box = span_box(job, spans[0], size);
    double below = box.height - box.above, capitals = cap_height(job, spans[0], size);
    for (size_t k = 1; k < spans.size(); ++k) {
      const LineBox other = span_box(job, spans[k], size);
      below = std::max(below, other.height - other.above);
      box.above = std::max(box.above, other.above);
      box.height = box.above + below;
      capitals = std::max(capitals, cap_height(job, spans[k], size));
    }
    const bool trimmed = align == Vertical::cap || align == Vertical::baseline;
    if (trimmed && i == 0) {
      const double kept = align == Vertical::cap ? capitals : 0;
      box.height += kept - box.above;
      box.above = kept;
    }
    if (trimmed && i + 1 == lines.size()) box.height = box.above;
    boxes.push_back(box);
  }
  return boxes;
}

size_t line_room(const TextJob& job, const std::vector<LineBox>& boxes) {
  const size_t most = job.content().max_lines > 0 ? static_cast<size_t>(job.content().max_lines) : SIZE_MAX;
  if (!job.request->height) return most;
  size_t room = 0;
  double height = 0;
  for (const LineBox& box : boxes) {
    height += box.height;
    if (height > *job.request->height + kFitSlack) break;
    ++room;
  }
  return std::min(room, most);
}

bool fits(const TextJob& job, const Wrapped& wrapped, double size) {
  return wrapped.lines.size() <= line_room(job, line_boxes(job, wrapped.lines, size)) &&
         (!job.request->width || wrapped.width <= *job.request->width + kFitSlack);
}

Result<double> fitting_size(const TextJob& job) {
  const double asked = job.request->size;
  const double smallest = std::max(job.content().min_size, 0.25);
  if (job.content().fit == TextContent::Fit::none || smallest >= asked) return asked;
  for (const double size : {asked, smallest}) {
    const Result<bool> good = fits_unbroken(job, size);
    if (!good) return fail(good.error());
    if (*good == (size == asked)) return size;  // asked fits, or not even the smallest does
  }
  auto low = static_cast<int64_t>(std::floor(smallest * 4));  // fits; stands for `smallest` itself
  const int64_t lowest = low;
  auto high = static_cast<int64_t>(std::ceil(asked * 4));  // does not
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    const Result<bool> good = fits_unbroken(job, static_cast<double>(middle) / 4);
    if (!good) return fail(good.error());
    (*good ? low : high) = middle;
  }
  return low == lowest ? smallest : static_cast<double>(low) / 4;
}

}  // namespace fp
