// Small pictures of the files that parameters name: a picture as it is, a video's first frame, of a font two letters,
// white. The engine draws
// them, so they look as they would in a video.
#pragma once

#include <map>

#include "editor/app/loaded.hpp"
#include "editor/panels/panels.hpp"

namespace fp::editor {

inline constexpr int kAssetSheet = panels::kAssetSide * panels::kAssetCells;  // pixels of the sheet, across and down

struct WantedAsset {
  std::string name;                       // beneath the template's folder
  Param::Type type = Param::Type::image;  // or video, font
  bool operator==(const WantedAsset&) const = default;
};
// As many as a sheet holds, each once.
std::vector<WantedAsset> wanted_assets(const Template& tpl, const Values& values);

struct AssetPictures {
  std::shared_ptr<Assets> assets;  // they were read with; others: files have changed
  std::vector<WantedAsset> wanted;
  std::map<std::string, int> cells;  // of what could be drawn
  std::vector<uint8_t> rgba;         // the sheet
};
// Reads and draws: not for the thread that draws the window. `file`: the template's, for its folder.
AssetPictures draw_assets(const std::string& file, const std::shared_ptr<Assets>& assets,
                          std::vector<WantedAsset> wanted);

}  // namespace fp::editor
