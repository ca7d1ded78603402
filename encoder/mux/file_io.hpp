// A file as libavformat reads and writes it: at places we keep, so that no seek can fail, and with the first error kept
// whatever libavformat makes of it. Internal to encoder/mux.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "encoder/codec/libav.hpp"
#include "engine/core/result.hpp"

namespace fp {

struct FreeIo {
  void operator()(AVIOContext* io) const;  // what is still buffered is lost: flush() first
};
using IoPtr = std::unique_ptr<AVIOContext, FreeIo>;

// An empty file opened for reading and writing. What it opens must not outlive it. Not for concurrent
// use.
class FileIo {
 public:
  static Result<FileIo> open(const std::filesystem::path& path);
  FileIo(FileIo&& other) noexcept;
  FileIo& operator=(FileIo&&) = delete;
  ~FileIo();

  // A context with a place of its own, at the file's beginning; null when memory has run out.
  IoPtr reader() const { return context(false); }
  IoPtr writer() const { return context(true); }
  // Lets a muxer that opens its output a second time, to read it, read this file.
  void lend(AVFormatContext& format);

  // The first error of any context: an errno, or 0.
  int error() const { return *error_; }

 private:
  explicit FileIo(int fd) : fd_(fd), error_(std::make_unique<int>(0)) {}
  IoPtr context(bool writes) const;
  int fd_ = -1;
  std::unique_ptr<int> error_;
};

}  // namespace fp
