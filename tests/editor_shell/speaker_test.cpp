#include "editor/shell/speaker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include "editor/shell/window.hpp"
#include "engine/core/files.hpp"

namespace fp::shell {
namespace {

// Counts samples while it is told to play.
struct Counter {
  std::atomic<bool> plays = false;
  std::atomic<int64_t> frames = 0, calls = 0, latest = 0;

  static bool pull(void* of, std::span<float> out, int64_t heard_at) {
    auto& self = *static_cast<Counter*>(of);
    ++self.calls;
    self.latest = heard_at;
    const bool plays = self.plays;
    for (size_t i = 0; i < out.size(); i += 2) {
      out[i] = plays ? static_cast<float>(self.frames + static_cast<int64_t>(i) / 2) / (1 << 23) : 0;
      out[i + 1] = -out[i];
    }
    if (plays) self.frames += static_cast<int64_t>(out.size()) / 2;
    return plays;
  }
  SoundSource source() { return {&Counter::pull, this}; }
  void wait_for(int64_t wanted) const {
    for (int i = 0; i < 3000 && frames < wanted; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
};

std::vector<float> floats_of(const std::filesystem::path& file) {
  const auto bytes = read_file(file, Fault::missing);
  std::vector<float> samples(bytes ? bytes->size() / sizeof(float) : 0);
  if (bytes) std::memcpy(samples.data(), bytes->data(), samples.size() * sizeof(float));
  return samples;
}

TEST(Speaker, AFileHasWhatIsPlayedAndNothingElse) {
  const TemporaryFolder folder = *TemporaryFolder::create();
  const auto path = folder.path() / "heard";
  Counter counter;
  {
    auto speaker = Speaker::open_file(path.string(), counter.source());
    ASSERT_TRUE(speaker);
    EXPECT_TRUE((*speaker)->alive());
    while (counter.calls < 5) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const int64_t began = now();
    counter.plays = true;
    counter.wait_for(9'600);
    EXPECT_GE(now() - began, 150'000'000) << "it keeps time";
    EXPECT_NEAR(static_cast<double>(counter.latest), static_cast<double>(now()), 1e9);
    counter.plays = false;
  }
  const int64_t calls = counter.calls;
  const auto samples = floats_of(path);
  ASSERT_EQ(std::ssize(samples), counter.frames * 2);
  for (size_t i = 0; i < samples.size(); i += 2) ASSERT_EQ(samples[i] * (1 << 23), static_cast<float>(i / 2));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(counter.calls, calls) << "it is gone";
}

TEST(Speaker, AFileThatCannotBeWrittenIsNamed) {
  Counter counter;
  const auto speaker = Speaker::open_file("/nowhere/heard", counter.source());
  ASSERT_FALSE(speaker);
  EXPECT_NE(speaker.error().front().message.find("/nowhere/heard"), std::string::npos);
}

// ALSA itself stands in for a device: what it is given it writes to a file.
TEST(Speaker, TheDevicesOwnThreadTakesTheSamples) {
  const TemporaryFolder folder = *TemporaryFolder::create();
  const auto heard = folder.path() / "heard.raw";
  std::ofstream(folder.path() / "asound.conf") << "pcm.!default { type file slave.pcm nothing file \"" << heard.string()
                                               << "\" format raw }\npcm.nothing { type null }\n";
  ::setenv("ALSA_CONFIG_PATH", (folder.path() / "asound.conf").c_str(), 1);
  Counter counter;
  counter.plays = true;
  auto speaker = Speaker::open(counter.source());
  if (!speaker) GTEST_SKIP() << speaker.error().front().message;
  EXPECT_FALSE((*speaker)->name().empty());
  counter.wait_for(9'600);
  EXPECT_TRUE((*speaker)->alive());
  EXPECT_NEAR(static_cast<double>(counter.latest), static_cast<double>(now()), 3e9);
  speaker->reset();
  EXPECT_GE(counter.frames, 9'600);
  const int64_t calls = counter.calls;
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(counter.calls, calls);
  const auto samples = floats_of(heard);
  size_t silence = 0;  // the device's own, before the first sample that is not 0
  while (silence < samples.size() && samples[silence] == 0) silence += 2;
  ASSERT_GE(std::ssize(samples) - static_cast<int64_t>(silence), 2 * 4'800);
  for (size_t i = 0; i < 2 * 4'800; i += 2) ASSERT_EQ(samples[silence + i] * (1 << 23), static_cast<float>(i / 2 + 1));
}

}  // namespace
}  // namespace fp::shell
