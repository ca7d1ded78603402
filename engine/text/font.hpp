// Fonts by file. HarfBuzz reads the file, shapes text and supplies outlines; nothing here asks the system for a font.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"
#include "engine/vector/path.hpp"

struct hb_font_t;
struct hb_draw_funcs_t;

namespace fp {

// A glyph with more points than this is not drawn: fonts are untrusted.
inline constexpr size_t kMaxGlyphPoints = 100'000;
inline constexpr size_t kMaxKeptPoints = 2'000'000;  // per font, over all outlines kept

// Immutable and safe to use from several threads. Lengths are in em units / units_per_em.
class Font {
 public:
  // `bytes` is a TrueType or OpenType file (of a collection, face 0 is used; of a variable font, its default instance).
  // What cannot serve as a font is an error (Fault::missing) naming `name`.
  static Result<std::shared_ptr<const Font>> load(std::string bytes, std::string name);
  Font(const Font&) = delete;
  Font& operator=(const Font&) = delete;
  ~Font();

  const std::string& name() const { return name_; }
  const Sha256& hash() const { return hash_; }
  int units_per_em() const { return units_per_em_; }
  double ascent() const { return ascent_; }    // font units, positive up
  double descent() const { return descent_; }  // font units, positive down
  double cap_height() const { return cap_height_; }
  bool has_glyph(char32_t c) const;
  // Font units, y up, closed contours; empty for blanks and beyond kMaxGlyphPoints. Kept once made: reading an outline
  // from the file costs some ten times what transforming it does.
  std::shared_ptr<const Path> outline(uint32_t glyph) const;
  hb_font_t* handle() const { return font_; }

 private:
  Font() = default;
  std::string bytes_, name_;
  Sha256 hash_;
  hb_font_t* font_ = nullptr;
  hb_draw_funcs_t* draw_ = nullptr;
  int units_per_em_ = 1000;
  double ascent_ = 0, descent_ = 0, cap_height_ = 0;
  mutable std::mutex mutex_;  // of the two below
  mutable std::unordered_map<uint32_t, std::shared_ptr<const Path>> outlines_;
  mutable size_t kept_points_ = 0;
};

}  // namespace fp
