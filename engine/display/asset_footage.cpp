// Footage in the catalogue: files opened once, frames kept while they are near.
#include <fmt/format.h>

#include <algorithm>

#include "engine/display/assets.hpp"
#include "engine/scene/clip_time.hpp"

namespace fp {
namespace {

constexpr size_t kFrameBudget = 192u << 20;  // bytes of decoded frames and of their other sizes

Vec2 shown_size(const VideoInfo& info) {
  return {info.width * to_double(info.pixel_aspect), static_cast<double>(info.height)};
}

// Where to look for the frame. Backwards that is just before: what is shown is the frame that ends there, so that every
// frame is seen once.
std::optional<Rational> shown_moment(const ClipTime& time, Rational passed, Rational duration) {
  constexpr Rational kJust{1, 1'000'000};
  const auto moment = moment_of(time, passed, duration);
  if (!moment) return std::nullopt;
  const bool backwards = (!time.speeds && time.speed.num < 0) != moment->mirrored;
  return backwards && time.start + kJust < moment->at ? moment->at - kJust : moment->at;
}

Result<void> check_left(const ClipTime& time, const std::string& asset, Rational duration) {
  const std::string why = nothing_left(time, duration);
  if (why.empty()) return {};
  return fail(Fault::invalid, fmt::format("nothing of '{}' is shown: {}", asset, why), "give an earlier \"start\"");
}

}  // namespace

std::string numbered_name(const std::string& pattern, int64_t number) {
  const size_t first = pattern.find('#');
  const size_t after = std::min(pattern.find_first_not_of('#', first), pattern.size());
  return fmt::format("{}{:0{}}{}", pattern.substr(0, first), number, after - first, pattern.substr(after));
}

Result<std::shared_ptr<Clip>> Assets::clip(const std::string& asset) {
  const std::lock_guard lock(clip_mutex_);
  if (const auto found = clips_.find(asset); found != clips_.end()) return found->second;
  auto opened = Clip::open(*root_, asset);
  if (!opened) return opened;
  clips_[asset] = *opened;
  const std::lock_guard hashes(mutex_);
  hashes_[asset] = (*opened)->hash();
  return opened;
}

Result<Footage> Assets::numbered_footage(const VideoContent& video, Rational passed) {
  const VideoContent::Numbered& run = *video.numbered;
  const int64_t count = run.last - run.first + 1;
  const Rational duration = Rational{count, 1} / run.rate;
  if (Result<void> left = check_left(video.time, video.asset, duration); !left) return fail(std::move(left.error()));
  const auto moment = shown_moment(video.time, passed, duration);
  const int64_t frame = moment ? std::clamp<int64_t>(floor_of(*moment * run.rate), 0, count - 1) : 0;
  Result<Artwork> art = image(numbered_name(video.asset, run.first + frame));
  if (!art) return fail(std::move(art.error()));
  if (!art->image)
    return fail(Fault::missing, fmt::format("video '{}' is made of SVG files; pixels expected", video.asset));
  return Footage{moment ? art->image : nullptr, art->size()};
}

Result<Footage> Assets::footage(const VideoContent& video, Rational passed, bool pixels) {
  if (video.numbered) return numbered_footage(video, passed);
  Result<std::shared_ptr<Clip>> opened = clip(video.asset);
  if (!opened) return fail(std::move(opened.error()));
  Clip& file = **opened;
  if (!file.video() || file.video()->frames == 0) {
    return fail(Fault::missing, fmt::format("'{}' has no picture, only sound", video.asset),
                "use a layer of type \"audio\" for it");
  }
  if (Result<void> left = check_left(video.time, video.asset, file.video()->duration); !left)
    return fail(std::move(left.error()));
  Footage found{nullptr, shown_size(*file.video())};
  const auto moment = shown_moment(video.time, passed, file.video()->duration);
  if (!moment) return found;
  const int64_t frame = file.frame_at(*moment);
  const Texels outline = file.outline(frame);
  {
    const std::lock_guard lock(clip_mutex_);
    const auto at = std::ranges::find(frames_, outline.hash, &KeptFrame::hash);
    if (at != frames_.end()) {
      std::rotate(frames_.begin(), at, at + 1);  // the latest used stands in front
      found.image = frames_.front().image;
      return found;
    }
  }
  if (!pixels) {
    found.image = std::make_shared<const Image>(outline);
    return found;
  }
  Result<Texels> texels = file.frame(frame);
  if (!texels) return fail(std::move(texels.error()));
  found.image = std::make_shared<const Image>(std::move(*texels));
  const std::lock_guard lock(clip_mutex_);
  frames_.push_front({outline.hash, found.image});
  size_t kept = 0;
  for (auto it = frames_.begin(); it != frames_.end(); ++it) {
    kept += it->image->bytes();
    if (kept > kFrameBudget && it != frames_.begin()) {
      frames_.erase(it, frames_.end());
      break;
    }
  }
  return found;
}

}  // namespace fp
