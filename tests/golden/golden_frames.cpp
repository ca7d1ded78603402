// golden_frames DEVICE: every golden frame on one device, which is opened once. Software drivers compile all kernels
// anew in every process: running the program once a scene (tests/golden/check) would mostly do that.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <vector>

#include "encoder/job/frames.hpp"
#include "engine/data/table.hpp"
#include "engine/template/template.hpp"

namespace {

const std::filesystem::path kSource = FP_SOURCE_DIR;

[[noreturn]] void give_up(const fp::Errors& errors) {
  for (const fp::Diagnostic& d : errors) fmt::print(stderr, "golden: {}\n", to_string(d));
  std::exit(1);
}
template <class T>
T need(fp::Result<T> result) {
  if (!result) give_up(result.error());
  return std::move(*result);
}

// The last field of each line.
std::vector<std::string> golden_hashes(const std::string& name) {
  std::ifstream file(kSource / "tests/golden" / (name + ".framehash"));
  std::vector<std::string> hashes;
  for (std::string line; std::getline(file, line);) hashes.push_back(line.substr(line.rfind(' ') + 1));
  return hashes;
}

struct Subject {
  std::shared_ptr<const fp::Composition> composition;
  std::shared_ptr<fp::Assets> assets;
};
Subject load(const std::filesystem::path& file, const fp::Table* table, const std::string& format) {
  const fp::Template tpl = need(fp::load_template(file));
  const std::vector<fp::Values> rows = need(fp::type_rows(tpl, table, {}));
  auto bound = fp::bind_rows(tpl, std::span(rows).first(1), format);
  return {std::make_shared<const fp::Composition>(need(std::move(bound.front()))),
          std::make_shared<fp::Assets>(tpl.assets)};
}

// How many frames differ, or were not there to compare with.
int64_t compare(const std::string& name, const Subject& subject, const std::shared_ptr<fp::Device>& device,
                int64_t first, int64_t count) {
  const std::vector<std::string> expected = golden_hashes(name);
  if (static_cast<int64_t>(expected.size()) != count) {
    fmt::print(stderr, "golden: {} has {} frames instead of {}\n", name, expected.size(), count);
    return count;
  }
  int64_t different = 0;
  const fp::HashRequest request{.composition = subject.composition,
                                .assets = subject.assets,
                                .device = device,
                                .first = first,
                                .count = count,
                                .jobs = 1};
  const auto done = fp::hash_frames(
      request, std::stop_token(), [&](int64_t frame, const fp::HashedFrame& hashed) -> fp::Result<void> {
        if (to_hex(hashed.hash) != expected[static_cast<size_t>(frame)]) {
          if (different++ == 0) fmt::print(stderr, "golden: {} differs first at frame {}\n", name, first + frame);
        }
        return {};
      });
  if (!done) give_up(done.error());
  return different;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::shared_ptr<fp::Device> device = need(fp::Device::open({.request = argv[1]}));
  int64_t frames = 0, different = 0;
  std::vector<std::filesystem::path> scenes;
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "tests/golden")) {
    if (entry.path().extension() == ".json") scenes.push_back(entry.path());
  }
  std::ranges::sort(scenes);
  for (const std::filesystem::path& scene : scenes) {
    const Subject subject = load(scene, nullptr, "");
    frames += subject.composition->frames;
    different += compare(scene.stem(), subject, device, 0, subject.composition->frames);
  }
  for (const auto& [name, format] : {std::pair{"constraints-9x16", "9:16"}, {"constraints-1x1", "1:1"}}) {
    const Subject subject = load(kSource / "tests/golden/constraints.json", nullptr, format);
    frames += subject.composition->frames;
    different += compare(name, subject, device, 0, subject.composition->frames);
  }
  const std::filesystem::path example = kSource / "assets/templates/product-ad";
  const fp::Table table = need(fp::read_table(example / "catalogue.csv"));
  constexpr std::pair<int64_t, int64_t> kRanges[] = {{0, 20}, {75, 92}, {150, 153}, {255, 262}};
  for (const std::string format : {"9:16", "1:1", "16:9"}) {
    const Subject subject = load(example / "template.json", &table, format);
    std::string name = format;
    std::ranges::replace(name, ':', 'x');
    for (const auto& [first, last] : kRanges) {
      frames += last - first + 1;
      different +=
          compare(fmt::format("product-ad-{}-{}-{}", name, first, last), subject, device, first, last - first + 1);
    }
  }
  fmt::print(stderr, "golden: {} frames, {} differ\n", frames, different);
  return different == 0 ? 0 : 1;
}
