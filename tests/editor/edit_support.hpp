// What the tests of the editor's state share.
#pragma once

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "editor/state/document.hpp"

namespace fp::editor {

inline std::string describe(const Errors& errors) {
  std::string text;
  for (const Diagnostic& d : errors) text += to_string(d) + "\n";
  return text;
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << describe(result.error());
    return T();
  }
  return *std::move(result);
}

inline Document parsed(std::string text) {
  return must(Document::parse(std::move(text), "test.json"));
}
inline Json json(std::string_view text) {
  return must(parse_json(text, "value"));
}

// Random numbers for property tests: the same in every run.
struct Dice {
  std::mt19937_64 engine;
  explicit Dice(uint64_t seed) : engine(seed) {}
  size_t below(size_t n) { return n == 0 ? 0 : engine() % n; }
  bool chance(size_t one_in) { return below(one_in) == 0; }
};

}  // namespace fp::editor
