// One encoder of libavcodec that gives a packet for each frame at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nvdouble {

struct StreamSetup {
  bool hevc = false, lossless = false, headers_apart = true;
  int width = 0, height = 0, fps_num = 30, fps_den = 1, gop = 60, qp = 20;
  int64_t bitrate = 0;  // 0: by qp
  int primaries = 2, transfer = 2, matrix = 2, full_range = 0, chroma_left = 0;
};

class Stream {
 public:
  explicit Stream(const StreamSetup& setup);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  const std::string& header() const;
  // Planes without padding: Y, Cb, Cr.
  std::vector<uint8_t> encode(const std::vector<uint8_t>& planes, bool idr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nvdouble
