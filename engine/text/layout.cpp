#include "engine/text/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/text/text_job.hpp"

namespace fp {
namespace {

// Lines as they will be drawn; with Overflow::ellipsis cut to what there is room for.
Result<std::vector<Line>> make_lines(const TextJob& job, const Wrapped& wrapped, double size, bool* truncated) {
  const Setting setting{size, job.request->width};
  const bool ellipsis = job.content().overflow == TextContent::Overflow::ellipsis;
  size_t room = SIZE_MAX;
  if (ellipsis) room = std::max<size_t>(line_room(job, line_boxes(job, wrapped.lines, size)), 1);
  std::vector<Line> lines;
  for (size_t i = 0; i < wrapped.lines.size() && i < room; ++i) {
    const LineSpan& span = wrapped.lines[i];
    const Paragraph& paragraph = job.paragraphs[span.paragraph];
    Result<Line> line = make_line(paragraph, span.begin, span.end, job.style);
    if (!line) return fail(std::move(line.error()));
    const bool more_below = i + 1 == room && i + 1 < wrapped.lines.size();
    const bool too_wide = job.request->width && width_of(*line, size) > *job.request->width + kFitSlack;
    if (ellipsis && (more_below || too_wide)) {
      line = make_ellipsis_line(paragraph, span.begin, span.end, setting, job.style);
      if (!line) return fail(std::move(line.error()));
      *truncated = true;
    }
    lines.push_back(std::move(*line));
  }
  return lines;
}

std::unexpected<Errors> too_large(const TextJob& job, const Wrapped& wrapped, double size) {
  const auto limit = [](std::optional<double> v) { return v ? fmt::format("{:.0f}", *v) : std::string("any"); };
  std::string room = fmt::format("{} x {} px", limit(job.request->width), limit(job.request->height));
  if (job.content().max_lines > 0) room += fmt::format(", {} line(s)", job.content().max_lines);
  const std::string start = job.content().text.size() <= 60 ? job.content().text : "";
  double height = 0;
  for (const LineBox& box : line_boxes(job, wrapped.lines, size)) height += box.height;
  return fail(
      Fault::invalid,
      fmt::format("the text {}does not fit its box ({}) at {:g} px: it takes {:.0f} x {:.0f} px in {} line(s)",
                  start.empty() ? "" : "\"" + start + "\" ", room, size, wrapped.width, height, wrapped.lines.size()),
      "shorten the text, enlarge the box, lower minFontSize, or set overflow to \"ellipsis\"");
}

}  // namespace

Result<TextLayout> layout_text(const TextRequest& request) {
  FP_ASSERT(request.content != nullptr && !request.spans.empty());
  FP_ASSERT(request.spans.size() == request.content->spans.size());
  TextLayout layout;
  layout.rules.resize(request.spans.size());
  if (!(request.size > 0)) {  // an animated size may pass through nothing
    layout.box = {request.width.value_or(0), request.height.value_or(0)};
    return layout;
  }
  const Result<TextJob> job = prepare_text(request);
  if (!job) return fail(job.error());
  const Result<double> size = fitting_size(*job);
  if (!size) return fail(size.error());
  layout.size = *size;
  layout.shrunk = *size < request.size;
  const Result<Wrapped> wrapped = wrap_text(job->paragraphs, job->setting(*size), job->style);
  if (!wrapped) return fail(wrapped.error());
  if (request.content->overflow == TextContent::Overflow::error && !fits(*job, *wrapped, *size)) {
    return too_large(*job, *wrapped, *size);
  }
  const Result<std::vector<Line>> lines = make_lines(*job, *wrapped, *size, &layout.truncated);
  if (!lines) return fail(lines.error());
  place_lines(*job, wrapped->lines, *lines, layout);
  for (const SpanRequest& span : request.spans) {
    for (const auto& font : span.fonts) {
      if (std::ranges::find(layout.fonts, font) == layout.fonts.end()) layout.fonts.push_back(font);
    }
  }
  return layout;
}

Path outline(const TextLayout& layout, const TextCluster& cluster) {
  Path path;
  for (uint32_t i = cluster.glyphs_begin; i < cluster.glyphs_end; ++i) {
    const Glyph& glyph = layout.glyphs[i];
    if (glyph.font->draws_in_color(glyph.id)) continue;
    const double scale = glyph.size / glyph.font->units_per_em();
    append(path, *glyph.font->outline(glyph.id), {scale, 0, 0, -scale, glyph.origin.x, glyph.origin.y});
  }
  return path;
}

Path outline(const TextLayout& layout, uint32_t span) {
  Path path;
  const std::vector<TextCluster>& clusters = layout.clusters;
  for (size_t i = 0; i < clusters.size(); ++i) {
    if (clusters[i].span != span) continue;
    append(path, outline(layout, clusters[i]), {});
  }
  for (size_t i = 0; i < clusters.size();) {
    size_t end = i + 1;
    while (end < clusters.size() && clusters[end].span == clusters[i].span && clusters[end].line == clusters[i].line) {
      ++end;
    }
    if (clusters[i].span == span) append(path, rules(layout, clusters[i], clusters[end - 1]), {});
    i = end;
  }
  return path;
}

}  // namespace fp
