#include "engine/core/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <set>

namespace fp {

std::string to_string(const Diagnostic& d) {
  std::string text;
  if (!d.file.empty()) {
    text += d.file;
    if (d.line > 0) text += fmt::format(":{}", d.line);
    if (d.line > 0 && d.column > 0) text += fmt::format(":{}", d.column);
    text += ": ";
  }
  text += d.message;
  if (!d.pointer.empty()) text += fmt::format(" ({})", d.pointer);
  if (!d.hint.empty()) text += fmt::format("\n  hint: {}", d.hint);
  return text;
}

Errors without_repeats(const Errors& errors) {
  std::set<std::string> seen;
  Errors once;
  std::ranges::copy_if(errors, std::back_inserter(once),
                       [&](const Diagnostic& d) { return seen.insert(to_string(d)).second; });
  return once;
}

int exit_code(const Errors& errors) {
  // A wrong command line hides everything else; then what the user must mend first.
  constexpr std::pair<Fault, int> kOrder[] = {{Fault::usage, 2},     {Fault::invalid, 3}, {Fault::missing, 4},
                                              {Fault::no_device, 5}, {Fault::failed, 1},  {Fault::not_reproducible, 7}};
  for (const auto& [fault, code] : kOrder) {
    for (const Diagnostic& d : errors) {
      if (d.fault == fault) return code;
    }
  }
  return 1;
}

void invariant_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "framepress: internal error: %s (%s:%d); please report this\n", expression, file, line);
  std::abort();
}

}  // namespace fp
