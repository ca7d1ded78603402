#include "engine/media/cube.hpp"

#include <gmock/gmock.h>

namespace fp {
namespace {

using testing::HasSubstr;

std::string corners(const std::string& head, int count = 8) {
  std::string text = head;
  for (int i = 0; i < count; ++i) text += std::to_string(i & 1) + " " + std::to_string(i >> 1 & 1) + " 0.5\n";
  return text;
}
std::string fault_of(const std::string& text) {
  const Result<Cube> cube = parse_cube(text, "look.cube");
  return cube ? "" : to_string(cube.error().front());
}

TEST(Cube, ReadsRedFastestWithCommentsAndKeywords) {
  const auto cube = parse_cube(
      corners("# made by hand\r\nTITLE \"a b\"\nLUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1.0 1 1\n\n"), "look.cube");
  ASSERT_TRUE(cube) << to_string(cube.error().front());
  EXPECT_EQ(cube->entries, 2);
  ASSERT_EQ(cube->words.size(), 16u);
  EXPECT_EQ(cube->words[2], 0x0000ffffu);  // second entry: red
  EXPECT_EQ(cube->words[4], 0xffff0000u);  // third: green
  EXPECT_EQ(cube->words[1], 0xffff8000u);
}

TEST(Cube, ValuesOutsideAreClamped) {
  const auto cube = parse_cube("LUT_3D_SIZE 2\n" + corners("-1 2 1e-3\n", 7), "look.cube");
  ASSERT_TRUE(cube);
  EXPECT_EQ(cube->words[0], 0xffff0000u);
}

TEST(Cube, WhatIsWrongIsNamedWithItsLine) {
  EXPECT_THAT(fault_of(""), HasSubstr("no LUT_3D_SIZE"));
  EXPECT_THAT(fault_of("0 0 0\n"), AllOf(HasSubstr("look.cube:1"), HasSubstr("before LUT_3D_SIZE")));
  EXPECT_THAT(fault_of("LUT_1D_SIZE 16\n"), HasSubstr("one-dimensional"));
  for (const char* size : {"1", "66", "2.5", "x", "", "2 2", "-4", "1e400", "nan"})
    EXPECT_THAT(fault_of(std::string("LUT_3D_SIZE ") + size), HasSubstr("from 2 to 65")) << size;
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n"), HasSubstr("twice"));
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\nDOMAIN_MAX 2 2 2\n"), HasSubstr("DOMAIN_MAX 1 1 1"));
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\nGAMMA 2\n"), HasSubstr("\"GAMMA\""));
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\n0 0\n"), AllOf(HasSubstr("look.cube:2"), HasSubstr("three numbers, found 2")));
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\n0 0 1x\n"), HasSubstr("\"1x\""));
  EXPECT_THAT(fault_of("LUT_3D_SIZE 2\n0 0 inf\n"), HasSubstr("\"inf\""));
  EXPECT_THAT(fault_of(corners("LUT_3D_SIZE 2\n", 7)), HasSubstr("it has 7 colours"));
  EXPECT_THAT(fault_of(corners("LUT_3D_SIZE 2\n", 9)), HasSubstr("more than the 8"));
}

}  // namespace
}  // namespace fp
