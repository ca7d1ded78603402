#include "editor/state/document.hpp"

#include <gmock/gmock.h>

#include "editor/state/pointer.hpp"
#include "engine/core/files.hpp"
#include "tests/editor/edit_support.hpp"

namespace fp::editor {
namespace {

std::string after_set(const std::string& text, std::string_view pointer, std::string_view value) {
  return must(set_value(parsed(text), pointer, json(value))).text();
}
std::string after_remove(const std::string& text, std::string_view pointer) {
  return must(remove_value(parsed(text), pointer)).text();
}
std::string after_insert(const std::string& text, std::string_view array, size_t index, std::string_view value) {
  return must(insert_item(parsed(text), array, index, json(value))).text();
}

const std::string kText = R"({
  // the stage
  "canvas": { "size": [1080, 1080], "fps": "30" }, // square
  "layers": [
    { "id": "a", "opacity": 0.50 }, // first
    // second
    {
      "id": "b", "type": "text",
      "text": "B"
    },

    { "id": "c" }
  ]
}
)";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(Document, SettingANumberChangesItsDigitsOnly) {
  EXPECT_EQ(after_set(kText, "/layers/0/opacity", "0.75"), replaced(kText, "0.50", "0.75"));
  EXPECT_EQ(after_set(kText, "/canvas/size", "[1080, 1920]"), replaced(kText, "1080]", "1920]"));
}

TEST(Document, EqualValuesChangeNothing) {
  EXPECT_EQ(after_set(kText, "/layers/0", R"({"opacity": 0.5, "id": "a"})"), kText);
}

TEST(Document, NewMembersFollowTheStyleAroundThem) {
  EXPECT_EQ(after_set(kText, "/layers/0/blend", "\"add\""),
            replaced(kText, "\"opacity\": 0.50 }", "\"opacity\": 0.50, \"blend\": \"add\" }"));
  EXPECT_EQ(after_set(kText, "/layers/1/font", "\"f\""),
            replaced(kText, "\"text\": \"B\"\n", "\"text\": \"B\",\n      \"font\": \"f\"\n"));
  EXPECT_EQ(after_set(kText, "/params/name/type", "\"text\""),
            replaced(kText, "  ]\n}", "  ],\n  \"params\": { \"name\": { \"type\": \"text\" } }\n}"));
  EXPECT_EQ(after_set("{}", "/a", "1"), "{ \"a\": 1 }");
  EXPECT_EQ(after_set("{\"a\":[1,2]}", "/b", "{\"x\": [1, 2]}"), "{\"a\":[1,2],\"b\":{\"x\":[1,2]}}");
  EXPECT_EQ(after_set("{\r\n\t\"a\": 1,\r\n}\r\n", "/b", "2"), "{\r\n\t\"a\": 1,\r\n\t\"b\": 2,\r\n}\r\n");
}

TEST(Document, LongValuesTakeSeveralLines) {
  const std::string text = after_set("{\n  \"a\": 1\n}\n", "/b",
                                     R"({"one": "0123456789012345678901234567890123456789", "two":
      "0123456789012345678901234567890123456789", "three": ["0123456789012345678901234567890123456789"]})");
  EXPECT_EQ(text, R"({
  "a": 1,
  "b": {
    "one": "0123456789012345678901234567890123456789",
    "two": "0123456789012345678901234567890123456789",
    "three": ["0123456789012345678901234567890123456789"]
  }
}
)");
}

TEST(Document, InsertingAnItemGivesItALineAndAComma) {
  EXPECT_EQ(after_insert(kText, "/layers", 0, R"({"id": "n"})"),
            replaced(kText, "\"layers\": [\n", "\"layers\": [\n    { \"id\": \"n\" },\n"));
  EXPECT_EQ(after_insert(kText, "/layers", 1, R"({"id": "n"})"),
            replaced(kText, "// first\n", "// first\n    { \"id\": \"n\" },\n"));
  EXPECT_EQ(after_insert(kText, "/layers", 3, R"({"id": "n"})"),
            replaced(kText, "{ \"id\": \"c\" }\n", "{ \"id\": \"c\" },\n    { \"id\": \"n\" }\n"));
  EXPECT_EQ(after_insert("[1, 2]", "", 1, "3"), "[1, 3, 2]");
  EXPECT_EQ(after_insert("[1, 2,]", "", 2, "3"), "[1, 2, 3,]");
  EXPECT_EQ(after_insert("[\n  1, // one\n  2, // two\n]", "", 2, "3"), "[\n  1, // one\n  2, // two\n  3,\n]");
  EXPECT_EQ(after_insert("[\n  1, // one\n  2 // two\n]", "", 2, "3"), "[\n  1, // one\n  2, // two\n  3\n]");
  EXPECT_EQ(after_insert("{\n  \"layers\": []\n}", "/layers", 0, "{\"id\": 1}"),
            "{\n  \"layers\": [\n    { \"id\": 1 }\n  ]\n}");
  EXPECT_EQ(after_insert("[ // nothing yet\n]", "", 0, "3"), "[ // nothing yet\n  3\n]");
}

TEST(Document, RemovingTakesTheLineTheCommaAndItsComments) {
  EXPECT_EQ(after_remove(kText, "/layers/0"),
            replaced(kText, "    { \"id\": \"a\", \"opacity\": 0.50 }, // first\n", ""));
  EXPECT_EQ(
      after_remove(kText, "/layers/1"),
      replaced(kText, "    // second\n    {\n      \"id\": \"b\", \"type\": \"text\",\n      \"text\": \"B\"\n    },\n",
               ""));
  EXPECT_EQ(after_remove(kText, "/layers/2"),
            replaced(replaced(kText, "\n    { \"id\": \"c\" }\n", "\n"), "    },\n", "    }\n"));
  EXPECT_EQ(after_remove(kText, "/layers/1/type"),
            replaced(kText, "\"id\": \"b\", \"type\": \"text\",", "\"id\": \"b\","));
  EXPECT_EQ(after_remove(kText, "/layers/1/id"), replaced(kText, "\"id\": \"b\", ", ""));
  EXPECT_EQ(after_remove("[1, 2, 3]", "/1"), "[1, 3]");
  EXPECT_EQ(after_remove("[1, 2, 3]", "/2"), "[1, 2]");
  EXPECT_EQ(after_remove("{ \"a\": 1 }", "/a"), "{}");
  EXPECT_EQ(after_remove("[\n  1, // one\n  2]", "/1"), "[\n  1 // one\n]");
  EXPECT_EQ(after_remove("[\n  1\n]", "/0"), "[]");
}

TEST(Document, MovingKeepsTheTextAndItsComments) {
  EXPECT_EQ(must(move_item(parsed(kText), "/layers/1", "/layers", 0)).text(), R"({
  // the stage
  "canvas": { "size": [1080, 1080], "fps": "30" }, // square
  "layers": [
    // second
    {
      "id": "b", "type": "text",
      "text": "B"
    },
    { "id": "a", "opacity": 0.50 }, // first

    { "id": "c" }
  ]
}
)");
  const Document nested = must(set_value(parsed(kText), "/layers/2/children", Json::array()));
  EXPECT_EQ(must(move_item(nested, "/layers/1", "/layers/1/children", 0)).text(), R"({
  // the stage
  "canvas": { "size": [1080, 1080], "fps": "30" }, // square
  "layers": [
    { "id": "a", "opacity": 0.50 }, // first

    { "id": "c", "children": [
      // second
      {
        "id": "b", "type": "text",
        "text": "B"
      }
    ] }
  ]
}
)");
}

TEST(Document, ErrorsNameThePointerAndLeaveTheDocument) {
  const Document document = parsed(kText);
  EXPECT_FALSE(set_value(document, "/layers/9/id", json("1")));
  EXPECT_FALSE(set_value(document, "/layers/0/id/deep", json("1")));
  EXPECT_FALSE(set_value(document, "layers", json("1")));
  EXPECT_FALSE(remove_value(document, "/nothing"));
  EXPECT_FALSE(remove_value(document, ""));
  EXPECT_FALSE(insert_item(document, "/canvas", 0, json("1")));
  EXPECT_FALSE(move_item(document, "/layers/0", "/layers/0/children", 0));
  EXPECT_FALSE(rename_member(document, "/layers", "canvas"));
  EXPECT_FALSE(set_value(document, "/name", Json::of("\xff")));
  EXPECT_EQ(document.text(), kText);
}

TEST(Document, RenamingAMemberChangesItsKeyOnly) {
  EXPECT_EQ(must(rename_member(parsed(kText), "/canvas", "a\"b")).text(), replaced(kText, "\"canvas\"", "\"a\\\"b\""));
}

// ---- Random texts and operations: the text always parses to what the same operation gives on the tree.

std::string random_space(Dice& dice) {
  static const char* kinds[] = {
      "", " ", "\n", "\n    ", " // note, [x] \"y\n", "/* {c}, */", "\n  // above\n  ", "\n\n", "/* two\n lines */"};
  return kinds[dice.chance(3) ? dice.below(std::size(kinds)) : dice.below(4)];
}

std::string random_text(Dice& dice, int depth) {
  static const char* scalars[] = {"1", "-2.50", "\"a,b\"", "\"//x\"", "true", "null", "\"]\\\"\""};
  const size_t kind = depth > 3 ? 2 : dice.below(3);
  if (kind == 2) return scalars[dice.below(std::size(scalars))];
  const size_t count = dice.below(4);
  std::string out = (kind == 0 ? "{" : "[") + random_space(dice);
  for (size_t i = 0; i < count; ++i) {
    if (kind == 0) out += "\"k" + std::to_string(i) + "\"" + random_space(dice) + ":" + random_space(dice);
    out += random_text(dice, depth + 1) + random_space(dice);
    if (i + 1 < count || dice.chance(3)) out += "," + random_space(dice);
  }
  return out + (kind == 0 ? "}" : "]");
}

void list_pointers(const Json& value, const std::string& pointer, std::vector<std::string>& out) {
  out.push_back(pointer);
  for (size_t i = 0; i < value.items.size(); ++i) list_pointers(value.items[i], pointer + child_pointer(i), out);
  for (const Json::Member& m : value.members) list_pointers(m.value, pointer + child_pointer(m.key), out);
}

Json* node(Json& root, const std::string& pointer) {
  return const_cast<Json*>(find_at(root, pointer));
}

// One random operation on the text and on the tree; false where it does not apply.
bool step(Dice& dice, Document& document, Json& tree) {
  std::vector<std::string> pointers;
  list_pointers(tree, "", pointers);
  const std::string pointer = pointers[dice.below(pointers.size())];
  const std::string other = pointers[dice.below(pointers.size())];
  Json& at = *node(tree, pointer);
  const Json value = json(random_text(dice, 1));
  Result<Document> next = document;
  switch (dice.below(5)) {
    case 0:
      next = set_value(document, pointer, value);
      at = value;
      break;
    case 1:
      if (!at.is_object()) return false;
      next = set_value(document, pointer + "/new", value);
      at.set("new", value);
      break;
    case 2: {
      if (!at.is_array()) return false;
      const size_t index = dice.below(at.items.size() + 1);
      next = insert_item(document, pointer, index, value);
      at.items.insert(at.items.begin() + static_cast<ptrdiff_t>(index), value);
      break;
    }
    case 3: {
      if (pointer.empty()) return false;
      next = remove_value(document, pointer);
      Json& parent = *node(tree, std::string(parent_pointer(pointer)));
      if (parent.is_array()) {
        parent.items.erase(parent.items.begin() + (&at - parent.items.data()));
      } else {
        const std::string key = last_step(pointer);
        std::erase_if(parent.members, [&](const Json::Member& m) { return m.key == key; });
      }
      break;
    }
    default: {
      if (pointer.empty() || is_within(other, pointer)) return false;
      Json& parent = *node(tree, std::string(parent_pointer(pointer)));
      if (!parent.is_array() || !node(tree, other)->is_array()) return false;
      const size_t from = static_cast<size_t>(&at - parent.items.data());
      const std::string target = *after_removal(other, parent_pointer(pointer), from);
      const Json moved = at;
      parent.items.erase(parent.items.begin() + static_cast<ptrdiff_t>(from));
      Json& list = *node(tree, target);
      const size_t index = dice.below(list.items.size() + 1);
      list.items.insert(list.items.begin() + static_cast<ptrdiff_t>(index), moved);
      next = move_item(document, pointer, target, index);
    }
  }
  document = must(std::move(next));
  return true;
}

TEST(Document, RandomOperationsOnRandomTextsDoWhatTheyDoOnTheTree) {
  for (uint64_t seed = 0; seed < 1500; ++seed) {
    Dice dice(seed);
    Document document = parsed(random_space(dice) + random_text(dice, 0) + random_space(dice) + "\n");
    Json tree = document.root();
    for (int i = 0; i < 12; ++i) {
      const std::string before = document.text();
      if (!step(dice, document, tree)) continue;
      ASSERT_TRUE(equal(document.root(), tree)) << "seed " << seed << " step " << i << "\nbefore:\n"
                                                << before << "\nafter:\n"
                                                << document.text() << "\nexpected: " << write_json(tree, 0);
    }
  }
}

TEST(Document, TheExampleTemplatesSurviveEditsOfEveryNumber) {
  const std::string text = must(read_file(FP_SOURCE_DIR "/assets/templates/product-ad/template.json", Fault::missing));
  const Document document = parsed(text);
  std::vector<std::string> pointers;
  list_pointers(document.root(), "", pointers);
  for (const std::string& pointer : pointers) {
    const Json& old = *find_at(document.root(), pointer);
    if (!old.is_number()) continue;
    std::string expected = text;
    expected.replace(old.span.begin, old.span.end - old.span.begin, "12345.5");
    ASSERT_EQ(must(set_value(document, pointer, Json::of(12345.5))).text(), expected);
  }
}

}  // namespace
}  // namespace fp::editor
