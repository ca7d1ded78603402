#include "tests/audio/heard.hpp"

namespace fp::testing_audio {
namespace {

SoundPlan plan_of(const std::string& document) {
  Result<SoundPlan> plan = plan_sound(built(document));
  EXPECT_TRUE(plan.has_value()) << to_string(plan.error()[0]);
  return plan ? *std::move(plan) : SoundPlan{};
}

// "layer origin begin-end" of every clip, in frames of 1600 samples, and its fades.
std::string told(const SoundPlan& plan) {
  std::string out;
  for (const HeardClip& c : plan.clips) {
    out += fmt::format("{} {} {}-{}", plan.layers[c.layer].id, c.origin / 1600, c.begin / 1600, c.end / 1600);
    for (const SceneFade& f : c.fades)
      out += fmt::format(" {} {}-{}", f.in ? "in" : "out", f.begin / 1600, f.end / 1600);
    out += "\n";
  }
  return out;
}

constexpr const char* kAudio = R"({"type": "audio", "id": "a", "audio": "x", "in": "2f", "out": "50f"})";

std::string group(const std::string& more, const std::string& children = kAudio) {
  return R"({"type": "group", "id": "g", "in": "10f", "out": "40f", )" + more + R"("children": [)" + children + "]}";
}

TEST(Plan, LayersAreCutByTheGroupsAroundThem) {
  EXPECT_EQ(told(plan_of(canvas(kAudio))), "a 2 2-50\n");
  EXPECT_EQ(told(plan_of(canvas(group("")))), "a 12 12-40\n");
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "group", "id": "h", "out": "20f", "children": [)" + group("") + "]}"))),
            "a 12 12-20\n");
}

TEST(Plan, OnlyWhatIsHeardIsThere) {
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "video", "id": "v", "video": "x", "size": [9, 9]})"))), "v 0 0-60\n");
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "video", "video": "x", "size": [9, 9], "sound": false})"))), "");
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "audio", "audio": null})"))), "");
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "audio", "audio": "x", "visible": false})"))), "");
  EXPECT_EQ(told(plan_of(canvas(R"({"type": "audio", "id": "a", "audio": "x", "in": "70f"})"))), "");
}

TEST(Plan, AGroupsTimeMayBeginLaterAndLoop) {
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"start": "5f"}, )")))), "a 7 10-35\n");
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"duration": "12f", "atEnd": "loop"}, )")))),
            "a 12 12-22\na 24 24-34\na 36 36-40\n");
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"start": "8f", "duration": "12f", "atEnd": "loop"}, )")))),
            "a 4 10-14\na 16 16-26\na 28 28-38\n");
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"duration": "12f"}, )")))), "a 12 12-22\n");  // then it stands still
}

// Nothing is heard at first, but in the next round.
TEST(Plan, ALoopIsWalkedToItsEnd) {
  const std::string early = R"({"type": "audio", "id": "a", "audio": "x", "out": "3f"})";
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"start": "8f", "duration": "12f", "atEnd": "loop"}, )", early)))),
            "a 14 14-17\na 26 26-29\na 38 38-40\n");
}

TEST(Plan, SoundInATimeThatIsBentIsAFaultAtItsPlace) {
  Composition composition = built(canvas(group(R"("time": {"duration": "9f"}, )")));
  Clock& clock = *std::get<GroupContent>(composition.layers[0].content).clock;
  const auto fault = [&] {
    const Result<SoundPlan> plan = plan_sound(composition);
    EXPECT_FALSE(plan.has_value());
    if (plan) return std::string();
    const Diagnostic& d = plan.error().front();
    EXPECT_EQ(d.fault, Fault::invalid);
    EXPECT_GT(d.line, 0);
    return d.pointer + ": " + d.message;
  };
  clock.speed = 2;
  EXPECT_EQ(fault(), "/layers/0/children/0: the layer \"a\" is heard inside \"g\", whose time runs at speed 2");
  clock = {.frames = 9, .at_end = Clock::AtEnd::pingpong};
  EXPECT_EQ(fault(), "/layers/0/children/0: the layer \"a\" is heard inside \"g\", whose time runs back and forth");
  EXPECT_EQ(told(plan_of(canvas(group(R"("time": {"speed": 2}, )", R"({"type": "solid", "color": "#fff"})")))), "");
}

TEST(Plan, ScenesFadeIntoEachOther) {
  const auto scene = [](const char* id, const char* more) {
    return fmt::format(R"({{"type": "group", {} "duration": "20f", "children": [
        {{"type": "audio", "id": "{}", "audio": "x"}}]}})",
                       more, id);
  };
  const std::string sequence =
      R"({"type": "sequence", "transitions": {"type": "dissolve", "duration": "4f"}, "children": [)" + scene("a", "") +
      "," + scene("b", "") + "," + scene("c", R"("transition": {"type": "cut"},)") + "]}";
  EXPECT_EQ(told(plan_of(canvas(sequence))), "a 0 0-20 out 16-20\nb 16 16-36 in 16-20\nc 36 36-56\n");
}

TEST(Plan, CrossFadesKeepThePower) {
  const auto scene = [](const char* file) {
    return fmt::format(R"({{"type": "group", "duration": "1s", "children": [{{"type": "audio", "audio": "{}"}}]}})",
                       file);
  };
  const auto out =
      mixed(canvas(R"({"type": "sequence", "transitions": {"type": "dissolve", "duration": "0.4s"}, "children": [)" +
                       scene("a") + "," + scene("b") + "]}",
                   "1.6s"),
            {{"a", file_of(48000, [](int64_t) { return std::pair(1'000'000, 0); })},
             {"b", file_of(48000, [](int64_t) { return std::pair(0, 1'000'000); })}});
  EXPECT_EQ(left(out, 28799), 1'000'000);
  EXPECT_NEAR(left(out, 28800 + 9600), 707'107, 2);
  EXPECT_NEAR(right(out, 28800 + 9600), 707'107, 2);
  for (int64_t i = 28800; i < 48000; ++i) {
    const double power = std::pow(left(out, i), 2) + std::pow(right(out, i), 2);
    ASSERT_NEAR(power, 1e12, 2e8) << i;
  }
  EXPECT_EQ(left(out, 48000), 0);
  EXPECT_EQ(right(out, 48000), 1'000'000);
}

TEST(Plan, FaultsOfFilesHaveTheLayersPlace) {
  Errors errors =
      programme_errors(canvas(R"({"type": "solid", "color": "#fff"}, {"type": "audio", "audio": "gone"})"), {});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].fault, Fault::missing);
  EXPECT_EQ(errors[0].pointer, "/layers/1");
  errors = programme_errors(canvas(R"({"type": "audio", "audio": "mute"}, {"type": "audio", "audio": "mute"})"),
                            {{"mute", {}}});
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[1].message, "'mute' has no sound");
  EXPECT_EQ(errors[1].pointer, "/layers/1");
}

}  // namespace
}  // namespace fp::testing_audio
