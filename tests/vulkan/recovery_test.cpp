// A device lost in the middle of a run: rebuilt once, then the CPU, with the same frames, and both are said.
#include <gmock/gmock.h>

#include "engine/render/frame_source.hpp"
#include "engine/template/template.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Subject {
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
};

Subject shapes() {
  const auto tpl = load_template(FP_SOURCE_DIR "/tests/golden/shapes.json");
  const auto rows = type_rows(*tpl, nullptr, {});
  auto bound = bind_rows(*tpl, *rows, "");
  return {std::make_shared<const Composition>(std::move(*bound.front())), std::make_shared<Assets>(tpl->assets)};
}

// Every frame's hash, with frames in flight; the context that draws frame `second` is lost too, if there is one.
std::vector<Sha256> draw_all(const Subject& subject, const std::shared_ptr<Device>& device, int64_t second) {
  FrameSource source(subject.composition, subject.assets, device, PixelFormat::yuv420p8);
  std::vector<Sha256> hashes;
  int64_t asked = 0;
  while (static_cast<int64_t>(hashes.size()) < subject.composition->frames) {
    while (asked < subject.composition->frames && source.pending() < source.capacity()) {
      if (asked == second && device->context()) device->context()->lose_device_for_test(1);
      EXPECT_TRUE(source.request(asked++).has_value());
    }
    const auto rendered = source.next();
    if (!rendered) {
      ADD_FAILURE() << to_string(rendered.error()[0]);
      break;
    }
    hashes.push_back(frame_hash(*rendered->frame));
  }
  return hashes;
}

TEST(Recovery, RebuildsOnceThenDrawsOnTheCpu) {
  const Subject subject = shapes();
  const std::vector<Sha256> expected = draw_all(subject, *Device::open({.request = "cpu"}), -1);
  for (const int first : {1, 3}) {
    for (const int64_t second : {-1, 12}) {
      std::vector<std::string> said;
      const auto device = Device::open({.request = "vulkan:" + device_name(),
                                        .validation = false,  // device_test.cpp has it for losses
                                        .pipeline_cache = {},
                                        .say = [&](const std::string& line) { said.push_back(line); }});
      ASSERT_TRUE(device.has_value()) << to_string(device.error()[0]);
      (*device)->context()->lose_device_for_test(first);
      EXPECT_EQ(draw_all(subject, *device, second), expected) << first << ", " << second;
      const DeviceDescription now = (*device)->describe();
      if (second < 0) {
        EXPECT_THAT(said, ElementsAre(HasSubstr("was lost; rebuilding it once")));
        EXPECT_EQ(now.kind + ", " + now.reason, "vulkan, rebuilt after device loss");
      } else {
        EXPECT_THAT(said, ElementsAre(HasSubstr("rebuilding it once"), HasSubstr("was lost again"),
                                      HasSubstr("going on with the CPU executor")));
        EXPECT_EQ(now.kind, "cpu");
        EXPECT_THAT(now.reason, HasSubstr("was lost"));
      }
    }
  }
}

}  // namespace
}  // namespace fp::test
