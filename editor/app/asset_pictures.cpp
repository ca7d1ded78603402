#include "editor/app/asset_pictures.hpp"

#include <algorithm>
#include <cstring>

#include "engine/render/frame_source.hpp"

namespace fp::editor {
namespace {

using panels::kAssetCells;
using panels::kAssetSide;

// A template that shows nothing but the file.
std::string template_of(const WantedAsset& asset) {
  const auto pair = [](double a, double b) {
    Json list = Json::array();
    list.items = {Json::of(a), Json::of(b)};
    return list;
  };
  const double side = kAssetSide;
  Json canvas = Json::object();
  canvas.set("size", pair(side, side));
  canvas.set("fps", Json::of("1"));
  canvas.set("duration", Json::of("1s"));
  canvas.set("background", Json::of("#00000000"));
  const bool font = asset.type == Param::Type::font, video = asset.type == Param::Type::video;
  const char* type = font ? "text" : video ? "video" : "image";
  Json layer = Json::object();
  layer.set("type", Json::of(type));
  layer.set(type, Json::of(font ? "Ag" : asset.name));
  if (video) layer.set("sound", Json::of(false));
  layer.set("size", pair(side, side));
  layer.set("position", pair(0, 0));
  layer.set("fit", Json::of(font ? "shrink" : "contain"));
  Json fonts = Json::object();
  if (font) {
    fonts.set("font", Json::of(asset.name));
    layer.set("font", Json::of("font"));
    layer.set("fontSize", Json::of(side * 0.6));
    layer.set("color", Json::of("#ffffff"));
    layer.set("align", Json::of("center"));
    layer.set("valign", Json::of("middle"));
  }
  Json layers = Json::array(), json = Json::object();
  layers.items = {std::move(layer)};
  json.set("framepress", Json::of(int64_t{1}));
  json.set("canvas", std::move(canvas));
  json.set("fonts", std::move(fonts));
  json.set("layers", std::move(layers));
  return write_json(json, 0);
}

// The file's pixels, or nullptr where it cannot be drawn.
FramePtr drawn(const std::string& file, const std::shared_ptr<Assets>& assets, const WantedAsset& asset,
               const std::shared_ptr<Device>& device) {
  const auto loaded =
      load({.file = file, .text = std::make_shared<const std::string>(template_of(asset)), .assets = assets});
  if (!loaded) return nullptr;
  FrameSource source(loaded->composition, assets, device, PixelFormat::rgba8, 1);
  auto frame = source.frame(0);
  return frame ? frame->frame : nullptr;
}

}  // namespace

std::vector<WantedAsset> wanted_assets(const Template& tpl, const Values& values) {
  std::vector<WantedAsset> wanted;
  for (const Param& param : tpl.params) {
    const bool file =
        param.type == Param::Type::image || param.type == Param::Type::font || param.type == Param::Type::video;
    const Json* value = values.object.find(param.name);
    if (!file || value == nullptr || !value->is_string() || value->text.empty()) continue;
    WantedAsset asset{value->text, param.type};
    const bool room = wanted.size() < size_t{kAssetCells} * kAssetCells;
    if (room && std::ranges::find(wanted, asset) == wanted.end()) wanted.push_back(std::move(asset));
  }
  return wanted;
}

AssetPictures draw_assets(const std::string& file, const std::shared_ptr<Assets>& assets,
                          std::vector<WantedAsset> wanted) {
  AssetPictures pictures{.assets = assets, .wanted = std::move(wanted), .cells = {}, .rgba = {}};
  const auto device = Device::open({.request = "cpu", .say = {}});
  if (!device) return pictures;
  pictures.rgba.resize(size_t{4} * kAssetSheet * kAssetSheet);
  for (size_t i = 0; i < pictures.wanted.size(); ++i) {
    const FramePtr frame = drawn(file, assets, pictures.wanted[i], *device);
    if (!frame || frame->width != kAssetSide || frame->height != kAssetSide) continue;
    const size_t left = i % kAssetCells * kAssetSide, top = i / kAssetCells * kAssetSide;
    for (size_t y = 0; y < kAssetSide; ++y) {
      std::memcpy(pictures.rgba.data() + 4 * ((top + y) * kAssetSheet + left), frame->data.data() + 4 * y * kAssetSide,
                  size_t{4} * kAssetSide);
    }
    pictures.cells.emplace(pictures.wanted[i].name, static_cast<int>(i));
  }
  return pictures;
}

}  // namespace fp::editor
