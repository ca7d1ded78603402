// The race of bars alone, of the data that the example population-race has: nothing but the chart is drawn.
#include <filesystem>
#include <fstream>

#include "tools/benchmark/bench.hpp"

namespace fp::bench {
namespace {

constexpr std::string_view kTemplate = R"json({
  "framepress": 1,
  "canvas": {"size": [1920, 1080], "fps": 30, "duration": "14s", "background": "#0f1216"},
  "fonts": {"main": "font.otf"},
  "data": {"people": {"file": "gapminder.json", "columns": {"country": "text", "year": "number", "pop": "number"}}},
  "layers": [
    {"type": "bars", "position": [120, 160], "size": [1680, 840], "data": "{{people}}", "key": "country", "value": "pop",
     "order": "descending", "limit": 12, "steps": {"by": "year", "each": "1s", "ease": "linear", "start": "1.5s"},
     "domain": {"follow": true}, "radius": 6, "gap": 0.24, "text": {"font": "main", "fontSize": 30, "color": "#e8eaed"},
     "labels": {"room": 300}, "values": {"format": "compact(1)", "room": 140},
     "axis": {"ticks": 4, "labels": {"fontSize": 22, "color": "#8a929c", "format": "compact"}, "grid": "#2a3038"},
     "stepLabel": {"fontSize": 150, "color": "#3a424c", "format": "digits"}}
  ]
})json";

}  // namespace

Json race(const Options& options) {
  namespace fs = std::filesystem;
  const fs::path example = "assets/templates/population-race", folder = fs::temp_directory_path() / "framepress-race";
  fs::create_directories(folder);
  fs::copy_file(example / "data/gapminder.json", folder / "gapminder.json", fs::copy_options::overwrite_existing);
  fs::copy_file("assets/fonts/inter/Inter-SemiBold.otf", folder / "font.otf", fs::copy_options::overwrite_existing);
  std::ofstream(folder / "race.json") << kTemplate;
  Options alone = options;
  alone.file = (folder / "race.json").string();
  alone.data.clear();
  Json result = render(alone);
  fs::remove_all(folder);
  return result;
}

}  // namespace fp::bench
