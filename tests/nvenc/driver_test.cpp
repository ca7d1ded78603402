#include "encoder/nvenc/driver.hpp"

#include <filesystem>

#include "encoder/nvenc/device.hpp"
#include "tests/encoder/support.hpp"
#include "tests/nvenc/support.hpp"

namespace fp::test {
namespace {

using fp::testing::ScratchFolder;
using ::testing::HasSubstr;

using NvencDriver = WithDouble;

std::string refusal(const nvenc::Libraries& libraries) {
  const auto device = nvenc::Device::open(libraries);
  if (device) return "opened";
  EXPECT_EQ(device.error()[0].fault, Fault::no_device);
  EXPECT_FALSE(device.error()[0].hint.empty());
  return device.error()[0].message;
}

TEST_F(NvencDriver, SaysWhatItFound) {
  const auto device = double_device();
  ASSERT_TRUE(device);
  EXPECT_EQ(device->info().name, "NVIDIA Test Double");
  EXPECT_EQ(device->info().cuda, "12.2");
  EXPECT_EQ(device->info().api, nvenc::api_text(nvenc::needed_api()));
  EXPECT_EQ(device->info().uuid[0], 'd');
  EXPECT_EQ(device->no_import_reason(), "");
}

TEST_F(NvencDriver, ALibraryThatIsNotThereIsNamed) {
  const ScratchFolder folder;
  EXPECT_THAT(refusal({.folder = folder.path}), HasSubstr("libcuda.so.1"));
  std::filesystem::create_symlink(std::filesystem::path(FP_NVIDIA_DOUBLE) / "libcuda.so.1",
                                  folder.path / "libcuda.so.1");
  EXPECT_THAT(refusal({.folder = folder.path}), HasSubstr("libnvidia-encode.so.1"));
}

TEST_F(NvencDriver, ALibraryThatIsNoneIsNamed) {
  const ScratchFolder folder;
  std::ofstream(folder.path / "libcuda.so.1") << "not a library";
  EXPECT_THAT(refusal({.folder = folder.path}), HasSubstr("libcuda.so.1"));
}

TEST_F(NvencDriver, ALibraryWithoutItsFunctionsIsTooOld) {
  const ScratchFolder folder;  // a library that loads, and has no function of CUDA's
  for (const char* name : {"/lib/x86_64-linux-gnu/libm.so.6", "/usr/lib/x86_64-linux-gnu/libm.so.6"}) {
    if (std::filesystem::exists(name) && !std::filesystem::exists(folder.path / "libcuda.so.1"))
      std::filesystem::create_symlink(name, folder.path / "libcuda.so.1");
  }
  if (!std::filesystem::exists(folder.path / "libcuda.so.1")) GTEST_SKIP() << "no libm.so.6 where Debian has it";
  EXPECT_THAT(refusal({.folder = folder.path}), HasSubstr("no function cuInit"));
}

TEST_F(NvencDriver, AnOldDriverIsToldWhatIsNeeded) {
  nvdouble::World world;
  world.api = 10 << 4;
  nvdouble::reset(world);
  const std::string said = refusal(double_libraries());
  EXPECT_THAT(said, HasSubstr("version 10.0"));
  EXPECT_THAT(said, HasSubstr(nvenc::api_text(nvenc::needed_api()) + " is needed"));
  world.api = 13 << 4 | 1;
  nvdouble::reset(world);
  EXPECT_EQ(refusal(double_libraries()), "opened") << "newer drivers serve older programs";
}

TEST_F(NvencDriver, AMachineWithoutADeviceIsSaid) {
  nvdouble::World world;
  world.devices = 0;
  nvdouble::reset(world);
  EXPECT_THAT(refusal(double_libraries()), HasSubstr("finds no device"));
  nvdouble::reset();
  nvdouble::fail_function("cuInit", 1, 100);
  EXPECT_THAT(refusal(double_libraries()), HasSubstr("cuInit: CUDA_ERROR_NO_DEVICE"));
}

TEST_F(NvencDriver, ADeviceIsFoundByItsUuid) {
  nvdouble::World world;
  world.devices = 3;
  nvdouble::reset(world);
  nvenc::Uuid third = world.uuid;
  third[15] = 2;
  const auto device = nvenc::Device::open(double_libraries(), third);
  ASSERT_TRUE(device);
  EXPECT_EQ((*device)->info().uuid, third);
  third[15] = 9;
  const auto none = nvenc::Device::open(double_libraries(), third);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error()[0].fault, Fault::no_device);
}

}  // namespace
}  // namespace fp::test
