// What is heard, sample by sample: pulled by the device's own thread, told what to play by the window's. The device's
// side takes no lock and no memory and never waits; what is told last wins.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>

#include "engine/media/clip.hpp"

namespace fp::preview {

inline constexpr int64_t kFadeSamples = kSampleRate / 200;  // 5 ms: no sound begins or breaks off with a click

// A part of a programme. Sample frames of it.
struct Take {
  std::shared_ptr<const Pcm> pcm;
  int64_t begin = 0;           // the first one to be heard
  int64_t first = 0, end = 0;  // then on to `end`, and where `loop` over and over from `first`
  bool loop = false;
};

class SoundFeed {
 public:
  // ---- the window's thread
  void play(Take take);  // whatever was heard fades while it comes in
  void stop();
  void set_volume(float factor);  // 0 is silence; takes 5 ms
  // The sample heard at `now` (nanoseconds, steady); nullopt: nothing, or what was told last is not heard yet.
  std::optional<int64_t> position(int64_t now) const;
  // The highest levels since the last call, left and right, of full scale; whatever the volume.
  std::array<float, 2> take_peaks();

  // ---- the device's thread
  // Stereo, interleaved, +-1; the first of them is heard at `heard_at` (nanoseconds, steady). False: nothing is
  // played, and `out` is silence.
  bool pull(std::span<float> out, int64_t heard_at);

 private:
  struct Order {                       // plain data: crosses the threads
    const int32_t* samples = nullptr;  // null: stop
    int64_t frames = 0, begin = 0, first = 0, end = 0;
    bool loop = false;
    uint64_t number = 0;
  };
  struct Voice {
    Order order;
    int64_t at = 0;
    int64_t in = 0;    // samples of its fade that are over
    int64_t out = -1;  // samples of its end that are left; -1: it goes on
    bool sounds() const { return order.samples != nullptr; }
  };
  void give(const Order& order);
  void take_order();
  void add(Voice& voice, float& left, float& right);
  void tell(int64_t heard_at, int64_t at);

  // Of three places for orders one is the window's, one the device's, and one lies between; kNews: it is new.
  static constexpr uint32_t kNews = 4;
  std::array<Order, 3> orders_;
  std::atomic<uint32_t> between_ = 0;
  uint32_t written_ = 1, read_ = 2;

  // ---- the window's
  struct Held {
    uint64_t number;
    std::shared_ptr<const Pcm> pcm;
  };
  std::deque<Held> held_;  // until the device needs them no more
  uint64_t given_ = 0;

  // ---- the device's
  Voice now_, before_;
  float volume_now_ = 1;

  std::atomic<float> volume_ = 1;
  std::atomic<float> peak_left_ = 0, peak_right_ = 0;
  std::atomic<uint64_t> needed_ = 0;  // orders before this one are done with
  struct Told {                       // read again where `edition` is odd or has changed
    std::atomic<uint64_t> edition = 0;
    std::atomic<uint64_t> number = 0;
    std::atomic<int64_t> heard_at = 0, at = 0, first = 0, end = 0;
    std::atomic<bool> loop = false, sounds = false;
  } told_;
};

}  // namespace fp::preview
