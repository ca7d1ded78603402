// Choosing, refusing and losing devices.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "engine/core/files.hpp"
#include "engine/cpu/executor.hpp"
#include "engine/vulkan/pipeline_cache_file.hpp"
#include "engine/vulkan/state.hpp"
#include "tests/vulkan/reference.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

vulkan::PhysicalDevice fake(const char* name, const char* type, bool software = false, const char* refused = "") {
  vulkan::PhysicalDevice device;
  device.info = {
      .name = name, .driver = "a driver 1.2", .type = type, .api = "1.3.0", .software = software, .refused = refused};
  return device;
}

TEST(DeviceChoice, HardwareByDefaultSoftwareByName) {
  const std::vector<vulkan::PhysicalDevice> devices = {fake("Big GPU", "discrete"), fake("Small GPU", "integrated"),
                                                       fake("llvmpipe (LLVM 15)", "cpu", true)};
  EXPECT_EQ(vulkan::choose(devices, "")->info.name, "Big GPU");
  EXPECT_EQ(vulkan::choose(devices, "small")->info.name, "Small GPU");
  EXPECT_EQ(vulkan::choose(devices, "lavapipe")->info.name, "llvmpipe (LLVM 15)");
  EXPECT_EQ(vulkan::choose(devices, "LLVMpipe")->info.name, "llvmpipe (LLVM 15)");
  const auto none = vulkan::choose(devices, "swiftshader");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error()[0].fault, Fault::no_device);
  EXPECT_THAT(none.error()[0].message, HasSubstr("Big GPU (discrete)"));
}

TEST(DeviceChoice, SoftwareIsNeverAFallback) {
  const auto none = vulkan::choose({fake("llvmpipe", "cpu", true)}, "");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error()[0].fault, Fault::no_device);
  EXPECT_THAT(none.error()[0].hint, HasSubstr("by name"));
}

TEST(DeviceChoice, ARefusedDeviceIsPassedOverOrSaid) {
  const std::vector<vulkan::PhysicalDevice> devices = {fake("Old GPU", "discrete", false, "it offers Vulkan 1.0.3"),
                                                       fake("New GPU", "integrated")};
  EXPECT_EQ(vulkan::choose(devices, "")->info.name, "New GPU");
  const auto refused = vulkan::choose(devices, "old");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error()[0].message, HasSubstr("it offers Vulkan 1.0.3"));
}

TEST(Device, TheOneAskedForIsListedAndOpened) {
  const auto devices = vulkan::list_devices();
  ASSERT_TRUE(devices.has_value());
  EXPECT_TRUE(std::ranges::any_of(
      *devices, [](const auto& d) { return vulkan::matches(d, device_name()) && d.refused.empty(); }));
  ASSERT_TRUE(context());
  EXPECT_TRUE(vulkan::matches(context()->info(), device_name()));
  EXPECT_TRUE(context()->info().software);
  EXPECT_NE(context()->info().driver, "");
}

TEST(SelfTest, GoldensAreWhatTheCpuDraws) {
  const auto tests = vulkan::self_tests();
  const auto goldens = vulkan::self_test_goldens();
  ASSERT_EQ(tests.size(), goldens.size());
  for (size_t i = 0; i < tests.size(); ++i) {
    EXPECT_EQ(tests[i].kernel, goldens[i].kernel);
    EXPECT_EQ(tests[i].kernel, vulkan::kKernelNames[i]) << "a kernel without a self-test";
    const auto frame = cpu::Executor().execute(tests[i].plan, tests[i].format);
    EXPECT_EQ(to_hex(frame_hash(*frame)), goldens[i].digest) << tests[i].kernel;
    EXPECT_TRUE(same(*frame, Reference().execute(tests[i].plan, tests[i].format))) << tests[i].kernel;
  }
}

TEST(SelfTest, ADeviceWithAnotherDigestIsRefusedByName) {
  ASSERT_TRUE(context());
  const auto built_in = vulkan::self_test_goldens();
  std::vector<vulkan::Golden> goldens(built_in.begin(), built_in.end());
  std::string changed(goldens[4].digest);
  changed.back() = changed.back() == '0' ? '1' : '0';
  goldens[4].digest = changed;
  const auto opened = vulkan::open_with({.name = device_name(), .pipeline_cache = {}}, goldens);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error()[0].fault, Fault::no_device);
  EXPECT_THAT(opened.error()[0].message, HasSubstr(context()->info().name));
  EXPECT_THAT(opened.error()[0].message, HasSubstr("fill_image"));
  EXPECT_THAT(opened.error()[0].message, testing::Not(HasSubstr("fill_solid")));
}

TEST(DeviceLost, IsReportedAndANewContextDrawsTheSame) {
  const auto first = open_context();
  ASSERT_TRUE(first);
  const PassPlan p = whole_plan(random_list(40, 120, 80, 10));
  const Frame expected = Reference().execute(p, PixelFormat::yuv420p8);
  vulkan::Executor executor(first, 3);
  EXPECT_TRUE(same(*run(executor, p, PixelFormat::yuv420p8), expected));
  first->lose_device_for_test(2);
  ASSERT_TRUE(executor.submit(p, PixelFormat::yuv420p8).has_value());
  const auto second = executor.submit(p, PixelFormat::yuv420p8);
  ASSERT_FALSE(second.has_value());
  EXPECT_TRUE(second.error().device_lost);
  EXPECT_THAT(second.error().errors[0].message, HasSubstr("VK_ERROR_DEVICE_LOST"));
  const auto pending = executor.collect();  // frames in flight are lost with it
  ASSERT_FALSE(pending.has_value());
  EXPECT_TRUE(pending.error().device_lost);
  vulkan::Executor late(first, 1);
  EXPECT_FALSE(late.submit(p, PixelFormat::yuv420p8).has_value()) << "a lost context stays lost";

  const auto rebuilt = open_context();
  ASSERT_TRUE(rebuilt);
  vulkan::Executor again(rebuilt, 3);
  EXPECT_TRUE(same(*run(again, p, PixelFormat::yuv420p8), expected));
  EXPECT_THAT(first->validation_messages(), IsEmpty());
  EXPECT_THAT(rebuilt->validation_messages(), IsEmpty());
}

// Resources dropped while frames that use them are in flight, and uploaded again when they return.
TEST(Uploads, ABudgetOfNothingChangesNoPixel) {
  const auto tight = open_context({.name = {}, .pipeline_cache = {}, .upload_budget = 1});
  ASSERT_TRUE(tight);
  vulkan::Executor executor(tight, 3);
  std::vector<Frame> expected;
  for (uint64_t round = 0; round < 6; ++round) {
    const PassPlan p = whole_plan(random_list(50 + round % 2, 100, 70, 8));
    expected.push_back(Reference().execute(p, PixelFormat::rgba8));
    if (executor.in_flight() == 3) {
      EXPECT_TRUE(same(**executor.collect(), expected[round - 3]));
    }
    ASSERT_TRUE(executor.submit(p, PixelFormat::rgba8).has_value());
  }
  for (size_t i = 3; i < 6; ++i) EXPECT_TRUE(same(**executor.collect(), expected[i]));
  const DisplayList list = random_list(60, 100, 70, 5);
  ASSERT_GT(list.resources.size(), 1u);
  for (const Resource& r : list.resources) {
    const size_t size = tight->state().uploads->get({&r, 1}).value()[0]->size();
    EXPECT_EQ(tight->state().uploads->bytes(), size) << "only what is in use is kept";
  }
  EXPECT_THAT(tight->validation_messages(), IsEmpty());
}

class PipelineCacheFile : public testing::Test {
 protected:
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("fp-pipelines-" + device_name());
  std::filesystem::path file_ = folder_ / "pipelines.bin";
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
};

TEST_F(PipelineCacheFile, DamagedOnesReadAsEmpty) {
  vulkan::write_pipeline_cache(file_, "some driver's bytes");
  EXPECT_EQ(vulkan::read_pipeline_cache(file_), "some driver's bytes");
  const std::string good = *read_file(file_, Fault::missing);
  for (size_t cut : {size_t{0}, size_t{5}, size_t{40}, good.size() - 1}) {
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << good.substr(0, cut);
    EXPECT_EQ(vulkan::read_pipeline_cache(file_), "") << cut;
  }
  for (size_t at : {size_t{2}, size_t{30}, good.size() - 1}) {
    std::string bad = good;
    bad[at] ^= 1;
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << bad;
    EXPECT_EQ(vulkan::read_pipeline_cache(file_), "") << at;
  }
  EXPECT_EQ(vulkan::read_pipeline_cache(folder_ / "none"), "");
}

TEST_F(PipelineCacheFile, IsWrittenUsedAndReplacedWhenCorrupt) {
  { ASSERT_TRUE(open_context({.name = {}, .pipeline_cache = file_})); }
  ASSERT_TRUE(std::filesystem::exists(file_));
  const std::string written = vulkan::read_pipeline_cache(file_);
  EXPECT_NE(written, "");
  std::ofstream(file_, std::ios::binary | std::ios::trunc) << "nonsense";
  const auto reopened = open_context({.name = {}, .pipeline_cache = file_});
  ASSERT_TRUE(reopened) << "a corrupt cache is ignored";
  EXPECT_THAT(reopened->validation_messages(), IsEmpty());
}

}  // namespace
}  // namespace fp::test
