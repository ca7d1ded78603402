// Arbitrary bytes as a picture; what decodes is reduced.
#include "engine/media/image.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fp::Result<fp::Texels> texels = fp::decode_image(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  if (!texels || static_cast<int64_t>(texels->width) * texels->height > 1'000'000) return 0;
  const fp::Image image(std::move(*texels));
  image.level(image.level_count() - 1);
  return 0;
}
