#include "engine/text/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/text/unicode.hpp"
#include "engine/text/wrap.hpp"

namespace fp {
namespace {

using FontChain = std::vector<std::shared_ptr<const Font>>;

constexpr size_t kMaxTextBytes = 100'000;  // a screen holds far less; shaping time is bounded

// What stays the same while the size is being found.
struct Job {
  const TextRequest* request = nullptr;
  ShapeStyle style;
  std::vector<Paragraph> paragraphs;

  const TextContent& content() const { return *request->content; }
  std::optional<double> wrap_width() const { return content().wrap ? request->width : std::nullopt; }
  Metrics metrics(double size) const { return {size, request->letter_spacing}; }
  double line_height(double size) const { return size * content().line_height; }
  // Lines the box and the line limit have room for.
  size_t line_room(double size) const {
    size_t room = content().max_lines > 0 ? static_cast<size_t>(content().max_lines) : SIZE_MAX;
    const double line = line_height(size);
    if (request->height && line > 0) {
      const double lines = std::floor((*request->height + kFitSlack) / line);
      if (lines < 1e9) room = std::min(room, static_cast<size_t>(std::max(lines, 0.0)));
    }
    return room;
  }
};

// Letter spacing takes ligatures apart, as in CSS; the layer's own features come last and win.
std::vector<hb_feature_t> shaping_features(const TextRequest& request) {
  std::vector<hb_feature_t> features;
  const auto add = [&](hb_tag_t tag, uint32_t value) {
    features.push_back({tag, value, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END});
  };
  if (request.letter_spacing != 0) {
    add(HB_TAG('l', 'i', 'g', 'a'), 0);
    add(HB_TAG('c', 'l', 'i', 'g'), 0);
  }
  for (const TextContent::Feature& f : request.content->features) {
    add(HB_TAG(f.tag[0], f.tag[1], f.tag[2], f.tag[3]), f.value);
  }
  return features;
}

Result<Job> prepare(const TextRequest& request, const FontChain& fonts) {
  const TextContent& content = *request.content;
  if (content.text.size() > kMaxTextBytes) {
    return fail(Fault::invalid,
                fmt::format("the text is {} bytes long; at most {} are set", content.text.size(), kMaxTextBytes));
  }
  Job job{&request, {&fonts, content.language, shaping_features(request)}, {}};
  Errors errors;
  for (std::u16string& text : split_paragraphs(content.text)) {
    Result<std::vector<size_t>> ends = std::vector<size_t>{};
    if (job.wrap_width()) ends = line_break_ends(text, content.language);
    if (!ends) return fail(std::move(ends.error()));
    Result<ShapedParagraph> shaped = shape_paragraph(std::move(text), job.style);
    if (!shaped) {
      for (Diagnostic& error : shaped.error()) {
        const auto same = [&](const Diagnostic& e) { return e.message == error.message; };
        if (std::ranges::none_of(errors, same)) errors.push_back(std::move(error));
      }
      continue;
    }
    job.paragraphs.push_back({std::move(*shaped), std::move(*ends)});
  }
  if (!errors.empty()) return fail(std::move(errors));
  return job;
}

bool fits(const Job& job, const Wrapped& wrapped, double size) {
  return wrapped.lines.size() <= job.line_room(size) &&
         (!job.request->width || wrapped.width <= *job.request->width + kFitSlack);
}

// Cutting a word apart does not count as fitting while it may still shrink.
Result<bool> fits_unbroken(const Job& job, double size) {
  const Result<Wrapped> wrapped = wrap_text(job.paragraphs, job.wrap_width(), job.metrics(size), job.style);
  if (!wrapped) return fail(wrapped.error());
  return !wrapped->broke_word && fits(job, *wrapped, size);
}

// The largest size that fits: the asked one, else whole quarter pixels below it, else the smallest allowed.
Result<double> fitting_size(const Job& job) {
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

// Lines as they will be drawn; with Overflow::ellipsis cut to what there is room for.
Result<std::vector<Line>> make_lines(const Job& job, const Wrapped& wrapped, double size, bool* truncated) {
  const Metrics metrics = job.metrics(size);
  const bool ellipsis = job.content().overflow == TextContent::Overflow::ellipsis;
  const size_t room = ellipsis ? std::max<size_t>(job.line_room(size), 1) : SIZE_MAX;
  std::vector<Line> lines;
  for (size_t i = 0; i < wrapped.lines.size() && i < room; ++i) {
    const LineSpan& span = wrapped.lines[i];
    const ShapedParagraph& paragraph = job.paragraphs[span.paragraph].shaped;
    Result<Line> line = make_line(paragraph, span.begin, span.end, job.style);
    if (!line) return fail(std::move(line.error()));
    const bool more_below = i + 1 == room && i + 1 < wrapped.lines.size();
    const bool too_wide = job.request->width && width_of(*line, metrics) > *job.request->width + kFitSlack;
    if (ellipsis && (more_below || too_wide)) {
      line = make_ellipsis_line(paragraph, span.begin, span.end, job.request->width, metrics, job.style);
      if (!line) return fail(std::move(line.error()));
      *truncated = true;
    }
    lines.push_back(std::move(*line));
  }
  return lines;
}

// Places one line's glyphs; returns nothing: the pen's end is the line's width, known before.
void place_line(const Line& line, const Metrics& metrics, Vec2 pen, std::vector<Glyph>& out) {
  for (const ShapedRun& run : line.runs) {
    const double scale = metrics.size / run.run.font->units_per_em();
    for (size_t i = 0; i < run.glyphs.size(); ++i) {
      const ShapedGlyph& glyph = run.glyphs[i];
      out.push_back({run.run.font, glyph.id, {pen.x + glyph.x_offset * scale, pen.y - glyph.y_offset * scale}});
      pen.x += glyph.advance * scale;
      const bool ends_cluster = i + 1 == run.glyphs.size() || run.glyphs[i + 1].cluster != glyph.cluster;
      if (ends_cluster) pen.x += metrics.letter_spacing;
    }
  }
}

// As CSS does: the font's ascent and descent stand in the middle of a line `line_height` ems high. The first font of
// the chain decides, so that a fallback glyph does not move the lines.
double first_baseline(const Font& font, double size, double line_height) {
  const double ascent = font.ascent() * size / font.units_per_em();
  const double descent = font.descent() * size / font.units_per_em();
  return (line_height - (ascent + descent)) / 2 + ascent;
}

void place(const Job& job, const std::vector<Line>& lines, TextLayout& layout) {
  const Metrics metrics = job.metrics(layout.size);
  const double line_height = job.line_height(layout.size);
  const double height = line_height * static_cast<double>(lines.size());
  double widest = 0;
  for (const Line& line : lines) widest = std::max(widest, width_of(line, metrics));
  layout.box = {job.request->width.value_or(widest), job.request->height.value_or(height)};

  const double spare = layout.box.y - height;
  double top = 0;
  if (job.content().vertical_align == TextContent::VerticalAlign::middle) top = spare / 2;
  if (job.content().vertical_align == TextContent::VerticalAlign::bottom) top = spare;
  double baseline = top + first_baseline(*job.style.fonts->front(), layout.size, line_height);
  bool first = true;
  layout.ink = {{0, top}, {0, top + height}};
  for (const Line& line : lines) {
    const double width = width_of(line, metrics);
    double left = 0;
    if (job.content().align == TextContent::Align::center) left = (layout.box.x - width) / 2;
    if (job.content().align == TextContent::Align::right) left = layout.box.x - width;
    place_line(line, metrics, {left, baseline}, layout.glyphs);
    layout.ink.min.x = first ? left : std::min(layout.ink.min.x, left);
    layout.ink.max.x = first ? left + width : std::max(layout.ink.max.x, left + width);
    first = false;
    baseline += line_height;
  }
  layout.lines = static_cast<int>(lines.size());
  layout.overflows =
      lines.size() > job.line_room(layout.size) || (job.request->width && widest > *job.request->width + kFitSlack);
}

std::unexpected<Errors> too_large(const Job& job, const Wrapped& wrapped, double size) {
  const auto limit = [](std::optional<double> v) { return v ? fmt::format("{:.0f}", *v) : std::string("any"); };
  std::string room = fmt::format("{} x {} px", limit(job.request->width), limit(job.request->height));
  if (job.content().max_lines > 0) room += fmt::format(", {} line(s)", job.content().max_lines);
  const std::string start = job.content().text.size() <= 60 ? job.content().text : "";
  return fail(Fault::invalid,
              fmt::format("the text {}does not fit its box ({}) at {:g} px: it takes {:.0f} x {:.0f} px in {} line(s)",
                          start.empty() ? "" : "\"" + start + "\" ", room, size, wrapped.width,
                          job.line_height(size) * static_cast<double>(wrapped.lines.size()), wrapped.lines.size()),
              "shorten the text, enlarge the box, lower minFontSize, or set overflow to \"ellipsis\"");
}

}  // namespace

Result<TextLayout> layout_text(const TextRequest& request, const FontChain& fonts) {
  FP_ASSERT(request.content != nullptr && !fonts.empty());
  const Result<Job> job = prepare(request, fonts);
  if (!job) return fail(job.error());
  TextLayout layout;
  if (!(request.size > 0)) {  // an animated size may pass through nothing
    layout.box = {request.width.value_or(0), request.height.value_or(0)};
    return layout;
  }
  const Result<double> size = fitting_size(*job);
  if (!size) return fail(size.error());
  layout.size = *size;
  layout.shrunk = *size < request.size;
  const Result<Wrapped> wrapped = wrap_text(job->paragraphs, job->wrap_width(), job->metrics(*size), job->style);
  if (!wrapped) return fail(wrapped.error());
  if (request.content->overflow == TextContent::Overflow::error && !fits(*job, *wrapped, *size)) {
    return too_large(*job, *wrapped, *size);
  }
  const Result<std::vector<Line>> lines = make_lines(*job, *wrapped, *size, &layout.truncated);
  if (!lines) return fail(lines.error());
  place(*job, *lines, layout);
  return layout;
}

Path outline(const TextLayout& layout) {
  Path path;
  for (const Glyph& glyph : layout.glyphs) {
    const double scale = layout.size / glyph.font->units_per_em();
    append(path, *glyph.font->outline(glyph.id), {scale, 0, 0, -scale, glyph.origin.x, glyph.origin.y});
  }
  return path;
}

}  // namespace fp
