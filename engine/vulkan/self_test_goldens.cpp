#include <array>

#include "engine/vulkan/self_test.hpp"

namespace fp::vulkan {
namespace {

// What the CPU executor draws for self_tests(). They change only when a kernel's arithmetic does, and then so do all
// frames.
constexpr std::array kGoldens = {
    Golden{"clear_group", "fb6135e950374bb72bed830a7b40d509f7e6c46573f76264202a504b716deb7e"},
    Golden{"composite_group", "e4f83847092a2956a8fcdbf1aa6c3bf45f7179b1bc764a718a88ee7c82e03f70"},
    Golden{"fill_image", "c0782187b6e3cc0c9e1dba42b2a5196cf0bc9afc6bf50501207480032b65f249"},
    Golden{"fill_linear", "a0a17f987ceae08e3df15607c9bd67472d34db60c31caaa34b7e22dd95aa273c"},
    Golden{"fill_radial", "f44270f91a2fe131ef64c32fe96fe4a9b9841dd53b96f4a8b20daf0d7d9e8bf4"},
    Golden{"fill_solid", "59c5441d752915ac4d4a3408539d5cf4f8701122d9ecf9ee01711360fdd6d122"},
    Golden{"to_rgba8", "71b4680322fca8d60e40b960da66909529676cda6c0d05694b6836cc12b19919"},
    Golden{"to_yuv420", "2ebdad1f043213c187f85e0472c81916f0bf8c0811f3d8e1a9e75e6c565cad60"},
};

}  // namespace

std::span<const Golden> self_test_goldens() {
  return kGoldens;
}

}  // namespace fp::vulkan
