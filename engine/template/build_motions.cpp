// How layers and the parts of texts come and go.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/template/build_motions.hpp"

namespace fp {
namespace {

using Part = Motion::Part;

Vec2 pair_or(const Json& object, std::string_view key, Vec2 otherwise) {
  const Json* value = object.find(key);
  if (!value) return otherwise;
  return value->is_number() ? Vec2{value->number, value->number} : Vec2{value->items[0].number, value->items[1].number};
}

void read_position(const Build& build, const Json& json, Motion::Away& away) {
  const Json* position = json.find("position");
  if (!position) return;
  const Way x = read_way(build, position->items[0]), y = read_way(build, position->items[1]);
  away.position = {x.pixels, y.pixels};
  away.share = {x.share, y.share};
  away.em = {x.em, y.em};
}

std::optional<Motion::Wipe> read_wipe(const Json& json) {
  const Json* wipe = json.find("wipe");
  if (!wipe) return std::nullopt;
  if (wipe->is_number()) return Motion::Wipe{.angle = wipe->number};
  const Json *angle = wipe->find("angle"), *softness = wipe->find("softness");
  return Motion::Wipe{.angle = angle ? angle->number : 0, .softness = softness ? softness->number : 0};
}

Motion::Away read_away(const LayerScope& scope, const Json& json) {
  const auto number = [&](std::string_view key, double otherwise) {
    const Json* value = json.find(key);
    return value ? value->number : otherwise;
  };
  Motion::Away away{.scale = pair_or(json, "scale", {1, 1}),
                    .rotation = number("rotation", 0),
                    .opacity = number("opacity", 1),
                    .blur = number("blur", 0),
                    .clip = read_bool(json, "clip", false),
                    .wipe = read_wipe(json)};
  read_position(scope.build, json, away);
  if (const Json* spacing = json.find("letterSpacing")) {
    const Way way = read_way(scope.build, *spacing);
    away.letter_spacing = way.pixels;
    away.spacing_em = way.em;
  }
  if (const Json* origin = json.find("origin")) away.origin = read_anchor(scope, *origin, "origin").constant;
  return away;
}

}  // namespace

Way read_way(const Build& build, const Json& json) {
  if (json.is_number()) return {.pixels = json.number};
  const size_t end = json.text.find_first_not_of("+-.0123456789");
  const std::string_view unit = std::string_view(json.text).substr(std::min(end, json.text.size()));
  double number = 0;  // as the schema has it
  std::from_chars(json.text.data() + json.text.starts_with('+'), json.text.data() + std::min(end, json.text.size()),
                  number, std::chars_format::fixed);
  const auto side = static_cast<double>(std::min(build.composition.width, build.composition.height));
  if (unit == "em") return {.em = number};
  if (unit == "vmin") return {.pixels = number * side / 100};
  return {.share = number / 100};
}

double frames_of(const LayerScope& scope, double seconds) {
  const Rational fps = scope.build.composition.fps;
  return seconds * static_cast<double>(fps.num) / static_cast<double>(fps.den);
}

void read_sequence(const LayerScope& scope, const Json& json, Motion& motion) {
  using Order = Motion::Order;
  constexpr std::pair<std::string_view, Order> kOrders[] = {{"forward", Order::forward},
                                                            {"backward", Order::backward},
                                                            {"center", Order::center},
                                                            {"edges", Order::edges},
                                                            {"random", Order::random}};
  const Json *stagger = json.find("stagger"), *within = json.find("within");
  if (json.find("order")) motion.order = choose(json.find("order"), kOrders);
  if (const Json* seed = json.find("seed")) motion.seed = static_cast<uint64_t>(seed->number);
  if (stagger) motion.stagger = read_fine_time(scope, *stagger, "stagger").value_or(0), motion.within.reset();
  if (within) motion.within = read_fine_time(scope, *within, "within").value_or(0);
  if (within && stagger) {
    report(scope, *stagger, "stagger", "\"stagger\" has no meaning beside \"within\"", "remove one of them");
  }
  if (stagger && motion.stagger < 0) report(scope, *stagger, "stagger", "\"stagger\" cannot be negative");
}

void check_part(const LayerScope& scope, const Json& json, const Motion& motion) {
  const Motion::Away& away = motion.away;
  const bool parts = motion.part != Part::layer;
  const auto has = [&](const char* key) { return json.find(key) != nullptr; };
  if (parts && away.wipe) report(scope, json, "", "a wipe goes over a whole layer", "leave out \"by\"");
  if (parts) return;
  if (away.letter_spacing != 0 || away.spacing_em != 0 || away.em != Vec2{}) {
    report(scope, json, "", "letter spacing and em are of the parts of a text; this motion moves a whole layer",
           "say \"by\": \"line\", \"word\" or \"grapheme\"");
  }
  for (const char* key : {"stagger", "within", "order", "seed"}) {
    if (has(key)) {
      report(scope, *json.find(key), key,
             fmt::format("\"{}\" is of the parts of a text; this motion moves a whole layer", key),
             "say \"by\": \"line\", \"word\" or \"grapheme\"");
    }
  }
}

Motion read_motion(const LayerScope& scope, const Json& json) {
  const Json *from = json.find("from"), *to = json.find("to");
  if (!from == !to)
    report(scope, json, "", "a motion comes \"from\" somewhere or goes \"to\" somewhere", "give one of them");
  const auto time = [&](std::string_view key, double otherwise) {
    const Json* value = json.find(key);
    return value ? read_fine_time(scope, *value, key).value_or(otherwise) : otherwise;
  };
  const Json* ease = json.find("ease");
  Motion motion{.part = choose(json.find("by"), kMotionParts),
                .leaves = to != nullptr,
                .start = time("start", 0),
                .finish = {},
                .duration = time("duration", frames_of(scope, 0.5)),
                .stagger = frames_of(scope, 0.03),
                .within = {},
                .ease = read_ease(scope, ease ? *ease : Json::of(to ? "inCubic" : "outCubic"), "ease"),
                .away = read_away(scope, to     ? *to
                                         : from ? *from
                                                : json)};
  if (to && !json.find("start")) motion.finish = static_cast<double>(scope.frames);
  read_sequence(scope, json, motion);
  if (motion.duration < 0) report(scope, *json.find("duration"), "duration", "\"duration\" cannot be negative");
  return motion;
}

void read_motions(const LayerScope& scope, const Json& json, Layer& layer) {
  TextContent* text = std::get_if<TextContent>(&layer.content);
  const auto add = [&](const Motion& motion) {
    motion.part == Part::layer || !text ? layer.motions.push_back(motion) : text->motions.push_back(motion);
  };
  const auto inside = [&](const std::string& pointer) {
    return LayerScope{scope.build, scope.enclosure, scope.pointer + pointer, scope.frames, scope.box};
  };
  const Json* motions = json.find("animate");
  for (size_t i = 0; motions && i < motions->items.size(); ++i) {
    const LayerScope inner = inside("/animate" + child_pointer(i));
    const Motion motion = read_motion(inner, motions->items[i]);
    if (motion.part != Part::layer && !text) {
      const Json& by = *motions->items[i].find("by");
      report(inner, by, "by", fmt::format("only a text has parts such as \"{}\"", by.text), "leave it out");
    }
    check_part(inner, motions->items[i], motion);
    add(motion);
  }
  for (const bool leaves : {false, true}) {
    const char* key = leaves ? "exit" : "enter";
    const Json* said = json.find(key);
    if (!said || said->is_null()) continue;
    for (const Motion& motion : read_entrance(inside(child_pointer(key)), *said, leaves, text != nullptr)) add(motion);
  }
}

}  // namespace fp
