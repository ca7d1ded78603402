// e2e_json [POINTER]: reads one JSON document from standard input, strictly, and prints the value at a pointer such as
// /errors/0/line (a text without its quotes). Exit 1: not JSON, or nothing there.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>

#include "engine/core/json.hpp"

int main(int argc, char** argv) {
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  const auto document = fp::parse_json(text, "standard input");
  if (!document) {
    std::cerr << to_string(document.error().front()) << "\n" << text << "\n";
    return 1;
  }
  const fp::Json* at = &*document;
  const std::string pointer = argc > 1 ? argv[1] : "";
  for (size_t begin = 1; at != nullptr && begin <= pointer.size();) {
    const size_t end = std::min(pointer.find('/', begin), pointer.size());
    const std::string step = pointer.substr(begin, end - begin);
    if (at->is_array()) {
      const size_t index = static_cast<size_t>(std::strtoull(step.c_str(), nullptr, 10));
      at = index < at->items.size() ? &at->items[index] : nullptr;
    } else {
      at = at->find(step);
    }
    begin = end + 1;
  }
  if (at == nullptr) return 1;
  std::cout << (at->is_string() ? at->text : write_json(*at, 0)) << "\n";
}
