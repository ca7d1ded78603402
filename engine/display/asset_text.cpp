// The asset catalogue's text side: fonts with their axes set, hyphenation patterns, layouts.
#include <fmt/format.h>

#include <algorithm>

#include "engine/display/assets.hpp"

namespace fp {
namespace {

// The patterns of a language: its own, or those of the language without its region ("de" for "de-AT").
const HyphenationSource* hyphenation_for(const Composition& composition, const std::string& language) {
  for (std::string_view tag = language; !tag.empty(); tag = tag.substr(0, tag.rfind('-'))) {
    for (const HyphenationSource& source : composition.hyphenation) {
      if (source.language == tag) return &source;
    }
    if (tag.find('-') == std::string_view::npos) break;
  }
  return nullptr;
}

std::unexpected<Errors> no_patterns(const Composition& composition, const std::string& language) {
  std::string known;
  for (const HyphenationSource& source : composition.hyphenation) {
    known += (known.empty() ? "" : ", ") + source.language;
  }
  return fail(Fault::invalid,
              fmt::format("\"hyphens\" is \"auto\", but \"hyphenation\" has no patterns for \"{}\"{}", language,
                          known.empty() ? std::string() : "; it has " + known),
              "add them: \"hyphenation\": { \"de\": \"hyphenation/hyph_de_DE.dic\" }");
}

std::unexpected<Errors> no_axis(const TextSpan::Axis& axis, const std::vector<std::shared_ptr<const Font>>& fonts) {
  std::string tried;
  for (const auto& font : fonts) tried += (tried.empty() ? "" : ", ") + font->name();
  return fail(Fault::invalid,
              fmt::format("no font of this text has the axis \"{}\"; tried: {}", std::string_view(axis.tag, 4), tried),
              "axes need a variable font that has them, such as one with \"wght\"");
}

void put_content(ByteWriter& key, const TextContent& c) {
  key.put_text(c.text).put_text(c.language).put_double(c.min_size).put_double(c.line_height);
  key.put(c.align).put(c.vertical_align).put(c.direction).put(c.wrap).put(c.hyphens).put(c.fit).put(c.overflow);
  key.put(c.max_lines).put(static_cast<uint8_t>(c.path.empty()));
  for (const TextSpan& span : c.spans) {
    key.put(span.bytes).put(static_cast<uint8_t>(span.underline)).put(static_cast<uint8_t>(span.strike));
    key.put(span.features.size());
    for (const TextSpan::Feature& f : span.features) key.put(f.tag).put(f.value);
  }
}

Hash128 key_of(const TextRequest& request, const std::string& patterns) {
  ByteWriter key;
  put_content(key, *request.content);
  key.put_double(request.size).put_text(patterns);
  for (const std::optional<double>& side : {request.width, request.height}) {
    key.put(static_cast<uint8_t>(side.has_value())).put_double(side.value_or(0));
  }
  for (const SpanRequest& span : request.spans) {
    key.put_double(span.size).put_double(span.letter_spacing).put_double(span.baseline_shift).put(span.fonts.size());
    for (const auto& font : span.fonts) key.put(font->hash());
  }
  return key.hash();
}

}  // namespace

Result<std::shared_ptr<const HyphenPatterns>> Assets::hyphens(const std::string& asset) {
  const std::lock_guard lock(mutex_);
  if (const auto found = hyphens_.find(asset); found != hyphens_.end()) return found->second;
  const Result<std::string> bytes = root_->read(asset, 16u << 20);
  if (!bytes) return fail(bytes.error());
  Result<HyphenPatterns> patterns = parse_hyphen_patterns(*bytes, asset);
  if (!patterns) return fail(std::move(patterns.error()));
  hashes_[asset] = sha256(*bytes);
  return hyphens_[asset] = std::make_shared<const HyphenPatterns>(std::move(*patterns));
}

Result<std::shared_ptr<const Image>> Assets::glyph_image(const Font& font, uint32_t glyph) {
  const std::pair key(font.hash(), glyph);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = glyph_images_.find(key); found != glyph_images_.end()) return found->second;
  }
  Result<Texels> texels = decode_image(font.picture(glyph).png, fmt::format("glyph {} of {}", glyph, font.name()));
  if (!texels) return fail(std::move(texels.error()));
  auto image = std::make_shared<const Image>(std::move(*texels));
  constexpr size_t kMaxGlyphImages = 512;  // some 100 KB each
  const std::lock_guard lock(mutex_);
  if (glyph_images_.size() >= kMaxGlyphImages) glyph_images_.clear();
  return glyph_images_.try_emplace(key, std::move(image)).first->second;
}

Result<std::shared_ptr<const Drawing>> Assets::glyph_drawing(const Font& font, uint32_t glyph,
                                                             const std::optional<Color>& text_color) {
  ByteWriter key;
  key.put(font.hash()).put(glyph).put(static_cast<uint8_t>(text_color.has_value()));
  const Color color = text_color.value_or(Color{});
  key.put_double(color.r).put_double(color.g).put_double(color.b).put_double(color.a);
  const Hash128 hash = key.hash();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = glyph_drawings_.find(hash); found != glyph_drawings_.end()) return found->second;
  }
  Result<Drawing> made = font.drawing(glyph, text_color);
  if (!made) return fail(std::move(made.error()));
  auto drawing = std::make_shared<const Drawing>(std::move(*made));
  constexpr size_t kMaxDrawings = 4096;  // some 10 KB each
  const std::lock_guard lock(mutex_);
  if (glyph_drawings_.size() >= kMaxDrawings) glyph_drawings_.clear();
  return glyph_drawings_.try_emplace(hash, std::move(drawing)).first->second;
}

// What of its glyphs cannot be drawn shows before anything is.
Result<void> Assets::check_colors(const TextLayout& layout) {
  for (const Glyph& glyph : layout.glyphs) {
    if (!glyph.font->has_drawing(glyph.id)) continue;
    if (const auto drawing = glyph_drawing(*glyph.font, glyph.id, Color{}); !drawing) return fail(drawing.error());
  }
  return {};
}

Result<TextRequest> Assets::request_of(const SceneText& text, const Composition& composition) {
  const TextContent& content = *text.text;
  TextRequest request{.content = &content, .size = text.size, .spans = {}, .width = {}, .height = {}};
  for (size_t i = 0; i < content.spans.size(); ++i) {
    const TextSpan& span = content.spans[i];
    const SceneSpan& now = text.spans[i];
    SpanRequest& made = request.spans.emplace_back(SpanRequest{{}, now.size, now.letter_spacing, now.baseline_shift});
    std::vector<FontAxis> axes;
    for (size_t k = 0; k < span.axes.size(); ++k) {
      const char* tag = span.axes[k].tag;
      axes.push_back({{tag[0], tag[1], tag[2], tag[3]}, now.axes[k]});
    }
    for (const std::string& name : span.fonts) {
      for (const FontSource& source : composition.fonts) {
        if (source.name != name) continue;
        Result<std::shared_ptr<const Font>> loaded = font(source.asset);
        if (!loaded) return fail(std::move(loaded.error()));
        made.fonts.push_back(axes.empty() ? *loaded : Font::vary(*loaded, axes));
      }
    }
    for (const TextSpan::Axis& axis : span.axes) {
      const bool known = std::ranges::any_of(made.fonts, [&](const auto& f) { return f->has_axis(axis.tag); });
      if (!known) return no_axis(axis, made.fonts);
    }
  }
  return request;
}

Result<std::shared_ptr<const TextLayout>> Assets::layout(const SceneText& text, std::optional<double> width,
                                                         std::optional<double> height, const Composition& composition) {
  const TextContent& content = *text.text;
  Result<TextRequest> request = request_of(text, composition);
  if (!request) return fail(std::move(request.error()));
  if (content.path.empty()) {  // a curve has no box
    request->width = width;
    request->height = height;
  }
  std::shared_ptr<const HyphenPatterns> patterns;
  std::string patterns_name;
  if (content.hyphens == TextContent::Hyphens::automatic) {
    const HyphenationSource* source = hyphenation_for(composition, content.language);
    if (source == nullptr) return no_patterns(composition, content.language);
    const auto loaded = hyphens(source->asset);
    if (!loaded) return fail(loaded.error());
    patterns = *loaded;
    patterns_name = source->asset;
    request->hyphens = patterns.get();
  }
  const Hash128 hash = key_of(*request, patterns_name);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = layouts_.find(hash); found != layouts_.end()) return found->second;
  }
  Result<TextLayout> made = layout_text(*request);
  if (!made) return fail(std::move(made.error()));
  if (const Result<void> drawn = check_colors(*made); !drawn) return fail(drawn.error());
  auto shared = std::make_shared<const TextLayout>(std::move(*made));
  const std::lock_guard lock(mutex_);
  constexpr size_t kMaxLayouts = 20'000;
  if (layouts_.size() >= kMaxLayouts) layouts_.clear();
  return layouts_.try_emplace(hash, std::move(shared)).first->second;
}

}  // namespace fp
