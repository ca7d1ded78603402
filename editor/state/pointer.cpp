#include "editor/state/pointer.hpp"

#include <charconv>

namespace fp::editor {
namespace {

// The index that `pointer` has in `array` and what follows it.
struct Place {
  size_t index;
  std::string_view rest;
};

std::optional<Place> place_in(std::string_view pointer, std::string_view array) {
  if (!pointer.starts_with(array)) return std::nullopt;
  std::string_view rest = pointer.substr(array.size());
  if (!rest.starts_with('/')) return std::nullopt;
  rest.remove_prefix(1);
  const size_t end = std::min(rest.find('/'), rest.size());
  const std::optional<size_t> index = parse_index(rest.substr(0, end));
  if (!index) return std::nullopt;
  return Place{*index, rest.substr(end)};
}

std::string join(std::string_view array, size_t index, std::string_view rest) {
  std::string pointer(array);
  pointer += child_pointer(index);
  pointer += rest;
  return pointer;
}

}  // namespace

std::string_view parent_pointer(std::string_view pointer) {
  const size_t slash = pointer.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : pointer.substr(0, slash);
}

std::string last_step(std::string_view pointer) {
  const auto steps = split_pointer(pointer.substr(parent_pointer(pointer).size()));
  return steps && !steps->empty() ? steps->back() : std::string();
}

bool is_within(std::string_view pointer, std::string_view ancestor) {
  return pointer.starts_with(ancestor) && (pointer.size() == ancestor.size() || pointer[ancestor.size()] == '/');
}

std::string after_insertion(std::string_view pointer, std::string_view array, size_t index) {
  const std::optional<Place> place = place_in(pointer, array);
  if (!place || place->index < index) return std::string(pointer);
  return join(array, place->index + 1, place->rest);
}

std::optional<std::string> after_removal(std::string_view pointer, std::string_view array, size_t index) {
  const std::optional<Place> place = place_in(pointer, array);
  if (!place || place->index < index) return std::string(pointer);
  if (place->index == index) return std::nullopt;
  return join(array, place->index - 1, place->rest);
}

}  // namespace fp::editor
