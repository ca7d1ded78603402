#include "engine/template/captions.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

Subtitles captions(std::string_view srt) {
  auto read = read_subtitles(srt, "a.srt");
  EXPECT_TRUE(read.has_value());
  return read ? *read : Subtitles{};
}

// "0-30 Hello big|world [Hello 0-8] ..." of each caption.
std::vector<std::string> plan(const Subtitles& subtitles, const CaptionRules& rules, bool words = false) {
  std::vector<std::string> texts;
  const auto made = plan_captions(subtitles, rules, "a.srt");
  if (!made) return {to_string(made.error()[0])};
  for (const CaptionText& caption : *made) {
    std::string text = fmt::format("{}-{} {}", caption.in, caption.out, caption.text);
    std::ranges::replace(text, '\n', '|');
    for (const CaptionWord& word : caption.words) {
      if (words)
        text += fmt::format(" [{} {}-{}]", caption.text.substr(word.begin, word.end - word.begin), word.lit, word.dark);
    }
    texts.push_back(text);
  }
  return texts;
}

constexpr std::string_view kTwo =
    "1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\n- Who?\n- Me.\n";
constexpr std::string_view kTimed =
    "WEBVTT\n\n00:01.000 --> 00:03.000\nHello<00:01.500> big<00:02.020> world<00:02.500>\n";

TEST(Captions, AreShownOnTheNearestFrames) {
  const Rational rates[] = {{24, 1}, {25, 1}, {30000, 1001}, {60, 1}};
  const std::vector<std::string> expected[] = {{"24-48 One two", "72-96 - Who?|- Me."},
                                               {"25-50 One two", "75-100 - Who?|- Me."},
                                               {"30-60 One two", "90-120 - Who?|- Me."},
                                               {"60-120 One two", "180-240 - Who?|- Me."}};
  for (size_t i = 0; i < 4; ++i) EXPECT_EQ(plan(captions(kTwo), {.fps = rates[i], .frames = 1000}), expected[i]) << i;
}

TEST(Captions, LightWordsOnExactFrames) {
  const Subtitles timed = captions(kTimed);
  EXPECT_THAT(plan(timed, {.fps = {24, 1}, .frames = 1000}, true),
              ElementsAre("24-72 Hello big world [Hello 0-12] [big 12-24] [world 24-36]"));
  EXPECT_THAT(plan(timed, {.fps = {25, 1}, .frames = 1000}, true),
              ElementsAre("25-75 Hello big world [Hello 0-13] [big 13-26] [world 26-38]"));
  EXPECT_THAT(plan(timed, {.fps = {30000, 1001}, .frames = 1000}, true),
              ElementsAre("30-90 Hello big world [Hello 0-15] [big 15-31] [world 31-45]"));
  EXPECT_THAT(plan(timed, {.fps = {60, 1}, .frames = 1000}, true),
              ElementsAre("60-180 Hello big world [Hello 0-30] [big 30-61] [world 61-90]"));
}

TEST(Captions, HaveAFrameForEachWordHoweverShort) {
  EXPECT_THAT(plan(captions("WEBVTT\n\n00:00.000 --> 00:01.000\na<00:00.001> b<00:00.002> c<00:00.003> d\n"),
                   {.fps = {10, 1}, .frames = 100}, true),
              ElementsAre("0-10 a b c d [a 0-1] [b 1-2] [c 2-3] [d 3-10]"));
  EXPECT_THAT(plan(captions("00:00:00,000 --> 00:00:00,010\na\n\n00:00:00,020 --> 00:00:00,030\nb\n"),
                   {.fps = {10, 1}, .frames = 100, .hold_ms = 0}),
              ElementsAre("0-1 a", "1-2 b"));
}

TEST(Captions, StayOverShortGaps) {
  const Subtitles two = captions("00:00:00,000 --> 00:00:01,000\na\n\n00:00:01,300 --> 00:00:02,000\nb\n");
  EXPECT_THAT(plan(two, {.fps = {10, 1}, .frames = 100}), ElementsAre("0-13 a", "13-20 b"));
  EXPECT_THAT(plan(two, {.fps = {10, 1}, .frames = 100, .hold_ms = 299}), ElementsAre("0-10 a", "13-20 b"));
}

TEST(Captions, FollowEachOtherOrStandTogetherWhereTheyOverlap) {
  EXPECT_THAT(plan(captions("00:00:00,000 --> 00:00:02,200\na\n\n00:00:02,000 --> 00:00:03,000\nb\n"),
                   {.fps = {10, 1}, .frames = 100}),
              ElementsAre("0-20 a", "20-30 b"));
  EXPECT_THAT(plan(captions("00:00:00,000 --> 00:00:04,000\na\n\n00:00:01,000 --> 00:00:03,000\nb\n"),
                   {.fps = {10, 1}, .frames = 100}),
              ElementsAre("0-10 a", "10-30 a|b", "30-40 a"));
  std::string crowd;
  for (int i = 0; i < 5; ++i) crowd += "00:00:00,000 --> 00:00:04,000\na\n\n";
  EXPECT_THAT(plan(captions(crowd), {.frames = 100}),
              ElementsAre(HasSubstr("more than 4 captions are to be shown at once")));
}

TEST(Captions, AreMovedAndCutToTheLayer) {
  EXPECT_THAT(plan(captions(kTwo), {.fps = {10, 1}, .frames = 35, .offset_ms = -1500}),
              ElementsAre("0-5 One two", "15-25 - Who?|- Me."));
  EXPECT_THAT(plan(captions(kTwo), {.fps = {10, 1}, .frames = 35}), ElementsAre("10-20 One two", "30-35 - Who?|- Me."));
  EXPECT_THAT(plan(captions(kTwo), {.fps = {10, 1}, .frames = 100, .offset_ms = -3000}),
              ElementsAre("0-10 - Who?|- Me."));
}

TEST(Captions, AreDividedEvenly) {
  const Subtitles long_one = captions("00:00:00,000 --> 00:00:06,000\none two three four five six seven\n");
  EXPECT_THAT(plan(long_one, {.fps = {10, 1}, .frames = 100, .max_words = 3}),
              AllOf(SizeIs(3), testing::Not(testing::Contains(HasSubstr("six seven eight")))));
  const auto parts = plan_captions(long_one, {.fps = {10, 1}, .frames = 100, .max_chars = 18}, "a");
  ASSERT_TRUE(parts.has_value());
  ASSERT_THAT(*parts, SizeIs(2));
  EXPECT_EQ((*parts)[0].text, "one two three four");
  EXPECT_EQ((*parts)[1].text, "five six seven");
  EXPECT_EQ((*parts)[0].out, (*parts)[1].in);
  EXPECT_EQ((*parts)[1].words.size(), 3u);
  EXPECT_EQ((*parts)[1].words[0].begin, 0u);
}

TEST(Captions, JoinLinesOfScriptsWithoutSpaces) {
  EXPECT_THAT(plan(captions("00:00:00,000 --> 00:00:01,000\n今日は\n東京へ\n"), {.fps = {10, 1}, .frames = 100}, true),
              ElementsAre(StartsWith("0-10 今日は東京へ [今日 0-")));
  EXPECT_THAT(plan(captions(kTwo), {.fps = {10, 1}, .frames = 25, .keep_lines = true}), ElementsAre("10-20 One|two"));
}

TEST(Captions, BreakCuesIntoTwoLines) {
  EXPECT_EQ(in_two_lines("short"), "short");
  EXPECT_EQ(in_two_lines("a caption that is rather longer than a line of subtitles"),
            "a caption that is rather longer\nthan a line of subtitles");
}

// ---- Layers

struct Bound {
  Workshop shop;
  Result<Composition> made = Composition{};
  Bound(const std::string& file, const std::string& bytes, const std::string& layer, const std::string& params = "") {
    shop.write(file, bytes);
    const Template tpl = shop.load(
        R"({"framepress":1,"canvas":{"size":[1000,500],"fps":"10","duration":"6s"},"fonts":{"f":"f.ttf"},"params":{)" +
        params + R"(},"layers":[)" + layer + "]}");
    auto rows = type_rows(tpl, nullptr, {});
    if (rows) {
      made = std::move(bind_rows(tpl, *rows, "")[0]);
    } else {
      made = fail(rows.error());
    }
  }
  std::vector<std::string> faults() const { return made ? std::vector<std::string>{} : texts(made.error()); }
  const Layer& text(size_t index) const {
    return std::get<GroupContent>(made->layers.at(0).content).children.at(index);
  }
};

std::vector<std::string> keys_of(const Tint& tint) {
  std::vector<std::string> keys;
  for (const Key<Color>& key : tint.keys) keys.push_back(fmt::format("{} {}", key.frame, to_string(key.value)));
  return keys;
}

TEST(CaptionLayers, BecomeTexts) {
  const Bound b("v.srt", std::string(kTwo), R"({"id":"v","type":"captions","captions":"v.srt","font":"f"})");
  ASSERT_THAT(b.faults(), IsEmpty());
  EXPECT_EQ(b.text(0).id, "v/1");
  EXPECT_EQ(b.text(0).in, 10);
  EXPECT_EQ(b.text(0).out, 20);
  const auto& words = std::get<TextContent>(b.text(0).content);
  EXPECT_EQ(words.text, "One two");
  EXPECT_EQ(words.spans.size(), 1u);
  EXPECT_EQ(words.size.constant, 25);
  EXPECT_EQ(words.max_lines, 2);
  EXPECT_EQ(words.fit, TextContent::Fit::shrink);
  EXPECT_EQ(std::get<TextContent>(b.text(1).content).text, "- Who?\n- Me.");
  EXPECT_EQ(b.made->files.at("v.srt"), sha256(kTwo));
  // The default place: the middle of the lower third, inside the safe area.
  const Layer& layer = b.made->layers[0];
  EXPECT_EQ(layer.transform.position.constant, Vec2(500, 475));
  EXPECT_EQ(layer.transform.anchor.constant, Vec2(0.5, 1));
  EXPECT_EQ(layer.size->constant, Vec2(550, 62.5));
  EXPECT_THAT(b.made->cues, IsEmpty());
}

TEST(CaptionLayers, LightTheWordBeingSpoken) {
  const Bound b(
      "v.vtt", std::string(kTimed),
      R"({"type":"captions","captions":"v.vtt","font":"f","style":"words","color":"#ffffff","upcoming":"#888888",
                    "highlight":{"color":"#000000","background":"#ffcc00","padding":[5,1],"radius":6}})");
  ASSERT_THAT(b.faults(), IsEmpty());
  const auto& text = std::get<TextContent>(b.text(0).content);
  ASSERT_THAT(text.spans, SizeIs(5));  // three words and two spaces
  EXPECT_EQ(text.text, "Hello big world");
  EXPECT_THAT(keys_of(std::get<Tint>(*text.spans[0].fill)), ElementsAre("0 #000000", "5 #ffffff"));
  EXPECT_THAT(keys_of(std::get<Tint>(*text.spans[2].fill)), ElementsAre("0 #888888", "5 #000000", "10 #ffffff"));
  EXPECT_EQ(std::get<Tint>(*text.spans[2].fill).keys[0].ease.kind, Ease::Kind::hold);
  ASSERT_TRUE(text.spans[4].plate.has_value());
  EXPECT_THAT(keys_of(text.spans[4].plate->color), ElementsAre("0 #ffcc0000", "10 #ffcc00", "15 #ffcc0000"));
  EXPECT_EQ(text.spans[4].plate->padding, Vec2(5.0 / 25, 1.0 / 25));
  EXPECT_FALSE(text.spans[1].plate.has_value());
}

TEST(CaptionLayers, FillWordsAsTheyAreSung) {
  const Bound b("v.vtt", std::string(kTimed),
                R"({"type":"captions","captions":"v.vtt","font":"f","style":"karaoke","highlight":"#00ff00"})");
  ASSERT_THAT(b.faults(), IsEmpty());
  const auto& sweep = std::get<TextContent>(b.text(0).content).spans[2].sweep;
  ASSERT_TRUE(sweep.has_value());
  EXPECT_EQ(to_string(sweep->color.constant), "#00ff00");
  ASSERT_THAT(sweep->progress.keys, SizeIs(2));
  EXPECT_EQ(sweep->progress.keys[0].frame, 5);
  EXPECT_EQ(sweep->progress.keys[0].value, 0);
  EXPECT_EQ(sweep->progress.keys[1].frame, 10);
  EXPECT_EQ(sweep->progress.keys[1].value, 1);
}

TEST(CaptionLayers, MayBeATrack) {
  const Bound b(
      "v.srt", std::string(kTwo),
      R"({"type":"group","in":"1s","children":[{"type":"captions","captions":"v.srt","font":"f","as":"track","offset":"500ms"}]})");
  ASSERT_THAT(b.faults(), IsEmpty());
  ASSERT_THAT(b.made->cues, SizeIs(2));
  EXPECT_EQ(b.made->cues[0].begin_ms, 2500);
  EXPECT_EQ(b.made->cues[0].end_ms, 3500);
  EXPECT_EQ(b.made->cues[0].text, "One\ntwo");
  EXPECT_EQ(b.made->cues[1].end_ms, 5500);
  EXPECT_THAT(std::get<GroupContent>(b.text(0).content).children, IsEmpty());
  const Bound both("v.srt", std::string(kTwo), R"({"type":"captions","captions":"v.srt","font":"f","as":"both"})");
  EXPECT_THAT(both.made->cues, SizeIs(2));
  EXPECT_EQ(both.text(0).in, 10);
  const Bound inside(
      "v.srt", std::string(kTwo),
      R"({"type":"group","time":{"speed":2},"children":[{"id":"c","type":"captions","captions":"v.srt","font":"f","as":"track"}]})");
  EXPECT_THAT(inside.faults(), ElementsAre(HasSubstr("\"c\" stand in a group with a time of its own")));
}

TEST(CaptionLayers, TakeTheirFileFromTheRow) {
  const std::string layer = R"({"type":"captions","captions":"{{voice}}","font":"f"})";
  const Bound b("v.srt", std::string(kTwo), layer, R"("voice":{"type":"captions","default":"v.srt"})");
  ASSERT_THAT(b.faults(), IsEmpty());
  EXPECT_EQ(b.text(0).in, 10);
  const Bound none("v.srt", std::string(kTwo), layer, R"("voice":{"type":"captions"})");
  ASSERT_THAT(none.faults(), IsEmpty());
  EXPECT_THAT(std::get<GroupContent>(none.made->layers[0].content).children, IsEmpty());
  const Bound missing("v.srt", std::string(kTwo), layer, R"("voice":{"type":"captions","default":"w.srt"})");
  EXPECT_THAT(missing.faults(), ElementsAre(HasSubstr("w.srt")));
}

TEST(CaptionLayers, MayBeWrittenInTheTemplate) {
  const Bound b("x", "", R"({"type":"captions","captions":[{"start":0.5,"end":1,"text":"Hi"}],"font":"f"})");
  ASSERT_THAT(b.faults(), IsEmpty());
  EXPECT_EQ(b.text(0).in, 5);
  EXPECT_THAT(b.made->files, IsEmpty());
}

TEST(CaptionLayers, SayWhatIsWrongWhereItStands) {
  const std::string layer = R"({"type":"captions","captions":"v.srt","font":"f"})";
  EXPECT_THAT(Bound("v.srt", "1\n00:00:01,000 --> soon\nx\n", layer).faults(),
              ElementsAre(StartsWith("v.srt:2:18: \"soon\" is no time of a caption")));
  EXPECT_THAT(Bound("w.srt", "", layer).faults(),
              ElementsAre(AllOf(StartsWith("t.json:1:"), HasSubstr("/layers/0/captions"))));
  EXPECT_THAT(Bound("v.srt", "", R"({"type":"captions","captions":"../v.srt","font":"f"})").faults(), SizeIs(1));
  EXPECT_THAT(Bound("v.srt", std::string(kTwo), R"({"type":"captions","captions":"v.srt","font":"f","minFontSize":99})")
                  .faults(),
              ElementsAre(HasSubstr("\"minFontSize\" is larger than \"fontSize\"")));
  EXPECT_THAT(
      Bound("v.srt", std::string(kTwo), R"({"type":"captions","captions":"v.srt","font":"f","highlight":"@none"})")
          .faults(),
      ElementsAre(HasSubstr("no colour named \"none\"")));
}

TEST(CaptionLayers, StandAboveTheLowerEdgeOfUprightCanvases) {
  Workshop shop;
  shop.write("v.srt", std::string(kTwo));
  const Template tpl = shop.load(
      R"({"framepress":1,"canvas":{"size":[1080,1920],"duration":"6s"},"fonts":{"f":"f.ttf"},
          "layers":[{"type":"captions","captions":"v.srt","font":"f","background":"#000000"}]})");
  const auto rows = type_rows(tpl, nullptr, {});
  ASSERT_TRUE(rows.has_value());
  const auto made = bind_rows(tpl, *rows, "");
  ASSERT_TRUE(made[0].has_value());
  EXPECT_EQ(made[0]->layers[0].transform.position.constant, Vec2(540, 1920 * 0.78));
  EXPECT_EQ(made[0]->layers[0].size->constant.x, 972);
  const auto& text = std::get<TextContent>(std::get<GroupContent>(made[0]->layers[0].content).children[0].content);
  EXPECT_TRUE(text.plate.has_value());
}

}  // namespace
}  // namespace fp
