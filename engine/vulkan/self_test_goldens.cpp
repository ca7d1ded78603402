#include <array>

#include "engine/vulkan/self_test.hpp"

namespace fp::vulkan {
namespace {

// What the CPU executor draws for self_tests(). They change only when a kernel's arithmetic does, and then so do all
// frames.
constexpr std::array kGoldens = {
    Golden{"adjust", "98fba70cd659b3e2aa8c48d66c534be538fe46d26eeba331b17ae0531a34a712"},
    Golden{"clear_group", "fb6135e950374bb72bed830a7b40d509f7e6c46573f76264202a504b716deb7e"},
    Golden{"composite_group", "e4f83847092a2956a8fcdbf1aa6c3bf45f7179b1bc764a718a88ee7c82e03f70"},
    Golden{"fill_conic", "7de83c9bd4ccb8a6122d1ace84ee7f3d66f2ccf6c0db7db40ebc5d52e9b5aa14"},
    Golden{"fill_image", "c0782187b6e3cc0c9e1dba42b2a5196cf0bc9afc6bf50501207480032b65f249"},
    Golden{"fill_linear", "7b886c7d234341c40ccdb285aab5949a247c3e73d1f56038dd4ca22c803bd458"},
    Golden{"fill_picture", "50e5c7a50106c6d8c58e4d5d7730b109b36c920afb7bf98e7f1deed62a43723c"},
    Golden{"fill_radial", "6d827a08d5bf5f9400fb4f1757211d889ad4640d9087cac0ba57590dd0fc0347"},
    Golden{"fill_solid", "c12811c9ab89c4fedb6ecdad22348070135d7b57ab16d87c86e08493502630b7"},
    Golden{"filter_blur", "00368c7663ee482b8982be9b2e64740eaba3011830de30475b65a8ec86442990"},
    Golden{"filter_displace", "73cd42e3d91a50f0a1c62312fe6d0bfd1289bed2a60d28c499c5caa430c1c5ed"},
    Golden{"filter_expand", "8ebf179bc99db1b7a42074ff7f7884f487938e93fa6c9bc7045da6b0cd9bef55"},
    Golden{"filter_reduce", "cec7f8060c60ddce8b8695a8bd79d3c98106aca0146faceb4c8696f3f3eadc9e"},
    Golden{"filter_smear", "639a2338fd974336a153b15ab9cf66310eae4e51236e744a1827ddacdc42d06a"},
    Golden{"to_rgba8", "71b4680322fca8d60e40b960da66909529676cda6c0d05694b6836cc12b19919"},
    Golden{"to_yuv420", "2ebdad1f043213c187f85e0472c81916f0bf8c0811f3d8e1a9e75e6c565cad60"},
};

}  // namespace

std::span<const Golden> self_test_goldens() {
  return kGoldens;
}

}  // namespace fp::vulkan
