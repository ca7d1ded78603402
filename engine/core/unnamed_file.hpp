// Files that have no name and are gone with what holds them, and descriptors that close themselves.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "engine/core/result.hpp"

namespace fp {

// A descriptor that closes itself; below 0: none.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

// An empty file without a name, open for reading and writing, in the folder for temporary files ($TMPDIR). `what` it
// holds is for errors (Fault::failed).
Result<Fd> unnamed_file(const char* what);

// Takes room on the disk for so many bytes, all 0 at first: a full disk is an error here, and nowhere later.
Result<void> take_room(const Fd& file, size_t bytes, const char* what);

// The file's first `bytes` (> 0) as memory that lives on without the descriptor; what is not touched costs none.
Result<std::shared_ptr<void>> map_file(const Fd& file, size_t bytes, bool writable, const char* what);

}  // namespace fp
