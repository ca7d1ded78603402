#include "engine/render/legibility.hpp"

#include <algorithm>
#include <cmath>

#include "engine/display/color_tables.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/sound_levels.hpp"
#include "engine/render/isolate.hpp"

namespace fp {
namespace {

constexpr double kPercentile = 0.1;
constexpr double kInk = 0.5;     // coverage from which a pixel belongs to a letter
constexpr double kHidden = 0.1;  // share of its colour, compared with where most shows, under which a pixel is hidden
constexpr double kDimmed = 0.5;  // ... under which it is no measure of contrast
constexpr int32_t kEdge = 2;     // pixels around letters that are their edge

// Straight colours as frames are encoded; alpha apart.
struct Pixels {
  int32_t width = 0, height = 0;
  std::vector<uint8_t> bytes;  // four a pixel
  size_t index(int32_t x, int32_t y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
  }
  double alpha(size_t i) const { return bytes[4 * i + 3] / 255.0; }
  Color operator[](size_t i) const {  // over black
    const double scale = alpha(i) / 255.0;
    return {bytes[4 * i] * scale, bytes[4 * i + 1] * scale, bytes[4 * i + 2] * scale, 1};
  }
};

struct Draw {
  Assets& assets;
  cpu::Executor& executor;
  IRect region;
};

Result<Pixels> draw(const Draw& draw, const Scene& scene) {
  const Result<DisplayList> list = lower(scene, draw.assets);
  if (!list) return fail(list.error());
  const IRect& r = draw.region;
  const auto up = [](int32_t v, int32_t most) { return std::min((v + kTile - 1) / kTile * kTile, most); };
  const IRect tiles{r.x0 / kTile * kTile, r.y0 / kTile * kTile, up(r.x1, list->width), up(r.y1, list->height)};
  const FramePtr frame = draw.executor.execute(plan(*list, {tiles}), PixelFormat::rgba8);
  Pixels pixels{r.width(), r.height(), {}};
  const size_t length = 4 * static_cast<size_t>(r.width());
  for (int32_t y = r.y0; y < r.y1; ++y) {
    const size_t at = 4 * (static_cast<size_t>(y) * static_cast<size_t>(frame->width) + static_cast<size_t>(r.x0));
    const auto row = frame->data.begin() + static_cast<ptrdiff_t>(at);
    pixels.bytes.insert(pixels.bytes.end(), row, row + static_cast<ptrdiff_t>(length));
  }
  return pixels;
}

IRect region_of(const SeenText& text, const Composition& composition) {
  Bounds all = bounds_of(text.lines.front());
  for (const Quad& line : text.lines) {
    const Bounds b = bounds_of(line);
    all = {{std::min(all.min.x, b.min.x), std::min(all.min.y, b.min.y)},
           {std::max(all.max.x, b.max.x), std::max(all.max.y, b.max.y)}};
  }
  const auto pixel = [](double v) { return static_cast<int32_t>(std::clamp(v, -1e6, 1e6)); };
  const IRect box{pixel(all.min.x) - kEdge - 1, pixel(all.min.y) - kEdge - 1, pixel(all.max.x) + kEdge + 2,
                  pixel(all.max.y) + kEdge + 2};
  return intersect(box, {0, 0, composition.width, composition.height});
}

double decoded(double v) {
  static const std::vector<double>& table = *[] {
    auto* made = new std::vector<double>;  // lives as long as the process
    for (int i = 0; i <= 1023; ++i) made->push_back(srgb_decode(i / 1023.0));
    return made;
  }();
  return table[static_cast<size_t>(std::clamp(v, 0.0, 1.0) * 1023 + 0.5)];
}

double luminance(const Color& c) {
  return 0.2126 * decoded(c.r) + 0.7152 * decoded(c.g) + 0.0722 * decoded(c.b);
}

double ratio(double a, double b) {
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// The colour of the letters themselves where they cover a pixel only in part: smooth edges are no lack of contrast.
Color unmixed(const Color& with, const Color& without, double cover, bool linear) {
  const auto channel = [&](double w, double b) {
    if (!linear) return std::clamp((w - (1 - cover) * b) / cover, 0.0, 1.0);
    return srgb_encode(std::clamp((decoded(w) - (1 - cover) * decoded(b)) / cover, 0.0, 1.0));
  };
  return {channel(with.r, without.r), channel(with.g, without.g), channel(with.b, without.b), 1};
}

struct Views {
  Pixels cover, with, without;
  std::vector<bool> dimmed;  // by other layers, of the pixels of letters; or empty
  bool linear = false;
  size_t size() const { return cover.bytes.size() / 4; }
};

// Letters are white in `cover`; pictures such as emoji keep their colours, and are judged no more than other pictures.
bool is_ink(const Views& v, size_t i) {
  const uint8_t* p = v.cover.bytes.data() + 4 * i;
  return v.cover.alpha(i) > kInk && std::min({p[0], p[1], p[2]}) > 242 && (v.dimmed.empty() || !v.dimmed[i]);
}

Color letters_at(const Views& v, size_t i) {
  return unmixed(v.with[i], v.without[i], v.cover.alpha(i), v.linear);
}

struct Sample {
  double contrast = 1;
  size_t pixel = 0;
};

// The sample that a tenth of them lie below.
std::optional<Sample> low_one(std::vector<Sample> samples) {
  if (samples.empty()) return std::nullopt;
  const auto at = samples.begin() + static_cast<ptrdiff_t>(kPercentile * static_cast<double>(samples.size()));
  std::ranges::nth_element(samples, at, {}, &Sample::contrast);
  return *at;
}

std::vector<Sample> ink_samples(const Views& v) {
  std::vector<Sample> samples;
  for (size_t i = 0; i < v.size(); ++i) {
    if (is_ink(v, i)) samples.push_back({ratio(luminance(letters_at(v, i)), luminance(v.without[i])), i});
  }
  return samples;
}

// Pixels beside letters and not touched by any.
std::vector<bool> edge_of(const Views& v) {
  std::vector<bool> edge(v.size());
  const int32_t width = v.cover.width, height = v.cover.height;
  for (int32_t y = 0; y < height; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      if (!is_ink(v, v.cover.index(x, y))) continue;
      for (int32_t ny = std::max(y - kEdge, 0); ny <= std::min(y + kEdge, height - 1); ++ny) {
        for (int32_t nx = std::max(x - kEdge, 0); nx <= std::min(x + kEdge, width - 1); ++nx) {
          const size_t i = v.cover.index(nx, ny);
          if (v.cover.alpha(i) <= 0) edge[i] = true;
        }
      }
    }
  }
  return edge;
}

// The nearest pixel that a letter covers whole, which tells its colour whatever is behind it; `otherwise`: none is
// near.
size_t letter_beside(const Views& v, size_t i, size_t otherwise) {
  constexpr int32_t kNear = kEdge + 2;
  constexpr double kWhole = 0.98;
  const int32_t width = v.cover.width, height = v.cover.height;
  const auto x = static_cast<int32_t>(i) % width, y = static_cast<int32_t>(i) / width;
  int32_t least = 2 * kNear * kNear + 1;
  for (int32_t ny = std::max(y - kNear, 0); ny <= std::min(y + kNear, height - 1); ++ny) {
    for (int32_t nx = std::max(x - kNear, 0); nx <= std::min(x + kNear, width - 1); ++nx) {
      const int32_t off = (nx - x) * (nx - x) + (ny - y) * (ny - y);
      const size_t at = v.cover.index(nx, ny);
      if (off >= least || v.cover.alpha(at) < kWhole || !is_ink(v, at)) continue;
      least = off;
      otherwise = at;
    }
  }
  return otherwise;
}

// What lies around the letters once their own outline, shadow or glow is drawn, each pixel against the letter it lies
// beside: words may have colours of their own.
std::vector<Sample> edge_samples(const Views& v, size_t letter) {
  std::vector<Sample> samples;
  const std::vector<bool> edge = edge_of(v);
  for (size_t i = 0; i < edge.size(); ++i) {
    if (edge[i])
      samples.push_back({ratio(luminance(letters_at(v, letter_beside(v, i, letter))), luminance(v.with[i])), i});
  }
  return samples;
}

struct Low {
  double contrast = 1;
  Color letters, background;
};

// Of the letters against what is behind them or, where that is more, at their edge.
std::optional<Low> lowest(const Views& v, bool with_edge) {
  const std::optional<Sample> ink = low_one(ink_samples(v));
  if (!ink) return std::nullopt;
  const std::optional<Sample> edge = with_edge ? low_one(edge_samples(v, ink->pixel)) : std::nullopt;
  if (edge && edge->contrast > ink->contrast)
    return Low{edge->contrast, letters_at(v, letter_beside(v, edge->pixel, ink->pixel)), v.with[edge->pixel]};
  return Low{ink->contrast, letters_at(v, ink->pixel), v.without[ink->pixel]};
}

// What other layers let through shows where letters in black and in white differ.
Result<double> find_hidden(const Draw& d, const Scene& scene, const TextName& text, Views& v) {
  const Result<Pixels> black = draw(d, tinted(scene, text, {0, 0, 0, 1}));
  if (!black) return fail(black.error());
  const Result<Pixels> white = draw(d, tinted(scene, text, {1, 1, 1, 1}));
  if (!white) return fail(white.error());
  std::vector<float> through(v.size());
  float most = 2.0F / 255;
  for (size_t i = 0; i < v.size(); ++i) {
    if (!is_ink(v, i)) continue;
    const Color b = (*black)[i], w = (*white)[i];
    const double most_of = std::max({std::fabs(w.r - b.r), std::fabs(w.g - b.g), std::fabs(w.b - b.b)});
    through[i] = static_cast<float>(most_of / v.cover.alpha(i));
    most = std::max(most, through[i]);
  }
  double all = 0, lost = 0;
  std::vector<bool> dimmed(v.size());
  for (size_t i = 0; i < v.size(); ++i) {
    if (!is_ink(v, i)) continue;
    all += 1;
    lost += through[i] < kHidden * most ? 1 : 0;
    dimmed[i] = through[i] < kDimmed * most;
  }
  v.dimmed = std::move(dimmed);
  return lost / all;
}

Result<Views> views_of(const Draw& d, const Scene& scene, const TextName& text) {
  const Composition& full = *scene.composition;
  Composition bare;  // transparent
  bare.width = full.width, bare.height = full.height;
  bare.fps = full.fps, bare.frames = full.frames;
  bare.background = {0, 0, 0, 0};
  bare.fonts = full.fonts, bare.hyphenation = full.hyphenation, bare.locale = full.locale;
  std::copy(std::begin(full.safe_area), std::end(full.safe_area), std::begin(bare.safe_area));
  Scene only = alone(scene, text);
  only.composition = &bare;
  Result<Pixels> cover = draw(d, only), with = draw(d, scene), none = draw(d, without(scene, text));
  for (const Result<Pixels>* made : {&cover, &with, &none}) {
    if (!*made) return fail(made->error());
  }
  return Views{std::move(*cover), std::move(*with), std::move(*none), {}, full.linear};
}

}  // namespace

double contrast_ratio(const Color& a, const Color& b) {
  return ratio(luminance(a), luminance(b));
}

Result<std::optional<Legibility>> legibility(const Composition& composition, int64_t frame, const SeenText& text,
                                             double needed, Assets& assets, cpu::Executor& executor) {
  const Draw d{assets, executor, region_of(text, composition)};
  if (d.region.empty()) return std::optional<Legibility>{};
  const Result<Scene> heard = heard_scene(composition, frame, assets);
  if (!heard) return fail(heard.error());
  const Scene& scene = *heard;
  Result<Views> v = views_of(d, scene, text.name);
  if (!v) return fail(std::move(v.error()));
  std::optional<Low> low = lowest(*v, text.backed);
  if (!low) return std::optional<Legibility>{};
  Legibility made;
  if (low->contrast < needed) {
    const Result<double> hidden = find_hidden(d, scene, text.name, *v);
    if (!hidden) return fail(hidden.error());
    made.hidden = *hidden;
    low = lowest(*v, text.backed);
  }
  if (low) made.contrast = low->contrast, made.letters = low->letters, made.background = low->background;
  return made;
}

}  // namespace fp
