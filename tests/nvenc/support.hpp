// Devices of the double, frames to encode and what comes of them when they are decoded again.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/nvenc/session.hpp"
#include "tests/nvenc/double/double.hpp"

namespace fp::test {

nvenc::Libraries double_libraries();

// After each test: nothing alive, no violation. A test starts with the machine it wants.
class WithDouble : public ::testing::Test {
 protected:
  void SetUp() override { nvdouble::reset(); }
  void TearDown() override;
};

std::shared_ptr<const nvenc::Device> double_device();

nvenc::Settings small_settings(nvenc::Codec codec = nvenc::Codec::h264);

// A segment of the tests' moving pattern from frame `first`. Errors: the first that came.
Result<Segment> encode_segment(std::shared_ptr<const nvenc::Device> device, const nvenc::Settings& settings,
                               int64_t first, int64_t frames);

// What a decoder shows, by time: planes without padding. `color`: filled with "primaries/transfer/matrix/range/chroma".
std::map<int64_t, std::vector<uint8_t>> decoded(const Segment& segment, bool hevc = false,
                                                std::string* color = nullptr);

// The mean square error of two frames of the same size.
double mean_square(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b);

}  // namespace fp::test
