// What a device must prove before it may draw: each kernel on a fixed vector gives the digest the CPU executor gives.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/display/frame.hpp"
#include "engine/display/plan.hpp"
#include "engine/vulkan/executor.hpp"

namespace fp::vulkan {

// One plan for each kernel; together they run every blend mode with every kind of coverage.
struct SelfTest {
  std::string_view kernel;  // name in shaders/
  PassPlan plan;
  PixelFormat format = PixelFormat::rgba16;
};
std::vector<SelfTest> self_tests();

struct Golden {
  std::string_view kernel;
  std::string_view digest;  // frame_hash() of the frame, in hex
};
std::span<const Golden> self_test_goldens();  // in self_tests()'s order; a test holds them against the CPU executor

// Runs them all; errors name the device and the kernels that differ (Fault::no_device).
Result<void> run_self_test(const std::shared_ptr<Context>& context, std::span<const Golden> goldens);

}  // namespace fp::vulkan
