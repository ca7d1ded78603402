#include "editor/state/picks.hpp"

#include <gmock/gmock.h>

#include "editor/state/outline.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kText = R"({
  "canvas": { "size": [100, 100], "fps": "10", "duration": "10s" },
  "layers": [
    { "id": "low", "type": "solid", "in": "2s", "opacity": { "keys": [{ "t": "0s", "v": 0 }, { "t": "1s", "v": 1 }] } },
    { "id": "group", "type": "group", "children": [{ "id": "a", "type": "solid" }, { "id": "b", "type": "solid" }] },
    { "id": "top", "type": "solid", "out": "1s" }
  ]
})";

struct Shown {
  Document document = parsed(kText);
  std::vector<timeline::Layer> layers = timeline_layers(read_outline(document.root()));
  timeline::View view{.row_height = 20};
  std::vector<timeline::Row> rows() const { return list_rows(layers, view); }
  std::optional<Drop> drop(double y) const { return drop_at(document.root(), layers, rows(), view, y); }
};

// Rows: top, group, b, a, low.
TEST(Picks, DropsStandWhereTheLineIs) {
  const Shown s;
  EXPECT_EQ(*s.drop(3), (Drop{.array = "/layers", .index = 3, .row = 0}));
  EXPECT_EQ(*s.drop(17), (Drop{.array = "/layers", .index = 2, .row = 1}));
  EXPECT_EQ(*s.drop(22), (Drop{.array = "/layers", .index = 2, .row = 1}));
  EXPECT_EQ(*s.drop(44), (Drop{.array = "/layers/1/children", .index = 2, .row = 2, .depth = 1}));
  EXPECT_EQ(*s.drop(78), (Drop{.array = "/layers/1/children", .index = 0, .row = 4, .depth = 1}));
  EXPECT_EQ(*s.drop(98), (Drop{.array = "/layers", .index = 0, .row = 5}));
  EXPECT_EQ(*s.drop(500), (Drop{.array = "/layers", .index = 0, .row = 5}));
  EXPECT_EQ(*s.drop(-40), (Drop{.array = "/layers", .index = 3, .row = 0}));
}

TEST(Picks, AGroupTakesWhatIsDroppedOnItsMiddle) {
  Shown s;
  EXPECT_EQ(*s.drop(30), (Drop{.array = "/layers/1/children", .index = 2, .inside = true, .row = 1}));
  EXPECT_EQ(*s.drop(39), (Drop{.array = "/layers/1/children", .index = 2, .row = 2, .depth = 1}));
  s.view.folded = {"/layers/1"};
  EXPECT_EQ(*s.drop(39), (Drop{.array = "/layers", .index = 1, .row = 2}));
}

TEST(Picks, BoxesTakeKeysByTheirMiddles) {
  Shown s;
  EXPECT_THAT(keys_in(s.layers, s.rows(), s.view, {19, 25, 85, 95}), ElementsAre(KeyRef{"/layers/0/opacity", 0}));
  EXPECT_THAT(keys_in(s.layers, s.rows(), s.view, {19, 30, 0, 100}).size(), 2u);
  EXPECT_THAT(keys_in(s.layers, s.rows(), s.view, {19, 30, 0, 80}), IsEmpty());
  s.view.revealed = {"/layers/0"};
  EXPECT_THAT(keys_in(s.layers, s.rows(), s.view, {19, 30, 80, 100}), IsEmpty());
  EXPECT_THAT(keys_in(s.layers, s.rows(), s.view, {19, 30, 100, 120}).size(), 2u);
  EXPECT_THAT(layers_in(s.layers, s.rows(), s.view, {15, 18, 0, 100}),
              ElementsAre("/layers/1", "/layers/1/children/1", "/layers/1/children/0"));
}

TEST(Picks, KeysOfALayersOwnRowAreThoseOfAllItsProperties) {
  const timeline::Layer layer{
      .id = "/layers/0", .in = 5, .properties = {{"/layers/0/x", "x", {5, 9}}, {"/layers/0/y", "y", {9}}}};
  EXPECT_THAT(keys_at(layer, -1, 9), ElementsAre(KeyRef{"/layers/0/x", 4}, KeyRef{"/layers/0/y", 4}));
  EXPECT_THAT(keys_at(layer, 0, 9), ElementsAre(KeyRef{"/layers/0/x", 4}));
  EXPECT_THAT(keys_at(layer, 1, 5), IsEmpty());
}

TEST(Picks, RangesGoEitherWay) {
  const Shown s;
  EXPECT_THAT(layers_between(s.layers, s.rows(), "/layers/0", "/layers/1/children/1"),
              ElementsAre("/layers/1/children/1", "/layers/1/children/0", "/layers/0"));
  EXPECT_THAT(layers_between(s.layers, s.rows(), "gone", "/layers/2"), ElementsAre("/layers/2"));
}

}  // namespace
}  // namespace fp::editor
