// What a frame costs before pixels, and what a whole render costs beside x264 alone on the same frames.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "encoder/codec/codec.hpp"
#include "engine/display/lower.hpp"
#include "engine/display/plan.hpp"
#include "engine/render/frame_source.hpp"
#include "engine/template/sources.hpp"
#include "engine/template/template.hpp"
#include "engine/timeline/evaluate.hpp"
#include "tools/benchmark/bench.hpp"

namespace fp::bench {
namespace {

struct Subject {
  std::shared_ptr<const Composition> composition;
  std::shared_ptr<Assets> assets;
};

[[noreturn]] void give_up(const Errors& errors) {
  for (const Diagnostic& d : errors) std::fprintf(stderr, "bench: %s\n", to_string(d).c_str());
  std::exit(exit_code(errors));
}
template <class T>
T need(Result<T> result) {
  if (!result) give_up(result.error());
  return std::move(*result);
}

Subject load(const Options& options) {
  const Template tpl = need(load_template(options.file));
  std::optional<Table> table;
  if (!options.data.empty()) table = need(read_table(options.data));
  std::vector<Values> rows = need(type_rows(tpl, table ? &*table : nullptr, {}));
  if (auto read = read_sources(tpl, rows, {}, nullptr); !read) give_up(read.error());
  const size_t row = static_cast<size_t>(options.row - 1);
  auto bound = bind_rows(tpl, std::span(rows).subspan(row, 1), "");
  return {std::make_shared<const Composition>(need(std::move(bound.front()))), std::make_shared<Assets>(tpl.assets)};
}

std::vector<FramePtr> all_frames(const Subject& subject) {
  const auto device = need(Device::open({.request = "cpu"}));
  FrameSource source(subject.composition, subject.assets, device, PixelFormat::yuv420p8);
  std::vector<FramePtr> frames;
  for (int64_t i = 0; i < subject.composition->frames; ++i) frames.push_back(need(source.frame(i)).frame);
  return frames;
}

// The same segments, settings and parallelism as a render, with the frames already there.
void encode_alone(const std::vector<FramePtr>& frames, const Recipe& recipe, int jobs) {
  const Codec& codec = *find_codec(recipe.codec);
  std::atomic<int64_t> next{0};
  const auto work = [&] {
    for (int64_t first = recipe.segment * next++; first < static_cast<int64_t>(frames.size());
         first = recipe.segment * next++) {
      Segment segment{.first = first, .frames = std::min(recipe.segment, static_cast<int64_t>(frames.size()) - first)};
      const CodecSession session = need(codec.open(recipe, segment));
      for (int64_t i = 0; i < segment.frames; ++i) {
        if (auto done = codec.encode(session, frames[static_cast<size_t>(first + i)], i, segment); !done)
          give_up(done.error());
      }
      if (auto done = codec.finish(session, segment); !done) give_up(done.error());
    }
  };
  std::vector<std::jthread> pool;
  for (int i = 1; i < jobs; ++i) pool.emplace_back(work);
  work();
}

}  // namespace

double run(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  // Not by fork(): it would copy the page tables of all frames that are held here, which is not the program's time.
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error = posix_spawnp(&child, argv[0], &quiet, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (error != 0) give_up({{.message = words.front() + " cannot be started"}});
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) give_up({{.message = words.front() + " failed"}});
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

Json stages(const Options& options) {
  const Subject subject = load(options);
  std::vector<double> evaluate_ms, lower_ms, plan_ms, total_ms, moving_ms, still_ms;
  TileHashes before;
  Sha256 identity_before;
  for (int64_t i = 0; i < subject.composition->frames; ++i) {
    Scene scene;
    DisplayList list;
    evaluate_ms.push_back(milliseconds([&] { scene = evaluate(*subject.composition, i); }));
    lower_ms.push_back(milliseconds([&] { list = need(lower(scene, *subject.assets)); }));
    const Sha256 now_identity = identity(list);
    const bool still = now_identity == std::exchange(identity_before, now_identity);
    if (i > 0) (still ? still_ms : moving_ms).push_back(evaluate_ms.back() + lower_ms.back());
    plan_ms.push_back(milliseconds([&] {
      TileHashes now = hash_tiles(list);
      const PassPlan p = plan(list, damage(before, now, list.width, list.height));
      before = std::move(now);
    }));
    total_ms.push_back(evaluate_ms.back() + lower_ms.back() + plan_ms.back());
  }
  double sum = 0;
  for (const double t : total_ms) sum += t;
  const double count = static_cast<double>(total_ms.size());
  std::vector<double> sorted = total_ms;
  std::ranges::sort(sorted);
  Json result{{"evaluate", median(evaluate_ms)},
              {"lower", median(lower_ms)},
              {"plan", median(plan_ms)},
              {"total", median(total_ms)}};
  result["total-mean"] = sum / count;
  result["total-p95"] = sorted[sorted.size() * 95 / 100];
  result["first"] = evaluate_ms.front() + lower_ms.front();  // whatever is made once
  result["evaluate-lower-moving"] = median(moving_ms);
  result["evaluate-lower-still"] = median(still_ms);
  return result;
}

std::vector<std::string> render_command(const Options& options, int jobs, const std::string& output) {
  std::vector<std::string> command{options.framepress, "render", options.file};
  if (!options.data.empty())
    command.insert(command.end(), {"--data", options.data, "--rows", std::to_string(options.row)});
  command.insert(command.end(), {"--jobs", std::to_string(jobs), "--device", "cpu", "--crf", "18", "--preset", "medium",
                                 "--quiet", "--store", "none", "--force", "-o", output});
  return command;
}

Json render(const Options& options) {
  const Subject subject = load(options);
  const Composition& c = *subject.composition;
  const Recipe recipe{.width = c.width,
                      .height = c.height,
                      .fps = c.fps,
                      .crf = 18,
                      .preset = "medium",
                      .segment = default_segment(c.fps)};
  const int jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const std::string output = (std::filesystem::temp_directory_path() / "framepress-bench" / "row.mp4").string();
  const std::vector<std::string> command = render_command(options, jobs, output);
  std::vector<double> alone, whole;
  const double memory = run(command);  // before the frames are here: a child inherits its parent's peak
  {
    const std::vector<FramePtr> frames = all_frames(subject);
    encode_alone(frames, recipe, jobs);
    for (int i = 0; i < options.repeat; ++i) {  // alternating, so that a noisy minute hits both
      alone.push_back(milliseconds([&] { encode_alone(frames, recipe, jobs); }));
      whole.push_back(milliseconds([&] { run(command); }));
    }
  }
  std::vector<double> ratios;
  for (size_t i = 0; i < alone.size(); ++i) ratios.push_back(whole[i] / alone[i]);
  std::filesystem::remove_all(std::filesystem::path(output).parent_path());
  return {{"size", std::to_string(c.width) + "x" + std::to_string(c.height)},
          {"frames", c.frames},
          {"jobs", jobs},
          {"x264-alone-ms", median(alone)},
          {"render-ms", median(whole)},
          {"ratio", median(ratios)},
          {"ratios", ratios},
          {"peak-memory-mib", memory}};
}

}  // namespace fp::bench
