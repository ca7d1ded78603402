// Small videos to press into a folder of a test's own.
#pragma once

#include <algorithm>

#include "encoder/job/press.hpp"
#include "encoder/manifest/version.hpp"
#include "tests/encoder/support.hpp"

namespace fp::testing {

inline constexpr int64_t kFrames = 50;

// A square that moves, then stands: some frames are shared.
inline std::shared_ptr<const Composition> moving_square(double red, const std::string& image = "") {
  auto c = std::make_shared<Composition>();
  c->name = "square";
  c->width = 192;
  c->height = 128;
  c->frames = kFrames;
  c->background = {0.1, 0.2, 0.3, 1};
  Layer layer;
  layer.id = "square";
  layer.out = kFrames;
  layer.transform.position.keys = {{.frame = 0, .value = {0, 10}}, {.frame = 30, .value = {100, 60}}};
  layer.transform.scale.constant = {1, 1};
  layer.opacity.constant = 1;
  layer.size = Point{.constant = {60, 50}};
  layer.content = SolidContent{.color = {.constant = {red, 0.5, 0.25, 1}}};
  if (!image.empty()) {
    ImageContent content;
    content.asset = image;
    layer.content = content;
  }
  c->layers.push_back(std::move(layer));
  return c;
}

struct PressFixture {
  ScratchFolder folder;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;

  PressFixture() {
    auto root = AssetRoot::open(folder.path);
    FP_ASSERT(root.has_value());
    assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
    auto opened = Device::open({.request = "cpu"});
    FP_ASSERT(opened.has_value());
    device = *opened;
  }

  Video video(const std::string& name, double red, const std::string& image = "") const {
    Video v{.composition = moving_square(red, image), .first = 0, .frames = kFrames};
    v.recipe = {.width = 192, .height = 128, .fps = {30, 1}, .preset = "veryfast", .segment = 12};
    v.output = folder.path / "out" / name;
    v.inputs.engine = kEngineVersion;
    v.inputs.template_name = "square";
    v.inputs.template_file = "square.json";
    v.inputs.row.set("red", Json::of(red));
    v.inputs.row.set("image", Json::of(image));
    return v;
  }

  // Every file beneath the output folder, hidden ones too.
  std::vector<std::string> written() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path / "out", error))
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }
};

}  // namespace fp::testing
