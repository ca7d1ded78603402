#include "encoder/nvenc/session.hpp"

#include <set>
#include <thread>

#include "encoder/nvenc/status.hpp"
#include "tests/encoder/support.hpp"
#include "tests/nvenc/support.hpp"

namespace fp::test {
namespace {

using fp::testing::pattern_frame;
using nvenc::Codec;
using nvenc::Settings;
using ::testing::HasSubstr;

using NvencSession = WithDouble;

void expect_frames(const Segment& segment, const Settings& s, double most_error) {
  const auto shown = decoded(segment, s.codec == Codec::hevc);
  ASSERT_EQ(shown.size(), static_cast<size_t>(segment.frames));
  for (const auto& [pts, planes] : shown) {
    const FramePtr sent = pattern_frame(s.width, s.height, segment.first + pts);
    ASSERT_EQ(planes.size(), sent->data.size());
    EXPECT_LE(mean_square(planes, sent->data), most_error) << "frame " << pts;
  }
}

TEST_F(NvencSession, DecodedFramesAreTheFramesSent) {
  for (const Codec codec : {Codec::h264, Codec::hevc}) {
    Settings lossless = small_settings(codec);
    lossless.lossless = true;
    const auto exact = encode_segment(double_device(), lossless, 0, 12);
    ASSERT_TRUE(exact) << to_string(exact.error().front());
    expect_frames(*exact, lossless, 0);
    EXPECT_TRUE(nvdouble::setups().back().lossless);
    const Settings usual = small_settings(codec);
    const auto lossy = encode_segment(double_device(), usual, 5, 12);
    ASSERT_TRUE(lossy);
    expect_frames(*lossy, usual, 40);
  }
}

TEST_F(NvencSession, OddSizesKeepTheirRows) {
  nvdouble::World world;
  for (const bool iyuv : {true, false}) {  // planar, and interleaved chroma
    world.iyuv = iyuv;
    nvdouble::reset(world);
    Settings s = small_settings();
    s.width = 150;
    s.height = 102;
    s.lossless = true;
    const auto segment = encode_segment(double_device(), s, 3, 7);
    ASSERT_TRUE(segment);
    expect_frames(*segment, s, 0);
  }
}

TEST_F(NvencSession, PicturesComeInDecodingOrder) {
  for (const int b : {0, 1, 2, 3}) {
    for (const int64_t frames : {1, 2, 3, 4, 11, 12}) {
      Settings s = small_settings();
      s.b_frames = b;
      const auto segment = encode_segment(double_device(), s, 0, frames);
      ASSERT_TRUE(segment);
      ASSERT_EQ(segment->packets.size(), static_cast<size_t>(frames));
      EXPECT_EQ(segment->reorder, b > 0 ? 1 : 0);
      std::vector<bool> seen(static_cast<size_t>(frames));
      for (size_t i = 0; i < segment->packets.size(); ++i) {
        const Packet& p = segment->packets[i];
        EXPECT_EQ(p.key, i == 0);
        EXPECT_FALSE(seen.at(static_cast<size_t>(p.pts)));
        seen[static_cast<size_t>(p.pts)] = true;
        EXPECT_GE(p.pts, static_cast<int64_t>(i) - segment->reorder) << "shown before it is decoded";
      }
    }
  }
}

TEST_F(NvencSession, EverySegmentStandsAlone) {
  const auto device = double_device();
  const Settings s = small_settings();
  const auto first = encode_segment(device, s, 0, 12);
  const auto second = encode_segment(device, s, 12, 12);
  const auto last = encode_segment(device, s, 24, 5);
  ASSERT_TRUE(first && second && last);
  EXPECT_FALSE(first->header.empty());
  EXPECT_EQ(first->header, second->header);
  EXPECT_EQ(first->header, last->header);
  const auto again = encode_segment(device, s, 12, 12);
  ASSERT_TRUE(again);
  for (const auto& segment : {second, last, again}) expect_frames(*segment, s, 40);  // each decoded by itself
  ASSERT_EQ(second->packets.size(), again->packets.size());
  for (size_t i = 0; i < 12; ++i) EXPECT_EQ(second->packets[i].data, again->packets[i].data) << "state left over";
  for (const auto& setup : nvdouble::setups()) {
    EXPECT_EQ(setup.gop, 12u);
    EXPECT_EQ(setup.idr_period, 12u);
  }
}

TEST_F(NvencSession, SaysItsColours) {
  for (const Codec codec : {Codec::h264, Codec::hevc}) {
    const auto segment = encode_segment(double_device(), small_settings(codec), 0, 2);
    ASSERT_TRUE(segment);
    std::string color;
    decoded(*segment, codec == Codec::hevc, &color);
    EXPECT_EQ(color, "1/1/1/1/1");  // BT.709 thrice, limited, left
  }
}

TEST_F(NvencSession, FramesStayInFlightUntilTheRingIsFull) {
  const auto device = double_device();
  Settings s = small_settings();
  s.gop = 100;
  auto session = nvenc::Session::open(device, s);
  ASSERT_TRUE(session);
  std::vector<nvenc::Picture> pictures;
  size_t most = 0;
  for (int64_t n = 0; n < 40; ++n) {
    ASSERT_TRUE((*session)->encode(pattern_frame(s.width, s.height, n), n, pictures));
    if (n < 4) {
      EXPECT_TRUE(pictures.empty()) << "waited for the encoder with room to spare";
    }
    most = std::max(most, (*session)->in_flight());
  }
  EXPECT_GE(most, 4u);
  EXPECT_LE(most, 9u);
  EXPECT_EQ(pictures.size() + (*session)->in_flight(), 40u);
  ASSERT_TRUE((*session)->finish(pictures));
  EXPECT_EQ(pictures.size(), 40u);
  EXPECT_LE(nvdouble::setups().back().most_pending, 9);
}

TEST_F(NvencSession, RateControlIsWhatWasAskedFor) {
  const auto device = double_device();
  Settings s = small_settings();
  ASSERT_TRUE(encode_segment(device, s, 0, 3));
  auto setup = nvdouble::setups().back();
  EXPECT_EQ(setup.rate_mode, 0u);
  EXPECT_EQ(setup.qp_intra, 15u);
  EXPECT_EQ(setup.qp_p, 18u);
  EXPECT_EQ(setup.qp_b, 20u);
  EXPECT_EQ(setup.tuning, 1);
  EXPECT_EQ(setup.preset, 4);
  s.rate = nvenc::Rate::variable;
  s.bitrate = 2000000;
  s.max_bitrate = 3000000;
  s.buffer = 1500000;
  s.filled = 700000;
  s.effort = 7;
  s.fps = {30000, 1001};
  ASSERT_TRUE(encode_segment(device, s, 0, 3));
  setup = nvdouble::setups().back();
  EXPECT_EQ(setup.rate_mode, 1u);
  EXPECT_EQ(setup.bitrate, 2000000u);
  EXPECT_EQ(setup.max_bitrate, 3000000u);
  EXPECT_EQ(setup.buffer, 1500000u);
  EXPECT_EQ(setup.filled, 700000u);
  EXPECT_EQ(setup.preset, 7);
  EXPECT_EQ(setup.fps_num, 30000u);
  EXPECT_EQ(setup.fps_den, 1001u);
  s.rate = nvenc::Rate::constant;
  ASSERT_TRUE(encode_segment(device, s, 0, 3));
  EXPECT_EQ(nvdouble::setups().back().rate_mode, 2u);
  EXPECT_EQ(nvdouble::setups().back().max_bitrate, 2000000u);
}

TEST_F(NvencSession, SaysWhatTheDeviceCannotDo) {
  nvdouble::World world;
  world.lossless = false;
  world.max_width = 100;
  world.rate_modes = 1;
  nvdouble::reset(world);
  Settings s = small_settings();
  s.lossless = true;
  s.rate = nvenc::Rate::constant;
  s.buffer = 1;
  const auto refused = encode_segment(double_device(), s, 0, 2);
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().size(), 4u);
  EXPECT_THAT(refused.error()[0].message, HasSubstr("100x4096"));
  EXPECT_EQ(refused.error()[0].fault, Fault::no_device);
  EXPECT_THAT(refused.error()[1].message, HasSubstr("no lossless H.264"));
  EXPECT_THAT(refused.error()[3].message, HasSubstr("bitrate above 0"));
}

TEST_F(NvencSession, FewerBFramesWhereTheDeviceHasFewer) {
  nvdouble::World world;
  world.max_b_frames = 0;
  nvdouble::reset(world);
  const auto segment = encode_segment(double_device(), small_settings(), 0, 6);
  ASSERT_TRUE(segment);
  EXPECT_EQ(segment->reorder, 0);
  EXPECT_EQ(nvdouble::setups().back().frame_interval_p, 1u);
}

TEST_F(NvencSession, ACodecThatIsNotThereIsSaid) {
  nvdouble::World world;
  world.hevc = false;
  nvdouble::reset(world);
  const auto device = double_device();
  const auto hevc = encode_segment(device, small_settings(Codec::hevc), 0, 2);
  ASSERT_FALSE(hevc);
  EXPECT_EQ(hevc.error()[0].fault, Fault::no_device);
  EXPECT_THAT(hevc.error()[0].message, HasSubstr("NVIDIA Test Double does not encode HEVC"));
  const auto av1 = encode_segment(device, small_settings(Codec::av1), 0, 2);
  ASSERT_FALSE(av1);
  EXPECT_EQ(av1.error()[0].fault, Fault::no_device);
  EXPECT_THAT(av1.error()[0].message, HasSubstr("AV1"));
  EXPECT_FALSE(*nvenc::ask_caps(*device, Codec::hevc));
  EXPECT_TRUE(*nvenc::ask_caps(*device, Codec::h264));
}

TEST_F(NvencSession, TwoAtOnceDoNotMix) {
  const auto device = double_device();
  Settings s = small_settings();
  s.lossless = true;
  auto a = nvenc::Session::open(device, s), b = nvenc::Session::open(device, s);
  ASSERT_TRUE(a && b);
  std::vector<nvenc::Picture> from_a, from_b;
  for (int64_t n = 0; n < 12; ++n) {
    ASSERT_TRUE((*a)->encode(pattern_frame(s.width, s.height, n), n, from_a));
    ASSERT_TRUE((*b)->encode(pattern_frame(s.width, s.height, 100 + n), n, from_b));
  }
  ASSERT_TRUE((*b)->finish(from_b));
  ASSERT_TRUE((*a)->finish(from_a));
  for (const auto& [pictures, first] : {std::pair{&from_a, 0}, std::pair{&from_b, 100}}) {
    Segment segment{.first = first, .frames = 12, .header = (*a)->header()};
    for (const auto& p : *pictures) segment.packets.push_back({p.data, p.pts, p.key});
    expect_frames(segment, s, 0);
  }
}

TEST_F(NvencSession, ThreadsEachHaveTheirOwn) {
  const auto device = double_device();
  std::vector<std::jthread> threads;
  std::array<bool, 4> well{};
  for (size_t i = 0; i < well.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int64_t n = 0; n < 3; ++n) well[i] = encode_segment(device, small_settings(), 12 * n, 12).has_value();
    });
  }
  threads.clear();
  EXPECT_THAT(well, ::testing::Each(true));
}

TEST_F(NvencSession, OneSessionTooManyIsSaid) {
  nvdouble::World world;
  world.sessions = 1;
  nvdouble::reset(world);
  const auto device = double_device();
  {
    const auto first = nvenc::Session::open(device, small_settings());
    ASSERT_TRUE(first);
    const auto second = nvenc::Session::open(device, small_settings());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error()[0].fault, Fault::failed);
    EXPECT_THAT(second.error()[0].message, HasSubstr("opens no further encoding session"));
    EXPECT_THAT(second.error()[0].hint, HasSubstr("--jobs"));
  }
  EXPECT_TRUE(nvenc::Session::open(device, small_settings()));
}

TEST_F(NvencSession, ABusyEncoderIsAskedAgain) {
  nvdouble::World world;
  world.busy = 5;
  nvdouble::reset(world);
  const auto segment = encode_segment(double_device(), small_settings(), 0, 4);
  ASSERT_TRUE(segment);
  EXPECT_EQ(segment->packets.size(), 4u);
}

TEST_F(NvencSession, MayBeLeftAtAnyPoint) {
  const auto device = double_device();
  const Settings s = small_settings();
  for (int64_t frames = 0; frames < 12; ++frames) {
    auto session = nvenc::Session::open(device, s);
    ASSERT_TRUE(session);
    std::vector<nvenc::Picture> pictures;
    for (int64_t n = 0; n < frames; ++n)
      ASSERT_TRUE((*session)->encode(pattern_frame(s.width, s.height, n), n, pictures));
    std::jthread([gone = std::move(*session)] {});  // destroyed by another thread
  }
}

// Every call of a whole run fails once, the run says so and leaves nothing behind.
TEST_F(NvencSession, EveryCallMayFail) {
  // What gives things back is heard by nobody.
  const std::set<std::string> quiet = {
      "nvEncDestroyEncoder",     "nvEncDestroyInputBuffer", "nvEncDestroyBitstreamBuffer", "nvEncUnmapInputResource",
      "nvEncUnregisterResource", "cuCtxPopCurrent",         "cuDevicePrimaryCtxRelease"};
  std::set<std::string> heard, unheard;
  int faults = 0;
  for (int n = 1;; ++n) {
    nvdouble::reset();
    nvdouble::fail_call(n, 10);  // NV_ENC_ERR_OUT_OF_MEMORY
    std::string said;
    {
      auto device = nvenc::Device::open(double_libraries());
      if (!device) {
        said = device.error()[0].message;
      } else if (auto segment = encode_segment(*device, small_settings(), 0, 14); !segment) {
        said = segment.error()[0].message;
      } else {
        EXPECT_EQ(segment->packets.size(), 14u);
      }
    }
    ASSERT_THAT(nvdouble::violations(), ::testing::IsEmpty()) << "call " << n << ": " << said;
    ASSERT_THAT(nvdouble::alive(), ::testing::IsEmpty()) << "call " << n << ": " << said;
    if (nvdouble::failed().empty()) break;
    ++faults;
    (said.empty() ? unheard : heard).insert(nvdouble::failed());
    EXPECT_EQ(said.empty(),
              said.find("ERR_OUT_OF_MEMORY") == said.npos && said.find("ERROR_OUT_OF_MEMORY") == said.npos)
        << said;
  }
  EXPECT_GT(faults, 120);
  for (const std::string& name : unheard) EXPECT_TRUE(quiet.contains(name) || name == "cuCtxPushCurrent") << name;
  for (const char* name :
       {"cuInit", "cuCtxPushCurrent", "nvEncOpenEncodeSessionEx", "nvEncGetEncodeCaps", "nvEncInitializeEncoder",
        "nvEncCreateInputBuffer", "nvEncLockInputBuffer", "nvEncUnlockInputBuffer", "nvEncEncodePicture",
        "nvEncLockBitstream", "nvEncUnlockBitstream", "nvEncGetSequenceParams", "nvEncCreateBitstreamBuffer"}) {
    EXPECT_TRUE(heard.contains(name)) << name;
  }
}

TEST_F(NvencSession, EveryStatusOfTheInterfaceIsExplained) {
  for (int status = 1; status < 26; ++status) {
    const std::string text = nvenc::status_text(status, "nvEncLockBitstream", "words");
    EXPECT_THAT(text, HasSubstr("NV_ENC_ERR_"));
    EXPECT_THAT(text, ::testing::Not(HasSubstr("this program does not know"))) << status;
    EXPECT_THAT(text, HasSubstr("the driver says: words"));
  }
  EXPECT_THAT(nvenc::status_text(99, "x"), HasSubstr("NVENCSTATUS 99"));
}

TEST_F(NvencSession, AFailureInTheMiddleCarriesTheDriversWords) {
  const auto device = double_device();
  for (const auto& [call, status] : {std::pair{"nvEncLockBitstream", 20}, std::pair{"nvEncEncodePicture", 8},
                                     std::pair{"nvEncLockInputBuffer", 6}, std::pair{"nvEncInitializeEncoder", 12}}) {
    nvdouble::fail_function(call, 1, status);
    const auto segment = encode_segment(device, small_settings(), 0, 14);
    ASSERT_FALSE(segment) << call;
    EXPECT_EQ(segment.error()[0].fault, Fault::failed);
    EXPECT_THAT(segment.error()[0].message, HasSubstr(call));
    EXPECT_THAT(segment.error()[0].message, HasSubstr("asked to fail"));
  }
}

}  // namespace
}  // namespace fp::test
