#include "editor/preview/waveform.hpp"

#include <gtest/gtest.h>

#include "engine/core/files.hpp"

namespace fp::preview {
namespace {

TEST(Waveforms, SayWhatCannotBeRead) {
  const TemporaryFolder folder = *TemporaryFolder::create();
  auto root = AssetRoot::open(folder.path());
  ASSERT_TRUE(root);
  auto assets = std::make_shared<Assets>(std::make_shared<const AssetRoot>(std::move(*root)));
  Waveforms waveforms;
  EXPECT_TRUE(waveforms.settled());
  waveforms.want(assets, {"none.wav", "../outside.wav"});
  waveforms.wait_idle();
  const auto known = waveforms.known();
  ASSERT_EQ(known.size(), 2u);
  for (const auto& [name, file] : known) {
    EXPECT_EQ(file->peaks, nullptr);
    ASSERT_FALSE(file->errors.empty()) << name;
    EXPECT_NE(file->errors.front().message.find(name), std::string::npos) << file->errors.front().message;
  }
}

}  // namespace
}  // namespace fp::preview
