// Caption layers: the phrases of a file become texts of a group, each with its words' colours as keyframes. What comes
// after building knows nothing of them.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/fault_at.hpp"
#include "engine/data/subtitles.hpp"
#include "engine/template/caption_look.hpp"

namespace fp {
namespace {

// ---- The file
// ---------------------------------------------------------------------------------------------------

std::shared_ptr<const Subtitles> keep(LayerScope scope, const Json& at, Result<Subtitles> read) {
  if (read) return std::make_shared<const Subtitles>(*std::move(read));
  for (Diagnostic& d : read.error()) {
    if (d.line == 0 && d.file.empty()) d = fault_at(scope.build.tpl.file, at.span, scope.pointer, d.message, d.hint);
    scope.build.errors.push_back(std::move(d));
  }
  return nullptr;
}

// Null where there is nothing to show, or a fault, which is said.
std::shared_ptr<const Subtitles> subtitles_of(const LayerScope& scope, const Json& said) {
  Build& build = scope.build;
  LayerScope here = scope;
  here.pointer += "/captions";
  if (said.is_array()) return keep(here, said, subtitles_of(said, build.tpl.file));
  if (!said.is_string() || said.text.empty()) return nullptr;
  const auto known = build.subtitles.find(said.text);
  if (known != build.subtitles.end()) return known->second;
  constexpr size_t kMostBytes = SubtitleLimits{}.max_bytes;
  auto bytes = build.tpl.assets->read(said.text, kMostBytes);
  if (!bytes) {
    for (Diagnostic& d : bytes.error()) {
      Diagnostic placed = fault_at(build.tpl.file, said.span, here.pointer, std::move(d.message), std::move(d.hint));
      placed.fault = d.fault;
      build.errors.push_back(std::move(placed));
    }
    return build.subtitles[said.text] = nullptr;
  }
  build.composition.files[said.text] = sha256(*bytes);
  const std::string shown = (build.tpl.assets->folder() / said.text).string();
  return build.subtitles[said.text] = keep(here, said, read_subtitles(*bytes, shown));
}

// ---- Rules and cues
// -----------------------------------------------------------------------------------------------

int64_t read_ms(const LayerScope& scope, const Json& json, const char* key, int64_t otherwise) {
  const Json* value = json.find(key);
  if (!value) return otherwise;
  const double fps = to_double(scope.build.composition.fps);
  const double frames = read_fine_time(scope, *value, key).value_or(0);
  const double ms = frames / fps * 1000;
  return static_cast<int64_t>(ms + (ms < 0 ? -0.5 : 0.5));
}

CaptionRules read_rules(const LayerScope& scope, const Json& json) {
  CaptionRules rules{.fps = scope.build.composition.fps, .frames = scope.frames};
  rules.offset_ms = read_ms(scope, json, "offset", 0);
  rules.hold_ms = std::max<int64_t>(read_ms(scope, json, "holdGaps", rules.hold_ms), 0);
  rules.max_words = static_cast<int>(number_or(&json, "maxWords", 0));
  rules.max_chars = static_cast<int>(number_or(&json, "maxChars", 0));
  const Json* breaks = json.find("lineBreaks");
  rules.keep_lines = breaks && breaks->text == "keep";
  return rules;
}

std::vector<Cue> cues_of(const Subtitles& subtitles, const CaptionRules& rules) {
  const int64_t end = ms_at(rules.frames, rules.fps);
  std::vector<Cue> cues;
  for (const Phrase& phrase : subtitles.phrases) {
    Cue cue{std::max<int64_t>(phrase.begin_ms + rules.offset_ms, 0), std::min(phrase.end_ms + rules.offset_ms, end),
            in_two_lines(phrase.text)};
    if (cue.begin_ms < cue.end_ms) cues.push_back(std::move(cue));
  }
  return cues;
}

std::vector<Layer> read_texts(const LayerScope& scope, const Json& json, const Layer& layer,
                              const std::vector<CaptionText>& captions) {
  const CaptionLook look = read_look(scope, json);
  if (!json.find("font") || look.font_size <= 0 || !scope.build.errors.empty()) return {};
  const Json base = text_base(scope, json, look);
  const Enclosure inside{.size = scope.box ? scope.box->constant : scope.enclosure.size, .frames = scope.frames};
  std::vector<Layer> texts;
  std::map<std::string, int> pieces;  // of each phrase so far
  for (const CaptionText& caption : captions) {
    Json list = Json::array();
    list.items.push_back(caption_text(base, caption, json, look, layer.id));
    std::string& id = list.items[0].find("id")->text;
    if (const int piece = ++pieces[id]; piece > 1) id += fmt::format(".{}", piece);
    for (Layer& text : read_layers(scope.build, list, inside, scope.pointer, layer.id + "/")) {
      text.location = layer.location;
      texts.push_back(std::move(text));
    }
    if (!scope.build.errors.empty()) break;  // of all of them alike: said once
  }
  return texts;
}

// Frames from the composition's first to a layer's; what is at fault where that is no one number.
struct Found {
  int64_t frame = 0;
  bool clocked = false;
  const Layer* layer = nullptr;
};
void find_tracks(const std::vector<Layer>& layers, Found around, const Build& build,
                 std::map<std::string, Found>& found) {
  for (const Layer& layer : layers) {
    Found here{around.frame + layer.in, around.clocked, &layer};
    if (build.tracks.contains(layer.id) && layer.in < layer.out) found.emplace(layer.id, here);
    const auto* group = std::get_if<GroupContent>(&layer.content);
    if (!group) continue;
    here.clocked |= group->clock.has_value();
    find_tracks(group->children, here, build, found);
  }
}

}  // namespace

Json with_caption_defaults(Build& build, const Enclosure& enclosure, const Json& said, const std::string& pointer) {
  const LayerScope scope{build, enclosure, pointer, 0, std::nullopt};
  Json json = with_text_style(scope, said);
  std::erase_if(json.members, [](const Json::Member& m) { return m.key == "textStyle"; });
  const Composition& composition = build.composition;
  constexpr double kShare = 0.05;  // of the canvas's shorter side
  if (!json.find("fontSize"))
    json.set("fontSize", Json::of(double(int(std::min(composition.width, composition.height) * kShare + 0.5))));
  const auto is_set = [&](const char* key) {
    const Json* value = json.find(key);
    return value && !value->is_null();
  };
  const CaptionLook look = read_measures(json);
  double safe[4] = {};
  if (enclosure.canvas) std::copy(std::begin(composition.safe_area), std::end(composition.safe_area), safe);
  const Vec2 room{enclosure.size.x - safe[1] - safe[3], enclosure.size.y - safe[0] - safe[2]};
  const Json* pin = is_set("pin") ? json.find("pin") : nullptr;
  const bool placed = pin || is_set("position") || is_set("parent");
  if (!json.find("size")) {
    // As wide as a line of subtitles, 42 letters, is; as high as the lines it may have.
    constexpr double kLineEms = 22;
    const int lines = std::max(look.max_lines, 1);
    const double width = std::min(room.x, kLineEms * look.font_size + 2 * look.padding.x);
    const double height = std::min(room.y, lines * look.line_height * look.font_size + 2 * look.padding.y);
    Json size = pair_json({width, height});
    if (pin && pin->find("left") && pin->find("right")) size.items[0] = Json{};
    if (pin && pin->find("top") && pin->find("bottom")) size.items[1] = Json{};
    if (!size.items[0].is_null() || !size.items[1].is_null()) json.set("size", std::move(size)).span = said.span;
  }
  if (placed) return json;
  // The lower third; on upright canvases above what platforms put over their lower edge.
  constexpr double kUprightShare = 0.78;
  double bottom = enclosure.size.y - safe[2];
  if (enclosure.size.y > enclosure.size.x) bottom = std::min(bottom, enclosure.size.y * kUprightShare);
  json.set("position", pair_json({safe[3] + room.x / 2, bottom})).span = said.span;
  if (!json.find("anchor")) json.set("anchor", Json::of("bottom")).span = said.span;
  return json;
}

GroupContent read_captions(const LayerScope& scope, const Json& json, const Layer& layer) {
  GroupContent group;
  const Json* said = json.find("captions");
  const std::shared_ptr<const Subtitles> subtitles = subtitles_of(scope, *said);
  if (!subtitles) return group;
  const CaptionRules rules = read_rules(scope, json);
  const Json* as = json.find("as");
  if (as && as->text != "burnt") scope.build.tracks[layer.id] = cues_of(*subtitles, rules);
  if (as && as->text == "track") return group;
  auto captions = plan_captions(*subtitles, rules, said->is_string() ? said->text : scope.build.tpl.file);
  if (!captions) {
    scope.build.errors.insert(scope.build.errors.end(), captions.error().begin(), captions.error().end());
    return group;
  }
  group.children = read_texts(scope, json, layer, *captions);
  return group;
}

void place_cues(Build& build) {
  std::map<std::string, Found> found;
  find_tracks(build.composition.layers, {}, build, found);
  const int64_t end = ms_at(build.composition.frames, build.composition.fps);
  for (const auto& [id, at] : found) {
    if (at.clocked) {
      const SourceLocation& where = at.layer->location;
      build.errors.push_back({Fault::invalid, where.file, where.line, where.column, where.pointer,
                              fmt::format("the captions \"{}\" stand in a group with a time of its own, and so cannot "
                                          "be a track",
                                          id),
                              "take the layer out of that group, or leave out \"as\""});
      continue;
    }
    const int64_t begin = ms_at(at.frame, build.composition.fps);
    for (Cue cue : build.tracks.at(id)) {
      cue.begin_ms += begin;
      cue.end_ms = std::min(cue.end_ms + begin, end);
      if (cue.begin_ms < cue.end_ms) build.composition.cues.push_back(std::move(cue));
    }
  }
  std::ranges::stable_sort(build.composition.cues, {}, &Cue::begin_ms);
}

}  // namespace fp
