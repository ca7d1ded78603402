// Frames drawn by Vulkan and read by the encoder where they are: the double of CUDA maps the exported file descriptor.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "engine/vulkan/executor.hpp"
#include "tests/nvenc/support.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int32_t kWidth = 128, kHeight = 96;

// A frame whose memory is a file of ours, as an exporting driver would give it.
struct FileFrame {
  std::shared_ptr<DeviceFrame> on_device = std::make_shared<DeviceFrame>();
  ~FileFrame() {
    if (on_device->fd >= 0) close(on_device->fd);
  }
};

std::vector<uint8_t> with_pitch(const Frame& frame, size_t pitch) {
  const auto w = static_cast<size_t>(frame.width), h = static_cast<size_t>(frame.height);
  std::vector<uint8_t> out(pitch * h * 3 / 2);
  const uint8_t* from = frame.data.data();
  for (size_t y = 0; y < h; ++y, from += w) std::memcpy(out.data() + y * pitch, from, w);
  for (size_t y = 0; y < h; ++y, from += w / 2) std::memcpy(out.data() + pitch * h + y * (pitch / 2), from, w / 2);
  return out;
}

std::shared_ptr<FileFrame> file_frame(const Frame& frame, uint64_t id, int32_t pitch, const nvenc::Uuid& uuid) {
  auto made = std::make_shared<FileFrame>();
  const std::vector<uint8_t> bytes = with_pitch(frame, static_cast<size_t>(pitch));
  const int fd = memfd_create("frame", 0);
  EXPECT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  *made->on_device = {.id = id,
                      .fd = fd,
                      .bytes = bytes.size(),
                      .width = frame.width,
                      .height = frame.height,
                      .pitch = pitch,
                      .device = uuid};
  return made;
}

FramePtr noise(uint64_t seed) {
  Numbers n{.seed = seed};
  auto frame = std::make_shared<Frame>(Frame{PixelFormat::yuv420p8, kWidth, kHeight, {}});
  for (size_t i = 0; i < frame_bytes(frame->format, kWidth, kHeight); ++i)
    frame->data.push_back(static_cast<uint8_t>(16 + n.below(200)));
  return frame;
}

// The host's copy is left blank: only the device's can give these pixels.
FramePtr blank_twin(const FramePtr& frame, std::shared_ptr<const DeviceFrame> on_device) {
  auto twin = std::make_shared<Frame>(*frame);
  std::ranges::fill(twin->data, uint8_t{0});
  twin->on_device = std::move(on_device);
  return twin;
}

nvenc::Settings exact_settings() {
  nvenc::Settings s = small_settings();
  s.lossless = true;
  return s;
}

class NvencExternal : public WithDouble {};

TEST_F(NvencExternal, FramesAreReadWhereTheyWereDrawn) {
  const auto device = double_device();
  for (const int32_t pitch : {128, 192}) {
    auto session = nvenc::Session::open(device, exact_settings());
    ASSERT_TRUE(session);
    Segment segment{.frames = 12, .header = (*session)->header()};
    std::vector<nvenc::Picture> pictures;
    std::vector<FramePtr> sent;
    for (int64_t n = 0; n < 12; ++n) {
      if (n % 3 != 2)
        sent.push_back(noise(static_cast<uint64_t>(n)));  // some frames come twice
      else
        sent.push_back(sent.back());
      const auto memory = file_frame(*sent.back(), static_cast<uint64_t>(n) + 1, pitch, device->info().uuid);
      const std::shared_ptr<const DeviceFrame> share(memory, memory->on_device.get());
      ASSERT_TRUE((*session)->encode(blank_twin(sent.back(), share), n, pictures));
      EXPECT_EQ((*session)->path(), "read where it was drawn");
    }
    ASSERT_TRUE((*session)->finish(pictures));
    for (auto& p : pictures) segment.packets.push_back({p.data, p.pts, p.key});
    const auto shown = decoded(segment);
    ASSERT_EQ(shown.size(), 12u);
    for (const auto& [pts, planes] : shown) EXPECT_EQ(planes, sent[static_cast<size_t>(pts)]->data) << pts;
    EXPECT_EQ(nvdouble::setups().back().imported_frames, 12);
    EXPECT_EQ(nvdouble::setups().back().uploaded_frames, 0);
  }
}

TEST_F(NvencExternal, AFrameAtRestIsMappedOnceAndKeptWhileItIsNeeded) {
  const auto device = double_device();
  auto session = nvenc::Session::open(device, exact_settings());
  ASSERT_TRUE(session);
  auto memory = file_frame(*noise(1), 7, 128, device->info().uuid);
  const std::weak_ptr<FileFrame> watch = memory;
  FramePtr frame = blank_twin(noise(1), std::shared_ptr<const DeviceFrame>(memory, memory->on_device.get()));
  memory.reset();
  std::vector<nvenc::Picture> pictures;
  for (int64_t n = 0; n < 5; ++n) ASSERT_TRUE((*session)->encode(frame, n, pictures));
  frame.reset();
  EXPECT_FALSE(watch.expired()) << "the encoder still reads it";
  ASSERT_TRUE((*session)->finish(pictures));
  EXPECT_TRUE(watch.expired());
}

TEST_F(NvencExternal, AnotherDevicesFramesAreCopiedAndItIsSaid) {
  const auto device = double_device();
  auto session = nvenc::Session::open(device, exact_settings());
  ASSERT_TRUE(session);
  std::vector<nvenc::Picture> pictures;
  const FramePtr frame = noise(1);
  const auto memory = file_frame(*frame, 1, 128, nvenc::Uuid{1, 2, 3});
  auto twin = std::make_shared<Frame>(*frame);
  twin->on_device = std::shared_ptr<const DeviceFrame>(memory, memory->on_device.get());
  ASSERT_TRUE((*session)->encode(twin, 0, pictures));
  EXPECT_THAT((*session)->path(), HasSubstr("copied to the encoder (the frames are drawn by another device"));
  ASSERT_TRUE((*session)->encode(frame, 1, pictures));
  EXPECT_THAT((*session)->path(), HasSubstr("not drawn on a device that shares memory"));
  ASSERT_TRUE((*session)->finish(pictures));
  EXPECT_EQ(nvdouble::setups().back().uploaded_frames, 2);
}

TEST_F(NvencExternal, WhatCannotBeImportedIsCopied) {
  const auto device = double_device();
  for (const auto& [call, status] : {std::pair{"cuImportExternalMemory", 2}, std::pair{"nvEncRegisterResource", 23},
                                     std::pair{"cuExternalMemoryGetMappedBuffer", 2}}) {
    auto session = nvenc::Session::open(device, exact_settings());
    ASSERT_TRUE(session);
    nvdouble::fail_function(call, 1, status);
    std::vector<nvenc::Picture> pictures;
    const FramePtr frame = noise(1);
    for (int64_t n = 0; n < 3; ++n) {
      const auto memory = file_frame(*frame, static_cast<uint64_t>(n), 128, device->info().uuid);
      auto twin = std::make_shared<Frame>(*frame);
      twin->on_device = std::shared_ptr<const DeviceFrame>(memory, memory->on_device.get());
      ASSERT_TRUE((*session)->encode(twin, n, pictures));
      EXPECT_THAT((*session)->path(), HasSubstr(call)) << "and it is not tried again";
    }
    ASSERT_TRUE((*session)->finish(pictures));
    EXPECT_EQ(pictures.size(), 3u);
  }
}

TEST_F(NvencExternal, EveryCallMayFail) {
  for (int n = 1;; ++n) {
    nvdouble::reset();
    nvdouble::fail_call(n, 10);
    {
      auto device = nvenc::Device::open(double_libraries());
      auto session = device ? nvenc::Session::open(*device, exact_settings()) : std::unexpected(device.error());
      std::vector<nvenc::Picture> pictures;
      bool well = session.has_value();
      for (int64_t i = 0; well && i < 14; ++i) {
        const FramePtr frame = noise(static_cast<uint64_t>(i));
        const auto memory = file_frame(*frame, static_cast<uint64_t>(i), 128, (*device)->info().uuid);
        const std::shared_ptr<const DeviceFrame> share(memory, memory->on_device.get());
        well = (*session)->encode(blank_twin(frame, share), i, pictures).has_value();
      }
      if (well) well = (*session)->finish(pictures).has_value();
      if (well) {
        EXPECT_EQ(pictures.size(), 14u);
      }
    }
    ASSERT_THAT(nvdouble::violations(), IsEmpty()) << "call " << n;
    ASSERT_THAT(nvdouble::alive(), IsEmpty()) << "call " << n;
    if (nvdouble::failed().empty()) break;
  }
}

// Where the driver puts a frame's first byte in the file it exports: found once, by looking.
uint64_t first_byte(const Frame& frame) {
  struct stat file {};
  EXPECT_EQ(fstat(frame.on_device->fd, &file), 0);
  const auto size = static_cast<size_t>(file.st_size);
  void* at = mmap(nullptr, size, PROT_READ, MAP_SHARED, frame.on_device->fd, 0);
  EXPECT_NE(at, MAP_FAILED);
  const std::span<const uint8_t> bytes(static_cast<const uint8_t*>(at), size);
  const auto found = std::ranges::search(bytes, std::span(frame.data).first(static_cast<size_t>(kWidth) * kHeight));
  const auto offset = static_cast<uint64_t>(found.begin() - bytes.begin());
  EXPECT_FALSE(found.empty());
  munmap(at, size);
  return offset;
}

// The whole way: drawn by a Vulkan device, exported, imported, registered, encoded, decoded.
TEST_F(NvencExternal, FromVulkanToTheStream) {
  vulkan::ContextOptions options;
  options.name = "lavapipe";
  options.validation = true;
  const auto drawing = vulkan::Context::open(options);
  ASSERT_TRUE(drawing) << to_string(drawing.error().front());
  vulkan::Executor executor(*drawing, 3);
  ASSERT_EQ(executor.export_frames(), "");
  const FramePtr probe = run(executor, whole_plan(plain_list(99, kWidth, kHeight)), PixelFormat::yuv420p8);
  ASSERT_TRUE(probe->on_device);
  nvdouble::World world;
  world.uuid = probe->on_device->device;
  world.file_offset = first_byte(*probe);
  nvdouble::reset(world);
  const auto device = nvenc::Device::open(double_libraries(), probe->on_device->device);
  ASSERT_TRUE(device);
  auto session = nvenc::Session::open(*device, exact_settings());
  ASSERT_TRUE(session);
  Segment segment{.frames = 12, .header = (*session)->header()};
  std::vector<nvenc::Picture> pictures;
  std::vector<std::vector<uint8_t>> drawn;
  for (int64_t n = 0; n < 12; ++n) {
    const FramePtr frame =
        run(executor, whole_plan(plain_list(static_cast<uint64_t>(n), kWidth, kHeight)), PixelFormat::yuv420p8);
    drawn.push_back(frame->data);
    ASSERT_TRUE((*session)->encode(blank_twin(frame, frame->on_device), n, pictures));
    ASSERT_EQ((*session)->path(), "read where it was drawn");
  }
  ASSERT_TRUE((*session)->finish(pictures));
  for (auto& p : pictures) segment.packets.push_back({p.data, p.pts, p.key});
  const auto shown = decoded(segment);
  ASSERT_EQ(shown.size(), 12u);
  for (const auto& [pts, planes] : shown) EXPECT_EQ(planes, drawn[static_cast<size_t>(pts)]) << pts;
  EXPECT_EQ(nvdouble::setups().back().imported_frames, 12);
  EXPECT_THAT((*drawing)->validation_messages(), IsEmpty());
}

}  // namespace
}  // namespace fp::test
