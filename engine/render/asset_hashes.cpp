#include "engine/render/asset_hashes.hpp"

#include <set>

namespace fp {
namespace {

struct Names {
  std::map<std::string, SourceLocation> images;  // and where each is first used
  std::map<std::string, SourceLocation> cubes;
  std::set<std::string> fonts;  // as layers refer to them
  bool hyphenation = false;
};

void collect(const std::vector<Layer>& layers, Names& names) {
  for (const Layer& layer : layers) {
    for (const Effect& effect : layer.effects) {
      if (!effect.asset.empty()) names.cubes.emplace(effect.asset, layer.location);
    }
    if (const auto* image = std::get_if<ImageContent>(&layer.content); image != nullptr && !image->asset.empty()) {
      names.images.emplace(image->asset, layer.location);
    } else if (const auto* text = std::get_if<TextContent>(&layer.content)) {
      for (const TextSpan& span : text->spans) names.fonts.insert(span.fonts.begin(), span.fonts.end());
      names.hyphenation |= text->hyphens == TextContent::Hyphens::automatic;
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
  return used;
}

}  // namespace fp
