// The asset catalogue's maps.
#include <algorithm>

#include "engine/display/assets.hpp"
#include "engine/display/filters.hpp"
#include "engine/display/map_plan.hpp"

namespace fp {

Result<std::shared_ptr<const Geography>> Assets::geography(const std::string& asset, const std::string& object) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = geographies_.find({asset, object});
    if (found != geographies_.end()) return found->second;
  }
  const Result<std::string> bytes = root_->read(asset, 64u << 20);
  if (!bytes) return fail(bytes.error());
  Result<Geography> read = read_geography(*bytes, asset, object);
  if (!read) return fail(std::move(read.error()));
  auto shared = std::make_shared<const Geography>(std::move(*read));
  const std::lock_guard lock(mutex_);
  hashes_[asset] = sha256(*bytes);
  constexpr size_t kMaxGeographies = 8;  // some 10 MB each
  if (geographies_.size() >= kMaxGeographies) geographies_.clear();
  return geographies_.try_emplace({asset, object}, std::move(shared)).first->second;
}

Result<std::shared_ptr<const MapPlan>> Assets::map_plan(const ChartContent& chart) {
  const auto& content = std::get<std::shared_ptr<const MapContent>>(chart.chart);
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(plans_, content, [](const auto& plan) { return plan->content; });
    if (found != plans_.end()) return *found;
  }
  const auto land = geography(content->geography, content->object);
  if (!land) return fail(land.error());
  Sha256 hash;
  {
    const std::lock_guard lock(mutex_);
    hash = hashes_[content->geography];
  }
  auto plan = make_map_plan(content, chart.size, *land, hash);
  if (!plan) return plan;
  constexpr size_t kMaxPlans = 8;
  const std::lock_guard lock(mutex_);
  if (plans_.size() >= kMaxPlans) plans_.erase(plans_.begin());
  plans_.push_back(*plan);
  return plan;
}

std::shared_ptr<const MapSkeleton> Assets::map_skeleton(const Hash128& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(skeletons_, key, [](const auto& kept) { return kept.first; });
  return found == skeletons_.end() ? nullptr : found->second;
}

void Assets::keep(const Hash128& key, std::shared_ptr<const MapSkeleton> skeleton) {
  constexpr size_t kMaxSkeletons = 4;  // some 1 MB each for a map of thousands of regions
  const std::lock_guard lock(mutex_);
  if (skeletons_.size() >= kMaxSkeletons) skeletons_.erase(skeletons_.begin());
  skeletons_.emplace_back(key, std::move(skeleton));
}

std::optional<Placed> Assets::resting_map(const std::shared_ptr<const MapPlan>& plan, const Hash128& key) {
  const std::lock_guard lock(mutex_);
  for (const RestingMap& kept : resting_) {
    if (kept.plan == plan && kept.key == key) return *kept.placed;
  }
  return std::nullopt;
}

void Assets::keep(const std::shared_ptr<const MapPlan>& plan, const Hash128& key, const Placed& placed) {
  constexpr size_t kMaxResting = 4;
  const std::lock_guard lock(mutex_);
  if (resting_.size() >= kMaxResting) resting_.erase(resting_.begin());
  resting_.push_back({plan, key, std::make_shared<const Placed>(placed)});
}

}  // namespace fp
