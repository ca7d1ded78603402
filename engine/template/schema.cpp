#include "engine/template/schema.hpp"

#include "engine/template/template.hpp"

namespace fp {
namespace embedded {
extern const std::string_view kTemplateSchema;  // made from assets/schema/template.schema.json at build time
}

namespace {

const Json* target_of(const Json& root, std::string_view reference) {
  constexpr std::string_view kPrefix = "#/definitions/";
  if (!reference.starts_with(kPrefix)) return nullptr;
  const Json* definitions = root.find("definitions");
  return definitions ? definitions->find(reference.substr(kPrefix.size())) : nullptr;
}

// The schema is part of the program: a fault in it is a broken invariant, not an input error.
void prepare(Schema& schema, const Json& node) {
  if (const Json* reference = node.find("$ref"); reference && reference->is_string()) {
    const Json* target = target_of(schema.root, reference->text);
    FP_ASSERT(target != nullptr);
    schema.references.emplace(&node, target);
  }
  if (const Json* pattern = node.find("pattern"); pattern && pattern->is_string()) {
    schema.patterns.emplace(&node, std::regex(pattern->text, std::regex::ECMAScript | std::regex::optimize));
  }
  for (const Json& item : node.items) prepare(schema, item);
  for (const Json::Member& member : node.members) prepare(schema, member.value);
}

}  // namespace

const Json& Schema::resolve(const Json& node) const {
  const Json* at = &node;
  for (auto found = references.find(at); found != references.end(); found = references.find(at)) at = found->second;
  return *at;
}

std::string_view template_schema() {
  return embedded::kTemplateSchema;
}

const Schema& prepared_schema() {
  static const Schema& schema = *[] {
    auto* made = new Schema;  // lives as long as the process
    Result<Json> root = parse_json(template_schema(), "template.schema.json");
    FP_ASSERT(root.has_value());
    made->root = *std::move(root);
    prepare(*made, made->root);
    made->expression = target_of(made->root, "#/definitions/expression");
    FP_ASSERT(made->expression != nullptr);
    return made;
  }();
  return schema;
}

}  // namespace fp
