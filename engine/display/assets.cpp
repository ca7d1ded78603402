#include "engine/display/assets.hpp"

namespace fp {

Assets::Assets(std::shared_ptr<const AssetRoot> root, size_t image_budget)
    : root_(std::move(root)), image_budget_(image_budget) {}

Result<std::shared_ptr<const Font>> Assets::font(const std::string& asset) {
  const std::lock_guard lock(mutex_);
  if (const auto found = fonts_.find(asset); found != fonts_.end()) return found->second;
  Result<std::string> bytes = root_->read(asset);
  if (!bytes) return fail(std::move(bytes.error()));
  const Sha256 hash = sha256(*bytes);
  Result<std::shared_ptr<const Font>> font = Font::load(std::move(*bytes), asset);
  if (!font) return font;
  hashes_[asset] = hash;
  fonts_[asset] = *font;
  return font;
}

namespace {

struct Decoded {
  Artwork art;
  size_t bytes = 0;  // roughly, in memory
};
Result<Decoded> decode(const std::string& bytes, const std::string& asset) {
  if (looks_like_svg(bytes)) {
    Result<std::shared_ptr<const SvgPicture>> svg = parse_svg(bytes, asset);
    if (!svg) return fail(std::move(svg.error()));
    return Decoded{{nullptr, std::move(*svg)}, bytes.size() * 4};
  }
  Result<Texels> texels = decode_image(bytes, asset);
  if (!texels) return fail(std::move(texels.error()));
  const size_t size = texels->data.size() * 4 * 3;  // the reduced levels together come to about twice the original
  return Decoded{{std::make_shared<const Image>(std::move(*texels)), nullptr}, size};
}

}  // namespace

Result<Artwork> Assets::image(const std::string& asset) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = images_.find(asset); found != images_.end()) {
      found->second.used = ++clock_;
      return found->second.art;
    }
  }
  // Decoded outside the lock: two workers may decode the same picture at the same time and agree on the result.
  Result<std::string> bytes = root_->read(asset);
  if (!bytes) return fail(std::move(bytes.error()));
  Result<Decoded> decoded = decode(*bytes, asset);
  if (!decoded) return fail(std::move(decoded.error()));
  const std::lock_guard lock(mutex_);
  hashes_[asset] = sha256(*bytes);
  const auto [entry, added] = images_.try_emplace(asset, CachedImage{decoded->art, decoded->bytes, 0});
  entry->second.used = ++clock_;
  if (!added) return entry->second.art;
  image_bytes_ += decoded->bytes;
  while (image_bytes_ > image_budget_ && images_.size() > 1) {
    auto oldest = images_.begin();
    for (auto it = images_.begin(); it != images_.end(); ++it) {
      if (it->second.used < oldest->second.used) oldest = it;
    }
    image_bytes_ -= oldest->second.bytes;
    images_.erase(oldest);
  }
  return std::move(decoded->art);
}

Result<std::shared_ptr<const TextLayout>> Assets::layout(const TextRequest& request, const Composition& composition) {
  std::vector<std::shared_ptr<const Font>> chain;
  ByteWriter key;
  for (const std::string& name : request.content->fonts) {
    for (const FontSource& source : composition.fonts) {
      if (source.name != name) continue;
      Result<std::shared_ptr<const Font>> loaded = font(source.asset);
      if (!loaded) return fail(std::move(loaded.error()));
      key.put((*loaded)->hash());
      chain.push_back(std::move(*loaded));
    }
  }
  const TextContent& c = *request.content;
  key.put_text(c.text)
      .put_text(c.language)
      .put_double(request.size)
      .put_double(request.letter_spacing)
      .put_double(c.min_size);
  key.put_double(c.line_height).put(c.align).put(c.vertical_align).put(c.fit).put(c.overflow).put(c.max_lines);
  key.put(static_cast<uint8_t>(c.wrap))
      .put(static_cast<uint8_t>(request.width.has_value()))
      .put_double(request.width.value_or(0));
  key.put(static_cast<uint8_t>(request.height.has_value())).put_double(request.height.value_or(0));
  for (const TextContent::Feature& f : c.features) key.put(f.tag).put(f.value);
  const Hash128 hash = key.hash();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = layouts_.find(hash); found != layouts_.end()) return found->second;
  }
  Result<TextLayout> made = layout_text(request, chain);
  if (!made) return fail(std::move(made.error()));
  auto shared = std::make_shared<const TextLayout>(std::move(*made));
  const std::lock_guard lock(mutex_);
  constexpr size_t kMaxLayouts = 20'000;
  if (layouts_.size() >= kMaxLayouts) layouts_.clear();
  return layouts_.try_emplace(hash, std::move(shared)).first->second;
}

std::map<std::string, Sha256> Assets::read_hashes() const {
  const std::lock_guard lock(mutex_);
  return hashes_;
}

}  // namespace fp
