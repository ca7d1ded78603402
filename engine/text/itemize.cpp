#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <memory>

#include "engine/text/shape.hpp"
#include "engine/text/unicode.hpp"

namespace fp {
namespace {

using FontChain = std::vector<std::shared_ptr<const Font>>;

constexpr size_t kMaxNamed = 8;  // distinct characters named in one error
constexpr char32_t kHyphen = 0x2010, kNoBreakHyphen = 0x2011;

// HarfBuzz makes spaces of other widths from U+0020 and the no-break hyphen from the hyphen.
bool has_character(const Font& font, char32_t c) {
  if (needs_no_glyph(c) || font.has_glyph(c)) return true;
  if (is_space(c)) return font.has_glyph(U' ');
  return c == kNoBreakHyphen && font.has_glyph(kHyphen);
}

bool has_all(const Font& font, const std::u32string& characters) {
  return std::ranges::all_of(characters, [&](char32_t c) { return has_character(font, c); });
}

// A cluster in the given normal form: HarfBuzz composes and decomposes to what the font has.
std::u32string normalized(std::u16string_view cluster, bool composed) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form =
      composed ? icu::Normalizer2::getNFCInstance(status) : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return code_points(cluster);
  const icu::UnicodeString text(cluster.data(), static_cast<int32_t>(cluster.size()));
  const icu::UnicodeString result = form->normalize(text, status);
  if (U_FAILURE(status)) return code_points(cluster);
  return code_points({result.getBuffer(), static_cast<size_t>(result.length())});
}

bool covers(const Font& font, std::u16string_view cluster, const std::u32string& characters) {
  if (has_all(font, characters)) return true;
  if (characters.size() == 1 && characters[0] < 0x80) return false;
  return has_all(font, normalized(cluster, true)) || has_all(font, normalized(cluster, false));
}

// The first font that has the cluster, among those that show it as it asks to be shown if there are any.
const Font* choose_font(const FontChain& fonts, std::u16string_view cluster, const std::u32string& characters) {
  const Presentation wanted = presentation_of(characters);
  const Font* first = nullptr;
  for (const auto& font : fonts) {
    const bool preferred = wanted == Presentation::any || font->has_color() == (wanted == Presentation::emoji);
    if ((!preferred && first != nullptr) || !covers(*font, cluster, characters)) continue;
    if (preferred) return font.get();
    first = font.get();
  }
  return first;
}

// Scripts whose letters are joined: spacing would tear them, so they get none (CSS Text 3, cursive scripts).
bool joins(UScriptCode script) {
  constexpr UScriptCode kCursive[] = {USCRIPT_ARABIC,          USCRIPT_SYRIAC,  USCRIPT_MONGOLIAN, USCRIPT_NKO,
                                      USCRIPT_HANIFI_ROHINGYA, USCRIPT_MANDAIC, USCRIPT_PHAGS_PA,  USCRIPT_ADLAM};
  return std::ranges::find(kCursive, script) != std::end(kCursive);
}

// The characters to blame when no font covers a cluster: those no font has, else those the first choice lacks.
void blame(const std::u32string& characters, const FontChain& fonts, std::vector<char32_t>& missing) {
  const auto add = [&](char32_t c) {
    if (std::ranges::find(missing, c) == missing.end()) missing.push_back(c);
  };
  bool found = false;
  for (const char32_t c : characters) {
    if (std::ranges::any_of(fonts, [&](const auto& font) { return has_character(*font, c); })) continue;
    add(c);
    found = true;
  }
  for (const char32_t c : characters) {
    if (!found && !has_character(*fonts[0], c)) add(c);
  }
}

// Common and inherited characters (spaces, digits, marks) take the script around them.
std::vector<UScriptCode> scripts_of(const std::u16string& text) {
  std::vector<UScriptCode> scripts;
  UScriptCode current = USCRIPT_COMMON;
  size_t leading = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t from = i;
    UChar32 c = 0;
    U16_NEXT(text.data(), i, text.size(), c);
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    const bool real =
        U_SUCCESS(status) && script != USCRIPT_COMMON && script != USCRIPT_INHERITED && script != USCRIPT_UNKNOWN;
    if (real && current == USCRIPT_COMMON) {
      std::fill(scripts.begin(), scripts.begin() + static_cast<std::ptrdiff_t>(leading), script);
    }
    if (real) current = script;
    if (current == USCRIPT_COMMON) leading = i;
    scripts.insert(scripts.end(), i - from, current);
  }
  return scripts;
}

hb_script_t shaping_script(UScriptCode script) {
  return script == USCRIPT_COMMON ? HB_SCRIPT_COMMON : hb_script_from_string(uscript_getShortName(script), 4);
}

}  // namespace

Errors missing_glyphs(const std::vector<char32_t>& characters, const FontChain& fonts) {
  std::string tried;
  for (const auto& font : fonts) tried += (tried.empty() ? "" : ", ") + font->name();
  Errors errors;
  for (const char32_t c : characters) {
    if (errors.size() == kMaxNamed) break;
    errors.push_back({.fault = Fault::missing,
                      .message = fmt::format("no font has the character {}; tried: {}", describe(c), tried),
                      .hint = "add a font that has it to the layer's fonts, or change the text"});
  }
  return errors;
}

Result<std::vector<TextRun>> itemize(const StyledText& styled, const std::vector<size_t>& graphemes,
                                     const ShapeStyle& style, const BidiLevels& bidi) {
  const std::vector<UScriptCode> scripts = scripts_of(styled.text);
  std::vector<TextRun> runs;
  Errors errors;
  std::vector<std::vector<char32_t>> missing(style.spans.size());
  size_t begin = 0;
  for (const size_t end : graphemes) {
    const std::u16string_view cluster = std::u16string_view(styled.text).substr(begin, end - begin);
    const std::u32string characters = code_points(cluster);
    const uint16_t span = styled.span[begin];
    const SpanStyle& set = style.spans[span];
    const Font* font = choose_font(set.fonts, cluster, characters);
    if (font == nullptr) {
      blame(characters, set.fonts, missing[span]);
    } else {
      const double spacing = joins(scripts[begin]) ? 0 : set.letter_spacing;
      const TextRun run{begin, end, font, shaping_script(scripts[begin]), bidi.levels[begin], span, set.ratio, spacing};
      const bool same = !runs.empty() && runs.back().font == run.font && runs.back().script == run.script &&
                        runs.back().level == run.level && runs.back().span == run.span;
      same ? void(runs.back().end = end) : runs.push_back(run);
    }
    begin = end;
  }
  for (size_t i = 0; i < missing.size(); ++i) {
    for (Diagnostic& error : missing_glyphs(missing[i], style.spans[i].fonts)) errors.push_back(std::move(error));
  }
  if (!errors.empty()) return fail(std::move(errors));
  return runs;
}

}  // namespace fp
