#include "engine/text/shape.hpp"

#include <algorithm>

#include "engine/text/unicode.hpp"

namespace fp {
namespace {

struct BufferRelease {
  void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
using Buffer = std::unique_ptr<hb_buffer_t, BufferRelease>;

// Everything is said explicitly: left to guess, HarfBuzz takes the language from the process's locale.
void describe_run(hb_buffer_t* buffer, const TextRun& run, const ShapedParagraph& paragraph, hb_language_t language) {
  unsigned flags = HB_BUFFER_FLAG_DEFAULT;
  if (run.begin == 0) flags |= HB_BUFFER_FLAG_BOT;
  if (run.end == paragraph.text().size()) flags |= HB_BUFFER_FLAG_EOT;
  hb_buffer_set_flags(buffer, static_cast<hb_buffer_flags_t>(flags));
  hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
  hb_buffer_set_direction(buffer, run.level % 2 == 0 ? HB_DIRECTION_LTR : HB_DIRECTION_RTL);
  hb_buffer_set_script(buffer, run.script);
  hb_buffer_set_language(buffer, language);
  hb_buffer_add_utf16(buffer, reinterpret_cast<const uint16_t*>(paragraph.text().data()),
                      static_cast<int>(paragraph.text().size()), static_cast<unsigned>(run.begin),
                      static_cast<int>(run.end - run.begin));
}

// Shapes one run and notes its clusters' advances and whether the text may be cut before them.
ShapedRun shape_run(hb_buffer_t* buffer, const TextRun& run, ShapedParagraph& paragraph, const ShapeStyle& style,
                    hb_language_t language) {
  hb_buffer_reset(buffer);
  describe_run(buffer, run, paragraph, language);
  const std::vector<hb_feature_t>& features = style.spans[run.span].features;
  hb_shape(run.font->handle(), buffer, features.data(), static_cast<unsigned>(features.size()));
  unsigned count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);
  ShapedRun shaped{run, {}};
  for (unsigned i = 0; i < count; ++i) {
    const uint32_t cluster = infos[i].cluster;
    shaped.glyphs.push_back(
        {infos[i].codepoint, cluster, positions[i].x_advance, positions[i].x_offset, positions[i].y_offset});
    // Prefix sums are made of these once all runs are shaped.
    const double ems = static_cast<double>(positions[i].x_advance) / run.font->units_per_em();
    paragraph.em_before[cluster + 1] += run.ratio == 1 ? ems : ems * run.ratio;
    paragraph.px_before[cluster + 1] = run.letter_spacing;
    paragraph.clusters_before[cluster + 1] = 1;
    const bool unsafe = (hb_glyph_info_get_glyph_flags(&infos[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0;
    paragraph.safe_break[cluster] = !unsafe;
  }
  return shaped;
}

// A safety net under font fallback: a glyph 0 is the "missing" box, which is never drawn.
Errors boxes(const ShapedParagraph& paragraph, const ShapeStyle& style) {
  for (const ShapedRun& run : paragraph.runs) {
    std::vector<char32_t> missing;
    for (const ShapedGlyph& glyph : run.glyphs) {
      if (glyph.id != 0) continue;
      const char32_t c = code_points(std::u16string_view(paragraph.text()).substr(glyph.cluster, 2))[0];
      if (std::ranges::find(missing, c) == missing.end()) missing.push_back(c);
    }
    if (!missing.empty()) return missing_glyphs(missing, style.spans[run.run.span].fonts);
  }
  return {};
}

}  // namespace

Result<ShapedParagraph> shape_paragraph(StyledText styled, const ShapeStyle& style, int direction) {
  BidiLevels bidi = bidi_levels(styled.text, direction);
  return shape_paragraph(std::move(styled), style, std::move(bidi));
}

Result<ShapedParagraph> shape_paragraph(StyledText styled, const ShapeStyle& style, BidiLevels bidi) {
  ShapedParagraph paragraph;
  paragraph.styled = std::move(styled);
  paragraph.bidi = std::move(bidi);
  const size_t size = paragraph.text().size();
  Result<std::vector<size_t>> graphemes = grapheme_ends(paragraph.text(), style.language);
  if (!graphemes) return fail(std::move(graphemes.error()));
  paragraph.graphemes = std::move(*graphemes);
  const Result<std::vector<TextRun>> runs = itemize(paragraph.styled, paragraph.graphemes, style, paragraph.bidi);
  if (!runs) return fail(runs.error());

  paragraph.em_before.assign(size + 1, 0.0);
  paragraph.px_before.assign(size + 1, 0.0);
  paragraph.clusters_before.assign(size + 1, 0);
  paragraph.safe_break.assign(size + 1, false);
  paragraph.safe_break[0] = paragraph.safe_break[size] = true;
  const std::string language = style.language.empty() ? "und" : style.language;
  const hb_language_t tag = hb_language_from_string(language.c_str(), static_cast<int>(language.size()));
  const Buffer buffer(hb_buffer_create());
  for (const TextRun& run : *runs) paragraph.runs.push_back(shape_run(buffer.get(), run, paragraph, style, tag));
  for (size_t i = 0; i < size; ++i) {
    paragraph.em_before[i + 1] += paragraph.em_before[i];
    paragraph.px_before[i + 1] += paragraph.px_before[i];
    paragraph.clusters_before[i + 1] += paragraph.clusters_before[i];
  }
  if (Errors missing = boxes(paragraph, style); !missing.empty()) return fail(std::move(missing));
  return paragraph;
}

}  // namespace fp
