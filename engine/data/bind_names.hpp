// PostgreSQL numbers the values bound to a statement; a template names them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fp {

struct NumberedText {
  std::string text;                // each :name as $1, $2, ...; the same name, the same number
  std::vector<std::string> names;  // names[0] is $1
  std::optional<size_t> numbered;  // offset of a $1 that stood in the source
  std::optional<size_t> second;    // offset of what follows the first statement's semicolon
  struct Step {
    size_t text, source;  // offsets of what follows a replaced name
  };
  std::vector<Step> steps;

  size_t source_offset(size_t text_offset) const;
};

// Leaves alone what PostgreSQL (with standard_conforming_strings) reads as a text, a quoted name, a $$text$$, a comment
// or a cast. What is never closed runs to the end; the server says so.
NumberedText number_binds(std::string_view source);

}  // namespace fp
