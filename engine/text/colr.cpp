#include "engine/text/colr.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fp {
namespace {

constexpr size_t kRootSize = 6, kLayerSize = 4, kGlyphSize = 6, kClipSize = 7;  // bytes of records
constexpr size_t kMaxStops = 1024;

std::unexpected<std::string> damaged(std::string_view what) {
  return std::unexpected(fmt::format("are damaged: {}", what));
}

// Records of `size` bytes sorted by the glyph they begin with.
std::optional<size_t> find_glyph(TableBytes table, size_t records, size_t count, size_t size, uint32_t glyph) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = (low + high) / 2, at = records + middle * size;
    TableReader record(table, at);
    const uint16_t id = record.u16();
    if (!record.ok()) return std::nullopt;
    if (id == glyph) return at;
    id < glyph ? low = middle + 1 : high = middle;
  }
  return std::nullopt;
}

// The fields of one paint. In the formats that vary, each number has a delta at an index counted from a base, which
// stands behind the numbers: it is read ahead.
class Fields {
 public:
  Fields(TableBytes table, size_t at, const VariationStore& variations)
      : table_(table), reader_(table, at), variations_(variations) {}

  void vary_from(size_t offset_of_base) {
    TableReader base(table_, offset_of_base);
    base_ = base.u32();
    intact_ = intact_ && base.ok();
  }
  bool intact() const { return intact_ && reader_.ok(); }
  uint8_t u8() { return reader_.u8(); }
  uint16_t u16() { return reader_.u16(); }
  uint32_t u32() { return reader_.u32(); }
  size_t offset() { return reader_.u24(); }
  double word() { return reader_.i16() + delta(); }
  double unsigned_word() { return std::max(reader_.u16() + delta(), 0.0); }
  double fraction() { return (reader_.i16() + delta()) / 16384; }  // F2DOT14
  double fixed() { return (reader_.i32() + delta()) / 65536; }
  Vec2 point() {
    const double x = word();
    return {x, word()};
  }

 private:
  double delta() {
    if (base_ == VariationStore::kNone) return 0;
    const std::optional<double> found = variations_.delta(base_ + next_++);
    intact_ = intact_ && found;
    return found.value_or(0);
  }

  TableBytes table_;
  TableReader reader_;
  const VariationStore& variations_;
  uint32_t base_ = VariationStore::kNone, next_ = 0;
  bool intact_ = true;
};

struct Source {
  TableBytes table;
  const VariationStore& variations;
};

ColrResult<ColrLine> read_line(const Source& source, size_t at, bool varies) {
  TableReader head(source.table, at);
  const uint8_t extend = head.u8();
  const size_t count = head.u16(), size = varies ? 10 : 6;
  if (!head.ok() || extend > 2) return damaged("a colour line cannot be read");
  if (count > kMaxStops)
    return std::unexpected(fmt::format("have a gradient of {} stops; {} are the most", count, kMaxStops));
  ColrLine line{.extend = static_cast<ColrLine::Extend>(extend), .stops = {}};
  for (size_t i = 0; i < count; ++i) {
    Fields stop(source.table, head.at() + i * size, source.variations);
    if (varies) stop.vary_from(head.at() + i * size + 6);
    const double offset = stop.fraction();
    const uint16_t entry = stop.u16();
    line.stops.push_back({offset, {entry, stop.fraction()}});
    if (!stop.intact()) return damaged("a colour line cannot be read");
  }
  std::ranges::stable_sort(line.stops, {}, &ColrStop::offset);
  return line;
}

template <class Gradient>
ColrResult<ColrPaint> with_line(const Source& source, Gradient gradient, size_t line, bool varies) {
  ColrResult<ColrLine> read = read_line(source, line, varies);
  if (!read) return std::unexpected(std::move(read.error()));
  gradient.line = std::move(*read);
  return gradient;
}

Affine around(const Affine& m, Vec2 center) {
  return translation(center) * m * translation(-center);
}

// From angles in half turns.
Affine skew(double x, double y) {
  const auto tangent = [](double turns) {
    const double c = exact_cos(turns * kPi);
    return exact_sin(turns * kPi) / (c == 0 ? 1e-12 : c);
  };
  return {1, tangent(y), -tangent(x), 1, 0, 0};
}

// Formats 14 to 31 without what varies: translate, scale (about a point), the same uniformly, rotate and skew.
Affine read_simple_transform(Fields& fields, uint8_t format) {
  if (format == 14) return translation(fields.point());
  Affine m;
  if (format <= 22) {
    const double x = fields.fraction();
    m = scaling({x, format <= 18 ? fields.fraction() : x});
  } else if (format <= 26) {
    m = rotation_degrees(fields.fraction() * 180);
  } else {
    const double x = fields.fraction();
    m = skew(x, fields.fraction());
  }
  const bool about_point = format == 18 || format == 22 || format == 26 || format == 30;
  return about_point ? around(m, fields.point()) : m;
}

// Bytes before the index of the deltas, in the formats that vary.
size_t bytes_before_base(uint8_t format) {
  constexpr size_t kBytes[] = {0, 5, 16, 16, 12, 0, 0, 8, 8, 12, 6, 10, 6, 10, 8, 12, 0};  // of 0, 2, 4 ... 32
  return kBytes[format / 2];
}

ColrResult<ColrPaint> read_gradient(const Source& source, Fields& fields, size_t at, uint8_t format, bool varies) {
  const size_t line = at + fields.offset();
  if (format == 4) {
    const Vec2 p0 = fields.point(), p1 = fields.point();
    return with_line(source, PaintLinear{{}, p0, p1, fields.point()}, line, varies);
  }
  if (format == 6) {
    PaintRadial radial;
    radial.center0 = fields.point();
    radial.radius0 = fields.unsigned_word();
    radial.center1 = fields.point();
    radial.radius1 = fields.unsigned_word();
    return with_line(source, radial, line, varies);
  }
  const Vec2 center = fields.point();
  const double start = (fields.fraction() + 1) * 180;  // written less half a turn, so that a whole one can be
  return with_line(source, PaintSweep{{}, center, start, (fields.fraction() + 1) * 180}, line, varies);
}

ColrResult<ColrPaint> read_matrix(const Source& source, size_t at, size_t paint, bool varies) {
  Fields fields(source.table, at, source.variations);
  if (varies) fields.vary_from(at + 24);
  Affine m;
  for (double* v : {&m.a, &m.b, &m.c, &m.d, &m.e, &m.f}) *v = fields.fixed();
  if (!fields.intact()) return damaged("a transformation cannot be read");
  return PaintTransform{m, paint};
}

// What is no gradient.
ColrResult<ColrPaint> read_paint(const Source& source, Fields& fields, size_t at, uint8_t format, bool varies) {
  if (format == 1) {
    const uint8_t count = fields.u8();
    return PaintLayers{fields.u32(), count};
  }
  if (format == 2) {
    const uint16_t entry = fields.u16();
    return PaintSolid{{entry, fields.fraction()}};
  }
  if (format == 11) return PaintColrGlyph{fields.u16()};
  const size_t inside = at + fields.offset();
  if (format == 10) return PaintGlyph{fields.u16(), inside};
  if (format == 12) return read_matrix(source, at + fields.offset(), inside, varies);
  if (format == 32) {
    const uint8_t mode = fields.u8();
    return PaintComposite{mode, inside, at + fields.offset()};
  }
  return PaintTransform{read_simple_transform(fields, format), inside};
}

}  // namespace

ColrResult<ColrTable> ColrTable::open(TableBytes table, const std::vector<double>& coordinates) {
  ColrTable colr;
  colr.table_ = table;
  TableReader head(table, 0);
  const uint16_t version = head.u16();
  colr.glyph_count_ = head.u16();
  colr.glyphs_ = head.u32();
  colr.layers_ = head.u32();
  colr.layer_count_ = head.u16();
  if (!head.ok()) return damaged("the table is cut off");
  if (version > 1) return std::unexpected(fmt::format("are of version {}, which is not known", version));
  if (version == 0) return colr;
  colr.roots_ = head.u32();
  colr.paints_ = head.u32();
  colr.clips_ = head.u32();
  const size_t map = head.u32(), store = head.u32();
  if (!head.ok()) return damaged("the table is cut off");
  const auto count_at = [&](size_t at, size_t& count) {
    if (at == 0) return true;
    TableReader list(table, at);
    count = list.u32();
    return list.ok();
  };
  if (!count_at(colr.roots_, colr.root_count_) || !count_at(colr.paints_, colr.paint_count_)) {
    return damaged("a list lies outside the table");
  }
  const bool moved = std::ranges::any_of(coordinates, [](double c) { return c != 0; });
  if (moved && store != 0) colr.variations_ = VariationStore(table, store, map, coordinates);
  return colr;
}

std::optional<size_t> ColrTable::root(uint32_t glyph) const {
  if (roots_ == 0) return std::nullopt;
  const std::optional<size_t> record = find_glyph(table_, roots_ + 4, root_count_, kRootSize, glyph);
  if (!record) return std::nullopt;
  return roots_ + TableReader(table_, *record + 2).u32();
}

bool ColrTable::empty() const {
  return root_count_ == 0 && glyph_count_ == 0;
}

bool ColrTable::has(uint32_t glyph) const {
  return root(glyph) || find_glyph(table_, glyphs_, glyph_count_, kGlyphSize, glyph);
}

ColrResult<size_t> ColrTable::layer_paint(uint32_t index) const {
  TableReader offset(table_, paints_ + 4 + index * kLayerSize);
  const uint32_t paint = offset.u32();
  if (index >= paint_count_ || !offset.ok()) return damaged("a layer lies outside their list");
  return paints_ + paint;
}

ColrResult<std::vector<ColrLayer>> ColrTable::layers(uint32_t glyph) const {
  std::vector<ColrLayer> found;
  const std::optional<size_t> record = find_glyph(table_, glyphs_, glyph_count_, kGlyphSize, glyph);
  if (!record) return found;
  TableReader span(table_, *record + 2);
  const size_t first = span.u16(), count = span.u16();
  TableReader layer(table_, layers_ + first * kLayerSize);
  for (size_t i = 0; i < count; ++i) {
    const uint16_t id = layer.u16();
    found.push_back({id, layer.u16()});
  }
  if (!span.ok() || !layer.ok() || first + count > layer_count_) return damaged("layers lie outside their list");
  return found;
}

ColrResult<std::optional<Bounds>> ColrTable::clip_box(uint32_t glyph) const {
  if (clips_ == 0) return std::nullopt;
  TableReader list(table_, clips_);
  const uint8_t list_format = list.u8();
  const uint32_t count = list.u32();
  if (!list.ok() || list_format != 1) return damaged("the list of boxes cannot be read");
  size_t low = 0, high = count;  // ranges of glyphs, sorted: the last one that begins at or before ours
  while (low < high) {
    const size_t middle = (low + high) / 2;
    TableReader range(table_, list.at() + middle * kClipSize);
    const uint16_t first = range.u16();
    if (!range.ok()) return damaged("the list of boxes cannot be read");
    first <= glyph ? low = middle + 1 : high = middle;
  }
  if (low == 0) return std::nullopt;
  TableReader range(table_, list.at() + (low - 1) * kClipSize + 2);
  if (range.u16() < glyph) return std::nullopt;
  const size_t box = clips_ + range.u24();
  Fields fields(table_, box, variations_);
  const uint8_t format = fields.u8();
  if (format == 2) fields.vary_from(box + 9);
  const Vec2 corner = fields.point(), opposite = fields.point();
  if (!range.ok() || !fields.intact() || format < 1 || format > 2) return damaged("a box cannot be read");
  return Bounds{corner, {std::max(corner.x, opposite.x), std::max(corner.y, opposite.y)}};
}

ColrResult<ColrPaint> ColrTable::paint(size_t at) const {
  Fields fields(table_, at, variations_);
  const uint8_t written = fields.u8();
  if (written < 1 || written > 32) return damaged(fmt::format("there is no paint of format {}", written));
  // Formats from 2 on come in pairs, of which the odd one varies; glyphs and compositions do not.
  const bool varies = written % 2 == 1 && written > 2 && written != 11;
  const uint8_t format = varies ? written - 1 : written;
  if (varies && format != 12) fields.vary_from(at + bytes_before_base(format));
  const bool gradient = format == 4 || format == 6 || format == 8;
  const ColrResult<ColrPaint> paint = gradient ? read_gradient({table_, variations_}, fields, at, format, varies)
                                               : read_paint({table_, variations_}, fields, at, format, varies);
  if (!fields.intact()) return damaged("a paint cannot be read");
  return paint;
}

}  // namespace fp
