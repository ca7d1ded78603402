// How captions look: what their layer says of every text of theirs. Internal to engine/template.
#pragma once

#include <optional>
#include <string>

#include "engine/template/build.hpp"
#include "engine/template/captions.hpp"

namespace fp {

// What a caption layer says, over what most captions are.
struct CaptionLook {
  enum class Style : uint8_t { phrase, words, karaoke };
  Style style = Style::phrase;
  double font_size = 0, line_height = 1.25;
  int max_lines = 2;
  Color color{1, 1, 1, 1};
  std::optional<Color> upcoming, spoken;
  Color highlight{1, 0.8392156862745098, 0.0392156862745098, 1};
  std::optional<Json> plate;  // of the word being spoken: "background" of a run, without its colour's time
  Color plate_color;
  std::optional<Json> stroke;  // of the letters, where its width is a number
  Json background;             // of the whole text; null: none
  Vec2 padding{};              // pixels
};

Json pair_json(Vec2 v);

CaptionLook read_measures(const Json& layer);  // what needs no colours, and has no faults
CaptionLook read_look(const LayerScope& scope, const Json& layer);

// What all texts of a caption layer say alike, and one of them as a text layer's JSON. `scope.box`: the layer's.
Json text_base(const LayerScope& scope, const Json& layer, const CaptionLook& look);
Json caption_text(const Json& base, const CaptionText& caption, const Json& layer, const CaptionLook& look,
                  const std::string& id);

}  // namespace fp
