#include <fmt/format.h>

#include <algorithm>

#include "engine/text/text_job.hpp"
#include "engine/text/unicode.hpp"

namespace fp {
namespace {

constexpr size_t kMaxTextBytes = 100'000;  // a screen holds far less; shaping time is bounded
constexpr char16_t kSoftHyphen = 0xad;

// Letter spacing takes ligatures apart, as in CSS; the span's own features come last and win.
std::vector<hb_feature_t> shaping_features(const TextSpan& span, double letter_spacing) {
  std::vector<hb_feature_t> features;
  const auto add = [&](hb_tag_t tag, uint32_t value) {
    features.push_back({tag, value, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END});
  };
  if (letter_spacing != 0) {
    add(HB_TAG('l', 'i', 'g', 'a'), 0);
    add(HB_TAG('c', 'l', 'i', 'g'), 0);
  }
  for (const TextSpan::Feature& f : span.features) add(HB_TAG(f.tag[0], f.tag[1], f.tag[2], f.tag[3]), f.value);
  return features;
}

ShapeStyle style_of(const TextRequest& request) {
  ShapeStyle style{{}, request.content->language};
  for (size_t i = 0; i < request.spans.size(); ++i) {
    const SpanRequest& span = request.spans[i];
    style.spans.push_back({span.fonts, shaping_features(request.content->spans[i], span.letter_spacing),
                           span.size == request.size ? 1 : span.size / request.size, span.letter_spacing});
  }
  return style;
}

std::vector<StyledText> paragraphs_of(const TextContent& content) {
  std::vector<std::string_view> pieces;
  size_t at = 0;
  for (const TextSpan& span : content.spans) {
    pieces.push_back(std::string_view(content.text).substr(at, span.bytes));
    at += span.bytes;
  }
  return split_paragraphs(pieces);
}

// Adds hyphenation points to the paragraph's breaks, and takes soft hyphens out of them where none is wanted.
void add_hyphens(const TextRequest& request, Paragraph& paragraph) {
  using Hyphens = TextContent::Hyphens;
  const std::u16string& text = paragraph.shaped.text();
  std::vector<size_t>& ends = paragraph.break_ends;
  const auto soft = [&](size_t end) { return end > 0 && end < text.size() && text[end - 1] == kSoftHyphen; };
  if (request.content->hyphens == Hyphens::none) std::erase_if(ends, soft);
  if (request.content->hyphens == Hyphens::none) return;
  std::ranges::copy_if(ends, std::back_inserter(paragraph.hyphens), soft);
  if (request.content->hyphens == Hyphens::manual || request.hyphens == nullptr) return;
  for (const size_t point : hyphen_points_of_text(*request.hyphens, text)) {
    // Only between whole graphemes.
    if (!std::ranges::binary_search(paragraph.shaped.graphemes, point)) continue;
    if (!std::ranges::binary_search(ends, point)) paragraph.hyphens.push_back(point);
  }
  std::ranges::sort(paragraph.hyphens);
  std::vector<size_t> all;
  std::ranges::set_union(ends, paragraph.hyphens, std::back_inserter(all));
  ends = std::move(all);
}

void merge(Errors& errors, Errors more) {
  for (Diagnostic& error : more) {
    const auto same = [&](const Diagnostic& e) { return e.message == error.message; };
    if (std::ranges::none_of(errors, same)) errors.push_back(std::move(error));
  }
}

}  // namespace

Result<TextJob> prepare_text(const TextRequest& request) {
  const TextContent& content = *request.content;
  if (content.text.size() > kMaxTextBytes) {
    return fail(Fault::invalid,
                fmt::format("the text is {} bytes long; at most {} are set", content.text.size(), kMaxTextBytes));
  }
  constexpr int kDirections[] = {kDirectionFromText, 0, 1};  // as TextContent::Direction
  TextJob job{&request, style_of(request), {}};
  Errors errors;
  for (StyledText& text : paragraphs_of(content)) {
    Result<std::vector<size_t>> ends = line_break_ends(text.text, content.language);
    if (!ends) return fail(std::move(ends.error()));
    Result<ShapedParagraph> shaped =
        shape_paragraph(std::move(text), job.style, kDirections[static_cast<size_t>(content.direction)]);
    if (!shaped) {
      merge(errors, std::move(shaped.error()));
      continue;
    }
    Paragraph& paragraph = job.paragraphs.emplace_back(Paragraph{std::move(*shaped), std::move(*ends), {}});
    if (job.wraps()) add_hyphens(request, paragraph);
  }
  if (!errors.empty()) return fail(std::move(errors));
  return job;
}

}  // namespace fp
