// Pictures for the screen, and what draws them. The preview asks for whole frames of one composition and knows nothing
// else about it, so tests draw with a table instead of an engine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "engine/display/frame.hpp"
#include "engine/render/frame_source.hpp"

namespace fp::preview {

enum class View : uint8_t {
  frame,  // the frame as drawn, with its alpha
  client  // what a viewer of the file gets: 8-bit 4:2:0, limited range, back to RGB
};

struct Picture {
  int64_t frame = 0;
  int divisor = 1;  // 1: every pixel of the canvas; 2, 4: a draft of half, a quarter of its width and height
  View view = View::frame;
  FramePtr pixels;             // rgba8, straight alpha
  std::optional<Sha256> hash;  // what `framepress hash` says of the frame; known a moment later, never of drafts
  int64_t asked_at = 0;        // Ask::at of what it answers
};

// Draws frames of one composition, called from one thread. Drafts are near to the frame, not exact: only their size
// says so, and a draft never has a hash.
struct Drawing {
  int64_t frames = 0;
  int32_t width = 0, height = 0;
  std::function<Result<Sha256>(int64_t frame, int divisor)> identity;  // equal: equal pixels. Cheap beside drawing
  std::function<Result<FramePtr>(int64_t frame, int divisor, View view)> pixels;
  std::function<Result<Sha256>(int64_t frame)> hash;
};

// `threads`: for drawing one frame.
struct Subject {
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
  std::shared_ptr<Device> device;
};
Drawing drawing_of(const Subject& subject, int threads);

// The composition on a canvas of 1/divisor of its size, rounded up: all layers in one group scaled down.
Composition draft_of(const Composition& composition, int divisor);

// A yuv420p8 frame as RGB: BT.709 limited range, chroma at left sites brought back linearly, in integers.
Frame client_view(const Frame& yuv);

}  // namespace fp::preview
