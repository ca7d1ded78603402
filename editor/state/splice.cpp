#include "editor/state/splice.hpp"

#include <algorithm>
#include <optional>

namespace fp::editor {
namespace {

struct Element {
  size_t begin = 0, end = 0;  // from the key, or the value of an item
};

std::vector<Element> elements_of(const Json& container) {
  std::vector<Element> elements;
  for (const Json::Member& m : container.members) elements.push_back({m.key_span.begin, m.value.span.end});
  for (const Json& item : container.items) elements.push_back({item.span.begin, item.span.end});
  return elements;
}

// What stands between two elements: a comma, perhaps, comments and blanks.
struct Gap {
  std::optional<size_t> comma;
  std::vector<Element> comments;
};

Gap scan_gap(std::string_view text, size_t begin, size_t end) {
  Gap gap;
  for (size_t at = begin; at < end; ++at) {
    if (text[at] == ',') gap.comma = at;
    if (text[at] != '/') continue;
    const bool line = text[at + 1] == '/';
    size_t stop = line ? text.find('\n', at) : text.find("*/", at + 2) + 2;
    stop = std::min(stop, end);
    if (line && stop > at && text[stop - 1] == '\r') --stop;
    gap.comments.push_back({at, stop});
    at = stop - 1;
  }
  return gap;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool has_break(std::string_view text) {
  return text.find('\n') != std::string_view::npos;
}
size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}
bool at_break(std::string_view text, size_t at) {
  return at >= text.size() || text[at] == '\n' || text.substr(at, 2) == "\r\n";
}

// The comment that follows `from` on its line, and where the line ends after it.
struct Tail {
  Element comment;        // empty: none
  bool at_break = false;  // nothing else follows on the line
  size_t end = 0;         // of the comment, or `from`
};

Tail tail_after(std::string_view text, size_t from) {
  Tail tail{.comment = {from, from}, .end = from};
  size_t at = skip_blanks(text, from);
  if (text.substr(at, 2) == "//") {
    size_t stop = std::min(text.find('\n', at), text.size());
    if (text[stop - 1] == '\r') --stop;
    tail.comment = {at, stop};
  } else if (text.substr(at, 2) == "/*") {
    const size_t stop = text.find("*/", at + 2) + 2;
    if (!has_break(text.substr(at, stop - at)) && at_break(text, skip_blanks(text, stop))) tail.comment = {at, stop};
  }
  if (tail.comment.end > tail.comment.begin) tail.end = tail.comment.end;
  tail.at_break = at_break(text, skip_blanks(text, tail.end));
  return tail;
}

// An element and what belongs to it.
struct Extent {
  size_t begin = 0;         // of the comments above it, or its own
  size_t end = 0;           // its own
  size_t stop = 0;          // after its comma, or its own end
  bool own_line = false;    // nothing before it on the line, nothing but `tail` after it
  bool line_start = false;  // nothing before it on the line
  std::optional<size_t> comma;
  Tail tail;
};

Extent extent_of(std::string_view text, const Json& container, const std::vector<Element>& elements, size_t index) {
  const size_t floor = index > 0 ? elements[index - 1].end : container.span.begin + 1;
  const size_t ceiling = index + 1 < elements.size() ? elements[index + 1].begin : container.span.end - 1;
  Extent extent{.begin = elements[index].begin, .end = elements[index].end};
  extent.line_start = begins_line(text, extent.begin);
  const Gap before = scan_gap(text, floor, extent.begin);
  for (size_t i = before.comments.size(); extent.line_start && i-- > 0;) {
    const Element comment = before.comments[i];
    const std::string_view between = text.substr(comment.end, extent.begin - comment.end);
    const bool above = std::ranges::count(between, '\n') == 1 && (!before.comma || *before.comma < comment.begin);
    if (!above || !begins_line(text, comment.begin)) break;
    extent.begin = comment.begin;
  }
  extent.comma = scan_gap(text, extent.end, ceiling).comma;
  extent.stop = extent.comma ? *extent.comma + 1 : extent.end;
  extent.tail = tail_after(text, extent.stop);
  extent.own_line = extent.line_start && extent.tail.at_break;
  return extent;
}

std::string reindent(const Piece& piece, const std::string& indent) {
  std::string out;
  std::string_view rest = piece.text;
  for (size_t end = 0; (end = rest.find('\n')) != std::string_view::npos;) {
    out += rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    if (at_break(rest, 0)) continue;
    if (rest.starts_with(piece.indent)) {
      out += indent;
      rest.remove_prefix(piece.indent.size());
    }
  }
  return out.append(rest);
}

// A comment that something may follow on its line.
std::string closed_comment(const std::string& comment) {
  if (!comment.starts_with("//")) return comment;
  if (comment.find("*/") != std::string::npos) return {};
  return "/*" + comment.substr(2) + " */";
}

// Whether a value at `begin` has nothing but its key before it on the line.
bool key_begins_line(std::string_view text, size_t begin) {
  std::string_view line = text.substr(begin - column_of(text, begin), column_of(text, begin));
  line.remove_prefix(skip_blanks(line, 0));
  return line.starts_with('"') && std::ranges::count(line, '"') == 2;
}

std::vector<TextEdit> first_insertion(std::string_view text, const TextStyle& style, const Json& container,
                                      const Piece& piece) {
  const size_t open = container.span.begin + 1, close = container.span.end - 1;
  const std::string_view inside = text.substr(open, close - open);
  const std::string outer = indent_at(text, container.span.begin), inner = outer + style.unit;
  const bool comments = !scan_gap(text, open, close).comments.empty();
  // A list whose key begins a line gets lines for its items, if they are more than numbers and words;
  // so does what takes several lines itself.
  const bool bulky = piece.text.find('\n') != std::string::npos ||
                     (piece.text.find_first_of("{[") != std::string::npos && container.is_array() && !style.tight &&
                      key_begins_line(text, container.span.begin));
  if (!comments && !has_break(inside) && !bulky && piece.tail.empty()) {
    const std::string pad = container.is_object() && !style.tight ? " " : "";
    return {{open, close, pad + reindent(piece, outer) + pad}};
  }
  const size_t kept = comments ? scan_gap(text, open, close).comments.back().end : open;
  std::string added = style.line_break + inner + reindent(piece, inner);
  if (!piece.tail.empty()) added += " " + piece.tail;
  return {{kept, close, added + style.line_break + outer}};
}

}  // namespace

std::string apply_edits(std::string_view text, std::vector<TextEdit> edits) {
  std::ranges::stable_sort(edits, {}, &TextEdit::begin);
  std::string out;
  size_t at = 0;
  for (const TextEdit& edit : edits) {
    out += text.substr(at, edit.begin - at);
    out += edit.text;
    at = edit.end;
  }
  return out.append(text.substr(at));
}

Piece take_piece(std::string_view text, const Json& container, size_t index) {
  const Extent extent = extent_of(text, container, elements_of(container), index);
  Piece piece{.text = std::string(text.substr(extent.begin, extent.end - extent.begin)),
              .indent = indent_at(text, extent.begin)};
  if (extent.own_line)
    piece.tail = text.substr(extent.tail.comment.begin, extent.tail.comment.end - extent.tail.comment.begin);
  return piece;
}

std::vector<TextEdit> insertion(std::string_view text, const TextStyle& style, const Json& container, size_t index,
                                const Piece& piece) {
  const std::vector<Element> elements = elements_of(container);
  if (elements.empty()) return first_insertion(text, style, container, piece);
  const bool commented = piece.text.starts_with('/');
  if (index == 0) {
    const Element first = elements.front();
    const Tail tail = tail_after(text, container.span.begin + 1);
    const std::string indent = indent_at(text, first.begin);
    if (begins_line(text, first.begin) && tail.at_break) {
      const std::string end = piece.tail.empty() ? "" : " " + piece.tail;
      return {{tail.end, tail.end, style.line_break + indent + reindent(piece, indent) + "," + end}};
    }
    const std::string blank = style.tight ? "" : " ";
    const std::string end = piece.tail.empty() ? "" : " " + closed_comment(piece.tail);
    return {{first.begin, first.begin,
             (commented ? style.line_break + indent : "") + reindent(piece, indent) + "," + end + blank}};
  }
  const Extent before = extent_of(text, container, elements, index - 1);
  const bool last = index == elements.size();
  const std::string indent = indent_at(text, elements[index - 1].begin);
  const bool room = !has_break(text.substr(container.span.begin, container.span.end - container.span.begin)) ||
                    column_of(text, before.stop) + piece.text.size() + 2 <= kLineLength;
  const bool own = commented || !room || (before.line_start && (last || before.tail.at_break));
  std::vector<TextEdit> edits;
  if (!before.comma) edits.push_back({before.end, before.end, ","});
  const bool line_end = own && before.tail.at_break;
  const size_t at = line_end ? before.tail.end : before.stop;
  std::string added = own ? style.line_break + indent : style.tight ? "" : " ";
  added += reindent(piece, indent);
  if (!last || before.comma) added += ",";
  if (!piece.tail.empty()) added += " " + (line_end ? piece.tail : closed_comment(piece.tail));
  edits.push_back({at, at, added});
  return edits;
}

std::vector<TextEdit> removal(std::string_view text, const Json& container, size_t index) {
  const std::vector<Element> elements = elements_of(container);
  const Extent extent = extent_of(text, container, elements, index);
  const size_t open = container.span.begin + 1, close = container.span.end - 1;
  const bool last = index + 1 == elements.size();
  const size_t floor = index > 0 ? elements[index - 1].end : open;
  const Gap before = scan_gap(text, floor, elements[index].begin);
  std::vector<TextEdit> edits;
  // Without a comma after it, the one before it goes.
  const bool takes_comma = last && !extent.comma && before.comma;
  if (extent.own_line) {
    if (takes_comma) edits.push_back({*before.comma, *before.comma + 1, ""});
    const size_t line = extent.begin - column_of(text, extent.begin);
    size_t end = skip_blanks(text, extent.tail.end);
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
    edits.push_back({line, end, ""});
  } else if (!last && !has_break(text.substr(extent.end, elements[index + 1].begin - extent.end)) &&
             scan_gap(text, extent.end, elements[index + 1].begin).comments.empty()) {
    edits.push_back({extent.begin, elements[index + 1].begin, ""});
  } else if (takes_comma && before.comments.empty() && !has_break(text.substr(floor, extent.begin - floor))) {
    edits.push_back({floor, extent.end, ""});
  } else {
    if (takes_comma) edits.push_back({*before.comma, *before.comma + 1, ""});
    size_t begin = extent.begin;
    while (begin > floor && is_blank(text[begin - 1])) --begin;
    edits.push_back({begin, extent.stop, ""});
  }
  if (elements.size() > 1) return edits;
  // What is left of a container that held nothing else: "{}", unless comments are left in it.
  const std::vector<Element> left = scan_gap(text, open, extent.begin).comments;
  const size_t tail_end = extent.own_line ? extent.tail.end : extent.stop;
  if (left.empty() && scan_gap(text, std::min(tail_end, close), close).comments.empty()) return {{open, close, ""}};
  return edits;
}

}  // namespace fp::editor
