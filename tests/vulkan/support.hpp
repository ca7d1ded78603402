// Seeded display lists that reach every kernel, and the device under test.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "engine/display/picture.hpp"
#include "engine/display/plan.hpp"
#include "engine/vulkan/executor.hpp"

namespace fp::test {

// Which driver the program was started for: FRAMEPRESS_TEST_DEVICE, by default lavapipe.
std::string device_name();

// A context with validation, shared by the tests of this program; nullptr and a failure where the driver is not there.
std::shared_ptr<vulkan::Context> context();
std::shared_ptr<vulkan::Context> open_context(vulkan::ContextOptions options = {});

// One frame through an executor; a failure of the device is a test failure.
FramePtr run(vulkan::Executor& executor, const PassPlan& plan, PixelFormat format);

// Expects equal bytes; says where the first difference is.
testing::AssertionResult same(const Frame& actual, const Frame& expected);

struct Numbers {
  uint64_t seed = 0, index = 0;
  uint32_t below(uint32_t end);
  int32_t between(int32_t low, int32_t high);  // inclusive
  bool chance(uint32_t percent) { return below(100) < percent; }
};

Resource random_mask(Numbers& n, int32_t width, int32_t height);
Resource random_texels(Numbers& n, int32_t width, int32_t height);
Resource random_ramp(Numbers& n);
// By FilterKind; filters have pictures of random commands as inputs.
PicturePtr random_picture(Numbers& n, int32_t width, int32_t height, uint32_t kind);

// A background over the whole canvas, opaque or copied: nothing shows through it.
DisplayList background(Numbers& n, int32_t width, int32_t height);
// `op` (not push or pop) inside `within`, with everything else random. `levels`: 1 or 2 for an image.
void add_command(Numbers& n, DisplayList& list, Op op, IRect within, Cover cover, uint32_t blend, int levels);
// Commands of all kinds, groups nested up to three deep.
DisplayList random_list(uint64_t seed, int32_t width, int32_t height, int commands);
// Rectangles of colour over a background: different pixels for each seed by two kernels alone, where what is tested
// comes after drawing (software devices compile each kernel for seconds).
DisplayList plain_list(uint64_t seed, int32_t width, int32_t height);
// Some commands of the list changed: moved, recoloured, other opacity.
DisplayList edited(Numbers& n, DisplayList list);

PassPlan whole_plan(const DisplayList& list);

}  // namespace fp::test
