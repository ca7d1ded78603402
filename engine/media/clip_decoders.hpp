// The decoders of one file's pictures: as many as read it at once, each kept near where it was asked last.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/media/clip_process.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {

class ClipDecoders {
 public:
  // Has the file looked through. `file` stays the caller's and must outlive this.
  static Result<std::unique_ptr<ClipDecoders>> open(int file, Container container);
  ~ClipDecoders();
  const Look& look() const { return look_; }
  const std::vector<FrameEntry>& frames() const { return frames_; }
  // Waits where all decoders are busy. Safe for concurrent use.
  Result<void> frame(int64_t number, std::vector<uint32_t>& to);
  size_t running() const;                // decoders there are now
  std::vector<pid_t> processes() const;  // theirs, for tests

 private:
  struct Decoder;
  ClipDecoders(int file, Container container);
  Result<std::unique_ptr<Decoder>> start(Look& look, std::vector<FrameEntry>& frames) const;
  Decoder* choose(int64_t wanted, bool& start_one);
  Result<Decoder*> take(int64_t wanted);
  void give_back(Decoder* decoder, int64_t at);
  Result<void> read(Decoder& decoder, int64_t number, std::vector<uint32_t>& to) const;

  int file_;
  Container container_;
  Look look_{};
  std::vector<FrameEntry> frames_;
  mutable std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<Decoder>> decoders_;
  size_t starting_ = 0;
  uint64_t requests_ = 0;
};

}  // namespace fp::media
