// The standard library throws when memory runs out, or threads. Where work begins that may fail by itself (a command, a
// worker's unit), that becomes an error like any other. Small allocations must succeed for it to be said.
#pragma once

#include <exception>
#include <new>

#include "engine/core/result.hpp"

namespace fp {

// What `work` returns, a Result; or the error that stands for what was thrown.
template <class Work>
auto caught(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return fail(Fault::failed, "out of memory", "close other programs, or use fewer --jobs");
  } catch (const std::exception& thrown) {
    return fail(Fault::failed, std::string("the system refused: ") + thrown.what());
  }
}

}  // namespace fp
