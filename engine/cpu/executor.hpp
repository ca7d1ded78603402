// Runs PassPlans on the CPU. One instance owns one frame surface and the converted output that go with its damage; it
// is used by one caller at a time and threads over tiles inside.
#pragma once

#include <memory>
#include <string>

#include "engine/display/frame.hpp"
#include "engine/display/plan.hpp"

namespace fp::cpu {

// Which build of the kernels runs; `best` picks by CPU. All give the same bits; the choice is for tests and benches.
enum class Isa : uint8_t { best, baseline, avx2, avx512 };
bool supported(Isa isa);
const char* name(Isa isa);

class Executor {
 public:
  explicit Executor(int threads = 1, Isa isa = Isa::best);
  Executor(Executor&&) noexcept;
  Executor& operator=(Executor&&) noexcept;
  ~Executor();

  // Redraws the plan's damage and returns the whole frame. The plan's damage must be relative to the last plan executed
  // here (any, in whatever format); a change of size or format redraws or converts everything needed by itself.
  FramePtr execute(const PassPlan& plan, PixelFormat format);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::cpu
