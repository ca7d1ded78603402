#include "encoder/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "encoder/manifest/version.hpp"
#include "engine/core/file_hash.hpp"
#include "engine/core/files.hpp"

namespace fp {
namespace {

constexpr std::string_view kSegments = ".segment", kIdentities = ".frames";
constexpr size_t kMostBytes = size_t{4} << 30;

std::filesystem::path path_of(const Store& store, const Sha256& key, std::string_view extension) {
  const std::string name = to_hex(key);
  return store.folder / name.substr(0, 2) / (name + std::string(extension));
}

// Reads an entry and marks it as used now; one that is not whole is removed.
template <class Read>
auto find_entry(const std::filesystem::path& path, const Read& read) -> decltype(read(std::string_view{})) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const auto bytes = read_file(path, Fault::missing, kMostBytes);
  if (!bytes) return std::nullopt;
  auto found = read(*bytes);
  if (found) {
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);  // a store that cannot be written is still read
  } else {
    std::filesystem::remove(path, ignored);
  }
  return found;
}

Result<void> put_entry(const std::filesystem::path& path, std::string_view bytes) {
  auto file = PendingFile::create(path, true);
  if (!file) return fail(std::move(file.error()));
  if (auto written = file->write(std::as_bytes(std::span(bytes))); !written) return written;
  return file->publish();
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
    const std::string extension = at->path().extension().string();
    if (extension != kSegments && extension != kIdentities) continue;
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

bool whole(const Entry& entry) {
  const auto key = parse_sha256(entry.path.stem().string());
  const auto bytes = read_file(entry.path, Fault::missing, kMostBytes);
  if (!key || !bytes) return false;
  return entry.path.extension() == kSegments ? read_entry(*bytes, *key).has_value()
                                             : read_identities(*bytes, *key).has_value();
}

// What killed processes were writing.
void remove_leftovers_of(const Store& store) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(store.folder, error), end; !error && at != end; at.increment(error))
    remove_leftovers(at->path());
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
  bytes.put_text(build.codec_library).put_text(build.encoder).put_text(build.options).put_text(segment_text(recipe));
  bytes.put(static_cast<uint64_t>(identities.size()));
  for (const Sha256& identity : identities) bytes.put(identity);
  return bytes.sha();
}

Sha256 identities_key(const Manifest& before) {
  ByteWriter bytes;
  bytes.put_text("framepress frames 1").put_text(before.engine).put_text(program_identity());
  bytes.put(before.template_hash).put_text(before.format).put_text(write_json(before.row, 0));
  bytes.put(static_cast<uint64_t>(before.assets.size()));
  for (const auto& [name, hash] : before.assets) bytes.put_text(name).put(hash);
  bytes.put(before.first_frame).put(static_cast<uint64_t>(before.identities.size()));
  return bytes.sha();
}

bool has(const Store& store, const Sha256& key) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path_of(store, key, kSegments), ignored);
}

std::optional<StoredSegment> find(const Store& store, const Sha256& key) {
  return find_entry(path_of(store, key, kSegments), [&](std::string_view bytes) { return read_entry(bytes, key); });
}

Result<void> put(const Store& store, const Sha256& key, const StoredSegment& segment) {
  if (has(store, key)) return {};
  return put_entry(path_of(store, key, kSegments), write_entry(key, segment));
}

std::optional<std::vector<Sha256>> find_identities(const Store& store, const Sha256& key) {
  return find_entry(path_of(store, key, kIdentities),
                    [&](std::string_view bytes) { return read_identities(bytes, key); });
}

Result<void> put_identities(const Store& store, const Sha256& key, std::span<const Sha256> identities) {
  return put_entry(path_of(store, key, kIdentities), write_identities(key, identities));
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
  remove_leftovers_of(store);
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
  remove_leftovers_of(store);
  const auto all = entries(store);
  if (!all) return fail(all.error());
  StoreStat result;
  for (const Entry& entry : *all) {
    if (whole(entry)) {
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
