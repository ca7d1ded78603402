// Where every frame comes from: stills, renders, batches, sheets and the editor ask here. Frame n never needs frame
// n-1; asking in order only makes it cheaper, since just the tiles that changed are drawn again.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "engine/cpu/executor.hpp"
#include "engine/display/assets.hpp"
#include "engine/display/frame.hpp"
#include "engine/display/plan.hpp"
#include "engine/render/device.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Rendered {
  int64_t index = 0;
  FramePtr frame;   // shared with the frame before when nothing changed
  Sha256 identity;  // of the display list
};

// The identity of a frame without drawing it.
Result<Sha256> frame_identity(const Composition& composition, int64_t index, Assets& assets);

// One per worker; not for concurrent use. `threads` is for drawing one frame (stills, preview); render workers use 1.
class FrameSource {
 public:
  FrameSource(std::shared_ptr<const Composition> composition, std::shared_ptr<Assets> assets,
              std::shared_ptr<Device> device, PixelFormat format, int threads = 1);
  ~FrameSource();

  // Pipelined: request up to capacity() frames ahead, take them in the same order.
  int capacity() const;
  int pending() const;
  Result<void> request(int64_t index);
  Result<Rendered> next();

  // Both at once; nothing may be pending.
  Result<Rendered> frame(int64_t index);
  // The same in another format, which stays the source's from then on. A frame asked for again is converted, not drawn.
  Result<Rendered> frame(int64_t index, PixelFormat format);

  // Frames asked for from now on are also left in device memory for an encoder on the same device (Frame::on_device),
  // whichever device draws them later on. Returns why they are not; empty: they are.
  std::string export_frames();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp
