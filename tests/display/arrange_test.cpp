#include "engine/display/arrange.hpp"

#include <gtest/gtest.h>

namespace fp {
namespace {

using Kind = Arrangement::Kind;
using Align = Arrangement::Align;
using Justify = Arrangement::Justify;

std::vector<Vec2> corners(const Arranged& a) {
  std::vector<Vec2> out;
  for (const Place& place : a.places) out.push_back(place.corner);
  return out;
}
std::vector<Vec2> sizes(const Arranged& a) {
  std::vector<Vec2> out;
  for (const Place& place : a.places) out.push_back(place.size);
  return out;
}
using Points = std::vector<Vec2>;

const std::vector<Item> kThree{{.size = {30, 10}}, {.size = {20, 40}}, {.size = {50, 20}}};

TEST(Arrange, ARowIsAsLargeAsItsContent) {
  const Arranged a = arrange({.kind = Kind::row, .gap = {5, 7}, .padding = {1, 2, 3, 4}}, kThree, std::nullopt);
  EXPECT_EQ(corners(a), (Points{{4, 1}, {39, 1}, {64, 1}}));
  EXPECT_EQ(a.size, Vec2(30 + 20 + 50 + 2 * 5 + 2 + 4, 40 + 1 + 3));
}

TEST(Arrange, AColumnAlignsAcross) {
  const auto column = [](Align align) { return Arrangement{.kind = Kind::column, .gap = {5, 7}, .align = align}; };
  EXPECT_EQ(corners(arrange(column(Align::center), kThree, std::nullopt)), (Points{{10, 0}, {15, 17}, {0, 64}}));
  EXPECT_EQ(corners(arrange(column(Align::end), kThree, Vec2{100, 300})), (Points{{70, 0}, {80, 17}, {50, 64}}));
  const Arranged stretched = arrange(column(Align::stretch), kThree, Vec2{100, 300});
  EXPECT_EQ(sizes(stretched), (Points{{100, 10}, {100, 40}, {100, 20}}));
  EXPECT_EQ(stretched.size, Vec2(100, 300));
}

TEST(Arrange, TextIsNotStretched) {
  const std::vector<Item> items{{.size = {30, 10}, .may_stretch = false}};
  EXPECT_EQ(sizes(arrange({.kind = Kind::column, .align = Align::stretch}, items, Vec2{100, 50})), (Points{{30, 10}}));
}

TEST(Arrange, JustifySharesTheRoom) {
  const auto row = [](Justify justify) { return Arrangement{.kind = Kind::row, .justify = justify}; };
  EXPECT_EQ(arrange(row(Justify::center), kThree, Vec2{140, 50}).places[0].corner.x, 20);
  EXPECT_EQ(arrange(row(Justify::end), kThree, Vec2{140, 50}).places[2].corner.x, 90);
  EXPECT_EQ(corners(arrange(row(Justify::between), kThree, Vec2{140, 50})), (Points{{0, 0}, {50, 0}, {90, 0}}));
  // Too little room: nothing shrinks, it runs over the end.
  EXPECT_EQ(corners(arrange(row(Justify::center), kThree, Vec2{40, 50})), (Points{{0, 0}, {30, 0}, {50, 0}}));
}

TEST(Arrange, GrowingTakesWhatIsLeft) {
  std::vector<Item> items = kThree;
  items[0].grow = 1;
  items[2].grow = 3;
  const Arranged a = arrange({.kind = Kind::row, .gap = {10, 0}, .justify = Justify::end}, items, Vec2{200, 50});
  EXPECT_EQ(sizes(a), (Points{{50, 10}, {20, 40}, {110, 20}}));
  EXPECT_EQ(a.places[2].corner.x, 90);
  EXPECT_EQ(sizes(arrange({.kind = Kind::row}, items, std::nullopt))[0], Vec2(30, 10));  // no room without a size
}

TEST(Arrange, WrappingBreaksWhereTheSizeEnds) {
  const Arrangement wrapped{.kind = Kind::row, .gap = {5, 7}, .align = Align::end, .wrap = true};
  const Arranged a = arrange(wrapped, kThree, Vec2{55, 200});
  EXPECT_EQ(corners(a), (Points{{0, 30}, {35, 0}, {0, 47}}));  // exactly 55 fits
  EXPECT_EQ(corners(arrange(wrapped, kThree, Vec2{10, 200})), (Points{{0, 0}, {0, 17}, {0, 64}}));
}

TEST(Arrange, GridCells) {
  std::vector<Item> items = kThree;
  items.push_back({.size = {10, 10}});
  const Arrangement grid{
      .kind = Kind::grid, .gap = {10, 4}, .align = Align::center, .justify = Justify::center, .columns = 2};
  const Arranged hugging = arrange(grid, items, std::nullopt);  // columns of 50, rows of 40 and 20
  EXPECT_EQ(corners(hugging), (Points{{10, 15}, {75, 0}, {0, 44}, {80, 49}}));
  EXPECT_EQ(hugging.size, Vec2(110, 64));
  EXPECT_EQ(arrange(grid, items, Vec2{210, 100}).places[1].corner.x, 110 + 40);
  const Arranged stretched =
      arrange({.kind = Kind::grid, .align = Align::stretch, .columns = 2}, items, Vec2{200, 100});
  EXPECT_EQ(sizes(stretched), (Points{{100, 40}, {100, 40}, {100, 20}, {100, 20}}));
}

TEST(Arrange, NothingIsFine) {
  for (const Kind kind : {Kind::row, Kind::column, Kind::grid}) {
    EXPECT_EQ(arrange({.kind = kind, .padding = {1, 2, 3, 4}}, {}, std::nullopt).size, Vec2(6, 4));
    EXPECT_TRUE(arrange({.kind = kind}, {}, Vec2{5, 5}).places.empty());
  }
}

}  // namespace
}  // namespace fp
