// Documents built into compositions of 300 frames on a canvas of 1000 x 500.
#pragma once

#include <gtest/gtest.h>

#include "tests/template/documents.hpp"

namespace fp::testing_documents {

inline Template bare() {
  Template tpl;
  tpl.file = "t.json";
  tpl.name = "test";
  tpl.locale = "en-US";
  tpl.fonts = {{"brand", "fonts/brand.otf"}};
  return tpl;
}

inline Composition built(const std::string& text) {
  Result<Composition> made = build_composition(bare(), parsed(text), "", "rows.csv:3");
  EXPECT_TRUE(made.has_value()) << text << "\n" << (made ? "" : to_string(made.error()[0]));
  return made ? *std::move(made) : Composition{};
}
inline std::vector<Layer> layers(const std::string& text) {
  return built(with_layers(text)).layers;
}

}  // namespace fp::testing_documents
