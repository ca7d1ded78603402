#include "engine/text/motion.hpp"

#include <gmock/gmock.h>

#include "engine/text/text_path.hpp"
#include "tests/text/requests.hpp"

namespace fp {
namespace {

using testing::ElementsAre;
using Order = Motion::Order;
using Part = Motion::Part;

struct MotionTest : testing::Test {
  FontChain inter{load_font("inter/Inter-Regular.otf")};
  TextContent content;
  TextLayout layout;

  void set(const std::string& text, const Motion& motion) {
    content.text = text;
    use_one_span(content);
    content.motions = {motion};
    layout = *layout_text(request_of(content, 100, inter));
  }
  std::vector<ClusterPose> at(double frame) { return pose_clusters(layout, content, frame, 30); }
  static Motion fade(Part part) {
    Motion motion{.part = Motion::Part::grapheme};
    motion.part = part;
    motion.duration = 10;
    motion.stagger = 5;
    motion.away.opacity = 0;
    return motion;
  }
};

TEST_F(MotionTest, OrdersOfParts) {
  EXPECT_THAT(start_order(Order::forward, 4, 0), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(start_order(Order::backward, 4, 0), ElementsAre(3, 2, 1, 0));
  EXPECT_THAT(start_order(Order::center, 5, 0), ElementsAre(2, 1, 0, 1, 2));
  EXPECT_THAT(start_order(Order::center, 4, 0), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(start_order(Order::edges, 5, 0), ElementsAre(0, 1, 2, 1, 0));
  EXPECT_THAT(start_order(Order::edges, 4, 0), ElementsAre(0, 1, 1, 0));
  EXPECT_THAT(start_order(Order::random, 5, 1), testing::UnorderedElementsAre(0, 1, 2, 3, 4));
  EXPECT_NE(start_order(Order::random, 20, 1), start_order(Order::random, 20, 2));
  EXPECT_EQ(start_order(Order::random, 20, 1), start_order(Order::random, 20, 1));
  EXPECT_TRUE(start_order(Order::center, 0, 0).empty());
  EXPECT_THAT(start_order(Order::edges, 1, 0), ElementsAre(0));
}

TEST_F(MotionTest, PartsFollowEachOther) {
  set("abc", fade(Part::grapheme));
  const std::vector<ClusterPose> half = at(10);  // a is there, b half, c not yet
  ASSERT_EQ(half.size(), 3u);
  EXPECT_DOUBLE_EQ(half[0].opacity, 1);
  EXPECT_DOUBLE_EQ(half[1].opacity, 0.5);
  EXPECT_DOUBLE_EQ(half[2].opacity, 0);
  EXPECT_TRUE(at(20).empty());  // all in place
  EXPECT_EQ(at(0)[0].opacity, 0);
}

TEST_F(MotionTest, WordsAndLinesMoveAsOne) {
  set("ab cd\nef", fade(Part::word));
  EXPECT_EQ(layout.words, 3);
  const std::vector<ClusterPose> words = at(5);
  EXPECT_EQ(words[0].opacity, words[1].opacity);
  EXPECT_GT(words[0].opacity, words[3].opacity);
  set("ab cd\nef", fade(Part::line));
  EXPECT_EQ(at(5)[0].opacity, at(5)[4].opacity);
}

TEST_F(MotionTest, LeavesAtTheEnd) {
  Motion motion = fade(Part::grapheme);
  motion.leaves = true;
  motion.finish = 100;
  set("abc", motion);
  EXPECT_TRUE(at(80).empty());  // the first starts at 100 - 10 - 2 * 5
  EXPECT_DOUBLE_EQ(at(90)[0].opacity, 0);
  EXPECT_DOUBLE_EQ(at(90)[1].opacity, 0.5);
  EXPECT_DOUBLE_EQ(at(100)[2].opacity, 0);
}

TEST_F(MotionTest, WithinTakesTheSameTimeForAnyLength) {
  Motion motion = fade(Part::grapheme);
  motion.within = 30;
  for (const char* text : {"ab", "abcdefghijk"}) {
    set(text, motion);
    EXPECT_FALSE(at(29.9).empty());
    EXPECT_TRUE(at(30).empty());
  }
}

TEST_F(MotionTest, TypewriterJumps) {
  Motion motion = fade(Part::grapheme);
  motion.duration = 0;
  set("abc", motion);
  EXPECT_EQ(at(4)[0].opacity, 1);
  EXPECT_EQ(at(4)[1].opacity, 0);
  EXPECT_EQ(at(5)[1].opacity, 1);
}

TEST_F(MotionTest, TurnsAndGrowsAroundTheMiddle) {
  Motion motion{.part = Motion::Part::grapheme};
  motion.duration = 10;
  motion.away = {.position = {0, 40}, .scale = {2, 2}, .rotation = 90};
  set("H", motion);
  const TextCluster& c = layout.clusters[0];
  const Vec2 middle{(c.left + c.right) / 2, c.baseline - 35};
  const Vec2 moved = apply(at(0)[0].place, middle);
  EXPECT_NEAR(moved.x, middle.x, 1e-9);
  EXPECT_NEAR(moved.y, middle.y + 40, 1e-9);
  const Vec2 right = apply(at(0)[0].place, middle + Vec2{10, 0});  // twice as far, and below
  EXPECT_NEAR(right.y, moved.y + 20, 1e-9);
}

TEST_F(MotionTest, TrackingSpreadsFromTheAlignment) {
  Motion motion{.part = Motion::Part::grapheme};
  motion.part = Part::line;
  motion.duration = 10;
  motion.away.letter_spacing = 6;
  content.align = TextContent::Align::center;
  set("abc", motion);
  const std::vector<ClusterPose> poses = at(0);
  EXPECT_DOUBLE_EQ(poses[0].place.e, -6);
  EXPECT_DOUBLE_EQ(poses[1].place.e, 0);
  EXPECT_DOUBLE_EQ(poses[2].place.e, 6);
}

TEST_F(MotionTest, OriginsAreOfThePartsBox) {
  Motion motion{.part = Part::word, .duration = 10, .away = {.scale = {0, 0}, .origin = {0, 1}}};
  set("HH", motion);
  const TextCluster& c = layout.clusters[0];
  const Vec2 point = apply(at(0)[1].place, {c.right, c.baseline - 90});
  EXPECT_NEAR(point.x, c.left, 1e-9);
  EXPECT_NEAR(point.y, c.baseline, 1e-9);
}

TEST_F(MotionTest, WaysInEmAndInSharesOfThePart) {
  set("HH", {.part = Part::line, .duration = 10, .away = {.share = {1, 0}, .em = {0, 0.5}}});
  const ClusterPose pose = at(0)[0];
  EXPECT_NEAR(pose.place.e, layout.clusters[1].right - layout.clusters[0].left, 1e-9);
  EXPECT_NEAR(pose.place.f, 50, 1e-9);
}

TEST_F(MotionTest, BlurAndClipAreOfParts) {
  set("ab cd", {.part = Part::word, .duration = 10, .stagger = 5, .away = {.blur = 4, .blur_em = 0.1, .clip = true}});
  const std::vector<ClusterPose> poses = at(12);  // the first word is there, the second at 7 of 10
  EXPECT_EQ(poses[0].blur, 0);
  EXPECT_FALSE(poses[0].clip);
  EXPECT_NEAR(poses[3].blur, 14 * 0.3, 1e-9);
  ASSERT_TRUE(poses[3].clip);
  EXPECT_LT(poses[3].clip->min.y, layout.clusters[3].baseline - 72);  // above capitals
  EXPECT_GT(poses[3].clip->max.y, layout.clusters[3].baseline + 15);
  EXPECT_EQ(poses[3].part, poses[4].part);
}

TEST_F(MotionTest, PathsCarryClustersAtTheirMiddles) {
  set("HHHH", {});
  const Path down = *parse_path_data("M50 0 V1000");
  const auto places = places_on_path(layout, down, TextContent::Align::left, 0);
  ASSERT_EQ(places.size(), 4u);
  const TextCluster& c = layout.clusters[1];
  const double middle = (c.left + c.right) / 2;
  const Vec2 at_middle = apply(*places[1], {middle, c.baseline});
  EXPECT_NEAR(at_middle.x, 50, 1e-9);
  EXPECT_NEAR(at_middle.y, middle, 1e-9);
  EXPECT_NEAR(apply(*places[1], {middle, c.baseline - 10}).x, 60, 1e-9);  // up is to the right of a way down
  const auto end = places_on_path(layout, down, TextContent::Align::right, 0);
  EXPECT_NEAR(apply(*end[3], {layout.clusters[3].right, c.baseline}).y, 1000, 1e-9);
  const auto far = places_on_path(layout, down, TextContent::Align::left, 900);
  EXPECT_TRUE(far[0].has_value());
  EXPECT_FALSE(far[3].has_value());  // beyond the end
  const auto around = places_on_path(layout, *parse_path_data("M0 0 H1000 V10 H0 Z"), TextContent::Align::left, 1900);
  EXPECT_TRUE(around[3].has_value());  // a closed path goes on
  EXPECT_FALSE(places_on_path(layout, Path{}, TextContent::Align::left, 0)[0].has_value());
}

}  // namespace
}  // namespace fp
