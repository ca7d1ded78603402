// Files: whole reads with a size limit, reads confined to a folder, and publishing whole or not at all.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"

namespace fp {

// Reads a file the user named on the command line (any path). `fault` classes the error when it cannot be read.
Result<std::string> read_file(const std::filesystem::path& path, Fault fault, size_t max_bytes = 256u << 20);

// A folder assets are read beneath. Opened once; names are relative, and may not leave it by "..", by an absolute path
// or by a symbolic link (openat2 RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS). Safe for concurrent use.
class AssetRoot {
 public:
  static Result<AssetRoot> open(const std::filesystem::path& folder);
  AssetRoot(AssetRoot&&) noexcept;
  AssetRoot& operator=(AssetRoot&&) noexcept;
  AssetRoot(const AssetRoot&) = delete;
  AssetRoot& operator=(const AssetRoot&) = delete;
  ~AssetRoot();

  // The file's bytes. Errors are Fault::missing and name the asset, the folder and, for an escape, the rule.
  Result<std::string> read(std::string_view name, size_t max_bytes = 256u << 20) const;

  // Where a file of the folder lies, for a library that opens files by itself; the same rules and errors.
  Result<std::filesystem::path> locate(std::string_view name) const;

  // A plain file of the folder, opened for reading, for a process that may open none itself; the caller closes it. The
  // same rules and errors.
  Result<int> open_plain(std::string_view name) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  AssetRoot(int fd, std::filesystem::path folder) : fd_(fd), folder_(std::move(folder)) {}
  Result<int> open_file(std::string_view name) const;
  int fd_ = -1;
  std::filesystem::path folder_;
};

struct PendingSlot;

// An output that becomes visible only when whole: a temporary file in the same folder, fsync, rename, fsync of the
// folder. Destroying it unpublished removes the temporary file. While it lives the temporary file is locked (flock), so
// that other processes can tell it from one whose owner was killed.
class PendingFile {
 public:
  // Creates missing parent folders. Refuses an existing target unless `overwrite`. The first time this process creates
  // a file in a folder it removes the leftovers there.
  static Result<PendingFile> create(const std::filesystem::path& target, bool overwrite);
  PendingFile(PendingFile&&) noexcept;
  PendingFile& operator=(PendingFile&&) noexcept;
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile();

  const std::filesystem::path& path() const { return temporary_; }  // write here (any means), then publish()
  Result<void> write(std::span<const std::byte> data);              // convenience: append bytes
  Result<void> sync();  // what was written, to the disk; publish() does it where it has not been done
  // After an error there is no target: neither the new one nor, once it was to be renamed over, an old one.
  Result<void> publish();

 private:
  PendingFile() = default;
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  PendingSlot* slot_ = nullptr;  // where the interrupt handler finds it
  int fd_ = -1;
  bool overwrite_ = false, synced_ = false;
};

// A folder of our own in the system's temporary folder ($TMPDIR); gone afterwards, with all that is in it.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> create();
  TemporaryFolder(TemporaryFolder&&) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};
// Removes the temporary files that killed processes left in a folder: those nobody holds the lock of. File systems
// without flock keep theirs.
void remove_leftovers(const std::filesystem::path& folder);

// Removes the temporary files of every unpublished PendingFile of this process. Async-signal-safe, for an interrupt
// handler.
void remove_pending_files() noexcept;

}  // namespace fp
