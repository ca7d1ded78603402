#include "encoder/mux/file_io.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <utility>

namespace fp {
namespace {

constexpr int kBuffer = 64 * 1024;

struct Place {
  int fd;
  int* error;  // FileIo's
  int64_t at = 0;

  int failed() {
    if (*error == 0) *error = errno;
    return AVERROR(errno);
  }
};

int read_at(void* opaque, uint8_t* data, int size) {
  Place& place = *static_cast<Place*>(opaque);
  for (;;) {
    const ssize_t n = pread(place.fd, data, static_cast<size_t>(size), place.at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return place.failed();
    place.at += n;
    return n == 0 ? AVERROR_EOF : static_cast<int>(n);
  }
}

int write_at(void* opaque, uint8_t* data, int size) {
  Place& place = *static_cast<Place*>(opaque);
  for (int done = 0; done < size;) {
    const ssize_t n = pwrite(place.fd, data + done, static_cast<size_t>(size - done), place.at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return place.failed();
    done += static_cast<int>(n);
    place.at += n;
  }
  return size;
}

int64_t seek_to(void* opaque, int64_t offset, int whence) {
  Place& place = *static_cast<Place*>(opaque);
  whence &= ~AVSEEK_FORCE;
  if (whence == SEEK_SET) return place.at = offset;
  if (whence == SEEK_CUR) return place.at += offset;
  struct stat status = {};
  if (fstat(place.fd, &status) < 0) return place.failed();
  if (whence == AVSEEK_SIZE) return status.st_size;
  if (whence != SEEK_END) return AVERROR(EINVAL);
  return place.at = status.st_size + offset;
}

int open_again(AVFormatContext* format, AVIOContext** io, const char*, int flags, AVDictionary**) {
  if ((flags & AVIO_FLAG_WRITE) != 0) return AVERROR(EINVAL);
  *io = static_cast<FileIo*>(format->opaque)->reader().release();
  return *io == nullptr ? libav::kOutOfMemory : 0;
}

int close_again(AVFormatContext*, AVIOContext* io) {
  const IoPtr closed(io);
  return 0;
}

}  // namespace

void FreeIo::operator()(AVIOContext* io) const {
  delete static_cast<Place*>(io->opaque);
  av_freep(&io->buffer);
  avio_context_free(&io);
}

Result<FileIo> FileIo::open(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return fail(Fault::failed, fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
  return FileIo(fd);
}

FileIo::FileIo(FileIo&& other) noexcept : fd_(std::exchange(other.fd_, -1)), error_(std::move(other.error_)) {}

FileIo::~FileIo() {
  if (fd_ >= 0) ::close(fd_);  // the PendingFile's sync has said, or will say, whether the bytes are safe
}

IoPtr FileIo::context(bool writes) const {
  auto* buffer = static_cast<uint8_t*>(av_malloc(kBuffer));
  auto* place = new (std::nothrow) Place{.fd = fd_, .error = error_.get()};
  AVIOContext* io = nullptr;
  if (buffer != nullptr && place != nullptr) {
    io = avio_alloc_context(buffer, kBuffer, writes ? 1 : 0, place, read_at, writes ? write_at : nullptr, seek_to);
  }
  if (io == nullptr) {
    av_free(buffer);
    delete place;
  }
  return IoPtr(io);
}

void FileIo::lend(AVFormatContext& format) {
  format.opaque = this;
  format.io_open = open_again;
  format.io_close2 = close_again;
}

}  // namespace fp
