// Animated WebP by libwebp's own animation decoder: the whole canvas of each frame, in integers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/sandbox/av.hpp"

struct WebPAnimDecoder;

namespace fp::media {

class WebpReel {
 public:
  static Result<std::unique_ptr<WebpReel>> open(const Source& source);
  ~WebpReel();
  WebpReel(const WebpReel&) = delete;
  WebpReel& operator=(const WebpReel&) = delete;
  const Look& look() const { return look_; }
  const std::vector<FrameEntry>& frames() const { return frames_; }
  Result<void> frame(int64_t number, uint32_t* to);

 private:
  WebpReel() = default;
  Result<void> index();
  std::vector<uint8_t> bytes_;
  WebPAnimDecoder* decoder_ = nullptr;
  Look look_{};
  std::vector<FrameEntry> frames_;
  int64_t next_ = 0;
};

}  // namespace fp::media
