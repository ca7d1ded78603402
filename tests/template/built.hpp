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

// Every fault of a document as "message | pointer", a line each.
inline std::string faults(const std::string& text) {
  const Result<Composition> made = build_composition(bare(), parsed(text), "", "");
  std::string all;
  if (!made) {
    for (const Diagnostic& d : made.error()) {
      EXPECT_EQ(d.fault, Fault::invalid);
      EXPECT_GT(d.line, 0);
      all += d.message + " | " + d.pointer + "\n";
    }
  }
  return all;
}
inline std::string layer_faults(const std::string& text) {
  return faults(with_layers(text));
}

}  // namespace fp::testing_documents
