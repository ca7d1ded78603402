// Fonts by file. HarfBuzz reads the file, shapes text and supplies outlines; nothing here asks the system for a font.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/core/color.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"
#include "engine/vector/drawing.hpp"
#include "engine/vector/path.hpp"

struct hb_font_t;
struct hb_face_t;
struct hb_draw_funcs_t;

namespace fp {

// A glyph with more points than this is not drawn: fonts are untrusted.
inline constexpr size_t kMaxGlyphPoints = 100'000;
inline constexpr size_t kMaxKeptPoints = 2'000'000;  // per font, over all outlines kept

// A setting of a variable font, such as wght 650.
struct FontAxis {
  char tag[4] = {};
  double value = 0;
};

class ColrTable;

// Immutable and safe to use from several threads. Lengths are in em units / units_per_em.
class Font {
 public:
  // `bytes` is a TrueType or OpenType file (of a collection, face 0 is used; of a variable font, its default instance).
  // What cannot serve as a font is an error (Fault::missing) naming `name`.
  static Result<std::shared_ptr<const Font>> load(std::string bytes, std::string name);
  // The same font at other settings of its axes, kept within their ranges; axes it does not have are passed over.
  static std::shared_ptr<const Font> vary(const std::shared_ptr<const Font>& font, std::span<const FontAxis> axes);
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;
  ~Font();

  const std::string& name() const { return name_; }
  const Sha256& hash() const { return hash_; }
  int units_per_em() const { return units_per_em_; }
  double ascent() const { return ascent_; }    // font units, positive up
  double descent() const { return descent_; }  // font units, positive down
  double cap_height() const { return cap_height_; }
  // Middle of the rule below or above the baseline (font units, positive up) and its thickness.
  struct Rule {
    double position = 0, thickness = 0;
  };
  const Rule& underline() const { return underline_; }
  const Rule& strike() const { return strike_; }
  bool has_glyph(char32_t c) const;
  bool has_axis(const char (&tag)[4]) const;
  bool has_color() const { return colr_ || has_pictures_; }
  // Font units, y up, closed contours; empty for blanks and beyond kMaxGlyphPoints. Kept once made: reading an outline
  // from the file costs some ten times what transforming it does.
  std::shared_ptr<const Path> outline(uint32_t glyph) const;
  // COLR, versions 0 and 1, with the first palette. The drawing of a glyph that has one; its outlines have a fill or
  // none. `text_color` is what gradients take for the text's colour; empty: they must not (the text's paint is itself a
  // gradient). Errors (Fault::missing) are damaged tables, and what is not carried: a radial gradient between circles
  // of two centres, more than 64 repetitions of a gradient, and the limits of colr_drawing.hpp.
  bool has_drawing(uint32_t glyph) const;
  Result<Drawing> drawing(uint32_t glyph, const std::optional<Color>& text_color) const;
  // CBDT and sbix: a PNG file and the box it fills, font units, y up. Empty bytes: the glyph has none.
  struct Picture {
    std::string png;
    Vec2 corner{}, size{};  // top left; size with y downward
  };
  Picture picture(uint32_t glyph) const;
  bool draws_in_color(uint32_t glyph) const;  // by either
  hb_font_t* handle() const { return font_; }

 private:
  Font() = default;
  void measure();
  // Reads 'COLR' at the font's axes; what is wrong with it, or empty.
  std::string read_colors();
  hb_face_t* face() const;
  std::shared_ptr<const Font> base_;  // of a varied font: what it reads from
  std::string bytes_, name_;
  Sha256 hash_;
  hb_font_t* font_ = nullptr;
  hb_draw_funcs_t* draw_ = nullptr;
  int units_per_em_ = 1000;
  double ascent_ = 0, descent_ = 0, cap_height_ = 0;
  Rule underline_, strike_;
  std::shared_ptr<const ColrTable> colr_;  // null: no glyph has a drawing
  std::vector<Color> palette_;             // CPAL's first
  bool has_pictures_ = false;
  mutable std::mutex mutex_;  // of the two below
  mutable std::unordered_map<uint32_t, std::shared_ptr<const Path>> outlines_;
  mutable size_t kept_points_ = 0;
};

}  // namespace fp
