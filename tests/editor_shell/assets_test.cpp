// Small pictures of the files that parameters name.
#include <gtest/gtest.h>

#include <fstream>

#include "editor/app/asset_pictures.hpp"
#include "editor/panels/data.hpp"
#include "engine/core/files.hpp"
#include "engine/media/png_write.hpp"

namespace fp::editor {
namespace {

namespace fs = std::filesystem;

struct Bench {
  TemporaryFolder folder = *TemporaryFolder::create();
  Loaded loaded;

  Bench() {
    const fs::path source = FP_SOURCE_DIR "/assets/fonts/noto/NotoSans-Regular.ttf";
    fs::copy_file(source, folder.path() / "font.ttf");
    std::vector<uint8_t> red;
    for (int i = 0; i < 200 * 100; ++i) red.insert(red.end(), {255, 0, 0, 255});
    write("wide.png", write_png(200, 100, red));
    write(
        "round.svg",
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle cx="5" cy="5" r="5" fill="#00f"/></svg>)");
    write("broken.png", "\x89PNG");
    write("t.json", R"({"framepress": 1, "canvas": {"size": [8, 8], "fps": "1", "duration": "1s"}, "layers": []})");
    loaded = *load({.file = (folder.path() / "t.json").string()});
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder.path() / name, std::ios::binary) << bytes;
  }
  AssetPictures draw(std::vector<WantedAsset> wanted) const {
    return draw_assets((folder.path() / "t.json").string(), loaded.assets, std::move(wanted));
  }
};

std::string pixel(const AssetPictures& pictures, const std::string& name, int x, int y) {
  const auto cell = static_cast<size_t>(pictures.cells.at(name));
  const size_t left = cell % panels::kAssetCells * panels::kAssetSide,
               top = cell / panels::kAssetCells * panels::kAssetSide;
  const uint8_t* at =
      pictures.rgba.data() + 4 * ((top + static_cast<size_t>(y)) * kAssetSheet + left + static_cast<size_t>(x));
  std::string text;
  for (int i = 0; i < 4; ++i) text += (i > 0 ? " " : "") + std::to_string(at[i]);
  return text;
}

TEST(AssetPictures, ShowWhatTheFilesShowAndLeaveOutWhatCannotBeDrawn) {
  const Bench bench;
  const auto pictures = bench.draw({{"wide.png"},
                                    {"none.png"},
                                    {"broken.png"},
                                    {"font.ttf", Param::Type::font},
                                    {"round.svg"},
                                    {"../t.json"},
                                    {"wide.png", Param::Type::font},
                                    {"none.mp4", Param::Type::video}});
  EXPECT_EQ(pictures.cells.size(), 3u);
  EXPECT_EQ(pixel(pictures, "wide.png", 32, 32), "255 0 0 255");
  EXPECT_EQ(pixel(pictures, "wide.png", 32, 10), "0 0 0 0") << "it is fitted, not cut";
  EXPECT_EQ(pixel(pictures, "round.svg", 32, 32), "0 0 255 255");
  EXPECT_EQ(pixel(pictures, "round.svg", 1, 1), "0 0 0 0");
  int letters = 0;
  for (int x = 0; x < panels::kAssetSide; ++x)
    letters += pixel(pictures, "font.ttf", x, 32) == "255 255 255 255" ? 1 : 0;
  EXPECT_GT(letters, 2);
  EXPECT_LT(letters, 40);
}

TEST(AssetPictures, AreOfEachFileOnceAndNoMoreThanASheetHolds) {
  Template tpl;
  Values values{.object = Json::object(), .label = ""};
  const auto add = [&](const std::string& name, Param::Type type, Json value) {
    tpl.params.push_back({.name = name, .type = type});
    values.object.set(name, std::move(value));
  };
  add("title", Param::Type::text, Json::of("a.png"));
  add("photo", Param::Type::image, Json::of("a.png"));
  add("back", Param::Type::image, Json::of("a.png"));
  add("none", Param::Type::image, Json{});
  add("face", Param::Type::font, Json::of("f.ttf"));
  add("clip", Param::Type::video, Json::of("c.mp4"));
  add("voice", Param::Type::audio, Json::of("v.wav"));
  EXPECT_EQ(wanted_assets(tpl, values),
            (std::vector<WantedAsset>{{"a.png"}, {"f.ttf", Param::Type::font}, {"c.mp4", Param::Type::video}}));
  for (int i = 0; i < 100; ++i) add("p" + std::to_string(i), Param::Type::image, Json::of(std::to_string(i)));
  EXPECT_EQ(wanted_assets(tpl, values).size(), 64u);
}

TEST(AssetPictures, ParametersOfFilesTakeTheirKind) {
  EXPECT_EQ(panels::file_endings(Param::Type::image).front(), ".png");
  EXPECT_EQ(panels::file_endings(Param::Type::font).size(), 2u);
  EXPECT_EQ(panels::file_endings(Param::Type::video).front(), ".mp4");
  EXPECT_EQ(panels::file_endings(Param::Type::audio).front(), ".wav");
  EXPECT_TRUE(panels::file_endings(Param::Type::text).empty());
}

TEST(AssetPictures, AFileIsALayerOfItsKind) {
  const auto kind = [](const char* name) { return panels::kind_of_file(name); };
  for (const char* name : {"a.png", "a.JPG", "a.webp", "a.svg", "a", "a.xyz"})
    EXPECT_EQ(kind(name), Param::Type::image);
  for (const char* name : {"a.mp4", "b.MOV", "a.mkv", "a.webm", "a.gif", "a.apng"})
    EXPECT_EQ(kind(name), Param::Type::video) << name;
  for (const char* name : {"a.wav", "a.flac", "a.mp3", "a.ogg", "a.opus", "a.M4A"})
    EXPECT_EQ(kind(name), Param::Type::audio) << name;
  for (const char* name : {"a.srt", "a.VTT"}) EXPECT_EQ(kind(name), Param::Type::captions) << name;
}

}  // namespace
}  // namespace fp::editor
