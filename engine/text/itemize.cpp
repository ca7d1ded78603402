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

Result<std::vector<TextRun>> itemize(const std::u16string& text, const std::vector<size_t>& graphemes,
                                     const FontChain& fonts, const BidiLevels& bidi) {
  const std::vector<UScriptCode> scripts = scripts_of(text);
  const std::vector<uint8_t>& levels = bidi.levels;
  std::vector<TextRun> runs;
  std::vector<char32_t> missing;
  size_t begin = 0;
  for (const size_t end : graphemes) {
    const std::u16string_view cluster = std::u16string_view(text).substr(begin, end - begin);
    const std::u32string characters = code_points(cluster);
    const auto font = std::ranges::find_if(fonts, [&](const auto& f) { return covers(*f, cluster, characters); });
    if (font == fonts.end()) {
      blame(characters, fonts, missing);
    } else {
      const TextRun run{begin, end, font->get(), shaping_script(scripts[begin]), levels[begin]};
      const bool same = !runs.empty() && runs.back().font == run.font && runs.back().script == run.script &&
                        runs.back().level == run.level;
      same ? void(runs.back().end = end) : runs.push_back(run);
    }
    begin = end;
  }
  if (!missing.empty()) return fail(missing_glyphs(missing, fonts));
  return runs;
}

}  // namespace fp
