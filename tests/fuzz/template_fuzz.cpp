// Arbitrary bytes as a template: parsed, checked against the schema as written and as resolved. Nothing but errors may
// come of it.
#include "engine/template/template.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const fp::Result<fp::Json> document = fp::parse_json(text, "fuzz.json");
  if (!document) return 0;
  fp::validate_document(*document, "fuzz.json", false);
  if (!fp::validate_document(*document, "fuzz.json", true).empty()) return 0;
  fp::Template tpl;
  tpl.file = "fuzz.json";
  tpl.document = *document;
  static_cast<void>(fp::build_composition(tpl, *document, "", ""));
  return 0;
}
