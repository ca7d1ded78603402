// What charts are drawn with: rectangles, lines, areas, texts and pictures as layers of a scene, placed by their box.
#pragma once

#include <string>
#include <vector>

#include "engine/scene/scene.hpp"
#include "engine/template/composition.hpp"

namespace fp {

struct Box {
  Vec2 corner{}, size{};
  Vec2 middle() const { return corner + size * 0.5; }
};

// Where marks go: the layer they belong to, and the list they are painted in, in order.
struct Marks {
  const Layer* layer = nullptr;  // without a pin, motions and the like
  std::vector<SceneLayer> list;
};

struct TextPlace {
  Box box;
  TextContent::Align align = TextContent::Align::left;
  TextContent::VerticalAlign valign = TextContent::VerticalAlign::middle;
  TextContent::Fit fit = TextContent::Fit::shrink;
};

// Each returns what was added, for opacity and the like; it is valid up to the next one.
SceneLayer& add_rectangle(Marks& marks, const Box& box, const ScenePaint& paint, const double (&radius)[4]);
SceneLayer& add_rectangle(Marks& marks, const Box& box, const ScenePaint& paint, double radius = 0);
SceneLayer& add_ellipse(Marks& marks, Vec2 middle, Vec2 radius, const ScenePaint& paint);
SceneLayer& add_polygon(Marks& marks, std::vector<Vec2> points, const ScenePaint& paint);
SceneLayer& add_line(Marks& marks, std::vector<Vec2> points, const SceneStroke& stroke);
SceneLayer& add_image(Marks& marks, const Box& box, const std::string& asset, double radius = 0,
                      ImageContent::Fit fit = ImageContent::Fit::cover);
// `part` names the text for messages and stays the same over all frames. Shrunk down to the style's least size.
SceneLayer& add_text(Marks& marks, std::string part, const TextContent& style, std::string words,
                     const TextPlace& place);
// A group of its own, cut to the box; children count from its corner.
SceneLayer& add_clipped(Marks& marks, const Box& box, std::vector<SceneLayer> children);

// A text of one's own making, as it stands.
SceneText made_text(std::shared_ptr<const TextContent> words, const SceneText& like);
// `style` with these words, evaluated: a chart's styles do not move.
SceneText text_of(const TextContent& style, std::string words);
void set_color(SceneLayer& text, const Color& color);

}  // namespace fp
