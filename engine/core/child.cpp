#include "engine/core/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <new>
#include <optional>

#include "engine/core/sanitized.hpp"

namespace fp {
namespace {

constexpr int kOutOfMemory = 3, kCannotWrite = 4;  // exit status of a child

void limit(__rlimit_resource what, rlim_t value) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  now.rlim_cur = std::min(value, now.rlim_max);
  ::setrlimit(what, &now);
}

size_t address_space() {
  std::ifstream statm("/proc/self/statm");
  size_t pages = 0;
  statm >> pages;
  return pages * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

bool write_all(int fd, const std::string& text) {
  for (size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(fd, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) done += static_cast<size_t>(n);
  }
  return true;
}

[[noreturn]] void be_child(int out, pid_t parent, const std::function<std::string()>& work, const ChildLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it died before we could ask
  for (const int number : {SIGABRT, SIGSEGV, SIGXCPU, SIGPIPE}) ::signal(number, SIG_DFL);
  // A library's last words about memory are not for the user; ours come from the parent.
  if (const int nowhere = ::open("/dev/null", O_WRONLY); limits_memory() && nowhere >= 0)
    ::dup2(nowhere, STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds));
  if (limits_memory()) limit(RLIMIT_AS, address_space() + limits.memory);
  std::set_new_handler([] { ::_exit(kOutOfMemory); });
  ::_exit(write_all(out, work()) ? 0 : kCannotWrite);
}

// Reads to the end, or until there is more than `most`. Nullopt when it cannot be read.
std::optional<std::string> read_all(int fd, size_t most) {
  std::string text;
  char buffer[65536];
  while (text.size() <= most) {
    const ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return std::nullopt;
    if (n == 0) break;
    text.append(buffer, static_cast<size_t>(n));
  }
  return text;
}

ChildOutcome::End end_of(int status) {
  using End = ChildOutcome::End;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return End::finished;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory) return End::out_of_memory;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kCannotWrite) return End::lost;
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? End::out_of_time : End::crashed;
}

}  // namespace

bool limits_memory() {
  return FP_SANITIZED == 0;
}

ChildOutcome run_in_child(const std::function<std::string()>& work, const ChildLimits& limits) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {ChildOutcome::End::not_started, {}};
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    be_child(ends[1], parent, work, limits);
  }
  ::close(ends[1]);
  ChildOutcome outcome;
  std::optional<std::string> read;
  if (child > 0) read = read_all(ends[0], limits.output);
  ::close(ends[0]);
  if (child < 0) return {ChildOutcome::End::not_started, {}};
  const bool too_large = read && read->size() > limits.output;
  if (too_large || !read) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  outcome.end = too_large ? ChildOutcome::End::output_too_large : read ? end_of(status) : ChildOutcome::End::lost;
  if (outcome.end == ChildOutcome::End::finished) outcome.output = *std::move(read);
  return outcome;
}

}  // namespace fp
