#include "engine/display/sound_levels.hpp"

#include <fmt/format.h>

#include "engine/timeline/evaluate.hpp"

namespace fp {

Result<std::shared_ptr<const SoundAnalysis>> Assets::sound(const std::string& asset) {
  Result<std::shared_ptr<Clip>> opened = clip(asset);
  if (!opened) return fail(std::move(opened.error()));
  const Sha256& hash = (*opened)->hash();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = sounds_.find(hash); found != sounds_.end()) return found->second;
  }
  Result<SoundFile> file = sound_of(**opened);  // a clip decodes its sound once
  if (!file) return fail(std::move(file.error()));
  if (!file->pcm) return fail(Fault::missing, fmt::format("'{}' has no sound", asset));
  const std::lock_guard lock(mutex_);
  return sounds_.try_emplace(hash, std::make_shared<const SoundAnalysis>(*std::move(file))).first->second;
}

Result<std::shared_ptr<const HeardSound>> heard_sound(const FollowedSound& sound, Assets& assets) {
  if (sound.asset.empty()) return nullptr;
  Result<std::shared_ptr<const SoundAnalysis>> file = assets.sound(sound.asset);
  if (!file) return fail(std::move(file.error()));
  return std::make_shared<const HeardSound>(sound, *std::move(file));
}

Result<void> hear_levels(const Composition& composition, Assets& assets) {
  Errors errors;
  for (const std::shared_ptr<const SoundLevel>& level : composition.levels) {
    const std::lock_guard lock(level->ear->mutex);
    if (level->ear->level) continue;
    auto heard = heard_sound(level->sound, assets);
    if (heard) {
      const SoundLevel* of = level.get();  // the ear is its own
      level->ear->level = [of, sound = *std::move(heard)](double frame) {
        return sound ? level_value(*sound, *of, frame) : 0;
      };
      continue;
    }
    for (Diagnostic& d : heard.error()) {
      if (d.file.empty()) {
        d.file = level->file;
        d.line = level->line;
        d.column = level->column;
      }
      if (d.pointer.empty()) d.pointer = level->pointer;
      d.message = fmt::format("layer \"{}\": {}", level->layer, d.message);
      if (!composition.row_label.empty()) d.message += " [row " + composition.row_label + "]";
      errors.push_back(std::move(d));
    }
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

Result<Scene> heard_scene(const Composition& composition, int64_t frame, Assets& assets) {
  if (auto heard = hear_levels(composition, assets); !heard) return fail(std::move(heard.error()));
  return evaluate(composition, frame);
}

}  // namespace fp
