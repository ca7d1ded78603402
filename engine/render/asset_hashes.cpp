#include "engine/render/asset_hashes.hpp"

#include <set>

#include "engine/chart/chart.hpp"
#include "engine/template/chart_map.hpp"

namespace fp {
namespace {

struct Names {
  std::map<std::string, SourceLocation> images;  // and where each is first used
  std::map<std::string, SourceLocation> cubes;
  std::map<std::string, SourceLocation> clips;
  std::map<std::string, std::pair<const ChartContent*, SourceLocation>> maps;  // one chart of each geography
  std::set<std::string> fonts;                                                 // as layers refer to them
  bool hyphenation = false;
};

void collect(const std::vector<SceneLayer>& marks, Names& names) {
  for (const SceneLayer& mark : marks) {
    if (const auto* group = std::get_if<SceneGroup>(&mark.content)) collect(group->children, names);
    const auto* text = std::get_if<SceneText>(&mark.content);
    for (size_t i = 0; text && i < text->text->spans.size(); ++i)
      names.fonts.insert(text->text->spans[i].fonts.begin(), text->text->spans[i].fonts.end());
  }
}

// What a chart shows is seen where it rests.
void collect(const Layer& layer, const ChartContent& chart, Names& names) {
  for (const ChartItem& item : chart.data.items) {
    if (!item.icon.empty()) names.images.emplace(item.icon, layer.location);
  }
  if (const auto* map = std::get_if<std::shared_ptr<const MapContent>>(&chart.chart)) {
    names.maps.emplace((*map)->geography, std::pair(&chart, layer.location));
    for (const auto* text : {&(*map)->labels, &(*map)->legend}) {
      for (size_t i = 0; *text && i < (*text)->style.spans.size(); ++i)
        names.fonts.insert((*text)->style.spans[i].fonts.begin(), (*text)->style.spans[i].fonts.end());
    }
    return;
  }
  for (const double frame : resting_frames(chart)) collect(chart_layers(chart, frame, 30), names);
}

void collect(const std::vector<Layer>& layers, Names& names) {
  for (const Layer& layer : layers) {
    for (const Effect& effect : layer.effects) {
      if (!effect.asset.empty()) names.cubes.emplace(effect.asset, layer.location);
    }
    if (const auto* image = std::get_if<ImageContent>(&layer.content); image != nullptr && !image->asset.empty()) {
      names.images.emplace(image->asset, layer.location);
    } else if (const auto* video = std::get_if<VideoContent>(&layer.content)) {
      if (video->numbered) {
        for (int64_t i = video->numbered->first; i <= video->numbered->last; ++i)
          names.images.emplace(numbered_name(video->asset, i), layer.location);
      } else if (!video->asset.empty()) {
        names.clips.emplace(video->asset, layer.location);
      }
    } else if (const auto* audio = std::get_if<AudioContent>(&layer.content)) {
      if (!audio->asset.empty()) names.clips.emplace(audio->asset, layer.location);
    } else if (const auto* text = std::get_if<TextContent>(&layer.content)) {
      for (const TextSpan& span : text->spans) names.fonts.insert(span.fonts.begin(), span.fonts.end());
      names.hyphenation |= text->hyphens == TextContent::Hyphens::automatic;
    } else if (const auto* chart = std::get_if<ChartContent>(&layer.content)) {
      collect(layer, *chart, names);
    } else if (const auto* group = std::get_if<GroupContent>(&layer.content)) {
      for (const Transition& transition : group->transitions) {
        if (!transition.asset.empty()) names.images.emplace(transition.asset, layer.location);
      }
      collect(group->children, names);
    }
  }
}

void place(Errors& errors, const SourceLocation& at, const std::string& row) {
  for (Diagnostic& d : errors) {
    if (d.file.empty() || d.line == 0) {
      d.file = at.file;
      d.line = at.line;
      d.column = at.column;
      if (d.pointer.empty()) d.pointer = at.pointer;
    }
    if (!row.empty() && d.message.find(row) == std::string::npos) d.message += ", row " + row;
  }
}

}  // namespace

Result<std::map<std::string, Sha256>> asset_hashes(const Composition& composition, Assets& assets) {
  Names names;
  collect(composition.layers, names);
  std::set<std::string> files;
  Errors errors;
  for (const auto& [name, location] : names.images) {
    files.insert(name);
    if (auto image = assets.image(name); !image) {
      place(image.error(), location, composition.row_label);
      errors.insert(errors.end(), image.error().begin(), image.error().end());
    }
  }
  for (const auto& [name, location] : names.cubes) {
    files.insert(name);
    if (auto cube = assets.cube(name); !cube) {
      place(cube.error(), location, composition.row_label);
      errors.insert(errors.end(), cube.error().begin(), cube.error().end());
    }
  }
  for (const auto& [name, location] : names.clips) {
    files.insert(name);
    if (auto clip = assets.clip(name); !clip) {
      place(clip.error(), location, composition.row_label);
      errors.insert(errors.end(), clip.error().begin(), clip.error().end());
    }
  }
  for (const auto& [name, use] : names.maps) {
    files.insert(name);
    if (auto plan = assets.map_plan(*use.first); !plan) {
      place(plan.error(), use.second, composition.row_label);
      errors.insert(errors.end(), plan.error().begin(), plan.error().end());
    }
  }
  for (const FontSource& source : composition.fonts) {
    if (!names.fonts.contains(source.name) || !files.insert(source.asset).second) continue;
    if (auto font = assets.font(source.asset); !font)
      errors.insert(errors.end(), font.error().begin(), font.error().end());
  }
  for (const HyphenationSource& source : composition.hyphenation) {
    if (!names.hyphenation || !files.insert(source.asset).second) continue;
    if (auto patterns = assets.hyphens(source.asset); !patterns)
      errors.insert(errors.end(), patterns.error().begin(), patterns.error().end());
  }
  if (!errors.empty()) return fail(std::move(errors));
  const std::map<std::string, Sha256> all = assets.read_hashes();
  std::map<std::string, Sha256> used;
  for (const std::string& name : files) {
    if (const auto found = all.find(name); found != all.end()) used.insert(*found);
  }
  used.insert(composition.files.begin(), composition.files.end());
  return used;
}

}  // namespace fp
