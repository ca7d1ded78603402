// Pictures the interface is drawn with, by number: Dear ImGui's ImTextureID is one of these.
#pragma once

#include <span>

#include "editor/shell/gpu.hpp"

namespace fp::shell {

// The frame stands in two slots: enlarged by whole pixels, and reduced smoothly.
enum class Texture : uint32_t { font = 1, frame, frame_smooth, checker, thumbnails, stills, assets };
inline constexpr uint32_t kTextures = 8;

struct TextureSlot {
  VkDescriptorSet set = nullptr;
};

// An image, its reduced levels and its views' set. Bytes are RGBA.
struct TextureImage {
  Memory memory;
  Image image;
  ImageView view;
  HostBuffer staging;
  uint32_t width = 0, height = 0, levels = 1;
  bool pending = false;  // staging holds bytes that are not yet in the image
  bool filled = false;   // the image was written once
};

// A sampled RGBA image with `levels` levels, and room to upload it from.
Vk<TextureImage> make_texture(const Gpu& gpu, uint32_t width, uint32_t height, uint32_t levels);
void stage(TextureImage& texture, std::span<const uint8_t> rgba);
// Records the upload and the reduction; afterwards fragment shaders may read it.
void record_upload(VkCommandBuffer commands, TextureImage& texture);

enum class Sampling : uint8_t { nearest, smooth, repeat };
Vk<Sampler> make_sampler(const Gpu& gpu, Sampling sampling);

}  // namespace fp::shell
