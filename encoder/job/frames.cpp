#include "encoder/job/frames.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include "encoder/job/pool.hpp"
#include "engine/core/caught.hpp"

namespace fp {

Result<void> visit_frames(FrameSource& source, const FrameSpan& span, const std::stop_token& stop,
                          const std::function<Result<void>(const HashedFrame&)>& visit) {
  int64_t requested = 0;
  HashedFrame current;
  FramePtr drawn;
  for (int64_t taken = 0; taken < span.count; ++taken) {
    if (stop.stop_requested()) return {};
    while (requested < span.count && source.pending() < source.capacity()) {
      if (auto asked = source.request(span.first + requested); !asked) return asked;
      ++requested;
    }
    auto rendered = source.next();
    if (!rendered) return fail(std::move(rendered.error()));
    const bool same = drawn == rendered->frame;
    drawn = rendered->frame;
    const FramePtr before = std::move(current.rendered.frame);
    current.rendered = std::move(*rendered);
    if (same) {
      current.rendered.frame = before;
    } else {
      if (span.format != drawn_format(span.format)) current.rendered.frame = convert(*drawn, span.format);
      current.hash = frame_hash(*current.rendered.frame);
    }
    if (auto done = visit(current); !done) return done;
  }
  return {};
}

Result<void> visit_frames_ahead(FrameSource& source, const FrameSpan& span, const std::stop_token& stop,
                                const std::function<Result<void>(const HashedFrame&)>& visit) {
  constexpr size_t kAhead = 4;
  std::mutex mutex;
  std::condition_variable_any changed;
  std::deque<HashedFrame> queue;
  Result<void> drawing;
  bool drawn = false;
  std::stop_source halt;
  const std::stop_callback forward(stop, [&] { halt.request_stop(); });
  const auto draw = [&] {
    auto result = caught([&] {
      return visit_frames(source, span, halt.get_token(), [&](const HashedFrame& frame) -> Result<void> {
        std::unique_lock lock(mutex);
        changed.wait(lock, halt.get_token(), [&] { return queue.size() < kAhead; });
        queue.push_back(frame);
        changed.notify_all();
        return {};
      });
    });
    const std::lock_guard lock(mutex);
    drawing = std::move(result);
    drawn = true;
    changed.notify_all();
  };
  std::jthread drawer;
  try {
    drawer = std::jthread(draw);
  } catch (const std::system_error&) {  // no thread to be had: without drawing ahead
    return visit_frames(source, span, stop, visit);
  }
  Result<void> visited;
  while (visited && !stop.stop_requested()) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !queue.empty() || drawn; });
    if (queue.empty()) break;
    const HashedFrame frame = std::move(queue.front());
    queue.pop_front();
    changed.notify_all();
    lock.unlock();
    visited = caught([&] { return visit(frame); });
  }
  halt.request_stop();
  drawer.join();
  return visited ? drawing : visited;
}

Result<void> hash_frames(const HashRequest& q, const std::stop_token& stop,
                         const std::function<Result<void>(int64_t frame, const HashedFrame&)>& take) {
  constexpr int64_t kUnit = 30;
  const int64_t units = (q.count + kUnit - 1) / kUnit;
  std::mutex mutex;
  std::map<int64_t, std::vector<HashedFrame>> done;  // units that came before their turn
  int64_t next = 0;
  Errors errors;
  std::stop_source failed;
  std::vector<std::unique_ptr<FrameSource>> sources(static_cast<size_t>(std::max(1, q.jobs)));
  const int threads = static_cast<int>(std::max<int64_t>(1, q.jobs / std::max<int64_t>(1, units)));

  const auto hand_over = [&](int64_t unit, std::vector<HashedFrame> hashes) {
    const std::lock_guard lock(mutex);
    done.emplace(unit, std::move(hashes));
    for (; errors.empty() && !done.empty() && done.begin()->first == next; ++next) {
      const auto ready = done.extract(done.begin());
      for (size_t i = 0; i < ready.mapped().size() && errors.empty(); ++i) {
        if (auto taken = take(next * kUnit + static_cast<int64_t>(i), ready.mapped()[i]); !taken)
          errors = taken.error();
      }
    }
    if (!errors.empty()) failed.request_stop();
  };
  const auto make_unit = [&](std::unique_ptr<FrameSource>& source, int64_t unit) -> Result<void> {
    if (!source)
      source = std::make_unique<FrameSource>(q.composition, q.assets, q.device, drawn_format(q.format), threads);
    const int64_t first = unit * kUnit, count = std::min(kUnit, q.count - first);
    std::vector<HashedFrame> hashes;
    auto made =
        visit_frames(*source, {q.first + first, count, q.format}, stop, [&](const HashedFrame& frame) -> Result<void> {
          hashes.push_back(frame);
          if (!q.keep_frames) hashes.back().rendered.frame.reset();
          return {};
        });
    if (made && static_cast<int64_t>(hashes.size()) == count) hand_over(unit, std::move(hashes));
    return made;
  };
  run_units(
      q.jobs, units, [&] { return stop.stop_requested() || failed.stop_requested(); },
      [&](int worker, int64_t unit) {
        auto made = caught([&] { return make_unit(sources[static_cast<size_t>(worker)], unit); });
        if (made) return;
        const std::lock_guard lock(mutex);
        if (errors.empty()) errors = std::move(made.error());
        failed.request_stop();
      });
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

}  // namespace fp
