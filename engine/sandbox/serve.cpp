#include "engine/sandbox/serve.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>

#include "engine/sandbox/reel.hpp"
#include "engine/sandbox/sound_track.hpp"

namespace fp::media {
namespace {

constexpr size_t kWriteAtOnce = 1 << 16;

bool send_all(const void* data, size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = ::send(kSocketFd, at, size, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<size_t>(n);
  }
  return true;
}

// A request and the descriptor that came with it, or -1. False: the parent is gone.
bool receive(Request& request, int& fd) {
  fd = -1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  size_t done = 0;
  while (done < sizeof request) {
    iovec part{reinterpret_cast<char*>(&request) + done, sizeof request - done};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t n = ::recvmsg(kSocketFd, &message, MSG_CMSG_CLOEXEC);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<size_t>(n);
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header != nullptr && header->cmsg_type == SCM_RIGHTS) std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
  }
  return true;
}

bool answer_ok() {
  const Answer answer{1, 0};
  return send_all(&answer, sizeof answer);
}

bool answer_error(const Errors& errors) {
  const std::string text = errors.front().message.substr(0, kMaxText);
  const Answer answer{0, static_cast<uint32_t>(text.size())};
  return send_all(&answer, sizeof answer) && send_all(text.data(), text.size());
}

struct Session {
  Source source;
  std::unique_ptr<Reel> reel;
  uint32_t* texels = nullptr;  // the shared buffer, look().width * look().height of them
};

bool answer_look(Session& session, const Request& request) {
  Result<std::unique_ptr<Reel>> reel = Reel::open(session.source, request.container);
  if (!reel) return answer_error(reel.error());
  session.reel = std::move(*reel);
  const std::vector<FrameEntry>& frames = session.reel->frames();
  return answer_ok() && send_all(&session.reel->look(), sizeof(Look)) &&
         send_all(frames.data(), frames.size() * sizeof(FrameEntry));
}

bool answer_frame(Session& session, const Request& request, int buffer) {
  if (!session.reel || session.reel->look().has_video == 0) return false;
  const Look& look = session.reel->look();
  if (buffer >= 0) {
    const size_t bytes = static_cast<size_t>(look.width) * static_cast<size_t>(look.height) * 4;
    void* mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, buffer, 0);
    ::close(buffer);
    if (mapped == MAP_FAILED) return answer_error(damaged("out of memory").error());
    session.texels = static_cast<uint32_t*>(mapped);
  }
  if (session.texels == nullptr) return false;
  Result<void> made = session.reel->frame(request.frame, session.texels);
  return made ? answer_ok() : answer_error(made.error());
}

bool answer_pcm(Session& session, const Request& request, int file) {
  if (file < 0) return false;
  const SampleSink sink = [&](std::span<const int32_t> samples) {
    auto bytes = std::as_bytes(samples);
    while (!bytes.empty()) {
      const ssize_t n = ::write(file, bytes.data(), std::min(bytes.size(), kWriteAtOnce));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      bytes = bytes.subspan(static_cast<size_t>(n));
    }
    return true;
  };
  const Result<int64_t> frames = decode_sound(session.source, request.container, sink);
  ::close(file);
  if (!frames) return answer_error(frames.error());
  const Sound sound{*frames};
  return answer_ok() && send_all(&sound, sizeof sound);
}

}  // namespace

int serve(Part part) {
  Session session;
  session.source.fd = kFileFd;
  session.source.size = ::lseek(kFileFd, 0, SEEK_END);
  Request request{};
  int fd = -1;
  while (receive(request, fd)) {
    bool goes_on = false;
    if (request.ask == Ask::look) goes_on = answer_look(session, request);
    if (request.ask == Ask::frame) goes_on = answer_frame(session, request, fd);
    if (request.ask == Ask::pcm && part == Part::sound) goes_on = answer_pcm(session, request, fd);
    if (!goes_on) return 1;
  }
  return 0;
}

int attempt(const char* what) {
  const auto is = [&](const char* name) { return std::strcmp(what, name) == 0; };
  if (is("open")) return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
  if (is("socket")) return ::socket(AF_INET, SOCK_STREAM, 0);
  if (is("exec")) return ::execl("/bin/true", "true", nullptr);
  if (is("fork")) return static_cast<int>(::syscall(SYS_fork));
  if (is("truncate")) return ::ftruncate(1, 0);
  if (is("code")) return ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == nullptr;
  return 0;
}

}  // namespace fp::media
