// What the timeline's graph shows.
#include <gtest/gtest.h>

#include "editor/panels/timeline_graph.hpp"
#include "editor/state/outline.hpp"
#include "engine/timeline/evaluate.hpp"

namespace fp::panels {
namespace {

struct Read {
  Json root;
  std::vector<editor::timeline::Layer> layers;

  explicit Read(const std::string& keyed) {
    root = *parse_json(R"({"canvas": {"size": [10, 10], "fps": "10", "duration": "10s"}, "layers": [{"type": "solid",
      "in": "1s", "p": {"keys": [)" +
                           keyed + "]}}]}",
                       "graph");
    layers = editor::timeline_layers(editor::read_outline(root));
  }
  std::optional<GraphSubject> subject() const {
    return read_subject(root, layers.front(), layers.front().properties.front(), {10, 1});
  }
};

TEST(Graph, EachCoordinateIsACurve) {
  const auto s = Read(R"({"t": "0s", "v": [0, 5], "ease": [0.1, 0.2, 0.3, 0.4]}, {"t": "2s", "v": [10, 5]})").subject();
  ASSERT_TRUE(s);
  ASSERT_EQ(s->tracks.size(), 2u);
  EXPECT_EQ(s->in, 10);
  EXPECT_FALSE(s->progress);
  EXPECT_EQ(value_at(s->tracks[0], 20, 10), 10);
  EXPECT_EQ(value_at(s->tracks[1], 7, 10), 5);
  const auto segment = segment_of(*s, {"/layers/0/p", 0});
  ASSERT_TRUE(segment && segment->shape);
  EXPECT_EQ(segment->from, 10);
  EXPECT_EQ(segment->to, 30);
  EXPECT_EQ(segment->name, "curve");
  EXPECT_EQ(segment->shape->p[3], 0.4);
  EXPECT_FALSE(segment_of(*s, {"/layers/0/p", 20}));  // nothing follows
}

TEST(Graph, WhatIsNoNumberIsCounted) {
  const auto s =
      Read(R"({"t": "0s", "v": "#000000"}, {"t": "1s", "v": "#ffffff", "ease": "hold"}, {"t": "2s", "v": "{{c}}"})")
          .subject();
  ASSERT_TRUE(s);
  EXPECT_TRUE(s->progress);
  EXPECT_EQ(value_at(s->tracks[0], 5, 10), 0.5);
  EXPECT_EQ(value_at(s->tracks[0], 19, 10), 1);
  EXPECT_FALSE(segment_of(*s, {"/layers/0/p", 10})->shape);  // held: nothing to shape
}

TEST(Graph, RangesHoldWhatOvershoots) {
  const auto s = Read(R"({"t": "0s", "v": 0, "ease": "outBack"}, {"t": "1s", "v": 100})").subject();
  const GraphRange range = range_of(*s, 10);
  EXPECT_EQ(range.low, 0);
  EXPECT_GT(range.high, 105);
  const auto flat = Read(R"({"t": "0s", "v": 3})").subject();
  EXPECT_LT(range_of(*flat, 10).low, range_of(*flat, 10).high);
}

TEST(Graph, ScalesCountInOnesTwosAndFives) {
  EXPECT_EQ(scale_step(0.9), 1);
  EXPECT_EQ(scale_step(1.1), 2);
  EXPECT_EQ(scale_step(30), 50);
  EXPECT_EQ(scale_step(60), 100);
  EXPECT_EQ(scale_step(0), 1);
}

}  // namespace
}  // namespace fp::panels
