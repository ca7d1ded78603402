// Arbitrary bytes as a template file: loaded, its defaults bound and one frame taken up to the display list. Nothing
// but errors may come of it. Expressions are left out: each would cost a process (engine/core/child.hpp).
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/display/lower.hpp"
#include "engine/template/template.hpp"
#include "engine/timeline/evaluate.hpp"

namespace {

// A folder with a font, for as long as the program runs.
struct Workshop {
  Workshop() {
    char name[] = "/tmp/framepress-fuzz-XXXXXX";
    folder = mkdtemp(name);
    std::filesystem::copy_file(FP_SOURCE_DIR "/tests/fuzz/seeds/font/glyf.ttf", folder / "font.ttf");
  }
  ~Workshop() { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
};

bool has_expressions(const fp::Json& value) {
  if (value.is_string()) return value.text.starts_with('=');
  for (const fp::Json& item : value.items) {
    if (has_expressions(item)) return true;
  }
  for (const fp::Json::Member& member : value.members) {
    if (has_expressions(member.value)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Workshop workshop;
  const std::filesystem::path file = workshop.folder / "fuzz.json";
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const fp::Result<fp::Template> tpl = fp::load_template(file);
  if (!tpl || has_expressions(tpl->document)) return 0;
  const auto rows = fp::type_rows(*tpl, nullptr, {});
  if (!rows) return 0;
  const auto bound = fp::bind_rows(*tpl, *rows, "");
  if (!bound[0] || bound[0]->width > 256 || bound[0]->height > 256) return 0;
  fp::Assets assets(tpl->assets);
  static_cast<void>(fp::lower(fp::evaluate(*bound[0], bound[0]->frames / 2), assets));
  return 0;
}
