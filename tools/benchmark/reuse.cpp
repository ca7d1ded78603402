// What a batch need not do again: with the same inputs, with another colour of a button, and where rows look alike.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "engine/core/files.hpp"

#include "tools/benchmark/bench.hpp"

namespace fp::bench {
namespace {

struct Run {
  double ms = 0;
  int64_t segments = 0, reused = 0;
};

double timed(const std::string& command) {
  int status = 0;
  const double ms = milliseconds([&] { status = std::system(command.c_str()); });
  if (status != 0) {
    std::fprintf(stderr, "this failed: %s\n", command.c_str());
    std::exit(1);
  }
  return ms;
}

Run batch(const Options& options, const std::filesystem::path& folder, const std::string& output,
          const std::string& change) {
  const std::string said = (folder / "said.json").string();
  const std::string command = "'" + options.framepress + "' batch '" + options.file + "' --data '" + options.data +
                              "' --rows 1-" + std::to_string(options.rows) +
                              " --preset veryfast --segment 1s --device cpu --quiet --json --store '" +
                              (folder / "store").string() + "' -o '" + (folder / output).string() + "/{row}.mp4' " +
                              change + " >'" + said + "' 2>/dev/null";
  Run run;
  run.ms = timed(command);
  std::ifstream file(said);
  const Json document = Json::parse(file);
  for (const auto& video : document["videos"]) {
    run.segments += video["segments"].get<int64_t>();
    run.reused += video["reused"].get<int64_t>();
  }
  return run;
}

TemporaryFolder scratch_folder() {
  auto folder = TemporaryFolder::create();
  if (!folder) {
    std::fprintf(stderr, "%s\n", to_string(folder.error()[0]).c_str());
    std::exit(1);
  }
  return std::move(*folder);
}

// 10 s, of which the first 4 are the same for every row: an opening, then a card that moves all the time.
constexpr const char* kShared = R"json({
  "framepress": 1,
  "canvas": { "size": [1080, 1920], "fps": "30", "duration": "10s", "background": "#101820" },
  "fonts": { "bold": "Inter-Bold.otf" },
  "params": { "name": { "type": "text" }, "tint": { "type": "color" } },
  "layers": [ { "type": "sequence", "size": [1080, 1920], "children": [
    { "type": "group", "duration": "4s", "size": [1080, 1920], "children": [
      { "type": "gradient", "gradient": { "type": "linear", "angle": 120, "stops": ["#1b3a4b", "#e07a5f"] }, "size": [1080, 1920] },
      { "type": "shape", "shape": "ellipse", "fill": "#ffffff33", "size": [900, 900], "anchor": "center",
        "position": { "keys": [{ "t": 0, "v": [200, 500] }, { "t": "4s", "v": [900, 1500] }] } },
      { "type": "text", "text": "The summer collection", "font": "bold", "fontSize": 150, "color": "#ffffff", "size": [900, 700],
        "position": [90, 600], "enter": { "preset": "rise", "by": "word", "duration": "2s" } } ] },
    { "type": "group", "duration": "6s", "size": [1080, 1920], "children": [
      { "type": "solid", "color": "{{tint}}", "size": [1080, 1920] },
      { "type": "shape", "shape": "rect", "radius": 60, "fill": "#00000055", "size": [800, 800], "anchor": "center",
        "position": { "keys": [{ "t": 0, "v": [300, 1400] }, { "t": "6s", "v": [800, 500] }] },
        "rotation": { "keys": [{ "t": 0, "v": 0 }, { "t": "6s", "v": 90 }] } },
      { "type": "text", "text": "{{name}}", "font": "bold", "fontSize": 170, "color": "#ffffff", "size": [900, 700],
        "position": [90, 600], "enter": { "preset": "rise", "by": "word", "duration": "3s" } } ] } ] } ]
})json";

}  // namespace

Json shared(const Options& options) {
  const auto scratch = scratch_folder();
  const std::string folder = scratch.path().string();
  std::filesystem::copy_file("assets/fonts/inter/Inter-Bold.otf", folder + "/Inter-Bold.otf");
  std::ofstream(folder + "/ad.json") << kShared;
  std::ofstream rows(folder + "/rows.csv");
  rows << "name,tint\n";
  for (int i = 0; i < options.rows; ++i) rows << fmt::format("Product number {},#{:02x}5068\n", i + 1, 40 + 4 * i);
  rows.close();
  const std::string how = " --data '" + folder + "/rows.csv' --preset veryfast --device cpu --quiet ";
  const std::string press = "'" + options.framepress + "' ";
  double alone = 0;
  for (int i = 1; i <= options.rows; ++i) {
    alone += timed(fmt::format("{}render '{}/ad.json' {} --rows {} --store none -o '{}/alone/{}.mp4'", press, folder,
                               how, i, folder, i));
  }
  const double together = timed(fmt::format("{}batch '{}/ad.json' {} --store '{}/store' -o '{}/batch/{{row}}.mp4'",
                                            press, folder, how, folder, folder));
  return {{"rows", options.rows},      {"renders-ms", alone}, {"batch-ms", together},
          {"share", together / alone}, {"target", 0.65},      {"met", together / alone <= 0.65}};
}

Json reuse(const Options& options) {
  const auto scratch = scratch_folder();
  const std::filesystem::path& folder = scratch.path();
  const Run first = batch(options, folder, "first", "");
  const Run same = batch(options, folder, "same", "");
  const Run changed = batch(options, folder, "changed", "--set cta_color=#ff7a00");
  const auto share = [](int64_t part, int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); };
  return {{"rows", options.rows},
          {"segments", first.segments},
          {"first-ms", first.ms},
          {"first-reused", first.reused},
          {"nothing-changed-ms", same.ms},
          {"nothing-changed-share", same.ms / first.ms},
          {"changed-ms", changed.ms},
          {"changed-share", changed.ms / first.ms},
          {"changed-segments-share", share(changed.segments - changed.reused, first.segments - first.reused)}};
}

}  // namespace fp::bench
