// Publishing whole or not at all, and the list an interrupt handler clears.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

#include "engine/core/files.hpp"

namespace fp {

// One temporary file known to the interrupt handler. Slots are never freed, only reused, so the handler may walk them
// at any moment; a slot the handler has claimed (removing) is left alone for ever, the process is about to end.
struct PendingSlot {
  enum State : int { idle, filling, armed, removing };
  std::atomic<int> state{filling};
  char path[PATH_MAX] = {};
  PendingSlot* next = nullptr;
};

namespace {

std::unexpected<Errors> fail_io(const std::filesystem::path& file, std::string_view what, int error) {
  const char* text = strerrordesc_np(error);
  return fail(Diagnostic{.fault = Fault::failed,
                         .file = file.string(),
                         .message = fmt::format("{}: {}", what, text ? text : "unknown error")});
}

std::atomic<PendingSlot*> first_slot{nullptr};  // process-wide by nature: a signal handler takes no argument
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<PendingSlot*>::is_always_lock_free);

// The slot is its caller's until forget(); nullptr: the name is too long to be remembered.
PendingSlot* remember(const std::string& path) {
  if (path.size() >= PATH_MAX) return nullptr;
  PendingSlot* slot = nullptr;
  for (PendingSlot* s = first_slot.load(); s && !slot; s = s->next) {
    int expected = PendingSlot::idle;
    if (s->state.compare_exchange_strong(expected, PendingSlot::filling)) slot = s;
  }
  const bool fresh = slot == nullptr;
  if (fresh) slot = new PendingSlot;
  std::memcpy(slot->path, path.c_str(), path.size() + 1);
  slot->state.store(PendingSlot::armed);
  if (fresh) {
    slot->next = first_slot.load();
    while (!first_slot.compare_exchange_weak(slot->next, slot)) {
    }
  }
  return slot;
}

void forget(PendingSlot* slot) {
  int expected = PendingSlot::armed;
  if (slot) slot->state.compare_exchange_strong(expected, PendingSlot::idle);
}

std::string absolute_name(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path full = std::filesystem::absolute(path, error);
  return error ? path.string() : full.string();
}

Result<void> check_target(const std::filesystem::path& target, bool overwrite) {
  struct stat info {};
  if (::lstat(target.c_str(), &info) != 0) return {};
  // Renaming over a device or a pipe would destroy it.
  if (!S_ISREG(info.st_mode) && !S_ISLNK(info.st_mode)) {
    return fail(Fault::usage, fmt::format("the output {} is not a plain file", target.string()), "name another output");
  }
  if (!overwrite) {
    return fail(Fault::usage, fmt::format("the output {} is already there", target.string()),
                "use --force to replace it");
  }
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail_io(folder, "the output's folder cannot be opened", errno);
  const int status = ::fsync(fd);
  const int error = errno;
  ::close(fd);
  // Some file systems (network, FUSE) cannot sync a folder; the rename has happened all the same.
  if (status != 0 && error != EINVAL && error != ENOTSUP) return fail_io(folder, "the folder cannot be synced", error);
  return {};
}

// Takes the target's name only if nobody has it; link() does so where renameat2 is not supported.
int rename_to_free_name(const char* from, const char* to) {
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  if (::link(from, to) != 0) return -1;
  ::unlink(from);  // where that fails the second name is a leftover
  return 0;
}

// Takes the lock that says the file's owner lives. 1: a process that removes leftovers was faster, and the file is
// gone.
int lock_new(int fd) {
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return 1;
    // Without locks nobody can remove leftovers either.
    if (errno == ENOSYS || errno == EOPNOTSUPP || errno == ENOLCK) return 0;
    if (errno != EINTR) return -1;
  }
  struct stat info {};
  if (::fstat(fd, &info) != 0) return -1;
  return info.st_nlink == 0 ? 1 : 0;
}

}  // namespace

Result<PendingFile> PendingFile::create(const std::filesystem::path& target, bool overwrite) {
  if (!target.has_filename())
    return fail(Fault::usage, fmt::format("the output \"{}\" names no file", target.string()));
  if (Result<void> free = check_target(target, overwrite); !free) return fail(std::move(free.error()));
  const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail_io(folder, "the output's folder cannot be created", error.value());
  remove_leftovers(folder);

  // The extension is kept at the end: writers that choose their format by name still can.
  std::string extension = target.extension().string();
  if (extension.size() > 16) extension.clear();
  PendingFile file;
  file.target_ = target;
  file.overwrite_ = overwrite;
  for (int n = 0; n < 10000; ++n) {
    file.temporary_ = folder / fmt::format(".framepress-{}-{}.partial{}", ::getpid(), n, extension);
    file.fd_ = ::open(file.temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file.fd_ < 0 && errno == EEXIST) continue;
    if (file.fd_ < 0) break;
    file.slot_ = remember(absolute_name(file.temporary_));
    const int locked = lock_new(file.fd_);
    if (locked == 0) return file;
    const int why = errno;
    if (locked < 0) ::unlink(file.temporary_.c_str());
    forget(std::exchange(file.slot_, nullptr));
    ::close(std::exchange(file.fd_, -1));
    errno = why;
    if (locked < 0) break;
  }
  const int code = errno;
  file.temporary_.clear();
  return fail_io(target, "the output cannot be created", code);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      slot_(std::exchange(other.slot_, nullptr)),
      fd_(std::exchange(other.fd_, -1)),
      overwrite_(other.overwrite_),
      synced_(other.synced_) {}

PendingFile& PendingFile::operator=(PendingFile&& other) noexcept {
  std::swap(target_, other.target_);
  std::swap(temporary_, other.temporary_);
  std::swap(slot_, other.slot_);
  std::swap(fd_, other.fd_);
  std::swap(overwrite_, other.overwrite_);
  std::swap(synced_, other.synced_);
  return *this;
}

PendingFile::~PendingFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
  forget(slot_);
}

Result<void> PendingFile::write(std::span<const std::byte> data) {
  FP_ASSERT(fd_ >= 0);
  synced_ = false;
  while (!data.empty()) {
    const ssize_t put = ::write(fd_, data.data(), data.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail_io(target_, "the output cannot be written", errno);
    data = data.subspan(static_cast<size_t>(put));
  }
  return {};
}

Result<void> PendingFile::sync() {
  FP_ASSERT(fd_ >= 0);
  if (!synced_ && ::fsync(fd_) != 0) return fail_io(target_, "the output cannot be synced to disk", errno);
  synced_ = true;
  return {};
}

Result<void> PendingFile::publish() {
  if (auto safe = sync(); !safe) return safe;
  const int status = overwrite_ ? ::rename(temporary_.c_str(), target_.c_str())
                                : rename_to_free_name(temporary_.c_str(), target_.c_str());
  if (status != 0) {
    const int error = errno;
    if (error == EEXIST) {
      return fail(Fault::usage, fmt::format("the output {} appeared while it was being made", target_.string()),
                  "use --force to replace it");
    }
    return fail_io(target_, "the output cannot be put in place", error);
  }
  ::close(std::exchange(fd_, -1));
  forget(slot_);
  auto safe = sync_folder(target_.has_parent_path() ? target_.parent_path() : ".");
  if (!safe) ::unlink(target_.c_str());
  return safe;
}

void remove_pending_files() noexcept {
  const int error = errno;
  for (PendingSlot* s = first_slot.load(); s; s = s->next) {
    int expected = PendingSlot::armed;
    if (s->state.compare_exchange_strong(expected, PendingSlot::removing)) ::unlink(s->path);
  }
  errno = error;
}

}  // namespace fp
