// A batch with an empty store, the same again, and again with another colour of its button.
#include <filesystem>
#include <fstream>

#include "tools/benchmark/bench.hpp"

namespace fp::bench {
namespace {

struct Run {
  double ms = 0;
  int64_t segments = 0, reused = 0;
};

Run batch(const Options& options, const std::filesystem::path& folder, const std::string& output,
          const std::string& change) {
  const std::string said = (folder / "said.json").string();
  const std::string command = "'" + options.framepress + "' batch '" + options.file + "' --data '" + options.data +
                              "' --rows 1-" + std::to_string(options.rows) +
                              " --preset veryfast --segment 1s --device cpu --quiet --json --store '" +
                              (folder / "store").string() + "' -o '" + (folder / output).string() + "/{row}.mp4' " +
                              change + " >'" + said + "' 2>/dev/null";
  Run run;
  int status = 0;
  run.ms = milliseconds([&] { status = std::system(command.c_str()); });
  if (status != 0) {
    std::fprintf(stderr, "the batch failed: %s\n", command.c_str());
    std::exit(1);
  }
  std::ifstream file(said);
  const Json document = Json::parse(file);
  for (const auto& video : document["videos"]) {
    run.segments += video["segments"].get<int64_t>();
    run.reused += video["reused"].get<int64_t>();
  }
  return run;
}

}  // namespace

Json reuse(const Options& options) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "framepress-bench-reuse";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const Run first = batch(options, folder, "first", "");
  const Run same = batch(options, folder, "same", "");
  const Run changed = batch(options, folder, "changed", "--set cta_color=#ff7a00");
  std::filesystem::remove_all(folder);
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
