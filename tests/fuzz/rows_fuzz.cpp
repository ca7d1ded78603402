// Arbitrary bytes as a table, in every format.
#include "engine/data/table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const fp::TableFormat format :
       {fp::TableFormat::by_name, fp::TableFormat::csv, fp::TableFormat::json, fp::TableFormat::jsonl}) {
    static_cast<void>(fp::parse_table(text, "fuzz", format));
  }
  return 0;
}
