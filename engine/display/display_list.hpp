// What a frame is made of, in integers: a flat list of commands over shared resources. Its hash is the frame's
// identity: equal lists give equal pixels on every executor. Coordinates are device pixels of the canvas, y down.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/math.hpp"
#include "engine/media/image.hpp"
#include "engine/vector/mask.hpp"

namespace fp {

// Words that kernels look up. A ramp or curve: 1025 pixels of two words (shaders/kernel.h), for positions 0..1 in steps
// of 1/1024, after which a ramp has 1025 words for its dithering; a colour cube: a pixel an entry, red fastest; the
// weights of a blur, from the middle outwards.
struct Lookup {
  std::vector<uint32_t> words;
  Hash128 hash;
};
inline constexpr int kRampEntries = 1025;

struct Picture;  // picture.hpp

// Shared, immutable; equal hashes mean equal bytes.
struct Resource {
  std::variant<std::shared_ptr<const Mask>, std::shared_ptr<const Texels>, std::shared_ptr<const Lookup>,
               std::shared_ptr<const Picture>>
      data;
  Hash128 hash() const;
};
inline constexpr uint32_t kNoResource = 0xffffffffu;

// The numeric values equal FP_PASS_*, FP_COVER_* and FP_BLEND_* in shaders/.
enum class Op : uint32_t { solid, linear, radial, image, push, pop, conic, picture, adjust };
enum class Cover : uint32_t { full, rect, mask };
// Blends beside the layers' own (FP_BLEND_* in shaders/blend.h).
inline constexpr uint32_t kBlendCopy = 17;   // replaces what was there: the background
inline constexpr uint32_t kBlendMatte = 18;  // keeps what was there where the source is
inline constexpr uint32_t kBlendErase = 19;  // ... where it is not
inline constexpr uint32_t kBlendAtop = 20;   // normal, but only where something was
inline constexpr uint32_t kBlends = 21;

// Affine map from X = 2x+1, Y = 2y+1 to paint space with `shift` fractional bits: see shaders/pass.h.
struct PaintMatrix {
  int32_t m[6] = {};
  uint32_t shift = 16;
};

// 32-bit words only, no padding: hashed as bytes.
struct Command {
  Op op = Op::solid;
  IRect bounds;  // the only pixels the command may touch; inside the canvas
  uint32_t blend =
      0;  // as Blend, or kBlendCopy; a push has none: its pop carries blend, opacity and coverage of the group
  uint32_t opacity = 65535;  // 0..65535
  Cover cover = Cover::full;
  IRect cover_rect;             // Cover::rect, 24.8
  uint32_t mask = kNoResource;  // Cover::mask
  int32_t mask_x = 0, mask_y = 0;
  uint32_t color_rg = 0, color_ba = 0;  // Op::solid, and what Op::picture takes another way than as it is
  uint32_t texture_a = kNoResource;     // ramp, picture, table of the adjustment, or the image's level a
  uint32_t texture_b = kNoResource;     // image's level b, where level_mix > 0
  PaintMatrix matrix_a, matrix_b;
  uint32_t level_mix = 0;                // 0..256
  int32_t picture_x = 0, picture_y = 0;  // Op::picture: device pixel of the picture's first pixel
  uint32_t take = 0;                     // Op::picture: FP_TAKE_*; Op::adjust: FP_ADJUST_*
  int32_t p[8] = {};                     // Op::adjust: see shaders/adjust.h
};
static_assert(std::has_unique_object_representations_v<Command>);

struct DisplayList {
  int32_t width = 0, height = 0;
  std::vector<Command> commands;    // pushes and pops balance; a frame's first command paints the whole canvas
  std::vector<Resource> resources;  // in order of first use
  std::vector<std::string> layers;  // id of the layer behind each command, for messages; not part of the identity
  // Where resources stand, once there are many: use_resource() keeps it.
  std::unordered_map<Hash128, uint32_t> index;
};

// Canonical bytes -> SHA-256: size, commands, resource hashes. Independent of addresses and of how resources are
// shared.
Sha256 identity(const DisplayList& list);

// Index of the resource in the list, added if it is not there.
uint32_t use_resource(DisplayList& list, Resource resource);

// The commands and resources of `part` behind those of `list`, as if they had been made there one by one. Returns the
// index of the first.
size_t append(DisplayList& list, const DisplayList& part);

}  // namespace fp
