// What is found in texts: each fault, and what only looks like one.
#include "engine/render/inspect.hpp"

#include <gmock/gmock.h>

#include "engine/render/legibility.hpp"
#include "engine/template/template.hpp"
#include "tests/template/documents.hpp"

namespace fp {
namespace {

using testing_documents::parsed;

// Layers on a white canvas of 640 x 360, whose unit is a third of a pixel and whose safe area begins at (32, 18).
struct Inspected {
  Composition composition;
  std::vector<Finding> findings;

  explicit Inspected(const std::string& layers, const std::string& duration = "2s", const std::string& canvas = "") {
    Template tpl;
    tpl.file = "t.json";
    tpl.locale = "en-US";
    tpl.fonts = {{"main", "fonts/Inter-Medium.otf"}, {"emoji", "fonts/NotoColorEmoji.ttf"}};
    const std::string text =
        R"({"framepress": 1, "canvas": {"size": [640, 360], "background": "#ffffff", "duration": ")" + duration + "\"" +
        canvas + R"(}, "layers": [)" + layers + "]}";
    Result<Composition> made = build_composition(tpl, parsed(text), "", "");
    EXPECT_TRUE(made.has_value()) << text << (made ? "" : to_string(made.error()[0]));
    if (!made) return;
    composition = *std::move(made);
    Assets assets{std::make_shared<AssetRoot>(*AssetRoot::open(FP_SOURCE_DIR "/tests/golden"))};
    cpu::Executor executor;
    Result<std::vector<Finding>> found = inspect(composition, assets, executor);
    EXPECT_TRUE(found.has_value()) << (found ? "" : to_string(found.error()[0]));
    if (found) findings = *std::move(found);
  }
  // "kind:layer kind:layer"
  std::string kinds() const {
    std::string all;
    for (const Finding& f : findings)
      all += (all.empty() ? "" : " ") + std::string(name_of(f.kind)) + ":" + f.name.layer->id;
    return all;
  }
};

std::string text(const std::string& id, const std::string& words, const std::string& members) {
  return R"({"type": "text", "id": ")" + id + R"(", "text": ")" + words + R"(", "font": "main", "fontSize": 40, )" +
         members + "}";
}
std::string word(const std::string& members) {
  return text("t", "Words", members);
}
constexpr const char* kPlain = R"("color": "#000", "position": [200, 100])";
std::string kinds(const std::string& layers, const std::string& duration = "2s", const std::string& canvas = "") {
  return Inspected(layers, duration, canvas).kinds();
}
std::string moving(const std::string& keys, const std::string& more = "") {
  return word(R"("color": "#000", "position": {"keys": [)" + keys + "]}" + more);
}

TEST(Inspect, APlainTextIsClean) {
  EXPECT_EQ(kinds(word(kPlain)), "");
  EXPECT_EQ(kinds(word(R"("color": "#00000000", "position": [-20, 0])")), "");  // nothing is drawn
  EXPECT_EQ(kinds(text("t", " ", kPlain)), "");
}

TEST(Inspect, SafeArea) {
  const Inspected found(word(R"("color": "#000", "position": [5, 100])"));
  EXPECT_EQ(found.kinds(), "safe-area:t");
  EXPECT_NEAR(found.findings.at(0).value, 27, 2);
  EXPECT_EQ(kinds(word(R"("color": "#000", "pin": {"left": 0, "top": 0, "to": "safe"})")), "");
  EXPECT_EQ(kinds(word(R"("color": "#000", "pin": {"right": 0, "bottom": 0, "to": "safe"})")), "");
  EXPECT_EQ(kinds(word(R"("color": "#000", "position": [28, 100])")), "safe-area:t");
  EXPECT_EQ(kinds(word(R"("color": "#000", "position": [5, 100])"), "2s", R"(, "safeArea": 0)"), "");
  // Turned, its corners count.
  EXPECT_EQ(kinds(word(R"("color": "#000", "position": [100, 112], "rotation": -60)")), "safe-area:t");
}

TEST(Inspect, ComingAndGoingIsNoFault) {
  EXPECT_EQ(kinds(moving(R"({"t": 0, "v": [-300, 100], "ease": "outCubic"}, {"t": "0.5s", "v": [200, 100]})")), "");
  EXPECT_EQ(kinds(moving(R"({"t": "0.5s", "v": [-300, 100]}, {"t": "1s", "v": [200, 100]})")), "");  // waits outside
  EXPECT_EQ(kinds(moving(R"({"t": "1s", "v": [200, 100]}, {"t": "1.5s", "v": [700, 100]})")), "");
  // What rests half outside first does count.
  EXPECT_EQ(kinds(moving(R"({"t": "0.5s", "v": [-30, 100]}, {"t": "1s", "v": [200, 100]})")), "clipped:t");
  // The group it comes in with.
  EXPECT_EQ(
      kinds(
          R"({"type": "group", "position": {"keys": [{"t": 0, "v": [0, -300]}, {"t": "0.5s", "v": [0, 0]}]}, "children": [)" +
          word(kPlain) + "]}"),
      "");
}

TEST(Inspect, Clipped) {
  const Inspected found(word(R"("color": "#000", "position": [-10, 100])"));
  EXPECT_EQ(found.kinds(), "clipped:t");
  EXPECT_NEAR(found.findings.at(0).value, 10, 2);
  EXPECT_EQ(kinds(word(R"("color": "#000", "position": [-500, 100])")), "clipped:t");  // never to be seen
  const auto grouped = [](const std::string& size, const std::string& clip) {
    return kinds(R"({"type": "group", "position": [200, 100], "size": )" + size + R"(, "clipChildren": )" + clip +
                 R"(, "children": [)" + word(R"("color": "#000")") + "]}");
  };
  EXPECT_EQ(grouped("[80, 60]", "true"), "clipped:t");
  EXPECT_EQ(grouped("[200, 60]", "true"), "");
  EXPECT_EQ(grouped("[80, 60]", "false"), "");
}

TEST(Inspect, ContrastByTheSizeOfTheText) {
  const auto faint = [](const std::string& color, double size) {
    return kinds(R"({"type": "text", "id": "t", "text": "Words", "font": "main", "fontSize": )" + std::to_string(size) +
                 R"(, "color": ")" + color + R"(", "position": [200, 100]})");
  };
  EXPECT_EQ(faint("#949494", 40), "");  // 3.03
  EXPECT_EQ(faint("#969696", 40), "contrast:t");
  EXPECT_EQ(faint("#747474", 10), "");  // 4.66
  EXPECT_EQ(faint("#797979", 10), "contrast:t");
  EXPECT_EQ(faint("#797979", 10.5), "");  // large: 31.5 of 1080
  const Inspected found(word(R"("color": "#bbb", "position": [200, 100])"));
  ASSERT_EQ(found.kinds(), "contrast:t");
  EXPECT_NEAR(found.findings[0].value, contrast_ratio({0xbb / 255.0, 0xbb / 255.0, 0xbb / 255.0, 1}, {1, 1, 1, 1}),
              0.05);
  EXPECT_EQ(found.findings[0].needed, 3);
  EXPECT_EQ(to_string(*found.findings[0].background), "#ffffff");
}

TEST(Inspect, ContrastWithWhatIsReallyBehind) {
  const std::string dark = R"({"type": "solid", "color": "#101010", "size": [640, 360]}, )";
  EXPECT_EQ(kinds(dark + word(kPlain)), "contrast:t");
  EXPECT_EQ(kinds(dark + word(R"("color": "#fff", "position": [200, 100])")), "");
  EXPECT_EQ(kinds(word(R"("color": "#000", "opacity": 0.3, "position": [200, 100])")), "contrast:t");
  EXPECT_EQ(kinds(word(R"("color": "#000", "opacity": 0.8, "position": [200, 100])")), "");
  // Over two colours: the worse side decides where it is more than a tenth.
  const std::string half = R"({"type": "solid", "color": "#101010", "size": [240, 360]}, )";
  EXPECT_EQ(kinds(half + word(kPlain)), "contrast:t");
  const std::string sliver = R"({"type": "solid", "color": "#101010", "size": [205, 360]}, )";
  EXPECT_EQ(kinds(sliver + word(kPlain)), "");
  // A panel that comes and goes later: judged at rest, in the middle.
  EXPECT_EQ(kinds(word(kPlain) + R"(, {"type": "solid", "color": "#00000033", "size": [640, 360], "out": "0.1s"})"),
            "");
}

TEST(Inspect, OutlinesAndShadowsHelp) {
  EXPECT_EQ(kinds(word(R"("color": "#fff", "position": [200, 100])")), "contrast:t");
  EXPECT_EQ(kinds(word(R"("color": "#fff", "stroke": {"color": "#000", "width": 8}, "position": [200, 100])")), "");
  EXPECT_EQ(kinds(word(R"("color": "#fff", "stroke": {"color": "#eee", "width": 8}, "position": [200, 100])")),
            "contrast:t");
  EXPECT_EQ(
      kinds(word(
          R"("color": "#fff", "position": [200, 100], "effects": [{"type": "glow", "radius": 4, "strength": 4, "color": "#000000"}])")),
      "");
}

// Each letter counts against what is beside it, not beside a word of another colour.
TEST(Inspect, WordsOfOtherColoursAreJudgedByThemselves) {
  const auto two = [](const std::string& mark) {
    return kinds(R"({"type": "text", "id": "t", "font": "main", "fontSize": 40, "color": "#fff", "position": [100, 100],
      "stroke": {"color": "#000", "width": 8}, "text": ["Black outlines and ", {"text": "a mark", "stroke": null, )" +
                 mark + "}]}");
  };
  EXPECT_EQ(two(R"("color": "#111", "background": "#ffd60a")"), "");
  EXPECT_EQ(two(R"("color": "#fff", "background": "#ffd60a")"), "contrast:t");
}

// The texts of charts are named by what they belong to; data that would never be seen as it is is found.
TEST(Inspect, Charts) {
  const auto bars = [](const std::string& members) {
    return R"({"type": "bars", "id": "b", "size": [300, 60], "reveal": null, "data": [{"k": "one", "n": 1}], "key": "k",
      "value": "n", "text": {"font": "main", "fontSize": 30, "color": "#000"}, "labels": {"room": 100}, )" +
           members + "}";
  };
  EXPECT_EQ(kinds(bars(R"("position": [200, 100])")), "");
  const Inspected cut(bars(R"("position": [-60, 100])"));
  ASSERT_EQ(cut.kinds(), "clipped:b");
  EXPECT_EQ(cut.findings[0].name.part, "label one");
  const Inspected late(R"({"type": "number", "id": "n", "value": 9, "font": "main", "fontSize": 60, "color": "#000",
    "position": [200, 100], "count": {"duration": "3s"}})");
  ASSERT_EQ(late.kinds(), "unfinished:n");
  EXPECT_NEAR(late.findings[0].value, 3 - 59.0 / 30, 1e-9);
  const std::string steps = R"("position": [200, 100], "steps": {"by": "k", "start": "1s", "each": "5s"})";
  std::string two = bars(steps);
  two.replace(two.find(R"([{"k": "one", "n": 1}])"), 22, R"([{"k": "one", "n": 1}, {"k": "two", "n": 2}])");
  EXPECT_THAT(kinds(two), ::testing::HasSubstr("unfinished:b"));
}

TEST(Inspect, Overlap) {
  const std::string below = text("a", "Lower", kPlain);
  const auto upper = [](const std::string& words, const std::string& members) {
    return ", " + text("b", words, members);
  };
  const Inspected found(below + upper("Upper", R"("color": "#000", "position": [210, 105])"));
  EXPECT_EQ(found.kinds(), "overlap:b");
  EXPECT_EQ(found.findings.at(0).other.layer->id, "a");
  EXPECT_EQ(kinds(below + upper("Upper", R"("color": "#000", "position": [200, 148])")), "");
  EXPECT_EQ(kinds(text("a", "Lower", R"("color": "#000", "position": [200, 100], "out": "1s")") +
                  upper("Upper", R"("color": "#000", "position": [210, 105], "in": "1s")")),
            "");
  // A shadow.
  EXPECT_EQ(kinds(text("a", "Lower", R"("color": "#ccc", "position": [203, 103])") + upper("Lower", kPlain)), "");
  EXPECT_EQ(kinds(text("a", "Lower", R"("color": "#ccc", "position": [203, 103])") + upper("Other", kPlain)),
            "overlap:b");
  EXPECT_EQ(kinds(text("a", "Lower", R"("color": "#ccc", "position": [200, 100], "ignore": ["overlap", "contrast"])") +
                  upper("Upper", R"("color": "#000", "position": [210, 105])")),
            "");
}

TEST(Inspect, Hidden) {
  const auto under = [](const std::string& layer) { return kinds(word(kPlain) + ", " + layer); };
  EXPECT_EQ(under(R"({"type": "solid", "color": "#fff"})"), "hidden:t");
  EXPECT_EQ(under(R"({"type": "solid", "color": "#ffffff80"})"), "");
  EXPECT_EQ(under(R"({"type": "solid", "color": "#fff", "opacity": 0.5})"), "");
  EXPECT_EQ(under(R"({"type": "solid", "color": "#fff", "in": "1s"})"), "");  // was seen before
  EXPECT_EQ(under(R"({"type": "solid", "color": "#fff", "position": [400, 0]})"), "");
  EXPECT_EQ(under(R"({"type": "group", "opacity": 0.5, "children": [{"type": "solid", "color": "#fff"}]})"), "");
  EXPECT_EQ(
      under(
          R"({"type": "group", "children": [{"type": "shape", "shape": "ellipse", "size": [900, 900], "fill": "#fff"}]})"),
      "hidden:t");
  // Only pixels tell.
  EXPECT_EQ(under(R"({"type": "shape", "shape": "path", "d": "M0 0h640v360h-640z", "fill": "#fff"})"), "hidden:t");
  const Inspected half(word(kPlain) + R"(, {"type": "solid", "color": "#fff", "size": [260, 360]})");
  ASSERT_EQ(half.kinds(), "hidden:t");
  EXPECT_NEAR(half.findings[0].value, 0.5, 0.2);
  // Struck out: what is under the line is no measure of contrast, and the rest is enough to be read.
  EXPECT_EQ(under(R"({"type": "solid", "color": "#fff", "size": [140, 5], "position": [195, 125]})"), "");
  // Half covered by what lets enough through.
  EXPECT_EQ(under(R"({"type": "solid", "color": "#ffffff99", "size": [60, 360], "position": [195, 0]})"), "");
  // Nothing to be seen, but for want of contrast.
  EXPECT_EQ(kinds(word(R"("color": "#fff", "position": [200, 100])")), "contrast:t");
}

TEST(Inspect, ReadingTime) {
  const std::string long_one = "Forty characters take two seconds to read";  // 41
  const auto lasting = [&](const std::string& words, const std::string& out) {
    return kinds(R"({"type": "text", "id": "t", "text": ")" + words +
                     R"(", "font": "main", "fontSize": 20, "color": "#000", "position": [60, 100], "out": ")" + out +
                     "\"}",
                 "4s");
  };
  EXPECT_EQ(lasting(long_one, "2s"), "reading-time:t");
  EXPECT_EQ(lasting(long_one, "2.1s"), "");
  EXPECT_EQ(lasting("No", "20f"), "reading-time:t");
  EXPECT_EQ(lasting("No", "21f"), "");
  EXPECT_EQ(kinds(word(kPlain), "1f"), "");  // a still
  // Covered from then on.
  EXPECT_EQ(kinds(word(kPlain) + R"(, {"type": "solid", "color": "#fff", "in": "10f"})"), "reading-time:t");
  // Letters that come one after the other are read as they come.
  EXPECT_EQ(
      kinds(word(
          R"("color": "#000", "position": [200, 100], "out": "30f", "animate": [{"by": "grapheme", "from": {"opacity": 0}, "duration": 0, "within": "16f"}])")),
      "");
  EXPECT_EQ(
      kinds(word(
          R"("color": "#000", "position": [200, 100], "out": "18f", "animate": [{"by": "grapheme", "from": {"opacity": 0}, "duration": 0, "within": "16f"}])")),
      "reading-time:t");
}

TEST(Inspect, TextThatGrowsSlowlyCanBeRead) {
  const auto growing = [](int to) {
    return kinds(
        R"({"type": "text", "id": "t", "text": "Words", "font": "main", "color": "#000", "position": [200, 100],
        "fontSize": {"keys": [{"t": 0, "v": 40}, {"t": "2s", "v": )" +
        std::to_string(to) + "}]}}");
  };
  EXPECT_EQ(growing(44), "");
  EXPECT_EQ(growing(90), "reading-time:t");
}

TEST(Inspect, RulesHaveTheirLimits) {
  EXPECT_EQ(needed_contrast(31), 3);
  EXPECT_EQ(needed_contrast(30.9), 4.5);
  EXPECT_DOUBLE_EQ(needed_seconds("a"), 0.7);
  EXPECT_DOUBLE_EQ(needed_seconds(std::string(30, 'x')), 1.5);
  EXPECT_DOUBLE_EQ(needed_seconds("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"), 2);
  EXPECT_NEAR(contrast_ratio({0, 0, 0, 1}, {1, 1, 1, 1}), 21, 1e-9);
  EXPECT_NEAR(contrast_ratio({0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0, 1}, {1, 1, 1, 1}), 4.48, 0.01);
}

TEST(Inspect, WhatIsIgnoredIsNotFound) {
  const std::string outside = R"("color": "#eee", "position": [5, 100], "ignore": )";
  EXPECT_EQ(kinds(word(outside + "[]")), "safe-area:t contrast:t");
  EXPECT_EQ(kinds(word(outside + R"(["contrast"])")), "safe-area:t");
  EXPECT_EQ(kinds(word(outside + R"(["contrast", "safe-area"])")), "");
  EXPECT_EQ(kinds(word(outside + R"(["all"])")), "");
  EXPECT_EQ(kinds(R"({"type": "group", "ignore": ["safe-area"], "children": [)" + word(outside + "[]") + "]}"),
            "contrast:t");
}

TEST(Inspect, LinearLightAndMotionBlurAreNoObstacle) {
  EXPECT_EQ(kinds(word(R"("color": "#969696", "position": [200, 100])"), "2s", R"(, "blending": "linear")"),
            "contrast:t");
  EXPECT_EQ(kinds(word(R"("color": "#929292", "position": [200, 100])"), "2s", R"(, "blending": "linear")"), "");
  EXPECT_EQ(kinds(R"({"type": "group", "motionBlur": true, "children": [)" +
                  word(R"("color": "#969696", "position": [200, 100], "motionBlur": true)") + "]}"),
            "contrast:t");
  EXPECT_EQ(kinds(R"({"type": "group", "motionBlur": true, "children": [)" + word(kPlain) + "]}"), "");
}

TEST(Inspect, ScenesAreReadBetweenTransitions) {
  const auto scenes = [](const std::string& first) {
    return kinds(R"({"type": "sequence", "transitions": {"type": "push", "duration": "0.4s"}, "children": [
        {"type": "group", "duration": ")" +
                     first + R"(", "children": [)" + text("a", "One", kPlain) + R"(]},
        {"type": "group", "duration": "2s", "children": [)" +
                     text("b", "Two", R"("color": "#bbb", "pin": {"left": 0, "bottom": 0, "to": "safe"})") + "]}]}",
                 "3s");
  };
  EXPECT_EQ(scenes("1.2s"), "contrast:b");
  EXPECT_EQ(scenes("1s"), "reading-time:a contrast:b");  // the transition takes 0.4 s of it
}

TEST(Inspect, MotionsOfLayersAreNoFault) {
  for (const char* motion : {"rise", "fade", "wipe-right", "blur", "cascade"})
    EXPECT_EQ(kinds(word(R"("color": "#000", "pin": {"left": 0, "bottom": 0, "to": "safe"}, "enter": ")" +
                         std::string(motion) + "\"")),
              "")
        << motion;
}

TEST(Inspect, ASlowDriftIsRest) {
  EXPECT_EQ(kinds(R"({"type": "text", "id": "t", "text": "Words", "font": "main", "fontSize": 40, "color": "#bbb",
      "position": {"keys": [{"t": 0, "v": [200, 100]}, {"t": "2s", "v": [208, 100]}]}})"),
            "contrast:t");
}

}  // namespace
}  // namespace fp
