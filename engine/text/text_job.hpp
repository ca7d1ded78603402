// A text on its way to a layout: what stays the same while its size is being found. Internal to engine/text.
#pragma once

#include "engine/text/layout.hpp"
#include "engine/text/wrap.hpp"

namespace fp {

struct TextJob {
  const TextRequest* request = nullptr;
  ShapeStyle style;
  std::vector<Paragraph> paragraphs;

  const TextContent& content() const { return *request->content; }
  bool wraps() const { return content().wrap != TextContent::Wrap::none && content().path.empty() && request->width; }
  Setting setting(double size) const {
    return {size, wraps() ? request->width : std::nullopt, content().wrap == TextContent::Wrap::balance};
  }
};

// Itemizes and shapes every paragraph and finds where its lines may end.
Result<TextJob> prepare_text(const TextRequest& request);

// A line's extent: how far its baseline lies below its top, and its height.
struct LineBox {
  double above = 0, height = 0;
};
std::vector<LineBox> line_boxes(const TextJob& job, const std::vector<LineSpan>& lines, double size);
// How many of these lines the box and the line limit have room for.
size_t line_room(const TextJob& job, const std::vector<LineBox>& boxes);

// The largest size that fits: the asked one, else whole quarter pixels below it, else the smallest allowed.
Result<double> fitting_size(const TextJob& job);
bool fits(const TextJob& job, const Wrapped& wrapped, double size);

// Lines as they will be drawn, placed and aligned.
void place_lines(const TextJob& job, const std::vector<LineSpan>& spans, const std::vector<Line>& lines,
                 TextLayout& layout);

}  // namespace fp
