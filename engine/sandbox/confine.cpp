#include "engine/sandbox/confine.hpp"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "engine/core/child.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {
namespace {

constexpr uint64_t kMemory = uint64_t{2} << 30;  // of address space, beyond what the program itself takes

void limit(__rlimit_resource what, uint64_t value) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  now.rlim_cur = now.rlim_max = std::min<rlim_t>(value, now.rlim_max);
  ::setrlimit(what, &now);
}

uint64_t address_space() {
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0;
  statm >> pages;
  return pages * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

void drop_inheritance() {
  ::close_range(kSocketFd + 1, ~0u, 0);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGXCPU, SIGXFSZ}) ::signal(number, SIG_DFL);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGINT, SIG_IGN);  // Ctrl-C is the parent's to answer
}

void limit_resources(uint64_t file_bytes) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, file_bytes);
  if (limits_memory()) limit(RLIMIT_AS, address_space() + kMemory);
  limit(RLIMIT_NOFILE, 16);
}

bool confine() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool taken = true;
  const auto allow = [&](int call) { taken = taken && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0; };
  // Reading and answering on what is open; memory; the clock; ending.
  for (const int call : {SCMP_SYS(pread64),
                         SCMP_SYS(read),
                         SCMP_SYS(lseek),
                         SCMP_SYS(write),
                         SCMP_SYS(sendmsg),
                         SCMP_SYS(recvmsg),
                         SCMP_SYS(sendto),
                         SCMP_SYS(recvfrom),
                         SCMP_SYS(close),
                         SCMP_SYS(munmap),
                         SCMP_SYS(mremap),
                         SCMP_SYS(madvise),
                         SCMP_SYS(brk),
                         SCMP_SYS(futex),
                         SCMP_SYS(clock_gettime),
                         SCMP_SYS(gettimeofday),
                         SCMP_SYS(rt_sigprocmask),
                         SCMP_SYS(rt_sigreturn),
                         SCMP_SYS(restart_syscall),
                         SCMP_SYS(sched_yield),
                         SCMP_SYS(sched_getaffinity),
                         SCMP_SYS(sysinfo),
                         SCMP_SYS(getpid),
                         SCMP_SYS(gettid),
                         SCMP_SYS(exit),
                         SCMP_SYS(exit_group)})
    allow(call);
  // Memory, but none that can be run.
  const scmp_arg_cmp no_code{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    taken = taken && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &no_code) == 0;
  // abort() of a library, at this process only.
  const scmp_arg_cmp self{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0};
  taken = taken && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self) == 0;
  taken = taken && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return taken;
}

}  // namespace fp::media
