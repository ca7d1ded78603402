#include "editor/state/document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "editor/state/pointer.hpp"
#include "editor/state/splice.hpp"

namespace fp::editor {
namespace {

std::unexpected<Errors> no_such(const Document& document, std::string_view pointer, std::string_view what) {
  return fail(Diagnostic{
      .fault = Fault::invalid, .file = document.file(), .pointer = std::string(pointer), .message = std::string(what)});
}

Result<Document> edited(const Document& document, std::vector<TextEdit> edits) {
  return Document::parse(apply_edits(document.text(), std::move(edits)), document.file());
}

TextStyle text_style(const Document& document) {
  return style_of(document.text(), document.root());
}

Result<Document> replace_text(const Document& document, const Json& old, const Json& value) {
  const std::string& text = document.text();
  const size_t begin = old.span.begin;
  return edited(document, {{begin, old.span.end,
                            write_value(value, text_style(document), indent_at(text, begin), column_of(text, begin))}});
}

// A member or item made of a value, for `container`.
Piece make_piece(const Document& document, const Json& container, const std::string* key, const Json& value) {
  const TextStyle style = text_style(document);
  const std::string& text = document.text();
  std::string start = key ? write_key(*key) + (style.tight ? ":" : ": ") : std::string();
  const bool any = !container.members.empty() || !container.items.empty();
  const size_t sibling = !any                    ? container.span.begin
                         : container.is_object() ? container.members.back().key_span.begin
                                                 : container.items.back().span.begin;
  const std::string indent = any ? indent_at(text, sibling) : indent_at(text, sibling) + style.unit;
  // As though it stood on a line of its own, which is the longest it may get.
  std::string written = start + write_value(value, style, indent, indent.size() + start.size() + 1);
  return {.text = std::move(written), .indent = indent};
}

Result<Document> insert_piece(const Document& document, const Json& container, size_t index, const Piece& piece) {
  return edited(document, insertion(document.text(), text_style(document), container, index, piece));
}

Result<Document> change(const Document& document, const std::string& pointer, const Json& value);

Result<Document> change_object(const Document& document, const std::string& pointer, const Json& value) {
  const Json old = *find_at(document.root(), pointer);
  Result<Document> now = document;
  for (const Json::Member& m : old.members) {
    if (!value.find(m.key)) now = remove_value(*now, pointer + child_pointer(m.key));
    if (!now) return now;
  }
  size_t at = 0;  // a new member stands after the one that precedes it in `value`
  for (const Json::Member& m : value.members) {
    const Json& object = *find_at(now->root(), pointer);
    if (object.find(m.key)) {
      const auto place = std::ranges::find(object.members, m.key, &Json::Member::key) - object.members.begin();
      at = static_cast<size_t>(place) + 1;
      now = change(*now, pointer + child_pointer(m.key), m.value);
    } else {
      now = insert_piece(*now, object, at++, make_piece(*now, object, &m.key, m.value));
    }
    if (!now) return now;
  }
  return now;
}

Result<Document> change_array(const Document& document, const std::string& pointer, const Json& value) {
  const Json old = *find_at(document.root(), pointer);
  const size_t had = old.items.size(), has = value.items.size(), least = std::min(had, has);
  size_t front = 0, back = 0;
  while (front < least && equal(old.items[front], value.items[front])) ++front;
  while (back < least - front && equal(old.items[had - 1 - back], value.items[has - 1 - back])) ++back;
  Result<Document> now = document;
  const size_t both = least - front - back;
  for (size_t i = 0; now && i < both; ++i)
    now = change(*now, pointer + child_pointer(front + i), value.items[front + i]);
  for (size_t i = had - back; now && i-- > front + both;) now = remove_value(*now, pointer + child_pointer(i));
  for (size_t i = front + both; now && i < has - back; ++i) now = insert_item(*now, pointer, i, value.items[i]);
  return now;
}

// The value at a pointer that is there.
Result<Document> change(const Document& document, const std::string& pointer, const Json& value) {
  const Json& old = *find_at(document.root(), pointer);
  if (equal(old, value)) return document;
  if (old.is_object() && value.is_object()) {
    const bool shared = std::ranges::any_of(old.members, [&](const Json::Member& m) { return value.find(m.key); });
    if (shared) return change_object(document, pointer, value);
  }
  if (old.is_array() && value.is_array() && !old.items.empty() && !value.items.empty())
    return change_array(document, pointer, value);
  return replace_text(document, old, value);
}

// The value that makes the steps beneath a missing member: {"a": {"b": value}}.
Json wrapped(const std::vector<std::string>& steps, size_t from, const Json& value) {
  Json made = value;
  for (size_t i = steps.size(); i-- > from;) {
    Json outer = Json::object();
    outer.set(steps[i], std::move(made));
    made = std::move(outer);
  }
  return made;
}

}  // namespace

Document::Document() : content_(std::make_shared<const Content>(Content{"{}\n", {}, *parse_json("{}\n", {})})) {}

Result<Document> Document::parse(std::string text, std::string file) {
  Result<Json> root = parse_json(text, file);
  if (!root) return fail(std::move(root.error()));
  Document document;
  document.content_ = std::make_shared<const Content>(Content{std::move(text), std::move(file), *std::move(root)});
  return document;
}

Result<Document> set_value(const Document& document, std::string_view pointer, const Json& value) {
  const auto steps = split_pointer(pointer);
  if (!steps) return no_such(document, pointer, "this is no JSON pointer");
  if (find_at(document.root(), pointer)) return change(document, std::string(pointer), value);
  const Json* at = &document.root();
  std::string here;
  for (size_t i = 0; i < steps->size(); ++i) {
    const std::string& step = (*steps)[i];
    if (at->is_object()) {
      if (const Json* next = at->find(step)) {
        at = next;
        here += child_pointer(step);
        continue;
      }
      const Piece piece = make_piece(document, *at, &step, wrapped(*steps, i + 1, value));
      return insert_piece(document, *at, at->members.size(), piece);
    }
    const std::optional<size_t> index = parse_index(step);
    if (!at->is_array()) return no_such(document, here, "the value here has no members");
    if (step == "-" || index == at->items.size())
      return insert_item(document, here, at->items.size(), wrapped(*steps, i + 1, value));
    if (!index || *index > at->items.size()) return no_such(document, pointer, "the list has no such item");
    at = &at->items[*index];
    here += child_pointer(*index);
  }
  return no_such(document, pointer, "nothing is here");
}

Result<Document> remove_value(const Document& document, std::string_view pointer) {
  const Json* value = find_at(document.root(), pointer);
  if (!value || pointer.empty()) return no_such(document, pointer, "there is nothing here to remove");
  const Json& container = *find_at(document.root(), parent_pointer(pointer));
  size_t index = 0;
  if (container.is_object()) {
    while (&container.members[index].value != value) ++index;
  } else {
    index = static_cast<size_t>(value - container.items.data());
  }
  return edited(document, removal(document.text(), container, index));
}

Result<Document> insert_item(const Document& document, std::string_view array, size_t index, const Json& value) {
  const Json* list = find_at(document.root(), array);
  if (!list || !list->is_array() || index > list->items.size())
    return no_such(document, array, fmt::format("there is no list here that could take an item {}", index));
  return insert_piece(document, *list, index, make_piece(document, *list, nullptr, value));
}

Result<Document> move_item(const Document& document, std::string_view from, std::string_view array, size_t index) {
  const Json* list = find_at(document.root(), parent_pointer(from));
  const Json* item = find_at(document.root(), from);
  if (!list || !list->is_array() || !item) return no_such(document, from, "there is no item here to move");
  const Piece piece = take_piece(document.text(), *list, static_cast<size_t>(item - list->items.data()));
  const Result<Document> without = remove_value(document, from);
  if (!without) return without;
  const Json* target = find_at(without->root(), array);
  if (!target || !target->is_array() || index > target->items.size())
    return no_such(document, array, fmt::format("there is no list here that could take an item {}", index));
  return insert_piece(*without, *target, index, piece);
}

Result<Document> copy_item(const Document& document, std::string_view from, std::string_view array, size_t index) {
  const Json* list = find_at(document.root(), parent_pointer(from));
  const Json* item = find_at(document.root(), from);
  const Json* target = find_at(document.root(), array);
  if (!list || !list->is_array() || !item) return no_such(document, from, "there is no item here to copy");
  if (!target || !target->is_array() || index > target->items.size())
    return no_such(document, array, fmt::format("there is no list here that could take an item {}", index));
  const Piece piece = take_piece(document.text(), *list, static_cast<size_t>(item - list->items.data()));
  return insert_piece(document, *target, index, piece);
}

Result<Document> rename_member(const Document& document, std::string_view pointer, const std::string& key) {
  const Json* object = pointer.empty() ? nullptr : find_at(document.root(), parent_pointer(pointer));
  const std::string old = last_step(pointer);
  if (!object || !object->is_object() || !object->find(old))
    return no_such(document, pointer, "there is no member here to rename");
  if (key == old) return document;
  if (object->find(key)) return no_such(document, pointer, fmt::format("the name \"{}\" is taken", key));
  const auto member = std::ranges::find(object->members, old, &Json::Member::key);
  return edited(document, {{member->key_span.begin, member->key_span.end, write_key(key)}});
}

}  // namespace fp::editor
