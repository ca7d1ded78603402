// What templates say about sound: ranges, ducks, and the faults of both.
#include <gmock/gmock.h>

#include "tests/template/built.hpp"
#include "tests/template/workshop.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_documents::layer_faults;
using testing_documents::layers;

std::string audio(const std::string& more) {
  return R"({"type": "audio", "id": "music", "audio": "m.mp3", )" + more + "}";
}

TEST(Sound, DucksAreReadWithTheirTimes) {
  const auto made =
      layers(audio(R"("duck": {"under": ["voice"], "by": 9, "attack": "300ms", "release": "2s", "threshold": -30})") +
             R"(, {"type": "video", "id": "voice", "video": "v.mp4", "size": [9, 9]})");
  const ClipSound::Duck& duck = *std::get<AudioContent>(made.at(0).content).sound.duck;
  EXPECT_THAT(duck.under, ElementsAre("voice"));
  EXPECT_EQ(duck.by, 9);
  EXPECT_DOUBLE_EQ(duck.attack, 0.3);
  EXPECT_DOUBLE_EQ(duck.release, 2);
  EXPECT_EQ(duck.threshold, -30);
}

TEST(Sound, GainAndPanHaveLimits) {
  EXPECT_THAT(layer_faults(audio(R"("gain": 41)")),
              HasSubstr("\"gain\" lies between -1000 and 40 decibels | /layers/0/gain"));
  EXPECT_THAT(layer_faults(audio(R"("gain": {"keys": [{"t": 0, "v": 0}, {"t": "1s", "v": 90}]})")),
              HasSubstr("| /layers/0/gain"));
  EXPECT_THAT(layer_faults(audio(R"("pan": -1.5)")), HasSubstr("\"pan\" lies between -1 and 1 | /layers/0/pan"));
  EXPECT_THAT(layer_faults(R"({"type": "video", "video": "v.mp4", "size": [9, 9], "sound": {"pan": 2}})"),
              HasSubstr("| /layers/0/sound/pan"));
  EXPECT_EQ(layer_faults(audio(R"("gain": -96, "pan": 1)")), "");
}

TEST(Sound, DuckFaultsHaveTheirPlace) {
  EXPECT_THAT(
      layer_faults(audio(R"("duck": {"under": ["v", "v"]})") + R"(, {"type": "audio", "id": "v", "audio": "v.mp3"})"),
      HasSubstr("\"v\" is named twice | /layers/0/duck/under"));
  EXPECT_THAT(layer_faults(audio(R"("duck": {"under": "v", "attack": "soon"})") +
                           R"(, {"type": "audio", "id": "v", "audio": "v.mp3"})"),
              HasSubstr("| /layers/0/duck/attack"));
}

TEST(Sound, InAGroupOfAnotherSpeedIsAFault) {
  const auto fault = [](const std::string& time, const std::string& child) {
    return layer_faults(R"({"type": "group", "id": "g", "time": )" + time + R"(, "children": [)" + child + "]}");
  };
  EXPECT_THAT(fault(R"({"speed": 0.5})", audio(R"("gain": 0)")),
              HasSubstr("\"music\" is heard inside this group, whose time runs at speed 0.5 | /layers/0/time"));
  EXPECT_THAT(fault(R"({"duration": "1s", "atEnd": "pingpong"})", audio(R"("gain": 0)")), HasSubstr("back and forth"));
  EXPECT_EQ(fault(R"({"duration": "1s", "atEnd": "loop"})", audio(R"("gain": 0)")), "");
  EXPECT_EQ(fault(R"({"speed": 0.5})", R"({"type": "video", "video": "v.mp4", "size": [9, 9], "sound": false})"), "");
}

std::string load_fault(const std::string& members) {
  const Workshop shop;
  const auto tpl = load_template(
      shop.write("t.json", R"({"framepress": 1, "canvas": {"size": [20, 20], "duration": 1}, )" + members + "}"));
  return tpl ? std::string() : texts(tpl.error())[0];
}

TEST(Sound, DucksNameLayersThatAreThereAndHeard) {
  const auto under = [](const std::string& name, const std::string& others) {
    return load_fault(R"("layers": [)" + audio(R"("duck": {"under": ")" + name + "\"}") + "," + others + "]");
  };
  const std::string voice = R"({"type": "audio", "id": "voice", "audio": "v.mp3"})";
  EXPECT_EQ(under("voice", voice), "");
  EXPECT_EQ(under("g", R"({"type": "group", "id": "g", "children": [)" + voice + "]}"), "");
  EXPECT_THAT(
      under("vioce", voice),
      HasSubstr("t.json:1:144: no layer has the id \"vioce\" (/layers/0/duck/under)\n  hint: did you mean \"voice\"?"));
  EXPECT_THAT(under("title", R"({"type": "solid", "id": "title", "color": "#fff"})"),
              HasSubstr("the layer \"title\" has no sound to make room for"));
  EXPECT_THAT(under("v", R"({"type": "video", "id": "v", "video": "v.mp4", "sound": false})"),
              HasSubstr("has no sound"));
  EXPECT_THAT(under("g", R"({"type": "group", "id": "g", "children": [{"type": "solid", "color": "#fff"}]})"),
              HasSubstr("has no sound"));
  EXPECT_THAT(under("music", voice), HasSubstr("cannot make room for itself"));
  EXPECT_THAT(
      load_fault(R"("layers": [{"type": "group", "id": "g", "children": [)" + audio(R"("duck": {"under": ["g"]})") +
                 "]}]"),
      HasSubstr("the layer stands in \"g\", and so would make room for itself (/layers/0/children/0/duck/under/0)"));
  EXPECT_THAT(load_fault(R"("layers": [{"type": "video", "video": "v.mp4", "sound": {"duck": {"under": "x"}}}])"),
              HasSubstr("(/layers/0/sound/duck/under)"));
  EXPECT_EQ(load_fault(R"("layers": [)" + audio(R"("duck": {"under": "said"})") + R"(], "compositions": {"talk":
      {"layers": [{"type": "audio", "id": "said", "audio": "v.mp3"}]}})"),
            "");
}

std::vector<std::string> bound_faults(const std::string& layer_list, const std::string& params,
                                      const std::string& row) {
  const Workshop shop;
  const Template tpl = shop.with(params, "[" + layer_list + "]");
  const Result<Table> table = parse_table(row, "rows.jsonl");
  const auto typed = type_rows(tpl, &*table, {});
  const auto made = bind_rows(tpl, *typed, "");
  return made[0] ? std::vector<std::string>{} : texts(made[0].error());
}

TEST(Sound, DucksInRowsFollowTheirCopies) {
  const std::string params = R"("voices": {"type": "list", "items": {"type": "text"}}, "who": {"type": "text"})";
  const std::string voices = R"({"type": "audio", "id": "voice", "audio": "{{item}}", "repeat": "{{voices}}"})";
  const std::string music = audio(R"("duck": {"under": "voice"})");
  EXPECT_THAT(bound_faults(music + "," + voices, params, R"({"voices": ["a.mp3", "b.mp3"], "who": "x"})"),
              ElementsAre());
  EXPECT_THAT(bound_faults(music + "," + voices, params, R"({"voices": [], "who": "x"})"), ElementsAre());
  const std::string named = audio(R"("duck": {"under": "{{who}}"})");
  EXPECT_THAT(bound_faults(named + "," + voices, params, R"({"voices": ["a.mp3"], "who": "voice"})"), ElementsAre());
  EXPECT_THAT(bound_faults(named + "," + voices, params, R"({"voices": ["a.mp3"], "who": "nobody"})"),
              ElementsAre(HasSubstr("no layer has the id \"nobody\"")));
  // In each copy the music makes room for the copy's own voice.
  const Workshop shop;
  const Template tpl = shop.with(params, R"([{"type": "group", "repeat": 2, "children": [)" + music +
                                             R"(, {"type": "audio", "id": "voice", "audio": "v.mp3"}]}])");
  const auto made = bind_rows(tpl, *type_rows(tpl, nullptr, {}), "");
  ASSERT_TRUE(made[0]) << texts(made[0].error())[0];
  const auto& second = std::get<GroupContent>(made[0]->layers.at(1).content).children;
  EXPECT_THAT(std::get<AudioContent>(second.at(0).content).sound.duck->under, ElementsAre("voice.2"));
  EXPECT_EQ(second.at(1).id, "voice.2");
}

}  // namespace
}  // namespace fp
