#include "tests/fault/inject.hpp"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace fault {
namespace {

struct Counts {  // shared with forked children
  std::atomic<long> calls;
  std::atomic<long> hits;
};

struct Plan {
  Family family = Family::none;
  long at = 0, bytes = 0;
  bool sticky = false, cut = false;
  int error = EIO;
  const char* log = nullptr;
  pid_t owner = 0;
  Counts* counts = nullptr;
};
Plan plan;  // written before main

long number(const char* name) {
  const char* text = getenv(name);
  return text == nullptr ? 0 : atol(text);
}

// System calls made here must not be counted.
template <class... Arguments>
long raw(long call, Arguments... arguments) {
  static const auto next = real<long(long, ...)>("syscall");
  return next(call, arguments...);
}

void log_line(const char* line, size_t size) {
  if (plan.log == nullptr) return;
  const long fd = raw(SYS_openat, AT_FDCWD, plan.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0) return;
  raw(SYS_write, fd, line, size);
  raw(SYS_close, fd);
}

__attribute__((constructor(101))) void begin() {
  const char* family = getenv("FAULT_FAMILY");
  if (family == nullptr) return;
  constexpr const char* kNames[] = {"none", "write", "sync", "name", "open", "memory", "libav", "vulkan"};
  Family chosen = Family::none;
  for (int i = 0; i < 8; ++i) {
    if (strcmp(family, kNames[i]) == 0) chosen = static_cast<Family>(i);
  }
  plan = {.family = Family::none,
          .at = number("FAULT_AT"),
          .bytes = number("FAULT_BYTES"),
          .sticky = number("FAULT_STICKY") != 0,
          .cut = number("FAULT_SHORT") != 0,
          .error = static_cast<int>(number("FAULT_ERRNO")),
          .log = getenv("FAULT_LOG"),
          .owner = getpid(),
          .counts = nullptr};
  const long at = raw(SYS_mmap, nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0L);
  plan.counts = reinterpret_cast<Counts*>(at);
  plan.family = chosen;
}

__attribute__((destructor)) void end() {
  if (plan.counts == nullptr || getpid() != plan.owner) return;
  char line[64];
  const int size = snprintf(line, sizeof line, "calls %ld\n", plan.counts->calls.load());
  log_line(line, static_cast<size_t>(size));
}

}  // namespace

bool strikes(Family family, const char* call, const char* detail) {
  if (plan.family != family) return false;
  const long n = ++plan.counts->calls;
  if (plan.at == 0 || n < plan.at || (n > plan.at && !plan.sticky)) return false;
  if (plan.counts->hits++ == 0) {
    char line[512];
    const int size = snprintf(line, sizeof line, "hit %ld %s %.400s\n", n, call, detail == nullptr ? "" : detail);
    log_line(line, static_cast<size_t>(size));
  }
  errno = plan.error;
  return true;
}

bool cuts_short() {
  return plan.cut;
}
int error() {
  return plan.error;
}
long smallest() {
  return plan.bytes;
}

}  // namespace fault
