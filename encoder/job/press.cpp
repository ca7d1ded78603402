#include "encoder/job/press.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "encoder/job/frames.hpp"
#include "encoder/job/open_video.hpp"
#include "encoder/job/pool.hpp"
#include "engine/core/caught.hpp"
#include "engine/core/files.hpp"

namespace fp {
namespace {

constexpr int64_t kAtOnce = 8;  // segments a worker takes: footage is then played on rather than sought

struct Worker {
  std::unique_ptr<FrameSource> source;
  const Composition* composition = nullptr;
  PixelFormat format = PixelFormat::yuv420p8;  // that the source draws
};

struct Press {
  const std::vector<Video>& videos;
  const std::shared_ptr<Assets>& assets;
  const std::shared_ptr<Device>& device;
  const PressOptions& options;
  std::vector<std::unique_ptr<OpenVideo>> open;
  std::vector<Unit> units;
  std::vector<Worker> workers;
  std::vector<Pressed> results;
  InFlight in_flight;
  std::mutex progress_mutex;
  std::atomic<int64_t> frames_done = 0;
  std::atomic<bool> warned = false;
  std::mutex path_mutex;
  std::set<std::string> paths;  // how frames got to encoders on devices, as said
  int threads_per_frame = 1;

  void tell(Progress::Event event, size_t video, const Errors* errors = nullptr) {
    if (!options.progress) return;
    const std::lock_guard lock(progress_mutex);
    options.progress({.event = event,
                      .video = video,
                      .video_frames = open[video]->frames_done.load(),
                      .frames = frames_done.load(),
                      .errors = errors});
  }
};

void warn(Press& press, const Errors& errors) {
  if (!press.warned.exchange(true) && press.options.warn) press.options.warn(errors);
}

// Each sentence once.
void say_path(Press& press, const Codec& codec, const std::string& path) {
  const std::lock_guard lock(press.path_mutex);
  if (press.paths.insert(path).second && press.options.say)
    press.options.say(fmt::format("{}: frames are {}", codec.name, path));
}

FrameSource& source_for(Press& press, Worker& worker, const Video& video) {
  if (!worker.source || worker.composition != video.composition.get() ||
      worker.format != drawn_format(video.recipe.format)) {
    worker.source = std::make_unique<FrameSource>(video.composition, press.assets, press.device,
                                                  drawn_format(video.recipe.format), press.threads_per_frame);
    worker.composition = video.composition.get();
    if (find_codec(video.recipe.codec)->path != nullptr) worker.source->export_frames();  // why not is in the path
    worker.format = drawn_format(video.recipe.format);
  }
  return *worker.source;
}

void count_frames(Press& press, const Unit& unit, int64_t frames) {
  press.open[unit.video]->frames_done += frames;
  press.frames_done += frames;
  press.tell(Progress::Event::frame, unit.video);
}

// Draws and encodes one segment. Nothing is returned when it was interrupted or its video given up.
Result<std::optional<EncodedUnit>> make_unit(Press& press, Worker& worker, const Unit& unit) {
  const Video& video = press.videos[unit.video];
  OpenVideo& open = *press.open[unit.video];
  const Codec& codec = *find_codec(video.recipe.codec);
  EncodedUnit made;
  const SegmentSpan span = span_of(video, unit.segment);
  made.segment.first = span.first;
  made.segment.frames = span.frames;
  auto session = codec.open(video.recipe, made.segment);
  if (!session) return fail(std::move(session.error()));
  std::stop_source give_up;
  const std::stop_callback forward(press.options.stop, [&] { give_up.request_stop(); });
  const auto visit = unit.draw_ahead ? visit_frames_ahead : visit_frames;
  const FrameSpan frames{video.first + made.segment.first, made.segment.frames, video.recipe.format};
  if (codec.survey != nullptr) {
    auto seen = visit_frames(source_for(press, worker, video), frames, give_up.get_token(), [&](const HashedFrame& f) {
      if (open.given_up) give_up.request_stop();
      return codec.survey(*session, f.rendered.frame);
    });
    if (!seen || give_up.stop_requested()) worker = {};  // frames may be pending in its source
    if (!seen) return fail(std::move(seen.error()));
  }
  auto visited = visit(source_for(press, worker, video), frames, give_up.get_token(),
                       [&](const HashedFrame& frame) -> Result<void> {
                         const auto number = static_cast<int64_t>(made.hashes.size());
                         made.hashes.push_back(frame.hash);
                         made.identities.push_back(frame.rendered.identity);
                         if (auto sent = codec.encode(*session, frame.rendered.frame, number, made.segment); !sent)
                           return sent;
                         count_frames(press, unit, 1);
                         if (open.given_up) give_up.request_stop();
                         return {};
                       });
  const bool whole = visited && static_cast<int64_t>(made.hashes.size()) == made.segment.frames;
  if (!whole) worker = {};  // frames may be pending in its source
  if (!visited) return fail(std::move(visited.error()));
  if (!whole) return std::nullopt;
  if (auto rest = codec.finish(*session, made.segment); !rest) return fail(std::move(rest.error()));
  if (codec.path != nullptr) say_path(press, codec, codec.path(*session));
  return made;
}

// The segment from the store, or made and put there.
Result<std::optional<EncodedUnit>> find_or_make(Press& press, Worker& worker, const Unit& unit, const Sha256& key,
                                                const std::vector<Sha256>& identities) {
  const Store& store = *press.options.store;
  if (auto stored = find(store, key)) {
    EncodedUnit found{std::move(stored->segment), identities, std::move(stored->hashes), true};
    found.segment.first = span_of(press.videos[unit.video], unit.segment).first;
    count_frames(press, unit, found.segment.frames);
    return found;
  }
  auto made = make_unit(press, worker, unit);
  if (!made || !*made) return made;
  // What was drawn is what was looked for, or the identities say nothing.
  FP_ASSERT((*made)->identities == identities);
  if (auto kept = put(store, key, {(*made)->segment, (*made)->hashes}); !kept) warn(press, kept.error());
  return made;
}

Publishing publishing(const PressOptions& options) {
  return {.publish = options.publish, .overwrite = options.overwrite || options.resume};
}

void give_up(Press& press, size_t video, Errors errors) {
  OpenVideo& open = *press.open[video];
  {
    const std::lock_guard lock(open.mutex);
    if (open.given_up) return;
    close_video(open);
    open.written_on.notify_all();
    press.results[video].errors = std::move(errors);
  }
  if (press.options.ledger) {
    const Errors& why = press.results[video].errors;
    if (auto said = press.options.ledger->failed(press.videos[video].output, why); !said) warn(press, said.error());
  }
  press.tell(Progress::Event::video_failed, video, &press.results[video].errors);
}

// What is known now and saves work later.
void remember(Press& press, size_t video) {
  const OpenVideo& open = *press.open[video];
  const PressOptions& options = press.options;
  if (options.store && !open.known) {
    const Manifest& m = *press.results[video].manifest;
    if (auto kept = put_identities(*options.store, identities_key(m), m.identities); !kept) warn(press, kept.error());
  }
  if (options.ledger) {
    if (auto said = options.ledger->finished(press.videos[video].output); !said) warn(press, said.error());
  }
}

void keep(Press& press, size_t video, Manifest before) {
  press.results[video].manifest = std::move(before);
  press.results[video].kept = true;
  press.frames_done += press.videos[video].frames;
}

OpenVideo::Hold claim(Press& press, size_t video, bool left_before) {
  using Hold = OpenVideo::Hold;
  const PressOptions& options = press.options;
  if (!options.ledger) return Hold::mine;
  const std::filesystem::path& output = press.videos[video].output;
  const auto claimed = options.ledger->claim(output);
  if (!claimed) {
    warn(press, claimed.error());
    return Hold::mine;
  }
  if (*claimed == Ledger::Claim::others) return Hold::others;
  if (*claimed == Ledger::Claim::fresh || !(options.resume || left_before)) return Hold::mine;
  auto before = finished_before(output, press.open[video]->manifest);
  if (!before) return Hold::mine;
  keep(press, video, std::move(*before));
  if (auto said = options.ledger->finished(output); !said) warn(press, said.error());
  return Hold::kept;
}

// Whether this run is to make the video.
bool is_mine(Press& press, size_t video) {
  OpenVideo& open = *press.open[video];
  const std::lock_guard lock(open.mutex);
  if (open.hold == OpenVideo::Hold::free) open.hold = claim(press, video, open.left_before);
  return open.hold == OpenVideo::Hold::mine && !open.given_up;
}

// Adds a segment to its video, and finishes the video with its last one.
void deliver(Press& press, const Unit& unit, EncodedUnit made) {
  const Video& video = press.videos[unit.video];
  OpenVideo& open = *press.open[unit.video];
  Result<void> status;
  bool finished = false;
  {
    const std::lock_guard lock(open.mutex);
    if (open.given_up || open.broken) return;
    press.results[unit.video].reused += made.reused ? 1 : 0;
    open.broken = true;  // until it is known to be whole: memory may run out on the way
    status = add_unit(video, open, unit, std::move(made), *press.assets, publishing(press.options));
    open.broken = !status;
    open.written_on.notify_all();
    finished = status && open.segments_done == open.segments;
    if (finished && press.options.stop.stop_requested()) return;
    if (finished) status = finish_video(video, open, press.device->describe(), publishing(press.options));
    if (status && finished) {
      press.results[unit.video].manifest = std::move(open.manifest);
      close_video(open);
    }
  }
  if (!status) return give_up(press, unit.video, std::move(status.error()));
  if (!finished) return;
  remember(press, unit.video);
  press.tell(Progress::Event::video_done, unit.video);
}

void run_unit(Press& press, Worker& worker, const Unit& unit);

// The unit by way of the store; equal ones that came meanwhile get the same segment.
void run_shared_unit(Press& press, Worker& worker, const Unit& unit) {
  const Video& video = press.videos[unit.video];
  const OpenVideo& open = *press.open[unit.video];
  const auto identities = frame_identities(video, span_of(video, unit.segment), open.known, *press.assets);
  if (!identities) return give_up(press, unit.video, identities.error());
  const Sha256 key = segment_key(video.recipe, open.manifest.build, *identities);
  if (!press.in_flight.begin(key, unit)) return;
  auto made = caught([&] { return find_or_make(press, worker, unit, key, *identities); });  // others may wait for it
  if (!made) worker = {};
  const std::vector<Unit> followers = press.in_flight.end(key);
  if (!made) give_up(press, unit.video, std::move(made.error()));
  for (const Unit& follower : followers) {
    if (!made || !*made) {  // this one's failure is not theirs
      if (!press.options.stop.stop_requested()) run_unit(press, worker, follower);
      continue;
    }
    auto done = caught([&]() -> Result<void> {
      EncodedUnit copy = **made;
      copy.segment.first = span_of(press.videos[follower.video], follower.segment).first;
      copy.reused = true;
      count_frames(press, follower, copy.segment.frames);
      deliver(press, follower, std::move(copy));
      return {};
    });
    if (!done) give_up(press, follower.video, std::move(done.error()));
  }
  if (made && *made) deliver(press, unit, std::move(**made));
}

// Whatever goes wrong, memory that runs out included, is the unit's video's.
void run_unit(Press& press, Worker& worker, const Unit& unit) {
  auto done = caught([&]() -> Result<void> {
    if (!is_mine(press, unit.video)) return {};
    if (press.options.store && find_codec(press.videos[unit.video].recipe.codec)->stored) {
      run_shared_unit(press, worker, unit);
      return {};
    }
    auto made = make_unit(press, worker, unit);
    if (!made) return fail(std::move(made.error()));
    if (*made) deliver(press, unit, std::move(**made));
    return {};
  });
  if (done) return;
  worker = {};  // frames may be pending in its source
  give_up(press, unit.video, std::move(done.error()));
}

Result<void> prepare(Press& press, size_t video, CodecBuilds& builds) {
  const Video& v = press.videos[video];
  OpenVideo& open = *press.open[video];
  open.segments = (v.frames + v.recipe.segment - 1) / v.recipe.segment;
  auto manifest = manifest_before(v, *press.assets, builds);
  if (!manifest) return fail(std::move(manifest.error()));
  open.manifest = std::move(*manifest);
  open.known = known_identities(press.options.store, open.manifest);
  press.results[video].segments = open.segments;
  if (!press.options.resume) return {};
  if (auto before = finished_before(v.output, open.manifest)) {
    open.hold = OpenVideo::Hold::kept;
    keep(press, video, std::move(*before));
  }
  return {};
}

// The units of these videos, to the workers. Afterwards each is made, has failed, or is another runner's.
void make_videos(Press& press, const std::vector<size_t>& todo) {
  press.units.clear();
  bool large = false;  // frames that are not compressed wait for those before them
  for (const size_t video : todo) {
    large = large || find_codec(press.videos[video].recipe.codec)->usual_segment > 0;
    for (int64_t s = 0; s < press.open[video]->segments; ++s) press.units.push_back({video, s});
  }
  const int jobs = static_cast<int>(press.workers.size());
  const auto units = static_cast<int64_t>(press.units.size());
  for (int64_t i = units - units % jobs; i < units; ++i) press.units[static_cast<size_t>(i)].draw_ahead = true;
  press.threads_per_frame = static_cast<int>(std::max<int64_t>(1, jobs / std::max<int64_t>(1, units)));
  run_units(
      jobs, units, [&] { return press.options.stop.stop_requested(); },
      [&](int worker, int64_t number) {
        const Unit& unit = press.units[static_cast<size_t>(number)];
        // Segments wait in memory for those before theirs. Whoever has the next to be written has nothing before it.
        auto turn = caught([&]() -> Result<void> {
          if (is_mine(press, unit.video))
            wait_until_near(*press.open[unit.video], unit.segment, 2 * kAtOnce * jobs, press.options.stop);
          return {};
        });
        if (!turn) return give_up(press, unit.video, std::move(turn.error()));
        run_unit(press, press.workers[static_cast<size_t>(worker)], unit);
      },
      large ? 1 : kAtOnce);
}

// Those of the videos that other runners have, free to be asked for again in a moment.
std::vector<size_t> left_to_others(Press& press, const std::vector<size_t>& todo) {
  std::vector<size_t> left;
  for (const size_t video : todo) {
    OpenVideo& open = *press.open[video];
    if (open.hold != OpenVideo::Hold::others) continue;
    open.hold = OpenVideo::Hold::free;
    open.left_before = true;
    left.push_back(video);
  }
  std::mutex mutex;
  std::unique_lock lock(mutex);
  if (!left.empty()) {
    std::condition_variable_any().wait_for(lock, press.options.stop, std::chrono::milliseconds(200),
                                           [] { return false; });
  }
  return left;
}

// Also where every video is kept and nothing is written.
void remove_leftovers_beside(const std::vector<Video>& videos) {
  std::set<std::filesystem::path> folders;
  for (const Video& video : videos) {
    if (!video.sink) folders.insert(video.output.parent_path());
  }
  for (const std::filesystem::path& folder : folders) remove_leftovers(folder);
}

}  // namespace

std::vector<Pressed> press(const std::vector<Video>& videos, const std::shared_ptr<Assets>& assets,
                           const std::shared_ptr<Device>& device, const PressOptions& options) {
  Press p{.videos = videos, .assets = assets, .device = device, .options = options};
  if (options.publish) remove_leftovers_beside(videos);
  p.results.resize(videos.size());
  CodecBuilds builds;
  for (size_t i = 0; i < videos.size(); ++i) {
    FP_ASSERT(videos[i].frames > 0 && check(videos[i].recipe));
    p.open.push_back(std::make_unique<OpenVideo>());
  }
  p.workers.resize(static_cast<size_t>(std::max(1, options.jobs)));
  std::vector<size_t> todo;
  for (size_t i = 0; i < videos.size() && !options.stop.stop_requested(); ++i) {
    if (auto ready = caught([&] { return prepare(p, i, builds); }); !ready) {
      give_up(p, i, std::move(ready.error()));
    } else if (!p.results[i].kept) {
      todo.push_back(i);
    }
  }
  while (!todo.empty() && !options.stop.stop_requested()) {
    make_videos(p, todo);
    todo = left_to_others(p, todo);
  }
  return std::move(p.results);
}

}  // namespace fp
