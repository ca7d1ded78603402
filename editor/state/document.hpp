// A template's text and the tree parsed from it. The text is what is edited: by pointer, in place, so that order,
// comments and formatting stay and a change touches no byte it does not have to.
//
// A Document is a value: copies are cheap (both parts are shared and never change), every operation gives another one.
// Errors (Fault::invalid) say which pointer names nothing, or that the result would be no JSON; the Document asked is
// as it was.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace fp::editor {

class Document {
 public:
  Document();  // "{}\n"

  // JSON with comments and trailing commas. `file` names it in messages.
  static Result<Document> parse(std::string text, std::string file = {});

  const std::string& text() const { return content_->text; }
  const Json& root() const { return content_->root; }  // spans are offsets into text()
  const std::string& file() const { return content_->file; }

 private:
  struct Content {
    std::string text, file;
    Json root;
  };
  std::shared_ptr<const Content> content_;
};

// The value at the pointer becomes `value`. Only what differs is written: a number's own digits, members that come or
// go, items in the middle of a list. Equal values change nothing (1 and 1.0 are equal; order of members is not looked
// at). Objects missing on the way are made; the step "-", or a list's size, appends to a list.
Result<Document> set_value(const Document& document, std::string_view pointer, const Json& value);

// The member or item goes, with its comma, its line, and the comment on that line or directly above it.
Result<Document> remove_value(const Document& document, std::string_view pointer);

// `value` becomes item `index` (up to the list's size) of the list at the pointer.
Result<Document> insert_item(const Document& document, std::string_view array, size_t index, const Json& value);

// The item at `from` becomes item `index` of the list at `array`, as it is written, with its comments. Both `array` and
// `index` are as they are once the item has been taken out.
Result<Document> move_item(const Document& document, std::string_view from, std::string_view array, size_t index);

// The item at `from` once more, as it is written, as item `index` of the list at `array`.
Result<Document> copy_item(const Document& document, std::string_view from, std::string_view array, size_t index);

// The member at the pointer keeps its value and place under another key. Fails if the key is taken.
Result<Document> rename_member(const Document& document, std::string_view pointer, const std::string& key);

}  // namespace fp::editor
