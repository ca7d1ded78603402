#include "encoder/job/press.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>

#include "encoder/job/frames.hpp"
#include "encoder/job/pool.hpp"
#include "encoder/manifest/file_hash.hpp"
#include "encoder/mux/mp4.hpp"
#include "engine/core/files.hpp"

namespace fp {
namespace {

// A video while it is being made. Units begin in order, so only as many are open as there are workers, and one.
struct OpenVideo {
  std::mutex mutex;
  std::optional<PendingFile> file;
  std::optional<Mp4Writer> writer;
  Manifest manifest;
  int64_t segments = 0, segments_done = 0;
  std::atomic<bool> given_up = false;
  std::atomic<int64_t> frames_done = 0;
};

struct Unit {
  size_t video = 0;
  int64_t segment = 0;
  bool draw_ahead = false;  // among the last units, when there are fewer of them than workers
};

struct Worker {
  std::unique_ptr<FrameSource> source;
  const Composition* composition = nullptr;
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
  std::mutex progress_mutex;
  std::atomic<int64_t> frames_done = 0;
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

struct EncodedUnit {
  Segment segment;
  std::vector<Sha256> identities, hashes;
  Sha256 hash;
};

FrameSource& source_for(Press& press, Worker& worker, const Video& video) {
  if (!worker.source || worker.composition != video.composition.get()) {
    worker.source = std::make_unique<FrameSource>(video.composition, press.assets, press.device, PixelFormat::yuv420p8,
                                                  press.threads_per_frame);
    worker.composition = video.composition.get();
  }
  return *worker.source;
}

Sha256 packet_hash(const Segment& segment) {
  Sha256Stream stream;
  for (const Packet& p : segment.packets) stream.update(std::as_bytes(std::span(p.data)));
  return stream.finish();
}

// Draws and encodes one segment. Nothing is returned when it was interrupted or its video given up.
Result<std::optional<EncodedUnit>> make_unit(Press& press, Worker& worker, const Unit& unit) {
  const Video& video = press.videos[unit.video];
  OpenVideo& open = *press.open[unit.video];
  const Codec& codec = *find_codec(video.recipe.codec);
  EncodedUnit made;
  made.segment.first = unit.segment * video.recipe.segment;
  made.segment.frames = std::min(video.recipe.segment, video.frames - made.segment.first);
  auto session = codec.open(video.recipe, made.segment);
  if (!session) return fail(std::move(session.error()));
  std::stop_source give_up;
  const std::stop_callback forward(press.options.stop, [&] { give_up.request_stop(); });
  const auto visit = unit.draw_ahead ? visit_frames_ahead : visit_frames;
  auto visited = visit(source_for(press, worker, video), video.first + made.segment.first, made.segment.frames,
                       give_up.get_token(), [&](const HashedFrame& frame) -> Result<void> {
                         const auto number = static_cast<int64_t>(made.hashes.size());
                         made.hashes.push_back(frame.hash);
                         made.identities.push_back(frame.rendered.identity);
                         if (auto sent = codec.encode(*session, frame.rendered.frame, number, made.segment); !sent)
                           return sent;
                         ++open.frames_done;
                         ++press.frames_done;
                         press.tell(Progress::Event::frame, unit.video);
                         if (open.given_up) give_up.request_stop();
                         return {};
                       });
  const bool whole = visited && static_cast<int64_t>(made.hashes.size()) == made.segment.frames;
  if (!whole) worker = {};  // frames may be pending in its source
  if (!visited) return fail(std::move(visited.error()));
  if (!whole) return std::nullopt;
  if (auto rest = codec.finish(*session, made.segment); !rest) return fail(std::move(rest.error()));
  made.hash = packet_hash(made.segment);
  return made;
}

Result<void> begin_video(const Video& video, OpenVideo& open, bool overwrite) {
  auto file = PendingFile::create(video.output, overwrite);
  if (!file) return fail(std::move(file.error()));
  auto writer = Mp4Writer::create(file->path(), video.recipe);
  if (!writer) return fail(std::move(writer.error()));
  open.file.emplace(std::move(*file));
  open.writer.emplace(std::move(*writer));
  return {};
}

Result<void> add_unit(const Video& video, OpenVideo& open, const Unit& unit, EncodedUnit made, bool overwrite) {
  if (!open.file) {
    if (auto begun = begin_video(video, open, overwrite); !begun) return begun;
  }
  Manifest& m = open.manifest;
  const int64_t first = made.segment.first;
  std::ranges::copy(made.identities, m.identities.begin() + first);
  std::ranges::copy(made.hashes, m.hashes.begin() + first);
  m.segments[static_cast<size_t>(unit.segment)] = {
      .first = first,
      .frames = made.segment.frames,
      .identity = segment_identity(video.recipe, m.identities, first, made.segment.frames),
      .hash = made.hash};
  ++open.segments_done;
  return open.writer->add(unit.segment, std::move(made.segment));
}

// The manifest is published last, and an old one is taken away first: one that is there always describes the file
// beside it.
Result<void> publish(const Video& video, OpenVideo& open, bool overwrite) {
  const std::filesystem::path beside = manifest_path(video.output);
  auto manifest = PendingFile::create(beside, overwrite);
  if (!manifest) return fail(std::move(manifest.error()));
  const std::string text = write_manifest(open.manifest);
  if (auto written = manifest->write(std::as_bytes(std::span(text))); !written) return written;
  if (overwrite) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
  }
  if (auto published = open.file->publish(); !published) return published;
  return manifest->publish();
}

Result<void> finish_video(const Video& video, OpenVideo& open, const Device& device, const PressOptions& options) {
  if (auto finished = open.writer->finish(open.segments); !finished) return finished;
  auto hash = hash_file(open.file->path());
  if (!hash) return fail(std::move(hash.error()));
  open.manifest.device = device.describe();  // now: one that was lost on the way has been replaced
  open.manifest.output_file = video.output.filename().string();
  open.manifest.output_size = hash->size;
  open.manifest.output_hash = hash->hash;
  if (!options.publish) return {};
  return publish(video, open, options.overwrite);
}

void close_video(OpenVideo& open) {
  open.given_up = true;
  open.writer.reset();
  open.file.reset();
}

void give_up(Press& press, size_t video, Errors errors) {
  OpenVideo& open = *press.open[video];
  {
    const std::lock_guard lock(open.mutex);
    if (open.given_up) return;
    close_video(open);
    press.results[video].errors = std::move(errors);
  }
  press.tell(Progress::Event::video_failed, video, &press.results[video].errors);
}

void run_unit(Press& press, Worker& worker, const Unit& unit) {
  const Video& video = press.videos[unit.video];
  OpenVideo& open = *press.open[unit.video];
  if (open.given_up) return;
  auto made = make_unit(press, worker, unit);
  if (!made) return give_up(press, unit.video, std::move(made.error()));
  if (!*made) return;
  Result<void> status;
  bool finished = false;
  {
    const std::lock_guard lock(open.mutex);
    if (open.given_up) return;
    status = add_unit(video, open, unit, std::move(**made), press.options.overwrite);
    finished = status && open.segments_done == open.segments;
    if (finished && press.options.stop.stop_requested()) return;
    if (finished) status = finish_video(video, open, *press.device, press.options);
    if (status && finished) {
      press.results[unit.video].manifest = std::move(open.manifest);
      close_video(open);
    }
  }
  if (!status) return give_up(press, unit.video, std::move(status.error()));
  if (finished) press.tell(Progress::Event::video_done, unit.video);
}

// The part of the manifest that is known before the first frame.
Result<void> prepare(Press& press, size_t video, std::map<std::string, CodecBuild>& builds) {
  const Video& v = press.videos[video];
  OpenVideo& open = *press.open[video];
  open.segments = (v.frames + v.recipe.segment - 1) / v.recipe.segment;
  Manifest& m = open.manifest;
  m = v.inputs;
  m.recipe = v.recipe;
  m.first_frame = v.first;
  m.identities.resize(static_cast<size_t>(v.frames));
  m.hashes.resize(static_cast<size_t>(v.frames));
  m.segments.resize(static_cast<size_t>(open.segments));
  const std::string recipe = canonical_text(v.recipe);
  if (!builds.contains(recipe)) {
    auto build = find_codec(v.recipe.codec)->build(v.recipe);
    if (!build) return fail(std::move(build.error()));
    builds.emplace(recipe, std::move(*build));
  }
  m.build = builds.at(recipe);
  auto hashes = asset_hashes(*v.composition, *press.assets);
  if (!hashes) return fail(std::move(hashes.error()));
  m.assets = std::move(*hashes);
  return {};
}

}  // namespace

std::vector<Pressed> press(const std::vector<Video>& videos, const std::shared_ptr<Assets>& assets,
                           const std::shared_ptr<Device>& device, const PressOptions& options) {
  Press p{.videos = videos, .assets = assets, .device = device, .options = options};
  p.results.resize(videos.size());
  std::map<std::string, CodecBuild> builds;
  for (size_t i = 0; i < videos.size(); ++i) {
    FP_ASSERT(videos[i].frames > 0 && check(videos[i].recipe));
    p.open.push_back(std::make_unique<OpenVideo>());
  }
  for (size_t i = 0; i < videos.size() && !options.stop.stop_requested(); ++i) {
    if (auto ready = prepare(p, i, builds); !ready) {
      give_up(p, i, std::move(ready.error()));
      continue;
    }
    for (int64_t s = 0; s < p.open[i]->segments; ++s) p.units.push_back({i, s});
  }
  const int jobs = std::max(1, options.jobs);
  const auto units = static_cast<int64_t>(p.units.size());
  p.workers.resize(static_cast<size_t>(jobs));
  for (int64_t i = units - units % jobs; i < units; ++i) p.units[static_cast<size_t>(i)].draw_ahead = true;
  p.threads_per_frame = static_cast<int>(std::max<int64_t>(1, jobs / std::max<int64_t>(1, units)));
  run_units(
      jobs, units, [&] { return options.stop.stop_requested(); },
      [&](int worker, int64_t unit) {
        run_unit(p, p.workers[static_cast<size_t>(worker)], p.units[static_cast<size_t>(unit)]);
      });
  return std::move(p.results);
}

}  // namespace fp
