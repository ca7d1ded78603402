// Editing JSON text in place: what of the text belongs to a member or item, and how one comes in or goes with its
// comma, its line and its comments. Internal to editor/state; document.hpp is what others use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace fp::editor {

// Replaces the bytes [begin, end).
struct TextEdit {
  size_t begin = 0, end = 0;
  std::string text;
};
// `edits` do not overlap; those at the same place are put in in their order.
std::string apply_edits(std::string_view text, std::vector<TextEdit> edits);

// A member ("key": value) or an item, taken out of a text or to be put into one.
struct Piece {
  std::string text;    // with the comments on the lines above it; lines after the first are indented as they stood
  std::string indent;  // of its first line: taken off the other lines and replaced by the indentation of the new place
  std::string tail;    // the comment that followed it on its line, or empty
};

// How a text is written: learnt from it, used for what is put in.
struct TextStyle {
  std::string line_break = "\n";
  std::string unit = "  ";  // one level of indentation
  bool tight = false;       // all on one line without spaces
};
TextStyle style_of(std::string_view text, const Json& root);

inline constexpr size_t kLineLength = 120;  // longer values are written over several lines

// The value as text, over one line where it fits after `column` characters, else indented beneath `indent`.
std::string write_value(const Json& value, const TextStyle& style, const std::string& indent, size_t column);
std::string write_key(const std::string& key);  // quoted and escaped

std::string indent_at(std::string_view text, size_t offset);  // the blanks that begin the line of `offset`
size_t column_of(std::string_view text, size_t offset);       // bytes between the line's begin and `offset`
// Whether nothing but blanks stands before `offset` on its line.
bool begins_line(std::string_view text, size_t offset);

Piece take_piece(std::string_view text, const Json& container, size_t index);
std::vector<TextEdit> insertion(std::string_view text, const TextStyle& style, const Json& container, size_t index,
                                const Piece& piece);
std::vector<TextEdit> removal(std::string_view text, const Json& container, size_t index);

}  // namespace fp::editor
