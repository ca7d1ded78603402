// One `framepress-media` child and the conversation with it. Whatever becomes of it, this process goes on and can say
// what happened. Not for concurrent use.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/core/unnamed_file.hpp"
#include "engine/media/media_protocol.hpp"

namespace fp::media {

class MediaProcess {
 public:
  // Starts the program that stands beside this one, on an open file. Fault::no_device where it is not there.
  static Result<std::unique_ptr<MediaProcess>> start(int file, const char* part);
  ~MediaProcess();  // ends it
  MediaProcess(const MediaProcess&) = delete;
  MediaProcess& operator=(const MediaProcess&) = delete;

  // Sends a request (with a descriptor, or -1) and waits for its answer, for so many seconds of the child's processor
  // time. An error is the child's own reason, or what became of it; then it is not `alive` any more.
  Result<void> ask(const Request& request, int fd, int seconds);
  // What follows an answer.
  Result<void> read(void* to, size_t size);
  bool alive() const { return alive_; }
  pid_t id() const { return child_; }

 private:
  MediaProcess() = default;
  bool send(const Request& request, int fd);
  Result<void> receive(void* to, size_t size);
  void renew_time(int seconds);
  std::unexpected<Errors> ended(std::string why);
  pid_t child_ = -1;
  Fd socket_, errors_;
  bool alive_ = false;
};

// Only what can be printed, at most `most` bytes of it.
std::string printable(const std::string& text, size_t most = kMaxText);

}  // namespace fp::media
