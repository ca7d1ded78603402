// Frames left in memory another API can read: the bytes behind the file descriptor are the frame's.
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "engine/vulkan/exports.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

using testing::IsEmpty;

// The file as a driver lays it out: software drivers may put words of their own before the memory.
struct Mapping {
  const uint8_t* bytes = nullptr;
  size_t size = 0;
  explicit Mapping(int fd) {
    struct stat file {};
    if (fstat(fd, &file) != 0) return;
    void* at = mmap(nullptr, static_cast<size_t>(file.st_size), PROT_READ, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) return;
    bytes = static_cast<const uint8_t*>(at);
    size = static_cast<size_t>(file.st_size);
  }
  ~Mapping() {
    if (bytes != nullptr) munmap(const_cast<uint8_t*>(bytes), size);
  }
};

// The frame's planes as the exported memory has them, rows padded with what the padding of `like` holds.
bool holds(const Mapping& m, const Frame& frame, uint64_t* at = nullptr) {
  const DeviceFrame& d = *frame.on_device;
  const auto w = static_cast<size_t>(frame.width), h = static_cast<size_t>(frame.height);
  const auto pitch = static_cast<size_t>(d.pitch);
  const auto rows_equal = [&](const uint8_t* base) {
    const uint8_t* planes = frame.data.data();
    for (size_t y = 0; y < h; ++y, planes += w) {
      if (std::memcmp(base + y * pitch, planes, w) != 0) return false;
    }
    base += pitch * h;
    for (size_t y = 0; y < 2 * ((h + 1) / 2); ++y, planes += (w + 1) / 2) {
      if (std::memcmp(base + y * (pitch / 2), planes, (w + 1) / 2) != 0) return false;
    }
    return true;
  };
  for (size_t offset = 0; offset + d.bytes <= m.size; offset += 4) {
    if (!rows_equal(m.bytes + offset)) continue;
    if (at != nullptr) *at = offset;
    return true;
  }
  return false;
}

TEST(Export, TheFileHoldsTheFrame) {
  ASSERT_TRUE(context());
  ASSERT_EQ(vulkan::no_export_reason(context()->state().physical), "") << "both software drivers export memory";
  for (const auto& [width, height] : {std::pair{64, 48}, std::pair{70, 50}, std::pair{52, 34}, std::pair{46, 30}}) {
    vulkan::Executor executor(context(), 2);
    ASSERT_EQ(executor.export_frames(), "");
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const PassPlan p = whole_plan(plain_list(seed, width, height));
      const FramePtr frame = run(executor, p, PixelFormat::yuv420p8);
      ASSERT_TRUE(frame->on_device);
      EXPECT_EQ(frame->on_device->width, width);
      EXPECT_EQ(frame->on_device->pitch % 8, 0);
      const Mapping mapping(frame->on_device->fd);
      ASSERT_NE(mapping.bytes, nullptr);
      EXPECT_TRUE(holds(mapping, *frame)) << width << "x" << height;
      Frame other = *frame;  // and would not hold another
      other.data[other.data.size() / 2] ^= 1;
      EXPECT_FALSE(holds(mapping, other));
    }
  }
  EXPECT_THAT(context()->validation_messages(), IsEmpty());
}

TEST(Export, MemoryGoesRoundAndIsNeverTakenFromAReader) {
  ASSERT_TRUE(context());
  vulkan::Executor executor(context(), 3);
  ASSERT_EQ(executor.export_frames(), "");
  std::vector<FramePtr> kept;
  std::set<uint64_t> ids;
  for (uint64_t seed = 0; seed < 6; ++seed) {
    kept.push_back(run(executor, whole_plan(plain_list(seed, 64, 48)), PixelFormat::yuv420p8));
    ASSERT_TRUE(kept.back()->on_device);
    ids.insert(kept.back()->on_device->id);
  }
  EXPECT_EQ(ids.size(), 6u);
  for (const FramePtr& frame : kept) EXPECT_TRUE(holds(Mapping(frame->on_device->fd), *frame));
  kept.clear();
  for (uint64_t seed = 0; seed < 6; ++seed) {
    const FramePtr frame = run(executor, whole_plan(plain_list(seed, 64, 48)), PixelFormat::yuv420p8);
    ASSERT_TRUE(frame->on_device);
    EXPECT_TRUE(ids.contains(frame->on_device->id)) << "new memory with free memory at hand";
  }
  // Too many kept: the next frame is there all the same, only not exported.
  for (uint64_t seed = 0; seed < vulkan::ExportPool::kMost + 2; ++seed)
    kept.push_back(run(executor, whole_plan(plain_list(seed, 64, 48)), PixelFormat::yuv420p8));
  EXPECT_FALSE(kept.back()->on_device);
  EXPECT_EQ(kept.back()->data.size(), frame_bytes(PixelFormat::yuv420p8, 64, 48));
  EXPECT_THAT(context()->validation_messages(), IsEmpty());
}

TEST(Export, OnlyWhenAskedAndOnlyForTheEncodersFormat) {
  ASSERT_TRUE(context());
  vulkan::Executor executor(context(), 2);
  const PassPlan p = whole_plan(plain_list(7, 64, 48));
  EXPECT_FALSE(run(executor, p, PixelFormat::yuv420p8)->on_device);
  ASSERT_EQ(executor.export_frames(), "");
  EXPECT_FALSE(run(executor, p, PixelFormat::rgba8)->on_device);
  const FramePtr first = run(executor, p, PixelFormat::yuv420p8);
  ASSERT_TRUE(first->on_device);
  PassPlan nothing = p;
  nothing.damage.clear();
  EXPECT_EQ(run(executor, nothing, PixelFormat::yuv420p8)->on_device, first->on_device)
      << "the same frame, the same memory";
}

TEST(Export, OutlivesItsExecutor) {
  FramePtr frame;
  {
    const auto own = open_context();
    ASSERT_TRUE(own);
    vulkan::Executor executor(own, 2);
    ASSERT_EQ(executor.export_frames(), "");
    frame = run(executor, whole_plan(plain_list(9, 64, 48)), PixelFormat::yuv420p8);
  }
  ASSERT_TRUE(frame->on_device);
  EXPECT_TRUE(holds(Mapping(frame->on_device->fd), *frame));
}

TEST(Export, ADeviceWithoutTheExtensionSaysSo) {
  ASSERT_TRUE(context());
  vulkan::PhysicalDevice without = context()->state().physical;
  without.exports_memory = false;
  EXPECT_THAT(vulkan::no_export_reason(without), testing::HasSubstr("has no VK_KHR_external_memory_fd"));
}

}  // namespace
}  // namespace fp::test
