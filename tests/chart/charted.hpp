// Charts built from a layer's JSON, on a canvas of 1000 x 500 with 300 frames at 30 a second, and what they draw.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/chart/chart.hpp"
#include "tests/template/built.hpp"

namespace fp::testing_charts {

inline constexpr std::string_view kText = R"("text": {"font": "brand", "fontSize": 20, "color": "#ffffff"})";

class Charted {
 public:
  explicit Charted(const std::string& layer)
      : composition_(testing_documents::built(testing_documents::with_layers(layer))) {}
  const ChartContent& chart() const { return std::get<ChartContent>(composition_.layers.at(0).content); }
  std::vector<SceneLayer> at(double frame) const { return chart_layers(chart(), frame, 30); }

 private:
  Composition composition_;
};

inline std::string described(const Color& c) {
  return to_string(c);
}

inline std::string described(const ScenePaint& paint) {
  return std::holds_alternative<Color>(paint) ? described(std::get<Color>(paint)) : "gradient";
}

inline std::string described(const std::vector<SceneLayer>& layers);

// Everything of a mark that is drawn, as text: equal texts are equal pictures.
inline std::string described(const SceneLayer& m) {
  std::string out = fmt::format("{} ({} {}) {} {} rot {} a {} {}: ", m.part, m.pose.position.x, m.pose.position.y,
                                m.pose.size ? m.pose.size->x : -1, m.pose.size ? m.pose.size->y : -1, m.pose.rotation,
                                m.opacity, m.content.index());
  if (const auto* text = std::get_if<SceneText>(&m.content)) {
    out += text->text->text + " " + (text->spans[0].fill ? described(*text->spans[0].fill) : "");
    out += fmt::format(" {}", static_cast<int>(text->text->align));
  }
  if (const auto* image = std::get_if<SceneImage>(&m.content)) out += image->asset;
  if (const auto* shape = std::get_if<SceneShape>(&m.content)) {
    out += fmt::format("{} ", shape->outline.geometry.index());
    if (const auto* polygon = std::get_if<ScenePolygon>(&shape->outline.geometry)) {
      for (const Vec2& p : polygon->points) out += fmt::format("{},{} ", p.x, p.y);
    }
    if (const auto* line = std::get_if<SceneLine>(&shape->outline.geometry)) {
      for (const Vec2& p : line->points) out += fmt::format("{},{} ", p.x, p.y);
    }
    if (shape->fill) out += described(*shape->fill);
    if (const auto& s = shape->stroke)
      out += fmt::format("stroke {} {} {}-{}", described(s->paint), s->width, s->trim_start, s->trim_end);
  }
  if (const auto* group = std::get_if<SceneGroup>(&m.content)) out += "{\n" + described(group->children) + "}";
  return out + "\n";
}

inline std::string described(const std::vector<SceneLayer>& layers) {
  std::string out;
  for (const SceneLayer& layer : layers) out += described(layer);
  return out;
}

// Every mark, also those inside groups, with the corner it has on the chart.
struct Seen {
  const SceneLayer* mark;
  Vec2 corner;
};
inline void see(const std::vector<SceneLayer>& layers, Vec2 origin, std::vector<Seen>& all) {
  for (const SceneLayer& layer : layers) {
    all.push_back({&layer, origin + layer.pose.position});
    if (const auto* group = std::get_if<SceneGroup>(&layer.content)) see(group->children, all.back().corner, all);
  }
}
inline std::vector<Seen> seen(const std::vector<SceneLayer>& layers) {
  std::vector<Seen> all;
  see(layers, {}, all);
  return all;
}

// The words of the text of that name; "-" where there is none.
inline std::string words(const std::vector<SceneLayer>& layers, std::string_view part) {
  for (const Seen& s : seen(layers)) {
    if (s.mark->part == part) return std::get<SceneText>(s.mark->content).text->text;
  }
  return "-";
}

// Any order of frames gives what counting through them gives.
inline void expect_pure(const Charted& charted, int frames) {
  std::vector<std::string> forward;
  for (int i = 0; i < frames; ++i) forward.push_back(described(charted.at(i)));
  for (int i = frames; i-- > 0;) EXPECT_EQ(described(charted.at(i * 7 % frames)), forward[i * 7 % frames]);
}

}  // namespace fp::testing_charts
