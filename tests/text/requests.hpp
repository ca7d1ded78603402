// Text requests as the tests write them: one span unless said otherwise.
#pragma once

#include "engine/text/layout.hpp"
#include "tests/text/fonts.hpp"

namespace fp {

// The whole of `content.text` in one span.
inline void use_one_span(TextContent& content) {
  if (content.spans.size() != 1) content.spans.assign(1, TextSpan{});
  content.spans[0].bytes = content.text.size();
}

inline TextRequest request_of(const TextContent& content, double size, const FontChain& fonts, double spacing = 0) {
  TextRequest request{.content = &content, .size = size, .spans = {}, .width = {}, .height = {}};
  for (const TextSpan& span : content.spans) {
    request.spans.push_back({.fonts = fonts,
                             .size = size * span.relative_size,
                             .letter_spacing = spacing,
                             .baseline_shift = span.baseline_shift.constant});
  }
  return request;
}

}  // namespace fp
