// Files: write (bytes that go out), sync (fsync, close), name (what changes folders, and locks), open (opening,
// reading, asking, and what else takes a descriptor, a mapping or a thread).
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/fault/inject.hpp"

using fault::cuts_short;
using fault::Family;
using fault::strikes;

// A call that gives -1 and errno when it fails. `detail` says which one it was.
#define FAULT_CALL(family, result, name, parameters, arguments, detail)          \
  FAULT_API result name parameters {                                             \
    FAULT_REAL(name);                                                            \
    return strikes(Family::family, #name, detail) ? result{-1} : next arguments; \
  }

FAULT_API ssize_t write(int fd, const void* data, size_t size) {
  FAULT_REAL(write);
  if (!strikes(Family::write, "write")) return next(fd, data, size);
  return cuts_short() ? next(fd, data, (size + 1) / 2) : -1;
}
FAULT_CALL(write, ssize_t, writev, (int fd, const iovec* parts, int count), (fd, parts, count), "")
FAULT_API ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  FAULT_REAL(pwrite);
  if (!strikes(Family::write, "pwrite")) return next(fd, data, size, at);
  return cuts_short() ? next(fd, data, (size + 1) / 2, at) : -1;
}
FAULT_API ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  FAULT_REAL(pwrite64);
  if (!strikes(Family::write, "pwrite")) return next(fd, data, size, at);
  return cuts_short() ? next(fd, data, (size + 1) / 2, at) : -1;
}
FAULT_CALL(write, int, ftruncate, (int fd, off_t size) noexcept, (fd, size), "")
FAULT_CALL(write, int, ftruncate64, (int fd, off64_t size) noexcept, (fd, size), "")
FAULT_CALL(write, int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size), "")

FAULT_CALL(sync, int, fsync, (int fd), (fd), "")
FAULT_CALL(sync, int, fdatasync, (int fd), (fd), "")
FAULT_API int close(int fd) {  // closes in any case, as Linux does
  FAULT_REAL(close);
  const bool fails = strikes(Family::sync, "close");
  const int status = next(fd);
  if (!fails) return status;
  errno = fault::error();
  return -1;
}

FAULT_CALL(name, int, rename, (const char* from, const char* to) noexcept, (from, to), to)
FAULT_CALL(name, int, renameat, (int a, const char* from, int b, const char* to) noexcept, (a, from, b, to), to)
FAULT_CALL(name, int, renameat2, (int a, const char* from, int b, const char* to, unsigned flags) noexcept,
           (a, from, b, to, flags), to)
FAULT_CALL(name, int, link, (const char* from, const char* to) noexcept, (from, to), to)
FAULT_CALL(name, int, unlink, (const char* path) noexcept, (path), path)
FAULT_CALL(name, int, unlinkat, (int fd, const char* path, int flags) noexcept, (fd, path, flags), path)
FAULT_CALL(name, int, remove, (const char* path) noexcept, (path), path)
FAULT_CALL(name, int, rmdir, (const char* path) noexcept, (path), path)
FAULT_CALL(name, int, mkdir, (const char* path, mode_t mode) noexcept, (path, mode), path)
FAULT_CALL(name, int, utimensat, (int fd, const char* path, const timespec* times, int flags) noexcept,
           (fd, path, times, flags), path)
FAULT_CALL(name, int, flock, (int fd, int how) noexcept, (fd, how), "")
FAULT_CALL(name, int, fchmod, (int fd, mode_t mode) noexcept, (fd, mode), "")

// Opening: the mode is there only where a file may be created.
#define FAULT_MODE(flags)                       \
  mode_t mode = 0;                              \
  if (((flags) & (O_CREAT | O_TMPFILE)) != 0) { \
    va_list more;                               \
    va_start(more, flags);                      \
    mode = va_arg(more, mode_t);                \
    va_end(more);                               \
  }
FAULT_API int open(const char* path, int flags, ...) {
  FAULT_REAL(open);
  FAULT_MODE(flags)
  return strikes(Family::open, "open", path) ? -1 : next(path, flags, mode);
}
FAULT_API int open64(const char* path, int flags, ...) {
  FAULT_REAL(open64);
  FAULT_MODE(flags)
  return strikes(Family::open, "open", path) ? -1 : next(path, flags, mode);
}
FAULT_API int openat(int fd, const char* path, int flags, ...) {
  FAULT_REAL(openat);
  FAULT_MODE(flags)
  return strikes(Family::open, "openat", path) ? -1 : next(fd, path, flags, mode);
}
FAULT_API int openat64(int fd, const char* path, int flags, ...) {
  FAULT_REAL(openat64);
  FAULT_MODE(flags)
  return strikes(Family::open, "openat", path) ? -1 : next(fd, path, flags, mode);
}
FAULT_API long syscall(long number, ...) noexcept {
  FAULT_REAL(syscall);
  va_list more;
  va_start(more, number);
  long a[6];
  for (long& argument : a) argument = va_arg(more, long);
  va_end(more);
  if (number == SYS_openat2 && strikes(Family::open, "openat2", reinterpret_cast<const char*>(a[1]))) return -1;
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
FAULT_API ssize_t read(int fd, void* into, size_t size) {
  FAULT_REAL(read);
  if (!strikes(Family::open, "read")) return next(fd, into, size);
  return cuts_short() ? next(fd, into, (size + 1) / 2) : -1;
}
FAULT_API FILE* fopen(const char* path, const char* mode) {
  FAULT_REAL(fopen);
  return strikes(Family::open, "fopen", path) ? nullptr : next(path, mode);
}
FAULT_API FILE* fopen64(const char* path, const char* mode) {
  FAULT_REAL(fopen64);
  return strikes(Family::open, "fopen", path) ? nullptr : next(path, mode);
}
FAULT_API DIR* opendir(const char* path) {
  FAULT_REAL(opendir);
  return strikes(Family::open, "opendir", path) ? nullptr : next(path);
}
FAULT_API DIR* fdopendir(int fd) {
  FAULT_REAL(fdopendir);
  return strikes(Family::open, "fdopendir") ? nullptr : next(fd);
}
FAULT_API dirent* readdir(DIR* folder) {
  FAULT_REAL(readdir);
  return strikes(Family::open, "readdir") ? nullptr : next(folder);
}
FAULT_CALL(open, int, fstat, (int fd, struct stat* info) noexcept, (fd, info), "")
FAULT_CALL(open, int, stat, (const char* path, struct stat* info) noexcept, (path, info), path)
FAULT_CALL(open, int, lstat, (const char* path, struct stat* info) noexcept, (path, info), path)
FAULT_CALL(open, off_t, lseek, (int fd, off_t at, int whence) noexcept, (fd, at, whence), "")
FAULT_CALL(open, off64_t, lseek64, (int fd, off64_t at, int whence) noexcept, (fd, at, whence), "")
FAULT_CALL(open, ssize_t, pread64, (int fd, void* into, size_t size, off64_t at), (fd, into, size, at), "")
FAULT_CALL(open, int, pipe2, (int* ends, int flags) noexcept, (ends, flags), "")
FAULT_CALL(open, int, dup2, (int from, int to) noexcept, (from, to), "")
FAULT_CALL(open, pid_t, fork, () noexcept, (), "")
FAULT_API void* mmap(void* at, size_t size, int access, int flags, int fd, off_t offset) noexcept {
  FAULT_REAL(mmap);
  return strikes(Family::open, "mmap") ? MAP_FAILED : next(at, size, access, flags, fd, offset);
}
FAULT_API int pthread_create(pthread_t* thread, const pthread_attr_t* how, void* (*work)(void*), void* value) noexcept {
  FAULT_REAL(pthread_create);
  return strikes(Family::open, "pthread_create") ? EAGAIN : next(thread, how, work, value);
}
