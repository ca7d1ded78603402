#include <algorithm>
#include <filesystem>
#include <map>

#include "edit_support.hpp"
#include "editor/state/fields.hpp"
#include "editor/state/measure.hpp"
#include "editor/state/pointer.hpp"
#include "engine/core/files.hpp"

namespace fp::editor {
namespace {

const Schema& schema() {
  static const Schema kSchema = read_schema();
  return kSchema;
}

Json one_layer(const std::string& layer) {
  return json(R"({"framepress": 1, "canvas": {"size": [100, 100], "duration": "1s"}, "layers": [)" + layer + "]}");
}

const Field& at(const std::vector<Field>& fields, const std::string& pointer) {
  const Field* found = find_field(fields, pointer);
  static const Field kNone;
  EXPECT_NE(found, nullptr) << pointer;
  return found == nullptr ? kNone : *found;
}

TEST(Fields, EveryPropertyOfEveryLayerHasAKind) {
  const Json* types = find_at(schema().root, "/definitions/layer/properties/type/enum");
  ASSERT_NE(types, nullptr);
  for (const Json& type : types->items) {
    const Json root = one_layer(R"({"type": ")" + type.text + R"("})");
    const std::vector<Field> fields = list_fields(schema(), root, "/layers/0");
    const Json* properties = find_at(schema().root, "/definitions/" + type.text + "Layer/properties");
    ASSERT_NE(properties, nullptr);
    EXPECT_EQ(fields.size(), properties->members.size() - 2) << type.text;  // but for type and id
    for (const Field& field : fields) {
      EXPECT_NE(field.kind, FieldKind::json) << type.text << " " << field.key;
      EXPECT_FALSE(field.label.empty());
      EXPECT_FALSE(field.group.empty());
      EXPECT_FALSE(field.set);
    }
    if (type.text == "audio") continue;  // it has no place
    EXPECT_EQ(fields.front().key, "position");
    EXPECT_EQ(fields.front().group, "Transform");
  }
}

TEST(Fields, KindsOfAText) {
  const Json root = one_layer(R"({"type": "text", "text": "Hello", "position": ["50%", 20], "opacity": "=p.fade",
    "rotation": {"keys": [{"t": 0, "v": 0}, {"t": "1s", "v": 90, "ease": "outCubic"}]}, "color": "@ink", "scale": 2,
    "anchor": "center", "in": "0.5s", "fontSize": 20, "odd": {"a": 1},
    "stroke": {"width": 2, "color": "#fff"}, "fill": {"type": "linear", "stops": ["#000", "#fff"]},
    "effects": [{"type": "blur", "radius": 4}, {"type": "drop-shadow"}]})");
  const std::vector<Field> fields = list_fields(schema(), root, "/layers/0");
  const std::map<std::string, FieldKind> kinds = {{"text", FieldKind::text},
                                                  {"position", FieldKind::point},
                                                  {"opacity", FieldKind::number},
                                                  {"rotation", FieldKind::degrees},
                                                  {"color", FieldKind::color},
                                                  {"scale", FieldKind::number},
                                                  {"anchor", FieldKind::choice},
                                                  {"in", FieldKind::time},
                                                  {"fontSize", FieldKind::number},
                                                  {"stroke", FieldKind::object},
                                                  {"fill", FieldKind::object},
                                                  {"effects", FieldKind::list},
                                                  {"font", FieldKind::font},
                                                  {"blend", FieldKind::choice},
                                                  {"parent", FieldKind::layer},
                                                  {"visible", FieldKind::boolean},
                                                  {"size", FieldKind::size},
                                                  {"odd", FieldKind::json},
                                                  {"effects/0", FieldKind::object},
                                                  {"effects/0/type", FieldKind::choice},
                                                  {"effects/0/radius", FieldKind::number},
                                                  {"effects/1/offset", FieldKind::point},
                                                  {"fill/stops/0", FieldKind::color},
                                                  {"stroke/dash", FieldKind::list},
                                                  {"rotation/keys/1/ease", FieldKind::ease},
                                                  {"rotation/keys/1/v", FieldKind::degrees}};
  for (const auto& [key, kind] : kinds) {
    EXPECT_EQ(name_of(at(fields, "/layers/0/" + key).kind), name_of(kind)) << key;
  }
  EXPECT_TRUE(at(fields, "/layers/0/rotation").animated);
  EXPECT_TRUE(at(fields, "/layers/0/opacity").bound);
  EXPECT_EQ(at(fields, "/layers/0/opacity").max, 1.0);
  EXPECT_FALSE(at(fields, "/layers/0/text").animatable);
  const Field& color = at(fields, "/layers/0/color");
  ASSERT_TRUE(color.fallback);
  EXPECT_EQ(color.fallback->text, "#ffffff");
  const Field& fill = at(fields, "/layers/0/fill");  // a gradient can become a colour, or none
  EXPECT_EQ(fill.variants.size(), 2u);
  EXPECT_EQ(at(fields, "/layers/0/lineHeight").group, "Text");
}

TEST(Fields, WhatDependsOnTheTypeFollowsIt) {
  const Json root = one_layer(R"({"type": "image", "masks": [{"shape": "ellipse"}, {"shape": "rect"}]})");
  const std::vector<Field> fields = list_fields(schema(), root, "/layers/0");
  EXPECT_EQ(find_field(fields, "/layers/0/masks/0/radius"), nullptr);
  EXPECT_NE(find_field(fields, "/layers/0/masks/1/radius"), nullptr);
  EXPECT_EQ(at(fields, "/layers/0/image").kind, FieldKind::file);
}

TEST(Fields, TheTemplatesOwn) {
  const Json root = one_layer(R"({"type": "solid"})");
  const std::vector<Field> fields = list_fields(schema(), root, "");
  EXPECT_EQ(at(fields, "/canvas/size").kind, FieldKind::size);
  EXPECT_EQ(at(fields, "/canvas/size").group, "Canvas");
  EXPECT_EQ(at(fields, "/canvas/background").kind, FieldKind::color);
  EXPECT_EQ(at(fields, "/name").group, "Template");
  EXPECT_EQ(at(fields, "/layers").kind, FieldKind::layers);
}

TEST(Fields, AdditionsAreWhatTheSchemaAllows) {
  const Json root = one_layer(R"({"type": "solid", "effects": [], "masks": [], "animate": []})");
  const std::vector<Field> fields = list_fields(schema(), root, "/layers/0");
  const auto additions = [&](const char* key) {
    const Field& field = at(fields, std::string("/layers/0/") + key);
    return field.chosen == nullptr ? std::vector<Addition>() : additions_to(schema(), *field.chosen);
  };
  EXPECT_EQ(additions("effects").size(), 15u);
  EXPECT_EQ(additions("effects").front().title, "blur");
  for (const char* key : {"masks", "animate"}) EXPECT_EQ(additions(key).size(), 1u);
  EXPECT_TRUE(equal(additions("masks").front().value, json(R"({"shape": "rect"})")));
}

TEST(Fields, TheTemplatesOfTheGalleryHaveNoOddFields) {
  size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(FP_SOURCE_DIR "/assets/templates")) {
    if (entry.path().filename() != "template.json") continue;
    const Document document = must(Document::parse(must(read_file(entry.path(), Fault::missing))));
    const Json* layers = document.root().find("layers");
    for (size_t i = 0; layers != nullptr && i < layers->items.size(); ++i) {
      for (const Field& field : list_fields(schema(), document.root(), "/layers" + child_pointer(i))) {
        EXPECT_NE(name_of(field.kind), "json") << entry.path() << " " << field.pointer;
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 100u);
}

Json random_json(Dice& dice, int depth) {
  static const std::vector<std::string> kKeys = {"type",  "keys",   "layers", "effects", "position", "fill",    "text",
                                                 "value", "canvas", "stops",  "stroke",  "masks",    "animate", "t"};
  static const std::vector<std::string> kTexts = {"text", "solid", "linear", "=p.x",  "{{y}}",
                                                  "#fff", "50%",   "",       "\u00e4"};
  switch (dice.below(depth > 5 ? 4 : 6)) {
    case 0:
      return Json::of(static_cast<double>(dice.below(100)) / 4 - 5);
    case 1:
      return Json::of(kTexts[dice.below(kTexts.size())]);
    case 2:
      return Json::of(dice.chance(2));
    case 3:
      return {};
    case 4: {
      Json list = Json::array();
      for (size_t n = dice.below(5); n > 0; --n) list.items.push_back(random_json(dice, depth + 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (size_t n = dice.below(6); n > 0; --n)
        object.set(kKeys[dice.below(kKeys.size())], random_json(dice, depth + 1));
      return object;
    }
  }
}

void each_pointer(const Json& json, const std::string& pointer, const auto& visit) {
  visit(pointer);
  for (size_t i = 0; i < json.items.size(); ++i) each_pointer(json.items[i], pointer + child_pointer(i), visit);
  for (const Json::Member& m : json.members) each_pointer(m.value, pointer + child_pointer(m.key), visit);
}

TEST(Fields, AnyDocumentGivesFields) {
  Dice dice(7);
  size_t fields = 0;
  for (int round = 0; round < 150; ++round) {
    Json root = Json::object();
    root.set("canvas", random_json(dice, 0));
    Json layers = Json::array();
    for (const char* type : {"text", "shape", "group", "image"}) {
      Json layer = random_json(dice, 0);
      if (layer.is_object()) layer.set("type", Json::of(type));
      layers.items.push_back(std::move(layer));
    }
    root.set("layers", std::move(layers));
    each_pointer(root, "", [&](const std::string& pointer) {
      for (const Field& field : list_fields(schema(), root, pointer)) {
        ++fields;
        if (field.value != nullptr) {
          EXPECT_EQ(find_at(root, field.pointer), field.value);
        }
      }
    });
  }
  EXPECT_GT(fields, 1000u);
}

TEST(Measure, KeepsTheUnitAsWritten) {
  for (const char* text : {"50%", "50%-40", "100%+12.5", "2.5s", "1200ms", "75f", "end-0.5s", "0.6em", "-5vmin"}) {
    const auto measure = read_measure(text);
    ASSERT_TRUE(measure) << text;
    EXPECT_EQ(write_measure(*measure, 4).text, text);
  }
  EXPECT_EQ(read_measure("50%-40"), (Measure{"50%", -40, ""}));
  EXPECT_EQ(read_measure("end"), (Measure{"end", 0, "s"}));
  for (const char* text : {"", "center", "=1+2", "1 2", "%", "--3", "1e5x9"}) EXPECT_FALSE(read_measure(text)) << text;
  EXPECT_EQ(write_measure({"end", 0, "s"}, 2).text, "end");
  EXPECT_TRUE(equal(write_measure({"", 0.1 + 0.2, ""}, 2), Json::of(0.3)));
}

TEST(Measure, WhatIsTypedTakesTheOldUnit) {
  const Json percent = Json::of("50%"), number = Json::of(3.0), from_end = Json::of("end-1s");
  const auto typed = [](const char* text, const Json* old) {
    const auto value = typed_measure(text, old);
    return value ? write_json(*value, 0) : "none";
  };
  EXPECT_EQ(typed("40", &percent), "\"40%\"");
  EXPECT_EQ(typed("40px", &percent), "40");
  EXPECT_EQ(typed(" 40 % ", &number), "\"40%\"");
  EXPECT_EQ(typed("12,5", &number), "12.5");
  EXPECT_EQ(typed("7", nullptr), "7");
  EXPECT_EQ(typed("2", &from_end), "2");
  EXPECT_EQ(typed("=p.x * 2", &number), "\"=p.x * 2\"");
  EXPECT_EQ(typed("{{x}}", nullptr), "\"{{x}}\"");
  EXPECT_EQ(typed("wide", &number), "none");
}

TEST(Fields, WordsForPeople) {
  EXPECT_EQ(label_of("minFontSize"), "Min font size");
  EXPECT_EQ(label_of("drop-shadow"), "Drop shadow");
  EXPECT_EQ(default_in("Times the font size. Default 1.2.")->number, 1.2);
  EXPECT_EQ(default_in("Whether it is shown; default true. More.")->boolean, true);
  EXPECT_EQ(default_in("Where. Default [0, 0].")->items.size(), 2u);
  EXPECT_EQ(default_in("Default left. start and end follow.")->text, "left");
  EXPECT_FALSE(default_in("Default: the layer's box."));
  EXPECT_FALSE(default_in("Its size."));
}

}  // namespace
}  // namespace fp::editor
