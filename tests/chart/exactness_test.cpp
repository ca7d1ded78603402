// The same bits from every compiler and optimisation level: a digest of many results, committed.
#include <gtest/gtest.h>

#include "engine/chart/color_scale.hpp"
#include "engine/chart/labels.hpp"
#include "engine/chart/ticks.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/palettes.hpp"
#include "engine/core/random.hpp"

namespace fp {
namespace {

TEST(Exactness, OneDigestForEveryBuild) {
  ByteWriter out;
  for (const ScaleKind kind : {ScaleKind::linear, ScaleKind::log, ScaleKind::sqrt, ScaleKind::time}) {
    for (uint64_t i = 0; i < 2'000; ++i) {
      const double low = 1 + 1e4 * random_at(1, i), high = low + 1e12 * random_at(2, i) * random_at(3, i);
      const Scale scale = niced({kind, low, high, 100, 1900}, 3 + static_cast<int>(i % 9));
      out.put_double(scale.d0).put_double(scale.d1);
      out.put_double(scaled(scale, low + (high - low) * random_at(4, i)));
      out.put_double(unscaled(scale, 2000 * random_at(5, i)));
      for (const double tick : ticks(scale, 5)) out.put_double(tick);
    }
  }
  for (const Palette& palette : palettes()) {
    for (const Color& color : sampled(palette.colors, 64)) {
      out.put_double(color.r).put_double(color.g).put_double(color.b);
    }
  }
  for (uint64_t i = 0; i < 200; ++i) {
    std::vector<double> wanted;
    for (uint64_t k = 0; k < 10; ++k) wanted.push_back(300 * random_at(100 + i, k));
    for (const double at : spread(wanted, std::vector<double>(10, 17.3), 2, 0, 300)) out.put_double(at);
  }
  EXPECT_EQ(to_hex(sha256(out.bytes())), "06d4af740fdfb0d8bd64682ec0b678ad7bf05ff71d93771977bfcbd8e919d5cc");
}

}  // namespace
}  // namespace fp
