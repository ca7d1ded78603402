// Footage and sound for tests, made by the ffmpeg program in a folder of the test's own.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "engine/core/files.hpp"
#include "engine/media/clip.hpp"

namespace fp::footage {

inline bool has_ffmpeg() {
  static const bool found = std::system("ffmpeg -version >/dev/null 2>&1") == 0;
  return found;
}

class FootageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_ffmpeg()) GTEST_SKIP() << "the ffmpeg program is not installed";
    folder_.emplace(*TemporaryFolder::create());
  }
  // Runs `ffmpeg ARGUMENTS NAME` in the folder.
  void make(const std::string& name, const std::string& arguments) {
    const std::string command =
        "cd '" + folder() + "' && ffmpeg -nostdin -v error -y -threads 1 " + arguments + " " + name;
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  Result<std::shared_ptr<Clip>> open(const std::string& name) {
    const Result<AssetRoot> root = AssetRoot::open(folder());
    return Clip::open(*root, name);
  }
  std::shared_ptr<Clip> clip(const std::string& name) {
    Result<std::shared_ptr<Clip>> opened = open(name);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : to_string(opened.error()[0]));
    return opened ? *opened : nullptr;
  }
  std::string folder() const { return folder_->path().string(); }
  std::string bytes(const std::string& name) const {
    std::ifstream in(folder_->path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_->path() / name, std::ios::binary) << bytes;
  }

 private:
  std::optional<TemporaryFolder> folder_;
};

// 128x64 at 25 frames a second: a moving test picture on the left; on the right, frame n in grey 20 + 3 n.
inline std::string numbered(int frames, const std::string& format = "yuv420p") {
  return "-f lavfi -i \"testsrc2=size=128x64:rate=25,trim=end_frame=" + std::to_string(frames) +
         ",format=yuv444p,geq=lum='if(lt(X,64),lum(X,Y),20+3*N)':"
         "cb='if(lt(X,64),cb(X,Y),128)':cr='if(lt(X,64),cr(X,Y),128)',format=" +
         format + "\" -frames:v " + std::to_string(frames) + " ";
}

struct Pixel {
  int r, g, b, a;
};
inline Pixel pixel(const Texels& texels, int x, int y) {
  const uint32_t v = texels.data[static_cast<size_t>(y) * static_cast<size_t>(texels.width) + static_cast<size_t>(x)];
  return {static_cast<int>(v & 255), static_cast<int>(v >> 8 & 255), static_cast<int>(v >> 16 & 255),
          static_cast<int>(v >> 24)};
}

}  // namespace fp::footage
