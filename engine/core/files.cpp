#include "engine/core/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "engine/core/json.hpp"

namespace fp {
namespace {

std::string reason(int error) {
  return strerrordesc_np(error) ? strerrordesc_np(error) : fmt::format("error {}", error);
}

std::unexpected<Errors> fail_at(Fault fault, std::string file, std::string message, std::string hint = {}) {
  return fail(
      Diagnostic{.fault = fault, .file = std::move(file), .message = std::move(message), .hint = std::move(hint)});
}

// Reads an open file to its end. The message, if it fails, is a sentence without the file's name.
std::expected<std::string, std::string> read_all(int fd, size_t expected, size_t max_bytes) {
  const std::string too_large = fmt::format("the file is larger than the limit of {} bytes", max_bytes);
  if (expected > max_bytes) return std::unexpected(too_large);
  std::string bytes;
  size_t size = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(std::max(size + size / 2, std::max<size_t>(expected + 1, 4096)));
    const ssize_t got = ::read(fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected("cannot be read: " + reason(errno));
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size > max_bytes) return std::unexpected(too_large);
  }
  bytes.resize(size);
  return bytes;
}

// Why a name may not be used at all, whatever the file system holds; empty when it may.
std::string_view forbidden(std::string_view name) {
  if (name.empty()) return "the name is empty";
  if (name.find('\0') != std::string_view::npos) return "a name may not hold a zero byte";
  if (name.front() == '/') return "absolute paths are not allowed";
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('/', begin), name.size());
    if (name.substr(begin, end - begin) == "..") return "\"..\" is not allowed";
    begin = end + 1;
  }
  return {};
}

// Kernels before 5.6 and some sandboxes lack openat2: walk the name part by part and follow no link at all.
int open_without_links(int root, std::string_view name, int flags) {
  int folder = root;
  while (true) {
    const size_t slash = name.find('/');
    const std::string part(name.substr(0, slash));
    const bool last = slash == std::string_view::npos;
    int next = folder;
    if (!part.empty() || last) {
      next = ::openat(folder, part.c_str(), last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      const int error = errno;
      if (folder != root) ::close(folder);
      errno = error;
    }
    if (next < 0 || last) return next;
    folder = next;
    name.remove_prefix(slash + 1);
  }
}

int open_beneath(int root, const std::string& name) {
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;  // opening a FIFO must not hang
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  for (int attempt = 0; attempt < 16; ++attempt) {
    const long fd = ::syscall(SYS_openat2, root, name.c_str(), &how, sizeof how);
    if (fd >= 0) return static_cast<int>(fd);
    if (errno == ENOSYS || errno == EPERM) return open_without_links(root, name, kFlags);
    if (errno != EAGAIN && errno != EINTR) break;  // EAGAIN: something was renamed while the kernel looked
  }
  return -1;
}

// A name in the same folder that was perhaps meant, as a hint; empty: there is none.
std::string similar_name(int root, std::string_view name) {
  constexpr int kMost = 5000;
  const size_t slash = name.rfind('/');
  const std::string folder(slash == name.npos ? "." : name.substr(0, slash));
  const std::string before(slash == name.npos ? "" : name.substr(0, slash + 1));
  const int fd = open_beneath(root, folder);
  DIR* entries = fd < 0 ? nullptr : ::fdopendir(fd);
  if (entries == nullptr) {
    if (fd >= 0) ::close(fd);
    return {};
  }
  std::vector<std::string> names;
  for (const dirent* entry = ::readdir(entries); entry && std::ssize(names) < kMost; entry = ::readdir(entries))
    names.emplace_back(entry->d_name);
  ::closedir(entries);
  const std::string_view own = name.substr(before.size());  // stands there where it is a link to nothing
  std::erase_if(names, [&](const std::string& other) { return other == own || other == "." || other == ".."; });
  std::ranges::sort(names);
  const std::string near = closest(own, names);
  return near.empty() ? "" : fmt::format("did you mean \"{}{}\"?", before, near);
}

std::optional<std::string> not_a_plain_file(const struct stat& info) {
  if (S_ISREG(info.st_mode)) return std::nullopt;
  if (S_ISDIR(info.st_mode)) return "is a folder, not a file";
  if (S_ISFIFO(info.st_mode)) return "is a pipe, not a plain file";
  return "is not a plain file";
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, Fault fault, size_t max_bytes) {
  const std::string name = path.string();
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail_at(fault, name, "cannot be opened: " + reason(errno));
  struct stat info {};
  std::expected<std::string, std::string> bytes = std::unexpected("cannot be read: " + reason(EIO));
  if (::fstat(fd, &info) != 0) {
    bytes = std::unexpected("cannot be read: " + reason(errno));
  } else if (S_ISDIR(info.st_mode)) {
    bytes = std::unexpected<std::string>("is a folder, not a file");
  } else {
    bytes = read_all(fd, S_ISREG(info.st_mode) ? static_cast<size_t>(info.st_size) : 0, max_bytes);
  }
  ::close(fd);
  if (!bytes) return fail_at(fault, name, std::move(bytes.error()));
  return *std::move(bytes);
}

Result<AssetRoot> AssetRoot::open(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder.empty() ? "." : folder;
  const int fd = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return fail_at(Fault::missing, path.string(), "the folder of the assets cannot be opened: " + reason(errno));
  return AssetRoot(fd, path);
}

AssetRoot::AssetRoot(AssetRoot&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), folder_(std::move(other.folder_)) {}

AssetRoot& AssetRoot::operator=(AssetRoot&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(folder_, other.folder_);
  return *this;
}

AssetRoot::~AssetRoot() {
  if (fd_ >= 0) ::close(fd_);
}

Result<int> AssetRoot::open_file(std::string_view name) const {
  FP_ASSERT(fd_ >= 0);
  const auto refuse = [&](std::string_view what, std::string hint = {}) {
    const std::string shown(name.substr(0, name.find('\0')));
    return fail(Fault::missing, fmt::format("asset \"{}\" {}", shown, what), std::move(hint));
  };
  const std::string rule =
      fmt::format("assets are read beneath {} only: put a copy of the file there", folder_.string());
  if (const std::string_view fault = forbidden(name); !fault.empty()) {
    return refuse(fmt::format("is refused: {}", fault), rule);
  }
  const int fd = open_beneath(fd_, std::string(name));
  if (fd < 0) {
    const int error = errno;
    if (error == EXDEV) return refuse("is refused: a symbolic link leads out of the folder", rule);
    if (error == ELOOP) return refuse("is refused: its symbolic links cannot be followed", rule);
    if (error == ENOENT) {
      const std::string folder = folder_ == "." ? "this folder" : folder_.string();
      return refuse("does not exist in " + folder, similar_name(fd_, name));
    }
    return refuse(fmt::format("in {} cannot be opened: {}", folder_.string(), reason(error)));
  }
  return fd;
}

Result<std::filesystem::path> AssetRoot::locate(std::string_view name) const {
  const Result<int> fd = open_file(name);
  if (!fd) return fail(fd.error());
  ::close(*fd);
  return folder_ / name;
}

Result<int> AssetRoot::open_plain(std::string_view name) const {
  const Result<int> fd = open_file(name);
  if (!fd) return fd;
  struct stat info {};
  std::optional<std::string> fault;
  if (::fstat(*fd, &info) != 0) fault = "cannot be read: " + reason(errno);
  if (!fault) fault = not_a_plain_file(info);
  if (!fault) return fd;
  ::close(*fd);
  return fail(Fault::missing, fmt::format("asset \"{}\" in {} {}", name, folder_.string(), *fault));
}

Result<std::string> AssetRoot::read(std::string_view name, size_t max_bytes) const {
  const Result<int> opened = open_file(name);
  if (!opened) return fail(opened.error());
  const int fd = *opened;
  struct stat info {};
  std::expected<std::string, std::string> bytes = std::unexpected("cannot be read: " + reason(EIO));
  if (::fstat(fd, &info) != 0) {
    bytes = std::unexpected("cannot be read: " + reason(errno));
  } else if (std::optional<std::string> fault = not_a_plain_file(info)) {
    bytes = std::unexpected(*std::move(fault));
  } else {
    bytes = read_all(fd, static_cast<size_t>(info.st_size), max_bytes);
  }
  ::close(fd);
  if (!bytes) return fail(Fault::missing, fmt::format("asset \"{}\" in {}: {}", name, folder_.string(), bytes.error()));
  return *std::move(bytes);
}

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "framepress-XXXXXX").string();
  if (error) return fail_at(Fault::failed, "", "there is no temporary folder: " + error.message(), "set TMPDIR");
  if (::mkdtemp(name.data()) == nullptr)
    return fail_at(Fault::failed, name, "the temporary folder cannot be made: " + reason(errno), "set TMPDIR");
  return TemporaryFolder(name);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace fp
