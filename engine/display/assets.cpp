#include "engine/display/assets.hpp"

#include "engine/display/paint.hpp"

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
    Result<std::shared_ptr<const Drawing>> svg = parse_svg(bytes, asset);
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

Result<std::shared_ptr<const Cube>> Assets::cube(const std::string& asset) {
  const std::lock_guard lock(mutex_);
  if (const auto found = cubes_.find(asset); found != cubes_.end()) return found->second;
  Result<std::string> bytes = root_->read(asset);
  if (!bytes) return fail(std::move(bytes.error()));
  Result<Cube> cube = parse_cube(*bytes, asset);
  if (!cube) return fail(std::move(cube.error()));
  hashes_[asset] = sha256(*bytes);
  return cubes_[asset] = std::make_shared<const Cube>(std::move(*cube));
}

std::shared_ptr<const Lookup> Assets::ramp(const std::vector<SceneStop>& stops) {
  ByteWriter key;
  for (const SceneStop& stop : stops) {
    key.put_double(stop.offset).put_double(stop.color.r).put_double(stop.color.g);
    key.put_double(stop.color.b).put_double(stop.color.a);
  }
  const Hash128 hash = key.hash();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = ramps_.find(hash); found != ramps_.end()) return found->second;
  }
  std::shared_ptr<const Lookup> made = make_ramp(stops);
  constexpr size_t kMaxRamps = 1024;  // 12 KB each
  const std::lock_guard lock(mutex_);
  if (ramps_.size() >= kMaxRamps) ramps_.clear();
  return ramps_.try_emplace(hash, std::move(made)).first->second;
}

std::map<std::string, Sha256> Assets::read_hashes() const {
  const std::lock_guard lock(mutex_);
  return hashes_;
}

}  // namespace fp
