#include "engine/text/font.hpp"

#include <fmt/format.h>
#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <memory>

#include "engine/text/colr_drawing.hpp"

namespace fp {
namespace {

struct Release {
  void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
  void operator()(hb_face_t* face) const { hb_face_destroy(face); }
  void operator()(hb_set_t* set) const { hb_set_destroy(set); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

Path& path_of(void* data) {
  return *static_cast<Path*>(data);
}

void on_move(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  path_of(data).move_to({x, y});
}
void on_line(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
  if (path_of(data).points.size() <= kMaxGlyphPoints) path_of(data).line_to({x, y});
}
void on_quad(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float cx, float cy, float x, float y, void*) {
  if (path_of(data).points.size() <= kMaxGlyphPoints) path_of(data).quad_to({cx, cy}, {x, y});
}
void on_cubic(hb_draw_funcs_t*, void* data, hb_draw_state_t*, float ax, float ay, float bx, float by, float x, float y,
              void*) {
  if (path_of(data).points.size() <= kMaxGlyphPoints) path_of(data).cubic_to({ax, ay}, {bx, by}, {x, y});
}
void on_close(hb_draw_funcs_t*, void* data, hb_draw_state_t*, void*) {
  path_of(data).close();
}

hb_draw_funcs_t* make_draw_functions() {
  hb_draw_funcs_t* draw = hb_draw_funcs_create();
  hb_draw_funcs_set_move_to_func(draw, on_move, nullptr, nullptr);
  hb_draw_funcs_set_line_to_func(draw, on_line, nullptr, nullptr);
  hb_draw_funcs_set_quadratic_to_func(draw, on_quad, nullptr, nullptr);
  hb_draw_funcs_set_cubic_to_func(draw, on_cubic, nullptr, nullptr);
  hb_draw_funcs_set_close_path_func(draw, on_close, nullptr, nullptr);
  hb_draw_funcs_make_immutable(draw);
  return draw;
}

// What the first bytes say about a file that HarfBuzz cannot read, or that it would read as an empty font.
std::string_view foreign_kind(std::string_view bytes) {
  if (bytes.empty()) return "is an empty file";
  if (bytes.starts_with("wOF2") || bytes.starts_with("wOFF")) return "is a web font (WOFF); its TTF or OTF is needed";
  if (bytes.starts_with("%!PS") || bytes.starts_with("\x80\x01")) return "is a PostScript Type 1 font";
  if (bytes.starts_with("version https://git-lfs")) return "is a Git LFS pointer, not the font itself";
  constexpr std::string_view kTrueType("\0\1\0\0", 4);
  for (const std::string_view tag :
       {kTrueType, std::string_view("OTTO"), std::string_view("true"), std::string_view("ttcf")}) {
    if (bytes.starts_with(tag)) return {};
  }
  return "is not a font file";
}

bool has_table(hb_face_t* face, hb_tag_t tag) {
  const Owned<hb_blob_t> table(hb_face_reference_table(face, tag));
  return hb_blob_get_length(table.get()) > 0;
}

// The em size as the file has it; HarfBuzz silently puts 1000 for nonsense.
unsigned declared_units(hb_face_t* face) {
  const Owned<hb_blob_t> head(hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd')));
  unsigned length = 0;
  const char* data = hb_blob_get_data(head.get(), &length);
  if (length < 54) return 0;
  return static_cast<unsigned>(static_cast<unsigned char>(data[18])) << 8 | static_cast<unsigned char>(data[19]);
}

// Why the face cannot serve, or empty.
std::string fault_of(hb_face_t* face) {
  if (hb_face_get_glyph_count(face) == 0) return "has no glyphs";
  const unsigned units = declared_units(face);
  if (units < 16 || units > 16384) return fmt::format("declares {} units per em; 16 to 16384 expected", units);
  const Owned<hb_set_t> characters(hb_set_create());
  hb_face_collect_unicodes(face, characters.get());
  if (hb_set_is_empty(characters.get())) return "maps no characters to glyphs (no usable 'cmap' table)";
  const bool outlines = has_table(face, HB_TAG('g', 'l', 'y', 'f')) || has_table(face, HB_TAG('C', 'F', 'F', ' ')) ||
                        has_table(face, HB_TAG('C', 'F', 'F', '2'));
  if (hb_ot_color_has_png(face) != 0) return {};
  if (!outlines) return "has no outlines ('glyf' or 'CFF' table) and no PNG pictures; SVG fonts cannot be drawn";
  if (!has_table(face, HB_TAG('h', 'm', 't', 'x'))) return "has no advance widths ('hmtx' table)";
  return {};
}

std::unexpected<Errors> unusable(const std::string& name, std::string_view reason) {
  return fail(Fault::missing, fmt::format("font '{}' {}", name, reason),
              "use an intact TrueType (.ttf) or OpenType (.otf) file");
}

}  // namespace

Result<std::shared_ptr<const Font>> Font::load(std::string bytes, std::string name) {
  if (const std::string_view kind = foreign_kind(bytes); !kind.empty()) return unusable(name, kind);
  std::shared_ptr<Font> font(new Font);
  font->bytes_ = std::move(bytes);
  font->name_ = std::move(name);
  font->hash_ = sha256(font->bytes_);
  const Owned<hb_blob_t> blob(hb_blob_create(font->bytes_.data(), static_cast<unsigned>(font->bytes_.size()),
                                             HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  if (hb_face_count(blob.get()) == 0) return unusable(font->name_, "holds no font");
  const Owned<hb_face_t> face(hb_face_create(blob.get(), 0));
  if (const std::string fault = fault_of(face.get()); !fault.empty()) return unusable(font->name_, fault);
  hb_face_make_immutable(face.get());

  // The scale of a new font is its units per em, and its functions are hb-ot's: positions come out as whole font units.
  font->font_ = hb_font_create(face.get());
  hb_ot_font_set_funcs(font->font_);
  font->draw_ = make_draw_functions();
  font->units_per_em_ = static_cast<int>(hb_face_get_upem(face.get()));
  if (const std::string fault = font->read_colors(); !fault.empty())
    return unusable(font->name_, "has colours ('COLR') that " + fault);
  font->has_pictures_ = hb_ot_color_has_png(face.get()) != 0;
  font->measure();
  hb_font_make_immutable(font->font_);
  return font;
}

std::shared_ptr<const Font> Font::vary(const std::shared_ptr<const Font>& font, std::span<const FontAxis> axes) {
  std::vector<hb_variation_t> settings;
  ByteWriter key;
  key.put(font->hash_);
  for (const FontAxis& axis : axes) {
    const hb_tag_t tag = HB_TAG(axis.tag[0], axis.tag[1], axis.tag[2], axis.tag[3]);
    hb_ot_var_axis_info_t info{};
    if (hb_ot_var_find_axis_info(font->face(), tag, &info) == 0) continue;
    const double value = std::clamp<double>(axis.value, info.min_value, info.max_value);
    settings.push_back({tag, static_cast<float>(value)});
    key.put(tag).put_double(settings.back().value);
  }
  if (settings.empty()) return font;
  std::shared_ptr<Font> varied(new Font);
  varied->base_ = font->base_ ? font->base_ : font;
  varied->name_ = font->name_;
  varied->hash_ = key.sha();
  varied->font_ = hb_font_create(font->face());
  hb_ot_font_set_funcs(varied->font_);
  hb_font_set_variations(varied->font_, settings.data(), static_cast<unsigned>(settings.size()));
  varied->draw_ = make_draw_functions();
  varied->units_per_em_ = font->units_per_em_;
  FP_ASSERT(varied->read_colors().empty());  // as when it was loaded
  varied->has_pictures_ = font->has_pictures_;
  varied->measure();
  hb_font_make_immutable(varied->font_);
  return varied;
}

hb_face_t* Font::face() const {
  return hb_font_get_face(font_);
}

// What the file says about lines, in its own units; the usual proportions where it says nothing.
void Font::measure() {
  const double em = units_per_em_;
  hb_font_extents_t extents{};
  if (hb_font_get_h_extents(font_, &extents) != 0) {
    ascent_ = extents.ascender;
    descent_ = -extents.descender;
  }
  if (!(ascent_ + descent_ > 0)) {
    ascent_ = 0.8 * em;
    descent_ = 0.2 * em;
  }
  const auto metric = [&](hb_ot_metrics_tag_t tag, double otherwise) {
    hb_position_t value = 0;
    return hb_ot_metrics_get_position(font_, tag, &value) != 0 ? static_cast<double>(value) : otherwise;
  };
  cap_height_ = metric(HB_OT_METRICS_TAG_CAP_HEIGHT, 0);
  if (!(cap_height_ > 0)) cap_height_ = 0.7 * em;
  // The file's underline offset is that of its upper edge in OpenType; the strikeout's too.
  const auto rule = [&](hb_ot_metrics_tag_t offset, hb_ot_metrics_tag_t size, double middle) {
    const double thickness = std::clamp(metric(size, 0.06 * em), 0.01 * em, 0.3 * em);
    return Rule{metric(offset, middle + thickness / 2) - thickness / 2, thickness};
  };
  underline_ = rule(HB_OT_METRICS_TAG_UNDERLINE_OFFSET, HB_OT_METRICS_TAG_UNDERLINE_SIZE, -0.12 * em);
  strike_ = rule(HB_OT_METRICS_TAG_STRIKEOUT_OFFSET, HB_OT_METRICS_TAG_STRIKEOUT_SIZE, 0.36 * em);
}

Font::~Font() {
  hb_draw_funcs_destroy(draw_);
  hb_font_destroy(font_);
}

bool Font::has_glyph(char32_t c) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph(font_, c, &glyph) != 0 && glyph != 0;
}

bool Font::has_axis(const char (&tag)[4]) const {
  hb_ot_var_axis_info_t info{};
  return hb_ot_var_find_axis_info(face(), HB_TAG(tag[0], tag[1], tag[2], tag[3]), &info) != 0;
}

std::string Font::read_colors() {
  const std::shared_ptr<hb_blob_t> blob(hb_face_reference_table(face(), HB_TAG('C', 'O', 'L', 'R')), hb_blob_destroy);
  unsigned length = 0, axes = 0;
  const char* data = hb_blob_get_data(blob.get(), &length);
  if (length == 0) return {};
  const int* coordinates = hb_font_get_var_coords_normalized(font_, &axes);
  std::vector<double> normalized;
  for (unsigned i = 0; i < axes; ++i) normalized.push_back(coordinates[i] / 16384.0);
  ColrResult<ColrTable> table = ColrTable::open(std::as_bytes(std::span(data, length)), normalized);
  if (!table) return std::move(table.error());
  if (table->empty()) return {};
  struct Held {
    std::shared_ptr<hb_blob_t> blob;
    ColrTable table;
  };
  const auto held = std::make_shared<const Held>(blob, std::move(*table));
  colr_ = {held, &held->table};
  unsigned count = hb_ot_color_palette_get_colors(face(), 0, 0, nullptr, nullptr);
  std::vector<hb_color_t> colors(count);
  hb_ot_color_palette_get_colors(face(), 0, 0, &count, colors.data());
  for (const hb_color_t color : colors) {
    palette_.push_back({hb_color_get_red(color) / 255.0, hb_color_get_green(color) / 255.0,
                        hb_color_get_blue(color) / 255.0, hb_color_get_alpha(color) / 255.0});
  }
  return {};
}

bool Font::has_drawing(uint32_t glyph) const {
  return colr_ && colr_->has(glyph);
}

Result<Drawing> Font::drawing(uint32_t glyph, const std::optional<Color>& text_color) const {
  FP_ASSERT(colr_ != nullptr);
  const GlyphOutlines outlines = [&](uint32_t id) { return outline(id); };
  ColrResult<Drawing> drawing = color_glyph_drawing(*colr_, {palette_, text_color}, outlines, glyph);
  if (!drawing) {
    return fail(Fault::missing, fmt::format("the colours of glyph {} of font '{}' {}", glyph, name_, drawing.error()),
                "use an intact font, or its edition with pictures (CBDT)");
  }
  ByteWriter key;
  key.put_text("glyph").put(hash_).put(glyph);
  drawing->hash = key.hash();
  return std::move(*drawing);
}

Font::Picture Font::picture(uint32_t glyph) const {
  if (!has_pictures_) return {};
  const Owned<hb_blob_t> png(hb_ot_color_glyph_reference_png(font_, glyph));
  unsigned length = 0;
  const char* data = hb_blob_get_data(png.get(), &length);
  hb_glyph_extents_t box{};
  if (length == 0 || hb_font_get_glyph_extents(font_, glyph, &box) == 0) return {};
  return {std::string(data, length),
          {static_cast<double>(box.x_bearing), static_cast<double>(box.y_bearing)},
          {static_cast<double>(box.width), -static_cast<double>(box.height)}};
}

bool Font::draws_in_color(uint32_t glyph) const {
  if (has_drawing(glyph)) return true;
  if (!has_pictures_) return false;
  const Owned<hb_blob_t> png(hb_ot_color_glyph_reference_png(font_, glyph));
  return hb_blob_get_length(png.get()) > 0;
}

std::shared_ptr<const Path> Font::outline(uint32_t glyph) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto kept = outlines_.find(glyph); kept != outlines_.end()) return kept->second;
  }
  Path path;
  hb_font_get_glyph_shape(font_, glyph, draw_, &path);
  if (path.points.size() > kMaxGlyphPoints) path = {};
  auto made = std::make_shared<const Path>(std::move(path));
  const std::lock_guard lock(mutex_);
  if (kept_points_ + made->points.size() > kMaxKeptPoints) return made;
  const auto [kept, inserted] = outlines_.try_emplace(glyph, made);
  if (inserted) kept_points_ += made->points.size();
  return kept->second;
}

}  // namespace fp
