// The published schema, read once and prepared for checking documents: references resolved, patterns compiled.
// Internal to engine/template.
#pragma once

#include <regex>
#include <unordered_map>

#include "engine/core/json.hpp"

namespace fp {

struct Schema {
  Json root;
  std::unordered_map<const Json*, const Json*> references;  // a node with "$ref" -> what it names
  std::unordered_map<const Json*, std::regex> patterns;     // a node with "pattern"
  const Json* expression = nullptr;                         // the definition that stands for "=..." and "{{...}}"

  Schema() = default;
  Schema(const Schema&) = delete;  // the maps point into root
  Schema& operator=(const Schema&) = delete;

  const Json& resolve(const Json& node) const;  // follows "$ref", if there is one
};

// The schema of template files, immutable and shared by all threads.
const Schema& prepared_schema();

}  // namespace fp
