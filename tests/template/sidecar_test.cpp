#include "engine/template/sidecar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data/subtitles.hpp"

namespace fp {
namespace {

const std::vector<Cue> kCues = {{1000, 2500, "Fish & chips\n\nfor <two>"}, {3'661'001, 3'662'000, "a --> b"}};

TEST(Sidecar, IsWrittenAsPlayersReadIt) {
  EXPECT_EQ(write_srt(kCues),
            "1\n00:00:01,000 --> 00:00:02,500\nFish & chips\nfor <two>\n\n"
            "2\n01:01:01,001 --> 01:01:02,000\na \u2192 b\n");
  EXPECT_EQ(write_vtt(kCues),
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nFish &amp; chips\nfor &lt;two&gt;\n\n"
            "01:01:01.001 --> 01:01:02.000\na --&gt; b\n");
  EXPECT_EQ(write_srt({}), "");
  EXPECT_EQ(write_vtt({}), "WEBVTT\n");
}

TEST(Sidecar, IsReadBackAsItWas) {
  for (const bool vtt : {false, true}) {
    const auto read = read_subtitles(vtt ? write_vtt(kCues) : write_srt(kCues), vtt ? "a.vtt" : "a.srt");
    ASSERT_TRUE(read.has_value());
    ASSERT_EQ(read->phrases.size(), 2u);
    EXPECT_EQ(read->phrases[0].begin_ms, 1000);
    EXPECT_EQ(read->phrases[0].end_ms, 2500);
    EXPECT_EQ(read->phrases[0].text, "Fish & chips\nfor <two>");
    EXPECT_EQ(read->phrases[1].text, vtt ? "a --> b" : "a \u2192 b");
  }
}

TEST(Sidecar, CountsFromTheFirstFrame) {
  Composition composition;
  composition.fps = {25, 1};
  composition.frames = 200;
  composition.cues = {{0, 1000, "a"}, {1500, 3000, "b"}, {3000, 4000, "c"}};
  const std::vector<Cue> cues = cues_within(composition, 50, 25);  // from 2 s to 3 s
  ASSERT_EQ(cues.size(), 1u);
  EXPECT_EQ(cues[0].begin_ms, 0);
  EXPECT_EQ(cues[0].end_ms, 1000);
  EXPECT_EQ(cues[0].text, "b");
}

}  // namespace
}  // namespace fp
