#include "engine/media/clip_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace fp::media {
namespace {

constexpr int kFirstFree = 10;       // our ends of what the child gets stand above its own numbers
constexpr int kStoppedSeconds = 60;  // a child that waits for nothing and gets nowhere
constexpr int kNoFilter = 3;         // exit status of a child that could not confine itself

Fd above(Fd fd) {
  return Fd(fd ? ::fcntl(fd.get(), F_DUPFD_CLOEXEC, kFirstFree) : -1);
}

// Beside this program, in the folder above it (tests), or where it was installed.
std::optional<std::string> find_program() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const std::filesystem::path& folder :
       {self.parent_path(), self.parent_path().parent_path(), std::filesystem::path(FP_PROGRAM_DIR)}) {
    const std::string path = (folder / "framepress-media").string();
    if (::access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

// The C library's and soxr's variants that depend on the CPU round differently: the child does without them.
char* const* environment() {
  static char tunables[] = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2", simd[] = "SOXR_USE_SIMD=0",
              locale[] = "LC_ALL=C";
  static char* const all[] = {tunables, simd, locale, nullptr};
  return all;
}

struct Ends {
  Fd ours, theirs;
};

std::optional<Ends> make_socket() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return std::nullopt;
  Ends ends{Fd(pair[0]), above(Fd(pair[1]))};
  return ends.theirs ? std::optional(std::move(ends)) : std::nullopt;
}

// What the child's libraries say last, and nobody waits for: a full pipe must not hold it up.
std::optional<Ends> make_error_pipe() {
  int pair[2];
  if (::pipe2(pair, O_CLOEXEC | O_NONBLOCK) != 0) return std::nullopt;
  Ends ends{Fd(pair[0]), above(Fd(pair[1]))};
  return ends.theirs ? std::optional(std::move(ends)) : std::nullopt;
}

int spawn(pid_t& child, const std::string& program, const char* part, int file, int socket, int errors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, file, kFileFd);
  ::posix_spawn_file_actions_adddup2(&actions, socket, kSocketFd);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string name = "framepress-media", argument = part;
  char* const arguments[] = {name.data(), argument.data(), nullptr};
  const int error = ::posix_spawn(&child, program.c_str(), &actions, &attributes, arguments, environment());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Processor time a process has had so far; nullopt when it is gone.
std::optional<timespec> time_used(pid_t child) {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(child, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return std::nullopt;
  return used;
}

std::string reason(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoFilter) return "its decoder cannot be confined on this system";
  if (WIFEXITED(status)) return fmt::format("its decoder ended (status {})", WEXITSTATUS(status));
  switch (WTERMSIG(status)) {
    case SIGSYS:
      return "its decoder was stopped: it tried what it may not do";
    case SIGXCPU:
      return "its decoder was stopped: it took too long";
    case SIGKILL:
      return "its decoder was killed, perhaps for want of memory";
    default:
      return fmt::format("its decoder crashed ({})", sigdescr_np(WTERMSIG(status)));
  }
}

}  // namespace

std::string printable(const std::string& text, size_t most) {
  std::string clean = text.substr(0, most);
  for (char& c : clean) {
    if (c < ' ' || c > '~') c = c == '\n' ? ';' : '?';
  }
  while (!clean.empty() && (clean.back() == ';' || clean.back() == ' ')) clean.pop_back();
  return clean;
}

Result<std::unique_ptr<MediaProcess>> MediaProcess::start(int file, const char* part) {
  const std::optional<std::string> program = find_program();
  if (!program) {
    return fail(Fault::no_device, "the program framepress-media, which reads footage and sound, is not installed",
                "it belongs beside framepress");
  }
  std::optional<Ends> socket = make_socket(), errors = make_error_pipe();
  const Fd given(::fcntl(file, F_DUPFD_CLOEXEC, kFirstFree));
  if (!socket || !errors || !given)
    return fail(Fault::failed, fmt::format("a decoder cannot be started: {}", std::strerror(errno)));
  std::unique_ptr<MediaProcess> process(new MediaProcess());
  const int error = spawn(process->child_, *program, part, given.get(), socket->theirs.get(), errors->theirs.get());
  if (error != 0) return fail(Fault::failed, fmt::format("a decoder cannot be started: {}", std::strerror(error)));
  process->socket_ = std::move(socket->ours);
  process->errors_ = std::move(errors->ours);
  process->alive_ = true;
  return process;
}

MediaProcess::~MediaProcess() {
  if (child_ <= 0) return;
  if (alive_) ::kill(child_, SIGKILL);
  int status = 0;
  while (alive_ && ::waitpid(child_, &status, 0) < 0 && errno == EINTR) continue;
}

// `why`: our own reason to end it; else what its end tells.
std::unexpected<Errors> MediaProcess::ended(std::string why) {
  ::kill(child_, why.empty() ? 0 : SIGKILL);
  int status = 0;
  // One that closed its socket is about to end; one that does not is made to.
  for (int wait = 0; alive_ && ::waitpid(child_, &status, WNOHANG) == 0; ++wait) {
    if (wait > 2000) ::kill(child_, SIGKILL);
    const timespec pause{0, 1'000'000};
    ::nanosleep(&pause, nullptr);
  }
  alive_ = false;
  char text[512];
  const ssize_t said = ::read(errors_.get(), text, sizeof text);
  std::string message = why.empty() ? reason(status) : std::move(why);
  const std::string last = printable(std::string(text, said > 0 ? static_cast<size_t>(said) : 0));
  if (!last.empty()) message += fmt::format(" ({})", last);
  const bool cannot = WIFEXITED(status) && WEXITSTATUS(status) == kNoFilter;
  return fail(cannot ? Fault::no_device : Fault::missing, std::move(message));
}

void MediaProcess::renew_time(int seconds) {
  const std::optional<timespec> used = time_used(child_);
  rlimit now{};
  if (!used || ::prlimit(child_, RLIMIT_CPU, nullptr, &now) != 0) return;
  now.rlim_cur = std::min(static_cast<rlim_t>(used->tv_sec + 1 + seconds), now.rlim_max);
  ::prlimit(child_, RLIMIT_CPU, &now, nullptr);
}

bool MediaProcess::send(const Request& request, int fd) {
  iovec part{const_cast<Request*>(&request), sizeof request};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (fd >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  }
  // A request is smaller than any socket's buffer, which is empty between requests: it goes in one piece.
  ssize_t n = 0;
  while ((n = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) continue;
  return n == static_cast<ssize_t>(sizeof request);
}

Result<void> MediaProcess::receive(void* to, size_t size) {
  auto* at = static_cast<char*>(to);
  std::optional<timespec> before = time_used(child_);
  while (size > 0) {
    pollfd wait{socket_.get(), POLLIN, 0};
    const int ready = ::poll(&wait, 1, kStoppedSeconds * 1000);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      const std::optional<timespec> now = time_used(child_);
      const bool moved = now && before && (now->tv_sec != before->tv_sec || now->tv_nsec != before->tv_nsec);
      before = now;
      if (!moved) return ended("its decoder does not answer");
      continue;
    }
    const ssize_t n = ::recv(socket_.get(), at, size, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return ended({});
    at += n;
    size -= static_cast<size_t>(n);
  }
  return {};
}

Result<void> MediaProcess::ask(const Request& request, int fd, int seconds) {
  FP_ASSERT(alive_);
  renew_time(seconds);
  if (!send(request, fd)) return ended({});
  Answer answer{};
  if (Result<void> got = receive(&answer, sizeof answer); !got) return got;
  if (answer.ok == 1 && answer.text == 0) return {};
  if (answer.ok != 0 || answer.text > kMaxText) return ended("its decoder gave an answer that makes no sense");
  std::string text(answer.text, '\0');
  if (Result<void> got = receive(text.data(), text.size()); !got) return got;
  return fail(Fault::missing, printable(text));
}

Result<void> MediaProcess::read(void* to, size_t size) {
  return receive(to, size);
}

}  // namespace fp::media
