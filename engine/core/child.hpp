// Work that may never end, eat all memory or crash, done in a forked child under limits: whatever becomes of the child,
// this process goes on and can say what happened.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace fp {

struct ChildLimits {
  int seconds = 10;                   // of processor time, so that a busy machine does not change the outcome
  size_t memory = size_t{2} << 30;    // bytes of address space beyond what this process has, if limits_memory()
  size_t output = size_t{256} << 20;  // bytes of the result
};

struct ChildOutcome {
  // lost: the pipe between the two failed.
  enum class End { finished, out_of_time, out_of_memory, output_too_large, crashed, not_started, lost };
  End end = End::finished;
  std::string output;  // what `work` returned; only when finished
};

// Runs `work` in a child and waits. The child has this process's memory as it was, and one thread; it must touch
// neither files nor locks that other threads of this process hold. It dies with this process.
ChildOutcome run_in_child(const std::function<std::string()>& work, const ChildLimits& limits);

bool limits_memory();  // false in a sanitizer build, which needs terabytes of address space

}  // namespace fp
