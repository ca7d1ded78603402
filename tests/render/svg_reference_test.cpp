// Icons drawn by our vector layer beside librsvg's result. What the reader refuses, it must refuse for a stated reason.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/media/svg.hpp"
#include "engine/render/frame_source.hpp"

namespace fp {
namespace {

constexpr double kMeanLimit = 1.0;    // of 255, over all channels of one icon
constexpr double kTotalLimit = 0.25;  // over all icons

std::vector<std::filesystem::path> icons() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(FP_SOURCE_DIR "/tests/media/svg")) {
    if (entry.path().extension() == ".svg") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// Premultiplied texels as librsvg draws them, the longer side 96 pixels.
Result<Texels> librsvg(const std::filesystem::path& file) {
  const std::string command = "rsvg-convert -w 96 -h 96 --keep-aspect-ratio '" + file.string() + "' 2>/dev/null";
  std::string png;
  FILE* pipe = popen(command.c_str(), "r");
  char block[65536];
  for (size_t n = 0; (n = fread(block, 1, sizeof block, pipe)) > 0;) png.append(block, n);
  pclose(pipe);
  return decode_image(png, file.string());
}

Layer image_layer(const std::string& asset, const Texels& like) {
  Layer layer;
  layer.id = "icon";
  layer.out = 1;
  layer.opacity.constant = 1;
  layer.transform.scale.constant = {1, 1};
  layer.size = Point{.constant = {static_cast<double>(like.width), static_cast<double>(like.height)}, .keys = {}};
  ImageContent image;
  image.asset = asset;
  image.fit = ImageContent::Fit::fill;
  layer.content = image;
  return layer;
}

// Mean difference of the premultiplied channels, 0..255.
double difference(const Frame& ours, const Texels& theirs) {
  double sum = 0;
  for (size_t i = 0; i < theirs.data.size(); ++i) {
    const uint8_t* p = ours.data.data() + 4 * i;
    for (int c = 0; c < 4; ++c) {
      const int mine = c == 3 ? p[3] : (p[c] * p[3] + 127) / 255;
      sum += std::abs(mine - static_cast<int>(theirs.data[i] >> (8 * c) & 255));
    }
  }
  return sum / static_cast<double>(theirs.data.size() * 4);
}

double compare(const std::filesystem::path& file, const Texels& reference, const std::shared_ptr<Device>& device) {
  Composition composition;
  composition.width = reference.width;
  composition.height = reference.height;
  composition.frames = 1;
  composition.background = {0, 0, 0, 0};
  composition.layers.push_back(image_layer(file.filename().string(), reference));
  auto root = AssetRoot::open(file.parent_path().string());
  EXPECT_TRUE(root);
  auto assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
  FrameSource source(std::make_shared<const Composition>(composition), assets, device, PixelFormat::rgba8);
  const auto frame = source.frame(0);
  EXPECT_TRUE(frame) << (frame ? "" : to_string(frame.error().front()));
  return frame ? difference(*frame->frame, reference) : 255;
}

TEST(SvgReference, IconsLookAsLibrsvgDrawsThem) {
  if (std::system("rsvg-convert --version >/dev/null 2>&1") != 0)
    FAIL() << "rsvg-convert is not here; install librsvg2-bin (tools/setup --test)";
  const auto device = Device::open({.request = "cpu"});
  ASSERT_TRUE(device);
  double sum = 0, worst = 0;
  int drawn = 0;
  std::map<std::string, int> refused;
  for (const std::filesystem::path& file : icons()) {
    const auto picture = parse_svg(bytes_of(file), file.filename().string());
    if (!picture) {
      ++refused[picture.error().front().message];
      continue;
    }
    const auto reference = librsvg(file);
    ASSERT_TRUE(reference) << file;
    const double mean = compare(file, *reference, *device);
    EXPECT_LT(mean, kMeanLimit) << file;
    worst = std::max(worst, mean);
    sum += mean;
    ++drawn;
  }
  for (const auto& [message, count] : refused) std::printf("refused %d: %s\n", count, message.c_str());
  std::printf("%d icons drawn, mean difference %.3f of 255, worst %.3f\n", drawn, sum / drawn, worst);
  EXPECT_GE(drawn, 300);
  EXPECT_LT(sum / drawn, kTotalLimit);
}

}  // namespace
}  // namespace fp
