// Every caption as a text, with its words' colours as keyframes.
#include "engine/template/caption_look.hpp"

#include <fmt/format.h>
#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "engine/template/copies.hpp"

namespace fp {
namespace {

Vec2 pair_of(const Json* value, Vec2 otherwise) {
  if (!value) return otherwise;
  return value->is_array() ? Vec2{value->items[0].number, value->items[1].number} : Vec2(value->number);
}

// {"color", "padding", "radius"} of what is a colour or an object with one.
Json plate_of(const Json& said, Vec2 padding, double radius) {
  Json plate = Json::object();
  plate.span = said.span;
  const Json* own_radius = said.is_object() ? said.find("radius") : nullptr;
  plate.set("color", said.is_object() ? *said.find("color") : said);
  plate.set("padding", pair_json(pair_of(said.is_object() ? said.find("padding") : nullptr, padding)));
  plate.set("radius", own_radius ? *own_radius : Json::of(radius));
  if (const Json* each = said.is_object() ? said.find("eachLine") : nullptr) plate.set("eachLine", *each);
  return plate;
}

void read_highlight(const LayerScope& scope, const Json& json, CaptionLook& look) {
  const Json* said = json.find("highlight");
  if (!said || said->is_null()) return;
  const std::string pointer = scope.pointer + "/highlight";
  if (!said->is_object()) {
    look.highlight = read_color(scope.build, *said, pointer);
    return;
  }
  if (const Json* color = said->find("color")) {
    look.highlight = read_color(scope.build, *color, pointer + "/color");
  } else if (said->find("background")) {
    look.highlight = look.color;
  }
  const Json* background = said->find("background");
  if (!background || background->is_null()) return;
  look.plate_color = read_color(scope.build, *background, pointer + "/background");
  Json plate = *said;
  plate.set("color", *background);
  look.plate = plate_of(plate, {look.font_size * 0.12, look.font_size * 0.02}, look.font_size * 0.14);
}

Json key_at(int64_t frame, Json value, const char* ease) {
  Json key = Json::object();
  key.set("t", Json::of(fmt::format("{}f", frame)));
  key.set("v", std::move(value));
  key.set("ease", Json::of(ease));
  return key;
}

// One value before a word, one while it is spoken, one after.
Json held(const CaptionWord& word, const Color& before, const Color& lit, const Color& after) {
  Json keys = Json::array();
  if (word.lit > 0) keys.items.push_back(key_at(0, Json::of(to_string(before)), "hold"));
  keys.items.push_back(key_at(word.lit, Json::of(to_string(lit)), "hold"));
  keys.items.push_back(key_at(word.dark, Json::of(to_string(after)), "hold"));
  Json track = Json::object();
  track.set("keys", std::move(keys));
  return track;
}

// Letters on a box need no outline.
Json stroke_off(const CaptionWord& word, const Json& stroke) {
  const double width = stroke.find("width")->number;
  Json keys = Json::array();
  if (word.lit > 0) keys.items.push_back(key_at(0, Json::of(width), "hold"));
  keys.items.push_back(key_at(word.lit, Json::of(0.0), "hold"));
  keys.items.push_back(key_at(word.dark, Json::of(width), "hold"));
  Json track = Json::object();
  track.set("keys", std::move(keys));
  Json off = stroke;
  off.set("width", std::move(track));
  return off;
}

Json swept(const CaptionWord& word, const Color& sung) {
  Json keys = Json::array();
  keys.items.push_back(key_at(word.lit, Json::of(0.0), "linear"));
  keys.items.push_back(key_at(word.dark, Json::of(1.0), "linear"));
  Json progress = Json::object();
  progress.set("keys", std::move(keys));
  Json sweep = Json::object();
  sweep.set("color", Json::of(to_string(sung)));
  sweep.set("progress", std::move(progress));
  return sweep;
}

Json word_run(const CaptionWord& word, std::string text, const CaptionLook& look) {
  Json run = Json::object();
  run.set("text", Json::of(std::move(text)));
  const Color before = look.upcoming.value_or(look.color);
  if (look.style == CaptionLook::Style::karaoke) {
    run.set("color", Json::of(to_string(before)));
    run.set("sweep", swept(word, look.spoken.value_or(look.highlight)));
  } else {
    run.set("color", held(word, before, look.highlight, look.spoken.value_or(look.color)));
  }
  if (look.plate) {
    Json plate = *look.plate;
    Color clear = look.plate_color;
    clear.a = 0;
    plate.set("color", held(word, clear, look.plate_color, clear));
    run.set("background", std::move(plate));
    if (look.stroke) run.set("stroke", stroke_off(word, *look.stroke));
  }
  return run;
}

Json runs_of(const CaptionText& caption, const CaptionLook& look) {
  if (look.style == CaptionLook::Style::phrase || caption.words.empty()) return Json::of(caption.text);
  Json runs = Json::array();
  size_t at = 0;
  const auto plain = [&](size_t until) {
    if (until > at) runs.items.push_back(Json::of(caption.text.substr(at, until - at)));
    at = until;
  };
  // Marks between words take the colours of the one before them, at the beginning of a line of the one after.
  const bool with_marks = look.style == CaptionLook::Style::karaoke || !look.plate;
  for (size_t i = 0; i < caption.words.size(); ++i) {
    const CaptionWord& word = caption.words[i];
    plain(with_marks ? std::min(caption.text.find_first_not_of(" \n", at), word.begin) : word.begin);
    size_t end = word.end;
    if (with_marks) {
      const size_t next = i + 1 < caption.words.size() ? caption.words[i + 1].begin : caption.text.size();
      const size_t line = std::min(caption.text.find('\n', word.end), next);
      end = std::max(caption.text.find_last_not_of(" \n", line - 1) + 1, word.end);
    }
    runs.items.push_back(word_run(word, caption.text.substr(at, end - at), look));
    at = end;
  }
  plain(caption.text.size());
  return runs;
}

bool is_right_to_left(const std::string& text) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  return ubidi_getBaseDirection(units.getBuffer(), units.length()) == UBIDI_RTL;
}

// Where in the layer's box a text is held.
Json pin_of(const Json& json, const CaptionText& caption, Vec2 padding) {
  const Json *align = json.find("align"), *valign = json.find("valign");
  std::string side = align ? align->text : "center";
  if (side == "start" || side == "end") side = is_right_to_left(caption.text) == (side == "start") ? "right" : "left";
  Json pin = Json::object();
  pin.set(side == "center" ? "centerX" : side, Json::of(side == "center" ? 0.0 : padding.x));
  const std::string across = valign ? valign->text : "bottom";
  pin.set(across == "middle" ? "centerY" : across, Json::of(across == "middle" ? 0.0 : padding.y));
  return pin;
}

}  // namespace

Json pair_json(Vec2 v) {
  Json pair = Json::array();
  pair.items = {Json::of(v.x), Json::of(v.y)};
  return pair;
}

CaptionLook read_measures(const Json& json) {
  CaptionLook look;
  look.font_size = number_or(&json, "fontSize", 0);
  look.line_height = number_or(&json, "lineHeight", look.line_height);
  look.max_lines = static_cast<int>(number_or(&json, "maxLines", look.max_lines));
  if (const Json* background = json.find("background"); background && !background->is_null()) {
    look.background = plate_of(*background, {look.font_size * 0.42, look.font_size * 0.16}, look.font_size * 0.22);
    look.padding = pair_of(look.background.find("padding"), {});
  }
  return look;
}

CaptionLook read_look(const LayerScope& scope, const Json& json) {
  constexpr std::pair<std::string_view, CaptionLook::Style> kStyles[] = {{"phrase", CaptionLook::Style::phrase},
                                                                         {"words", CaptionLook::Style::words},
                                                                         {"karaoke", CaptionLook::Style::karaoke}};
  CaptionLook look = read_measures(json);
  look.style = choose(json.find("style"), kStyles);
  const auto color = [&](const char* key) -> std::optional<Color> {
    const Json* value = json.find(key);
    if (!value || value->is_null()) return std::nullopt;
    return read_color(scope.build, *value, scope.pointer + child_pointer(key));
  };
  look.color = color("color").value_or(look.color);
  look.upcoming = color("upcoming");
  look.spoken = color("spoken");
  read_highlight(scope, json, look);
  const Json* stroke = json.find("stroke");
  const Json* width = stroke && stroke->is_object() ? stroke->find("width") : nullptr;
  if (width && width->is_number()) look.stroke = *stroke;
  return look;
}

// The layer's own words about texts, as every text says them.
Json text_base(const LayerScope& scope, const Json& json, const CaptionLook& look) {
  constexpr std::string_view kKeys[] = {"font",    "fontSize",  "stroke",   "letterSpacing", "features",
                                        "axes",    "direction", "language", "enter",         "exit",
                                        "animate", "ignore",    "hyphens",  "wrap"};
  Json text = Json::object();
  text.span = json.span;
  text.set("type", Json::of("text"));
  for (const std::string_view key : kKeys) {
    if (const Json* value = json.find(key)) text.set(key, *value);
  }
  text.set("color", Json::of(to_string(look.upcoming && look.style != CaptionLook::Style::phrase ? *look.upcoming
                                                                                                 : look.color)));
  text.set("lineHeight", Json::of(look.line_height));
  if (!json.find("wrap")) text.set("wrap", Json::of("balance"));
  if (!look.background.is_null()) text.set("background", look.background);
  text.set("fit", Json::of("shrink"));
  const Json* least = json.find("minFontSize");
  text.set("minFontSize", least ? *least : Json::of(look.font_size * 0.6));
  const Json* align = json.find("align");
  text.set("align", align ? *align : Json::of("center"));
  const Vec2 room = scope.box ? scope.box->constant : scope.enclosure.size;
  text.set("maxSize",
           pair_json({std::max(room.x - 2 * look.padding.x, 1.0), std::max(room.y - 2 * look.padding.y, 1.0)}));
  return text;
}

Json caption_text(const Json& base, const CaptionText& caption, const Json& json, const CaptionLook& look,
                  const std::string& id) {
  Json text = base;
  text.set("id", Json::of(fmt::format("{}/{}", id, caption.number)));
  text.set("text", runs_of(caption, look));
  text.set("in", Json::of(fmt::format("{}f", caption.in)));
  text.set("out", Json::of(fmt::format("{}f", caption.out)));
  text.set("pin", pin_of(json, caption, look.padding));
  if (look.max_lines > 0) text.set("maxLines", Json::of(int64_t{look.max_lines} * caption.phrases));
  const SourceSpan span = json.span;
  for (const char* key : {"text", "in", "out", "pin", "maxLines"}) {
    if (Json* made = text.find(key)) set_spans(*made, span);
  }
  return text;
}

}  // namespace fp
