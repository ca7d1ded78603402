// Timing for tools/bench. Wall time only enters reports, never a frame.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace fp::bench {

using Json = nlohmann::ordered_json;

template <class Work>
double milliseconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.empty() ? 0 : values[values.size() / 2];
}

// Median of `repeat` runs after one that warms up.
template <class Work>
double median_of(int repeat, const Work& work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < repeat; ++i) times.push_back(milliseconds(work));
  return median(times);
}

struct Options {
  std::string framepress;  // the program, for whole renders
  std::string file = "assets/templates/product-ad/template.json";
  std::string data = "assets/templates/product-ad/catalogue.csv";
  std::vector<std::string> devices;  // Vulkan devices to time kernels on, by name
  int repeat = 5;
  int row = 1;
  int rows = 47;  // of the scenes reuse and shared
};

// Runs a program to its end; peak memory in MiB of the largest child so far. One that fails ends all.
double run(const std::vector<std::string>& words);
// One video, drawn on the CPU, by x264's preset medium at CRF 18, without the store.
std::vector<std::string> render_command(const Options& options, int jobs, const std::string& output);

Json kernels(const Options& options);
Json stages(const Options& options);
Json type(const Options& options);
Json targets(const Options& options);
Json render(const Options& options);
Json race(const Options& options);
Json footage(const Options& options);
Json reuse(const Options& options);
Json shared(const Options& options);

}  // namespace fp::bench
