#include "engine/template/jsonnet.hpp"

extern "C" {
#include <libjsonnet.h>
}

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "engine/core/child.hpp"
#include "engine/core/random.hpp"

namespace fp {
namespace {

constexpr unsigned kMaxStack = 500;  // deeper is a recursion that does not end

std::string_view take_prefix(std::string_view& text, std::string_view end) {
  const size_t at = text.find(end);
  const std::string_view head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + end.size());
  return head;
}

int leading_number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "name:3:5-9", "name:3:5" or "name:(3:5)-(4:2)".
JsonnetFrame parse_location(std::string_view text) {
  JsonnetFrame frame;
  if (const size_t open = text.rfind(":("); open != std::string_view::npos) {
    const size_t first = text.find(":(");
    frame.file = text.substr(0, first);
    frame.line = leading_number(text.substr(first + 2));
    const size_t colon = text.find(':', first + 2);
    if (colon != std::string_view::npos) frame.column = leading_number(text.substr(colon + 1));
    return frame;
  }
  const size_t second = text.rfind(':');
  if (second == std::string_view::npos || second == 0) return frame;
  const size_t first = text.rfind(':', second - 1);
  if (first == std::string_view::npos) return frame;
  frame.file = text.substr(0, first);
  frame.line = leading_number(text.substr(first + 1));
  frame.column = leading_number(text.substr(second + 1));
  return frame;
}

// "STATIC ERROR: place: what" or "RUNTIME ERROR: what\n\tplace\tframe\n\tplace\tframe..."; what may span lines.
JsonnetError parse_error(std::string_view text) {
  JsonnetError error;
  constexpr std::string_view kStatic = "STATIC ERROR: ", kRuntime = "RUNTIME ERROR: ";
  if (text.starts_with(kStatic)) {
    text.remove_prefix(kStatic.size());
    error.frames.push_back(parse_location(take_prefix(text, ": ")));
    error.message = take_prefix(text, "\n");
    return error;
  }
  if (text.starts_with(kRuntime)) text.remove_prefix(kRuntime.size());
  error.message = take_prefix(text, "\n\t");
  while (!text.empty()) {
    std::string_view line = take_prefix(text, "\n\t");
    JsonnetFrame frame = parse_location(take_prefix(line, "\t"));
    if (frame.line > 0) error.frames.push_back(std::move(frame));
  }
  while (error.message.ends_with('\n')) error.message.pop_back();
  return error;
}

void use_shortest_numbers(Json& value) {
  if (value.is_number()) value.text = Json::of(value.number).text;
  for (Json& item : value.items) use_shortest_numbers(item);
  for (Json::Member& member : value.members) use_shortest_numbers(member.value);
}

void forget_spans(Json& value) {
  value.span = {};
  for (Json& item : value.items) forget_spans(item);
  for (Json::Member& member : value.members) {
    member.key_span = {};
    forget_spans(member.value);
  }
}

// One evaluation, inside the child.
struct Machine {
  JsonnetVm* vm = nullptr;
  const JsonnetSources& sources;

  char* copy(std::string_view text) const {
    char* buffer = jsonnet_realloc(vm, nullptr, text.size() + 1);
    std::memcpy(buffer, text.data(), text.size());
    buffer[text.size()] = '\0';
    return buffer;
  }
  static char* on_import(void* self, const char* base, const char* name, char** found_here, int* success);
  static JsonnetJsonValue* on_random(void* self, const JsonnetJsonValue* const* arguments, int* success);
};

char* Machine::on_import(void* self, const char* base, const char* name, char** found_here, int* success) {
  const auto& machine = *static_cast<Machine*>(self);
  const std::string path = imported_name(base, name);
  const auto source = machine.sources.find(path);
  *success = source != machine.sources.end() ? 1 : 0;
  if (*success == 0) return machine.copy("an import must stand in the template or in a file that it imports");
  *found_here = machine.copy(path);
  return machine.copy(source->second);
}

// random(seed, index): both whole numbers; the seed may be a text, so that a row can be seeded by its own name.
JsonnetJsonValue* Machine::on_random(void* self, const JsonnetJsonValue* const* arguments, int* success) {
  JsonnetVm* vm = static_cast<Machine*>(self)->vm;
  uint64_t words[2] = {};
  for (int i = 0; i < 2; ++i) {
    double number = 0;
    if (jsonnet_json_extract_number(vm, arguments[i], &number) != 0) {
      if (std::trunc(number) == number && std::abs(number) <= 0x1p53) {
        words[i] = static_cast<uint64_t>(static_cast<int64_t>(number));
        continue;
      }
    } else if (const char* text = jsonnet_json_extract_string(vm, arguments[i]); text != nullptr && i == 0) {
      words[i] = hash128(std::string_view(text)).low;
      continue;
    }
    *success = 0;
    return jsonnet_json_make_string(vm, "random(seed, index): expected a whole number or a text, and a whole number");
  }
  *success = 1;
  return jsonnet_json_make_number(vm, random_at(words[0], words[1]));
}

constexpr char kGood = '+', kBad = '-';  // first byte of what the child says

std::string evaluate_here(const JsonnetSources& sources, const std::string& name, const std::string& snippet) {
  Machine machine{jsonnet_make(), sources};
  FP_ASSERT(machine.vm != nullptr);
  jsonnet_max_stack(machine.vm, kMaxStack);
  jsonnet_max_trace(machine.vm, 0);  // whole traces: the row an error belongs to stands at their end
  jsonnet_import_callback(machine.vm, Machine::on_import, &machine);
  static constexpr const char* kParameters[] = {"seed", "index", nullptr};
  jsonnet_native_callback(machine.vm, "random", Machine::on_random, &machine, kParameters);
  int failed = 0;
  const char* output = jsonnet_evaluate_snippet(machine.vm, name.c_str(), snippet.c_str(), &failed);
  return (failed != 0 ? kBad : kGood) + std::string(output);  // nothing is freed: the child ends here
}

JsonnetError stopped(ChildOutcome::End end, const ChildLimits& limits) {
  using End = ChildOutcome::End;
  std::string message = "the evaluation crashed: is something nested thousands of levels deep, or did memory run out?";
  if (end == End::out_of_time) {
    message =
        fmt::format("stopped after {} s of processor time: does a recursion or a list never end?", limits.seconds);
  } else if (end == End::out_of_memory) {
    message = fmt::format("stopped, out of memory (of {} MiB at most): does a recursion or a list never end?",
                          limits.memory >> 20);
  } else if (end == End::output_too_large) {
    message = fmt::format("the result is larger than {} MiB", limits.output >> 20);
  } else if (end == End::not_started) {
    message = "no process can be started to evaluate it";
  } else if (end == End::lost) {
    message = "the process that evaluates it could not hand over the result";
  }
  return {std::move(message), {}, true};
}

}  // namespace

std::expected<Json, JsonnetError> Jsonnet::evaluate(const std::string& name, const std::string& snippet, size_t rows) {
  ++evaluations_;
  const ChildLimits limits{.seconds = seconds_ + static_cast<int>(std::min<size_t>(rows, 1'000'000) / 20)};
  const ChildOutcome outcome = run_in_child([&] { return evaluate_here(sources_, name, snippet); }, limits);
  if (outcome.end != ChildOutcome::End::finished || outcome.output.empty()) {
    return std::unexpected(stopped(outcome.end, limits));
  }
  const std::string_view text = std::string_view(outcome.output).substr(1);
  if (outcome.output[0] == kBad) return std::unexpected(parse_error(text));
  Result<Json> value = parse_json(text, name);
  if (!value) return std::unexpected(JsonnetError{"the result cannot be read back: " + value.error()[0].message, {}});
  use_shortest_numbers(*value);
  forget_spans(*value);
  return std::move(*value);
}

}  // namespace fp
