#include "engine/media/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/media/svg_style.hpp"

namespace fp {
namespace {

using testing::HasSubstr;

std::string svg(const std::string& body, const std::string& attributes = "viewBox=\"0 0 100 50\"") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + attributes + ">\n" + body + "\n</svg>";
}

std::shared_ptr<const Drawing> parsed(const std::string& text) {
  auto picture = parse_svg(text, "a.svg");
  EXPECT_TRUE(picture.has_value()) << (picture ? "" : to_string(picture.error()[0]));
  return picture ? *picture : std::make_shared<const Drawing>();
}
const DrawingShape& shape_of(const std::shared_ptr<const Drawing>& picture, size_t i = 0) {
  return std::get<DrawingShape>(picture->items.at(i));
}
Color color_of(const DrawingPaint& paint) {
  return std::get<Color>(paint.paint);
}
std::string fault_of(const std::string& text) {
  const auto picture = parse_svg(text, "a.svg");
  return picture ? "no fault" : to_string(picture.error()[0]);
}

TEST(Svg, SizesAndViews) {
  EXPECT_EQ(parsed(svg(""))->box.max, Vec2(100, 50));
  EXPECT_EQ(parsed(svg("", "width=\"20\" viewBox=\"0 0 100 50\""))->box.max, Vec2(20, 10));
  EXPECT_EQ(parsed(svg("", "width=\"1in\" height=\"72pt\""))->box.max, Vec2(96, 96));
  EXPECT_EQ(parsed(svg("", "width=\"100%\" height=\"100%\" viewBox=\"5 5 8 4\""))->box.max, Vec2(8, 4));
  const auto centred =
      parsed(svg("<rect width=\"1\" height=\"1\"/>", "width=\"200\" height=\"200\" viewBox=\"0 0 100 50\""));
  EXPECT_EQ(apply(shape_of(centred).place, {0, 0}), Vec2(0, 50));  // meets, in the middle
  const auto stretched =
      parsed(svg("<rect width=\"1\" height=\"1\"/>",
                 "width=\"200\" height=\"200\" viewBox=\"0 0 100 50\" preserveAspectRatio=\"none\""));
  EXPECT_EQ(apply(shape_of(stretched).place, {100, 50}), Vec2(200, 200));
}

TEST(Svg, StylesAreInherited) {
  const auto picture =
      parsed(svg("<g fill=\"red\" stroke=\"#00f\" stroke-width=\"3\" style=\"stroke-linecap: round\">"
                 "<rect width=\"9\" height=\"9\" style=\"fill:lime;\"/>"
                 "<circle r=\"4\" fill=\"none\" stroke-linecap=\"butt\"/></g>"));
  ASSERT_EQ(picture->items.size(), 2u);
  EXPECT_EQ(color_of(*shape_of(picture, 0).fill), (Color{0, 1, 0, 1}));
  EXPECT_EQ(shape_of(picture, 0).stroke->style.width, 3);
  EXPECT_EQ(shape_of(picture, 0).stroke->style.cap, Stroke::Cap::round);
  EXPECT_FALSE(shape_of(picture, 1).fill);
  EXPECT_EQ(shape_of(picture, 1).stroke->style.cap, Stroke::Cap::butt);
  EXPECT_EQ(
      color_of(*shape_of(parsed(svg("<g color=\"teal\"><path d=\"M0 0h5v5z\" fill=\"currentColor\"/></g>"))).fill),
      *named_color("teal"));
}

TEST(Svg, Colours) {
  EXPECT_EQ(parse_svg_color(" #FfF "), (Color{1, 1, 1, 1}));
  EXPECT_EQ(parse_svg_color("rgb(255, 0,0)"), (Color{1, 0, 0, 1}));
  EXPECT_EQ(parse_svg_color("rgb(100% 0% 0% / 50%)"), (Color{1, 0, 0, 0.5}));
  EXPECT_EQ(parse_svg_color("RebeccaPurple"), (Color{0x66 / 255.0, 0x33 / 255.0, 0x99 / 255.0, 1}));
  EXPECT_EQ(parse_svg_color("transparent")->a, 0);
  for (const char* wrong : {"", "reddish", "rgb(1,2)", "rgb(1,2,3,4,5)", "#12", "hsl(1,2,3)", "rgb(a,b,c)", "("})
    EXPECT_FALSE(parse_svg_color(wrong)) << wrong;
}

TEST(Svg, Transforms) {
  const Affine m = *parse_svg_transform("translate(10 20) scale(2), rotate(90)");
  EXPECT_EQ(apply(m, {1, 0}), Vec2(10, 22));
  EXPECT_EQ(apply(*parse_svg_transform("rotate(180, 5, 5)"), {0, 0}), Vec2(10, 10));
  EXPECT_EQ(apply(*parse_svg_transform("matrix(1,2,3,4,5,6)"), {1, 1}), Vec2(9, 12));
  EXPECT_NEAR(apply(*parse_svg_transform("skewX(45)"), {0, 1}).x, 1, 1e-12);
  EXPECT_EQ(*parse_svg_transform(""), Affine{});
  for (const char* wrong : {"turn(3)", "rotate()", "matrix(1 2)", "scale(1", "translate(x)", ")("})
    EXPECT_FALSE(parse_svg_transform(wrong)) << wrong;
}

TEST(Svg, OpacityOfGroupsIsKeptTogether) {
  const auto picture =
      parsed(svg("<g opacity=\".5\"><rect width=\"9\" height=\"9\"/><rect width=\"5\" height=\"9\"/></g>"
                 "<g opacity=\"0\"><rect width=\"9\" height=\"9\"/></g><g opacity=\".2\"/>"));
  ASSERT_EQ(picture->items.size(), 4u);
  EXPECT_TRUE(std::holds_alternative<DrawingGroupBegin>(picture->items[0]));
  EXPECT_EQ(std::get<DrawingGroupEnd>(picture->items[3]).opacity, 0.5);
}

TEST(Svg, Gradients) {
  const auto picture =
      parsed(svg("<defs><linearGradient id=\"s\"><stop offset=\"0\" stop-color=\"red\"/><stop offset=\"50%\" "
                 "style=\"stop-color:blue;stop-opacity:.5\"/></linearGradient>"
                 "<linearGradient id=\"a\" href=\"#s\" x1=\"0\" x2=\"0\" y2=\"1\"/>"
                 "<radialGradient id=\"b\" xlink:href=\"#s\" gradientUnits=\"userSpaceOnUse\" cx=\"10\" cy=\"20\" "
                 "r=\"5\" gradientTransform=\"scale(2)\"/></defs>"
                 "<rect x=\"10\" y=\"10\" width=\"20\" height=\"30\" fill=\"url(#a)\" fill-opacity=\"0.5\"/><rect "
                 "width=\"5\" height=\"5\" fill=\"url('#b')\"/>"
                 "<rect width=\"5\" height=\"5\" fill=\"url(#gone) red\"/><path d=\"M0 0h9\" stroke=\"url(#a)\"/>"));
  ASSERT_EQ(picture->items.size(), 4u);
  const auto& a = *shape_of(picture, 0).fill;
  const auto& linear = std::get<SceneGradient>(a.paint);
  EXPECT_EQ(apply(a.space, linear.start), Vec2(10, 10));
  EXPECT_EQ(apply(a.space, linear.end), Vec2(10, 40));
  EXPECT_EQ(linear.stops[1].offset, 0.5);
  EXPECT_EQ(linear.stops[1].color, (Color{0, 0, 1, 0.25}));
  const auto& b = *shape_of(picture, 1).fill;
  EXPECT_EQ(apply(b.space, std::get<SceneGradient>(b.paint).start), Vec2(20, 40));
  EXPECT_EQ(color_of(*shape_of(picture, 2).fill), (Color{1, 0, 0, 1}));
  EXPECT_FALSE(shape_of(picture, 3).stroke);  // a flat box has no gradient
}

TEST(Svg, UseRepeatsAnElement) {
  const auto picture =
      parsed(svg("<defs><g id=\"g\"><rect id=\"r\" width=\"4\" height=\"4\"/></g></defs>"
                 "<use href=\"#g\" x=\"10\" fill=\"red\"/><use xlink:href=\"#r\" transform=\"scale(2)\" y=\"3\"/>"));
  ASSERT_EQ(picture->items.size(), 2u);
  EXPECT_EQ(apply(shape_of(picture, 0).place, {0, 0}), Vec2(10, 0));
  EXPECT_EQ(color_of(*shape_of(picture, 0).fill), (Color{1, 0, 0, 1}));
  EXPECT_EQ(apply(shape_of(picture, 1).place, {0, 0}), Vec2(0, 6));
}

TEST(Svg, WhatDrawsNothingIsPassedOver) {
  EXPECT_EQ(
      parsed(svg("<title>t</title><desc/><metadata><x:y/></metadata><sodipodi:namedview/><!-- c --><style> </style>"
                 "<g display=\"none\"><text>x</text></g><rect width=\"0\" height=\"5\"/>"
                 "<rect width=\"5\" height=\"5\" visibility=\"hidden\"/><path d=\"\"/>"))
          ->items.size(),
      0u);
}

TEST(Svg, RefusesByNameAndPlace) {
  EXPECT_EQ(fault_of(svg("<rect width=\"1\" height=\"1\"/>\n  <text>hello</text>")).substr(0, 40),
            "a.svg:3:4: SVG: <text> is not carried\n  ");
  EXPECT_THAT(fault_of(svg("<image href=\"x.png\"/>")), HasSubstr("<image>"));
  EXPECT_THAT(fault_of(svg("<style>.a{fill:red}</style>")), HasSubstr("<style>"));
  EXPECT_THAT(fault_of(svg("<rect filter=\"url(#f)\" width=\"1\" height=\"1\"/>")), HasSubstr("\"filter\""));
  EXPECT_THAT(fault_of(svg("<rect style=\"mask: url(#f)\" width=\"1\" height=\"1\"/>")), HasSubstr("\"mask\""));
  EXPECT_THAT(fault_of(svg("<g clip-path=\"url(#f)\"/>")), HasSubstr("\"clip-path\""));
  EXPECT_THAT(fault_of(svg("<line x2=\"5\" marker-end=\"url(#m)\"/>")), HasSubstr("\"marker-end\""));
  EXPECT_THAT(fault_of(svg("<rect fill=\"url(#p)\" width=\"1\" height=\"1\"/><pattern id=\"p\"/>")),
              HasSubstr("<pattern>"));
  EXPECT_THAT(fault_of(svg("<use href=\"http://x/y.svg#a\"/>")), HasSubstr("outside the file"));
  EXPECT_THAT(fault_of(svg("<use href=\"#gone\"/>")), HasSubstr("not there"));
  EXPECT_THAT(fault_of(svg("<animate/>")), HasSubstr("<animate>"));
  EXPECT_THAT(fault_of(svg("<radialGradient id=\"r\" fx=\"0\"><stop/><stop offset=\"1\"/></radialGradient>"
                           "<rect width=\"5\" height=\"5\" fill=\"url(#r)\"/>")),
              HasSubstr("focus"));
  const auto many = parse_svg(svg("<text/><image/>\n<text/>"), "a.svg");
  EXPECT_EQ(many.error().size(), 3u);  // all of them at once
}

TEST(Svg, MalformedFilesAreErrors) {
  for (const std::string& text :
       {std::string("<svg"), std::string("<svg><g></svg>"), std::string("<html/>"), std::string(""), svg("", ""),
        svg("", "viewBox=\"0 0 0 5\""), svg("", "viewBox=\"a b c d\""), svg("", "width=\"1e9\" height=\"5\""),
        svg("<rect width=\"five\" height=\"1\"/>"), svg("<path d=\"M 0 0 L\"/>"), svg("<polygon points=\"1 2 3\"/>"),
        svg("<g transform=\"turn(4)\"/>"), svg("<rect fill=\"reddish\" width=\"1\" height=\"1\"/>"),
        svg("<rect opacity=\"half\" width=\"1\" height=\"1\"/>"), svg("<g stroke-dasharray=\"1 x\"/>")}) {
    const auto picture = parse_svg(text, "a.svg");
    ASSERT_FALSE(picture.has_value()) << text;
    EXPECT_EQ(picture.error()[0].fault, Fault::missing);
  }
}

TEST(Svg, HostileNestingEnds) {
  EXPECT_THAT(fault_of(svg("<g id=\"a\"><use href=\"#a\"/></g>")), HasSubstr("deep"));
  std::string bomb = "<g id=\"g0\"/>";
  for (int i = 1; i < 60; ++i) {
    const std::string below = std::to_string(i - 1);
    bomb += "<g id=\"g" + std::to_string(i) + "\"><use href=\"#g" + below + "\"/><use href=\"#g" + below + "\"/></g>";
  }
  EXPECT_THAT(fault_of(svg(bomb)), HasSubstr("more than 200000 elements"));
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<g>";
  for (int i = 0; i < 5000; ++i) deep += "</g>";
  EXPECT_THAT(fault_of(svg(deep)), HasSubstr("deep"));
  std::string cycle =
      svg("<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/><rect width=\"5\" height=\"5\" "
          "fill=\"url(#a)\"/>");
  EXPECT_EQ(parsed(cycle)->items.size(), 0u);  // no stops anywhere: nothing painted
}

TEST(Svg, IsRecognised) {
  EXPECT_TRUE(looks_like_svg("<?xml version=\"1.0\"?>\n<!-- x --><svg/>"));
  EXPECT_TRUE(looks_like_svg("\xef\xbb\xbf <svg>"));
  EXPECT_FALSE(looks_like_svg("<html><body/></html>"));
  EXPECT_FALSE(looks_like_svg("\x89PNG"));
  EXPECT_FALSE(looks_like_svg(""));
}

}  // namespace
}  // namespace fp
