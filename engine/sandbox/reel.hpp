// The pictures of one file, in any order: what a child answers frame requests from.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/sandbox/av.hpp"
#include "engine/sandbox/converter.hpp"
#include "engine/sandbox/frame_index.hpp"
#include "engine/sandbox/webp_reel.hpp"

namespace fp::media {

class Reel {
 public:
  static Result<std::unique_ptr<Reel>> open(const Source& source, Container container);
  const Look& look() const { return look_; }
  const std::vector<FrameEntry>& frames() const { return index_.frames; }
  // Writes look().width * look().height texels. 0 <= number < look().frames.
  Result<void> frame(int64_t number, uint32_t* to);

 private:
  Reel() = default;
  Result<void> look_through();
  Result<void> begin_at(int32_t key);
  Result<void> seek_to(int32_t key);
  Result<bool> matches(int32_t position);  // reads one packet; is it that one?
  bool reaches(const FrameEntry& wanted) const;
  Result<void> decode_to(const FrameEntry& wanted);
  Result<void> decode_until(int32_t position);
  bool passes_over(const PacketEntry& packet, int32_t position) const;
  Result<void> send_next(int32_t position);
  void keep(FramePtr frame);
  AVFrame* kept(int32_t position);

  Source source_;
  Container container_{};
  Look look_{};
  FrameIndex index_;
  std::unique_ptr<Demuxer> demuxer_;
  std::unique_ptr<WebpReel> webp_;
  std::unique_ptr<Converter> converter_;
  ContextPtr decoder_;
  PacketPtr packet_;
  FramePtr scratch_;
  // One run: decoding from key run_ on, without a gap.
  int32_t run_ = -1, next_ = 0;  // its key; the packet that is sent next
  bool packet_held_ = false;     // packet_ is the one at next_, read while seeking
  std::vector<uint32_t> seen_;   // by position: the run it came out in
  uint32_t run_number_ = 0;
  // Frames that came out lately: few while playing on, many while going back, which then need no decoding again.
  std::deque<FramePtr> kept_;
  int64_t last_number_ = -1;
  bool backwards_ = false;
  // On the way to a frame, earlier ones that no other is made of need no decoding.
  bool may_pass_over_ = true;
  bool passed_over_ = false;  // in this run
};

}  // namespace fp::media
