// Errors as values. Everything that can fail on input returns Result<T>; nothing of ours throws.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace fp {

// What went wrong, in the classes the command line's exit codes distinguish.
enum class Fault : uint8_t {
  failed,           // exit 1: a render or an I/O operation failed
  usage,            // exit 2: the command line is wrong
  invalid,          // exit 3: the template or the data is wrong
  missing,          // exit 4: an asset or a font is missing or unreadable
  no_device,        // exit 5: a device or encoder asked for is not there
  not_reproducible  // exit 7: a second render differs
};

// One finding a person can act on. `file` is as the user named it; line and column count from 1, 0 = not known.
struct Diagnostic {
  Fault fault = Fault::failed;
  std::string file = {};
  int line = 0;
  int column = 0;
  std::string pointer = {};  // JSON pointer into the file, or a data field's name; may be empty
  std::string message = {};  // what is wrong and what was expected, one sentence, no trailing newline
  std::string hint = {};     // what to do, e.g. "did you mean \"color\"?"; may be empty
};

// `file:line:col: message (pointer)` and, where there is one, `  hint: ...` on a second line. No trailing newline.
std::string to_string(const Diagnostic& diagnostic);

// Every fault found, in the order a reader of the input meets them. Never empty when returned as an error.
using Errors = std::vector<Diagnostic>;

template <class T>
using Result = std::expected<T, Errors>;

// One error, as the value to return: `return fail(Fault::invalid, "...")`.
inline std::unexpected<Errors> fail(Diagnostic diagnostic) {
  Errors errors;
  errors.push_back(std::move(diagnostic));
  return std::unexpected(std::move(errors));
}
inline std::unexpected<Errors> fail(Fault fault, std::string message, std::string hint = {}) {
  return fail(Diagnostic{.fault = fault, .message = std::move(message), .hint = std::move(hint)});
}
inline std::unexpected<Errors> fail(Errors errors) {
  return std::unexpected(std::move(errors));
}

// In their order, those that read the same once: copies of a layer, and formats, have the same faults.
Errors without_repeats(const Errors& errors);

// The exit code of the command-line contract for a set of errors: the most specific class present wins.
int exit_code(const Errors& errors);

// Broken invariants stop the program in every build type; input never reaches these.
[[noreturn]] void invariant_failed(const char* expression, const char* file, int line);
#define FP_ASSERT(expression) ((expression) ? void(0) : ::fp::invariant_failed(#expression, __FILE__, __LINE__))

}  // namespace fp
