// Temporary files whose owners are dead. An owner holds the lock of its file until it has another name or none, so who
// gets the lock knows that the owner is gone; and while one process holds it, no other takes the name away.
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string_view>

#include "engine/core/files.hpp"

namespace fp {
namespace {

bool is_temporary(std::string_view name) {
  return name.starts_with(".framepress-") && name.find(".partial") != std::string_view::npos;
}

void remove_if_abandoned(int folder, const char* name) {
  const int fd = ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return;
  struct stat opened {
  }, named{};
  const bool ours = ::fstat(fd, &opened) == 0 && S_ISREG(opened.st_mode) && ::flock(fd, LOCK_EX | LOCK_NB) == 0 &&
                    // The name may have passed to another file before we had the lock.
                    ::fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && named.st_dev == opened.st_dev &&
                    named.st_ino == opened.st_ino;
  if (ours) ::unlinkat(folder, name, 0);
  ::close(fd);
}

}  // namespace

void remove_leftovers(const std::filesystem::path& folder) {
  const auto close = [](DIR* dir) { ::closedir(dir); };
  const std::unique_ptr<DIR, decltype(close)> dir(::opendir(folder.empty() ? "." : folder.c_str()), close);
  if (!dir) return;
  while (const dirent* entry = ::readdir(dir.get())) {
    if (is_temporary(entry->d_name)) remove_if_abandoned(::dirfd(dir.get()), entry->d_name);
  }
}

}  // namespace fp
