#include "encoder/job/reuse.hpp"

#include "encoder/job/captions.hpp"
#include "engine/core/files.hpp"
#include "engine/render/frame_source.hpp"

namespace fp {

SegmentSpan span_of(const Video& video, int64_t segment) {
  const int64_t first = segment * video.recipe.segment;
  return {first, std::min(video.recipe.segment, video.frames - first)};
}

Result<Manifest> manifest_before(const Video& v, Assets& assets, CodecBuilds& builds) {
  Manifest m = v.inputs;
  m.recipe = v.recipe;
  m.first_frame = v.first;
  m.length = v.frames;
  if (!v.captions.empty()) {
    const std::string text = captions_text(v);
    m.captions = {captions_path(v.output, v.captions).filename().string(),
                  {text.size(), sha256(std::string_view(text))}};
  }
  auto hashes = asset_hashes(*v.composition, assets);
  if (!hashes) return fail(std::move(hashes.error()));
  m.assets = std::move(*hashes);
  if (v.recipe.codec.empty()) return m;  // sound alone
  m.identities.resize(static_cast<size_t>(v.frames));
  m.hashes.resize(static_cast<size_t>(v.frames));
  m.segments.resize(static_cast<size_t>((v.frames + v.recipe.segment - 1) / v.recipe.segment));
  const std::string recipe = canonical_text(v.recipe);
  if (!builds.contains(recipe)) {
    auto build = find_codec(v.recipe.codec)->build(v.recipe);
    if (!build) return fail(std::move(build.error()));
    builds.emplace(recipe, std::move(*build));
  }
  m.build = builds.at(recipe);
  return m;
}

bool InFlight::begin(const Sha256& key, const Unit& unit) {
  const std::lock_guard lock(mutex_);
  const auto [at, fresh] = waiting_.try_emplace(key);
  if (!fresh) at->second.push_back(unit);
  return fresh;
}

std::vector<Unit> InFlight::end(const Sha256& key) {
  const std::lock_guard lock(mutex_);
  return std::move(waiting_.extract(key).mapped());
}

KnownIdentities known_identities(const std::optional<Store>& store, const Manifest& before) {
  if (!store) return std::nullopt;
  return find_identities(*store, identities_key(before));  // the key has their number
}

Result<std::vector<Sha256>> frame_identities(const Video& video, SegmentSpan span, const KnownIdentities& known,
                                             Assets& assets) {
  if (known) return std::vector(known->begin() + span.first, known->begin() + span.first + span.frames);
  std::vector<Sha256> identities;
  identities.reserve(static_cast<size_t>(span.frames));
  for (int64_t i = 0; i < span.frames; ++i) {
    auto identity = frame_identity(*video.composition, video.first + span.first + i, assets);
    if (!identity) return fail(std::move(identity.error()));
    identities.push_back(*identity);
  }
  return identities;
}

std::optional<Manifest> finished_before(const std::filesystem::path& output, const Manifest& expected) {
  const std::filesystem::path beside = manifest_path(output);
  const auto text = read_file(beside, Fault::missing);
  if (!text) return std::nullopt;
  auto recorded = parse_manifest(*text, beside.string());
  if (!recorded || !same_inputs(*recorded, expected)) return std::nullopt;
  if (!changed_files(*recorded, output.parent_path()).empty()) return std::nullopt;
  return std::move(*recorded);
}

}  // namespace fp
