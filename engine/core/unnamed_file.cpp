#include "engine/core/unnamed_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace fp {
namespace {

std::unexpected<Errors> fail_of(const char* what, const std::string& wrong, int error) {
  return fail(Fault::failed, fmt::format("the temporary file of {} {}: {}", what, wrong, std::strerror(error)),
              "set TMPDIR to a folder with room");
}

}  // namespace

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Result<Fd> unnamed_file(const char* what) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error) return fail(Fault::failed, "there is no temporary folder: " + error.message(), "set TMPDIR");
  Fd file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file) return file;
  std::string name = (folder / "framepress-XXXXXX").string();  // not every file system has files without names
  file = Fd(::mkostemp(name.data(), O_CLOEXEC));
  if (!file) return fail_of(what, "cannot be made", errno);
  ::unlink(name.c_str());
  return file;
}

Result<void> take_room(const Fd& file, size_t bytes, const char* what) {
  const int full = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes));
  if (full == 0) return {};
  return fail_of(what, fmt::format("needs {} MB", bytes >> 20), full);
}

Result<std::shared_ptr<void>> map_file(const Fd& file, size_t bytes, bool writable, const char* what) {
  void* data = ::mmap(nullptr, bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) return fail_of(what, "cannot be mapped", errno);
  return std::shared_ptr<void>(data, [bytes](void* at) { ::munmap(at, bytes); });
}

}  // namespace fp
