#include "encoder/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "encoder/manifest/file_hash.hpp"
#include "encoder/manifest/version.hpp"
#include "engine/core/files.hpp"

namespace fp {
namespace {

constexpr std::string_view kExtension = ".segment";
constexpr size_t kMostBytes = size_t{4} << 30;

std::filesystem::path path_of(const Store& store, const Sha256& key) {
  const std::string name = to_hex(key);
  return store.folder / name.substr(0, 2) / (name + std::string(kExtension));
}

struct Entry {
  std::filesystem::path path;
  uint64_t bytes = 0;
  struct timespec used {};
};

// Every entry, in order of names. Entries that disappear meanwhile are another process's doing.
Result<std::vector<Entry>> entries(const Store& store) {
  std::vector<Entry> all;
  std::error_code error;
  if (!std::filesystem::exists(store.folder, error)) return all;
  for (std::filesystem::recursive_directory_iterator at(store.folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != kExtension) continue;
    struct stat info {};
    if (::stat(at->path().c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    all.push_back({at->path(), static_cast<uint64_t>(info.st_size), info.st_mtim});
  }
  if (error) {
    return fail(Diagnostic{.fault = Fault::failed,
                           .file = store.folder.string(),
                           .message = fmt::format("the store cannot be read: {}", error.message())});
  }
  std::ranges::sort(all, {}, &Entry::path);
  return all;
}

std::optional<Sha256> key_of(const Entry& entry) {
  return parse_sha256(entry.path.stem().string());
}

}  // namespace

std::optional<std::filesystem::path> default_store() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::filesystem::path(cache) / "framepress/store";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return std::nullopt;
  return std::filesystem::path(home) / ".cache/framepress/store";
}

Sha256 segment_key(const Recipe& recipe, const CodecBuild& build, std::span<const Sha256> identities) {
  ByteWriter bytes;
  bytes.put_text("framepress segment 1").put_text(kEngineVersion).put_text(program_identity());
  bytes.put_text(build.library).put_text(build.encoder).put_text(build.options).put_text(canonical_text(recipe));
  bytes.put(static_cast<uint64_t>(identities.size()));
  for (const Sha256& identity : identities) bytes.put(identity);
  return bytes.sha();
}

bool has(const Store& store, const Sha256& key) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path_of(store, key), ignored);
}

std::optional<StoredSegment> find(const Store& store, const Sha256& key) {
  const std::filesystem::path path = path_of(store, key);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const auto bytes = read_file(path, Fault::missing, kMostBytes);
  if (!bytes) return std::nullopt;
  auto stored = read_entry(*bytes, key);
  if (!stored) {
    std::filesystem::remove(path, ignored);
    return std::nullopt;
  }
  ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);  // used now; a store that cannot be written is still read
  return stored;
}

Result<void> put(const Store& store, const Sha256& key, const StoredSegment& segment) {
  if (has(store, key)) return {};
  auto file = PendingFile::create(path_of(store, key), true);
  if (!file) return fail(std::move(file.error()));
  const std::string bytes = write_entry(key, segment);
  if (auto written = file->write(std::as_bytes(std::span(bytes))); !written) return written;
  return file->publish();
}

Result<StoreStat> contents(const Store& store) {
  const auto all = entries(store);
  if (!all) return fail(all.error());
  StoreStat result;
  for (const Entry& entry : *all) {
    ++result.entries;
    result.bytes += entry.bytes;
  }
  return result;
}

Result<StoreStat> trim(const Store& store, uint64_t limit) {
  auto all = entries(store);
  if (!all) return fail(std::move(all.error()));
  std::ranges::stable_sort(*all, [](const Entry& a, const Entry& b) {
    return std::pair(a.used.tv_sec, a.used.tv_nsec) < std::pair(b.used.tv_sec, b.used.tv_nsec);
  });
  StoreStat result;
  for (const Entry& entry : *all) {
    ++result.entries;
    result.bytes += entry.bytes;
  }
  for (const Entry& entry : *all) {
    if (result.bytes <= limit) break;
    std::error_code error;
    std::filesystem::remove(entry.path, error);
    if (error) continue;
    --result.entries;
    ++result.removed;
    result.bytes -= entry.bytes;
  }
  return result;
}

Result<StoreStat> verify(const Store& store) {
  const auto all = entries(store);
  if (!all) return fail(all.error());
  StoreStat result;
  for (const Entry& entry : *all) {
    const auto key = key_of(entry);
    const auto bytes = read_file(entry.path, Fault::missing, kMostBytes);
    if (key && bytes && read_entry(*bytes, *key)) {
      ++result.entries;
      result.bytes += entry.bytes;
      continue;
    }
    ++result.bad;
    std::error_code ignored;
    std::filesystem::remove(entry.path, ignored);
  }
  return result;
}

}  // namespace fp
