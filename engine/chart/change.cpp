#include "engine/chart/change.hpp"

#include <algorithm>

#include "engine/template/number_text.hpp"

namespace fp {

void put_change(Marks& marks, std::string part, const ChangeLook& look, double value, const Box& box,
                TextContent::Align align, double opacity) {
  const double em = look.text.style.size.constant, side = em * 0.46, room = em * 0.72;
  const bool before = align == TextContent::Align::left;
  const Color& color = value < 0 ? look.down : look.up;
  if (value != 0) {
    const double left = before ? box.corner.x : box.corner.x + box.size.x - side;
    const double middle = box.middle().y, tip = value < 0 ? side * 0.42 : -side * 0.42;
    std::vector<Vec2> points{{left, middle - tip}, {left + side / 2, middle + tip}, {left + side, middle - tip}};
    add_polygon(marks, std::move(points), color).opacity = opacity;
  }
  const Box text{{box.corner.x + (before ? room : 0), box.corner.y}, {std::max(box.size.x - room, 1.0), box.size.y}};
  SceneLayer& words = add_text(marks, std::move(part), look.text.style, look.text.format->text(value),
                               {text, before ? align : TextContent::Align::right});
  if (value != 0) set_color(words, color);
  words.opacity = opacity;
}

}  // namespace fp
