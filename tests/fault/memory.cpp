// Allocations of FAULT_BYTES and more. glibc's own entry points stand behind them: dlsym may itself allocate.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fault/inject.hpp"

extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}

namespace {

bool fails(const char* call, size_t size) {
  if (static_cast<long>(size) < fault::smallest()) return false;
  char detail[32];
  snprintf(detail, sizeof detail, "%zu", size);
  if (!fault::strikes(fault::Family::memory, call, detail)) return false;
  errno = ENOMEM;
  return true;
}

}  // namespace

FAULT_API void* malloc(size_t size) {
  return fails("malloc", size) ? nullptr : __libc_malloc(size);
}
FAULT_API void* calloc(size_t count, size_t size) {
  return fails("calloc", count * size) ? nullptr : __libc_calloc(count, size);
}
FAULT_API void* realloc(void* old, size_t size) {
  return fails("realloc", size) ? nullptr : __libc_realloc(old, size);
}
FAULT_API void* aligned_alloc(size_t alignment, size_t size) {
  return fails("aligned_alloc", size) ? nullptr : __libc_memalign(alignment, size);
}
FAULT_API void* memalign(size_t alignment, size_t size) {
  return fails("memalign", size) ? nullptr : __libc_memalign(alignment, size);
}
FAULT_API int posix_memalign(void** into, size_t alignment, size_t size) {
  if (fails("posix_memalign", size)) return ENOMEM;
  *into = __libc_memalign(alignment, size);
  return *into == nullptr ? ENOMEM : 0;
}
