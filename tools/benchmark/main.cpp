// framepress_bench: the numbers behind README's "Speed", as JSON on standard output. Times are milliseconds, medians.

#include <CLI/CLI.hpp>
#include <iostream>

#include "engine/cpu/executor.hpp"
#include "tools/benchmark/bench.hpp"

int main(int argc, char** argv) {
  fp::bench::Options options;
  CLI::App app("Measures Framepress; prints JSON.");
  bool quick = false;
  fp::bench::Options map;
  map.file = "assets/templates/unemployment-map/template.json", map.data = "";
  std::vector<std::string> scenes{"kernels", "stages", "type", "targets", "render"};
  app.add_option("--framepress", options.framepress, "the framepress program")->required();
  app.add_option("--repeat", options.repeat, "runs per number; the median is given")->check(CLI::Range(1, 1000));
  app.add_option("--device", options.devices,
                 "Vulkan device to time kernels on, by name; repeatable (targets always tries lavapipe)");
  app.add_option("--row", options.row, "row of the data to render")->check(CLI::PositiveNumber);
  app.add_option("--rows", options.rows, "rows of the scenes reuse and shared")->check(CLI::PositiveNumber);
  app.add_option(
         "--scene", scenes,
         "kernels, stages, type, targets, render, map, race, footage, reuse, shared; repeatable; from map on only when "
         "asked for")
      ->check(CLI::IsMember(
          {"kernels", "stages", "type", "targets", "render", "map", "race", "footage", "reuse", "shared"}));
  app.add_flag("--quick", quick, "one run each: only shows that everything works");
  app.add_option("template", options.file);
  app.add_option("data", options.data, "\"\" for a template that reads its own");
  CLI11_PARSE(app, argc, argv);
  if (quick) options.repeat = 1;
  fp::bench::Json result{{"cpu-kernels", fp::cpu::name(fp::cpu::Isa::best)}};
  for (const std::string& scene : scenes) {
    if (scene == "kernels") result["kernels"] = fp::bench::kernels(options);
    if (scene == "stages") result["stages-ms"] = fp::bench::stages(options);
    if (scene == "type") result["type-ms"] = fp::bench::type(options);
    if (scene == "targets") result["targets-ms"] = fp::bench::targets(options);
    if (scene == "render") result["render"] = fp::bench::render(options);
    if (scene == "map") result["map-ms"] = fp::bench::stages(map);
    if (scene == "race") result["race"] = fp::bench::race(options);
    if (scene == "footage") result["footage"] = fp::bench::footage(options);
    if (scene == "reuse") result["reuse"] = fp::bench::reuse(options);
    if (scene == "shared") result["shared"] = fp::bench::shared(options);
  }
  std::cout << result.dump(2) << "\n";
  return 0;
}
