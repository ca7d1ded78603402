#include <array>

#include "engine/vulkan/self_test.hpp"

namespace fp::vulkan {
namespace {

// What the CPU executor draws for self_tests(). They change only when a kernel's arithmetic does, and then so do all
// frames.
constexpr std::array kGoldens = {
    Golden{"clear_group", "d20e6fd64eaffe2b0167e3b6541596a9fc906b2eb75f4d4903320bb92492d9ac"},
    Golden{"composite_group", "556e148fa22d3ccb4584af3f7f8c26445846d6b6328b4c1314e93e193dcd24d8"},
    Golden{"fill_image", "624080cd42988e9d2c2f5c36b92c714fff14496fd8a4b5ea9aa151005498eff2"},
    Golden{"fill_linear", "885ae597a904dd81dc7e64d3a52d4c601df28a1c3b6d8d524055d297498acb95"},
    Golden{"fill_radial", "3379163848886ac96021805e64a272a41c6ee8cad366c8ad796dc8dcd4b44f89"},
    Golden{"fill_solid", "32066d3d53fd2d5b17d33d4a0af38fe247c58d83585e8b022cceff57a96d4d4a"},
    Golden{"to_rgba8", "a85d760b9c4605c55424a8ff82fce18a8cb52dbf5efe439842ec17b1811e6f09"},
    Golden{"to_yuv420", "e9ab6b761d2940ec695fc88ddd1f3b0fe7b4b93928bef35ff3f7b3c46add62a8"},
};

}  // namespace

std::span<const Golden> self_test_goldens() {
  return kGoldens;
}

}  // namespace fp::vulkan
