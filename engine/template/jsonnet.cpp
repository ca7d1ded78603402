#include "engine/template/jsonnet.hpp"

extern "C" {
#include <libjsonnet.h>
}

#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>

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

}  // namespace

struct Jsonnet::State {
  JsonnetVm* vm = nullptr;
  std::shared_ptr<const AssetRoot> root;
  std::map<std::string, std::string> sources, imported;
  int evaluations = 0;

  char* copy(std::string_view text) const {
    char* buffer = jsonnet_realloc(vm, nullptr, text.size() + 1);
    std::memcpy(buffer, text.data(), text.size());
    buffer[text.size()] = '\0';
    return buffer;
  }
  Result<std::string> load(const std::string& name);
  static char* on_import(void* self, const char* base, const char* name, char** found_here, int* success);
  static JsonnetJsonValue* on_random(void* self, const JsonnetJsonValue* const* arguments, int* success);
};

Result<std::string> Jsonnet::State::load(const std::string& name) {
  if (const auto source = sources.find(name); source != sources.end()) return source->second;
  if (const auto known = imported.find(name); known != imported.end()) return known->second;
  if (!root) return fail(Fault::missing, "nothing can be imported here");
  Result<std::string> bytes = root->read(name);
  if (bytes) imported.emplace(name, *bytes);
  return bytes;
}

char* Jsonnet::State::on_import(void* self, const char* base, const char* name, char** found_here, int* success) {
  const auto& state = *static_cast<State*>(self);
  const std::string path = (std::filesystem::path(base) / name).lexically_normal().generic_string();
  const Result<std::string> bytes = static_cast<State*>(self)->load(path);
  *success = bytes.has_value() ? 1 : 0;
  if (!bytes) return state.copy(bytes.error()[0].message);
  *found_here = state.copy(path);
  return state.copy(*bytes);
}

// random(seed, index): both whole numbers; the seed may be a text, so that a row can be seeded by its own name.
JsonnetJsonValue* Jsonnet::State::on_random(void* self, const JsonnetJsonValue* const* arguments, int* success) {
  JsonnetVm* vm = static_cast<State*>(self)->vm;
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

Jsonnet::Jsonnet(std::shared_ptr<const AssetRoot> imports) : state_(std::make_unique<State>()) {
  state_->root = std::move(imports);
  state_->vm = jsonnet_make();
  FP_ASSERT(state_->vm != nullptr);
  jsonnet_max_stack(state_->vm, kMaxStack);
  jsonnet_max_trace(state_->vm, 0);  // whole traces: the row an error belongs to stands at their end
  jsonnet_import_callback(state_->vm, State::on_import, state_.get());
  static constexpr const char* kParameters[] = {"seed", "index", nullptr};
  jsonnet_native_callback(state_->vm, "random", State::on_random, state_.get(), kParameters);
}

Jsonnet::~Jsonnet() {
  jsonnet_destroy(state_->vm);
}

void Jsonnet::add_source(const std::string& name, std::string text) {
  state_->sources[name] = std::move(text);
}

const std::map<std::string, std::string>& Jsonnet::imported() const {
  return state_->imported;
}

int Jsonnet::evaluations() const {
  return state_->evaluations;
}

std::expected<Json, JsonnetError> Jsonnet::evaluate(const std::string& name, const std::string& snippet) {
  ++state_->evaluations;
  int failed = 0;
  char* output = jsonnet_evaluate_snippet(state_->vm, name.c_str(), snippet.c_str(), &failed);
  const std::string text = output;
  jsonnet_realloc(state_->vm, output, 0);
  if (failed != 0) return std::unexpected(parse_error(text));
  Result<Json> value = parse_json(text, name);
  if (!value) return std::unexpected(JsonnetError{"the result cannot be read back: " + value.error()[0].message, {}});
  use_shortest_numbers(*value);
  forget_spans(*value);
  return std::move(*value);
}

}  // namespace fp
