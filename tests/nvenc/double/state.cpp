#include "tests/nvenc/double/state.hpp"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace nvdouble {
namespace {

// Prints what is wrong and still unread when the process ends.
struct AtEnd {
  ~AtEnd() {
    const auto wrong = violations();
    const auto left = alive();
    for (const std::string& text : wrong) std::fprintf(stderr, "NVIDIA double: violation: %s\n", text.c_str());
    for (const std::string& text : left) std::fprintf(stderr, "NVIDIA double: still alive: %s\n", text.c_str());
    if (!wrong.empty() || !left.empty()) _exit(70);
  }
};

}  // namespace

State& state() {
  static State* one = new State;  // outlives every static that may call into it at the end
  static AtEnd at_end;
  return *one;
}

void violate(const std::string& text) {
  state().violations.push_back(text);
}

void* new_handle() {
  return reinterpret_cast<void*>(state().next_handle += 0x10);
}

int injected(const char* function, bool cuda) {
  State& s = state();
  ++s.calls;
  const bool by_name = s.fail_name == function && s.fail_name_at > 0 && --s.fail_name_at == 0;
  if (!by_name && s.calls != s.fail_at) return 0;
  s.failed = true;
  s.failed_name = function;
  return cuda && !by_name ? 2 : s.fail_status;  // CUDA_ERROR_OUT_OF_MEMORY
}

void reset(const World& world) {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  for (const std::string& text : alive()) violate("alive at reset: " + text);
  s.world = world;
  s.initialised = false;
  s.setups.clear();
  s.calls = s.fail_at = s.fail_name_at = 0;
  s.fail_name.clear();
  s.failed = false;
}

void fail_call(int n, int nvenc) {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  s.calls = 0;
  s.fail_at = n;
  s.fail_status = nvenc;
  s.failed = false;
}

void fail_function(const std::string& name, int n, int status) {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  s.fail_name = name;
  s.fail_name_at = n;
  s.fail_status = status;
  s.failed = false;
}

std::string failed() {
  const std::lock_guard lock(state().mutex);
  return state().failed ? state().failed_name : "";
}

int calls() {
  const std::lock_guard lock(state().mutex);
  return state().calls;
}

std::vector<std::string> violations() {
  const std::lock_guard lock(state().mutex);
  return std::exchange(state().violations, {});
}

std::vector<std::string> alive() {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  std::vector<std::string> list;
  if (s.contexts > 0) list.push_back("a CUDA context, retained " + std::to_string(s.contexts) + " times");
  for (const auto& [handle, encoder] : s.encoders)
    list.emplace_back(encoder->stillborn ? "a failed encoder" : "an encoder");
  list.insert(list.end(), s.memories.size(), "imported memory");
  return list;
}

std::vector<Setup> setups() {
  const std::lock_guard lock(state().mutex);
  return state().setups;
}

}  // namespace nvdouble
