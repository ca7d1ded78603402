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

// `turned`: wound the other way, counterclockwise on the canvas.
void add_rule(Path& path, const TextRule& rule, const TextCluster& first, const TextCluster& last, bool turned) {
  if (!(rule.thickness > 0)) return;
  const double top = first.baseline + rule.top, bottom = top + rule.thickness;
  const double begin = turned ? last.right : first.left, end = turned ? first.left : last.right;
  path.move_to({begin, top});
  path.line_to({end, top});
  path.line_to({end, bottom});
  path.line_to({begin, bottom});
  path.close();
}

// Twice the area its control points enclose, positive where most of it is wound clockwise on the canvas.
double signed_area(const Path& path) {
  double area = 0;
  size_t at = 0;
  Vec2 start{}, last{};
  for (const Path::Verb verb : path.verbs) {
    if (verb == Path::Verb::close) {
      area += last.x * start.y - start.x * last.y;
      last = start;
      continue;
    }
    const size_t count = verb == Path::Verb::cubic ? 3 : verb == Path::Verb::quad ? 2 : 1;
    if (verb == Path::Verb::move) start = last = path.points[at];
    for (size_t i = 0; i < count; ++i, ++at) {
      const Vec2 p = path.points[at];
      area += last.x * p.y - p.x * last.y;
      last = p;
    }
  }
  return area;
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

Path rules(const TextLayout& layout, const TextCluster& first, const TextCluster& last) {
  const SpanRules& of_span = layout.rules[first.span];
  Path path;
  if (!(of_span.underline.thickness > 0) && !(of_span.strike.thickness > 0)) return path;
  // Wound as the glyphs are, which differs between font formats: where they cross, windings must not cancel.
  double area = 0;
  for (const TextCluster* cluster = &first; cluster <= &last; ++cluster) area += signed_area(outline(layout, *cluster));
  add_rule(path, of_span.underline, first, last, area < 0);
  add_rule(path, of_span.strike, first, last, area < 0);
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
