#include "editor/state/merge.hpp"

#include <gmock/gmock.h>

#include <set>

#include "editor/state/command.hpp"
#include "editor/state/layer_ids.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/files.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using testing::HasSubstr;

const std::string kBase = R"({
  "name": "a", // the name
  "canvas": { "size": [100, 100] },
  "layers": [
    { "id": "one", "opacity": 1, "type": "solid" },
    { "id": "two", "position": { "keys": [{ "t": 0, "v": 1 }, { "t": "1s", "v": 2 }] }, "type": "solid" },
    { "id": "three", "type": "solid" }
  ]
}
)";

std::string changed(const std::vector<std::pair<std::string, std::string>>& changes, std::string text = kBase) {
  for (const auto& [what, with] : changes) {
    const size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
  }
  return text;
}

Merged merged(const std::string& mine, const std::string& theirs, Side prefer = Side::mine) {
  return must(merge(parsed(kBase), parsed(mine), parsed(theirs), prefer));
}

TEST(Merge, ChangesInDifferentPlacesAreAllKept) {
  const std::string mine = changed({{"\"opacity\": 1", "\"opacity\": 0.5"}, {"\"v\": 2", "\"v\": 3"}});
  const std::string theirs =
      changed({{"\"a\", // the name", "\"b\", // a better name"}, {"\"t\": 0,", "\"t\": 0, \"ease\": \"hold\","}});
  const Merged result = merged(mine, theirs);
  EXPECT_TRUE(result.conflicts.empty());
  EXPECT_EQ(result.document.text(),
            changed({{"\"opacity\": 1", "\"opacity\": 0.5"}, {"\"v\": 2", "\"v\": 3"}}, theirs));
}

TEST(Merge, OneSideAloneIsTaken) {
  const std::string other = changed({{"\"opacity\": 1", "\"opacity\": 0.5"}, {"\"three\"", "\"third\""}});
  EXPECT_EQ(merged(kBase, other).document.text(), other);
  EXPECT_TRUE(equal(merged(other, kBase).document.root(), json(other)));
  EXPECT_EQ(merged(other, other).document.text(), other);
}

TEST(Merge, BothInOnePlaceIsAConflictThatKeepsBothValues) {
  const std::string mine = changed({{"\"opacity\": 1", "\"opacity\": 0.5"}});
  const std::string theirs = changed({{"\"opacity\": 1", "\"opacity\": 0.7"}});
  const Merged result = merged(mine, theirs);
  ASSERT_EQ(result.conflicts.size(), 1u);
  EXPECT_EQ(result.conflicts[0].pointer, "/layers/0/opacity");
  EXPECT_EQ(result.conflicts[0].mine->text, "0.5");
  EXPECT_EQ(result.conflicts[0].theirs->text, "0.7");
  EXPECT_TRUE(result.conflicts[0].took_mine);
  EXPECT_EQ(result.document.text(), mine);
  EXPECT_EQ(merged(mine, theirs, Side::theirs).document.text(), theirs);
}

TEST(Merge, LayersAreKnownByTheirIdsWhereverTheyAre) {
  const std::string mine = must(move_item(parsed(kBase), "/layers/2", "/layers", 0)).text();
  const std::string theirs =
      changed({{"\"id\": \"three\"", "\"id\": \"three\", \"opacity\": 0.1"},
               {"  \"layers\": [\n", "  \"layers\": [\n    { \"id\": \"new\", \"type\": \"solid\" }, // added\n"}});
  const Merged result = merged(mine, theirs);
  EXPECT_TRUE(result.conflicts.empty());
  std::vector<std::string> ids;
  for (const Json& layer : result.document.root().find("layers")->items) ids.push_back(layer.find("id")->text);
  EXPECT_THAT(ids, testing::ElementsAre("new", "three", "one", "two"));
  EXPECT_EQ(find_at(result.document.root(), "/layers/1/opacity")->text, "0.1");
  EXPECT_THAT(result.document.text(), HasSubstr("// added"));
}

TEST(Merge, WhatOneRemovedAndTheOtherChangedIsKept) {
  const std::string without = must(remove_value(parsed(kBase), "/layers/0")).text();
  const std::string with = changed({{"\"opacity\": 1", "\"opacity\": 0.5"}});
  for (const auto& [mine, theirs] : {std::pair(without, with), std::pair(with, without)}) {
    const Merged result = merged(mine, theirs);
    EXPECT_EQ(result.conflicts.size(), 1u);
    EXPECT_THAT(result.document.text(), HasSubstr("\"opacity\": 0.5"));
    EXPECT_EQ(result.document.root().find("layers")->items.size(), 3u);
  }
  EXPECT_TRUE(equal(merged(without, kBase).document.root(), json(without)));
  EXPECT_EQ(merged(kBase, without).document.text(), without);
}

TEST(Merge, BothMovingOneLayerIntoDifferentGroupsMakesNoTwins) {
  const std::string base = R"({"layers": [{"id": "a", "type": "group", "children": [{"id": "x", "type": "solid"}]},
    {"id": "b", "type": "group", "children": []}, {"id": "c", "type": "group", "children": []}]})";
  const Document mine = must(move_item(parsed(base), "/layers/0/children/0", "/layers/1/children", 0));
  const Document theirs = must(move_item(parsed(base), "/layers/0/children/0", "/layers/2/children", 0));
  const Merged result = must(merge(parsed(base), mine, theirs));
  EXPECT_EQ(result.conflicts.size(), 1u);
  EXPECT_TRUE(equal(result.document.root(), mine.root()));
}

// ---- Random edits of both sides of a real template: nothing is lost without being told.

void leaves(const Json& value, const std::string& pointer, std::vector<std::string>& out) {
  if (value.is_number()) out.push_back(pointer);
  for (size_t i = 0; i < value.items.size(); ++i) leaves(value.items[i], pointer + child_pointer(i), out);
  for (const Json::Member& m : value.members) leaves(m.value, pointer + child_pointer(m.key), out);
}

bool told(const Merged& result, const std::string& value) {
  const auto holds = [&](const std::optional<Json>& json) {
    return json && write_json(*json, 0).find(value) != std::string::npos;
  };
  return result.document.text().find(value) != std::string::npos ||
         std::ranges::any_of(result.conflicts, [&](const Conflict& c) { return holds(c.mine) || holds(c.theirs); });
}

TEST(Merge, EveryChangeOfBothSidesIsThereOrInAConflict) {
  const Document base =
      parsed(must(read_file(FP_SOURCE_DIR "/assets/templates/product-ad/template.json", Fault::missing)));
  std::vector<std::string> numbers;
  leaves(base.root(), "", numbers);
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Dice dice(seed);
    Document sides[2] = {base, base};
    std::vector<std::string> values;
    for (int side = 0; side < 2; ++side) {
      for (size_t n = dice.below(8); n > 0; --n) {
        const std::string pointer = numbers[dice.below(numbers.size())];
        // No key twice: its time is its name.
        if (pointer.ends_with("/t") || std::set<char>{'s', 'k'}.contains(pointer[1])) continue;
        values.push_back(std::to_string(900000 + values.size() + seed * 100));
        sides[side] = must(set_value(sides[side], pointer, Json::of(std::stod(values.back()))));
      }
      State state = open_state(sides[side], "test.json");
      const size_t count = state.document.root().find("layers")->items.size();
      const std::string layer = "/layers/" + std::to_string(dice.below(count));
      if (dice.chance(3)) {
        if (auto moved = apply_command(state, PlaceLayers{{layer}, "/layers", dice.below(count)}); moved)
          state = *moved;
      }
      sides[side] = state.document;
    }
    std::erase_if(values, [&](const std::string& value) {
      return sides[0].text().find(value) == std::string::npos && sides[1].text().find(value) == std::string::npos;
    });
    const Merged result = must(merge(base, sides[0], sides[1], dice.chance(2) ? Side::mine : Side::theirs));
    for (const std::string& value : values) ASSERT_TRUE(told(result, value)) << "seed " << seed << ": " << value;
    std::set<std::string> before, after;
    collect_ids(base.root(), before);
    collect_ids(result.document.root(), after);
    ASSERT_EQ(before, after);
  }
}

}  // namespace
}  // namespace fp::editor
