// Encoded segments on disk, found again by what they are made of, and what the frames of a video are, found by what the
// video is made of. Entries are immutable files, written aside and renamed, so any number of processes can share a
// folder; one that is not whole is a miss, and is removed. What cannot be stored only costs time: nothing depends on
// the store but speed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "encoder/codec/codec.hpp"
#include "encoder/manifest/manifest.hpp"
#include "engine/core/hash.hpp"
#include "engine/core/result.hpp"

namespace fp {

struct Store {
  std::filesystem::path folder;
};

// What a hit gives: everything that rendering and encoding would have.
struct StoredSegment {
  Segment segment;             // `first` is the finder's business
  std::vector<Sha256> hashes;  // pixels of each frame
};

// $XDG_CACHE_HOME/framepress/store, or ~/.cache/framepress/store; nullopt where there is neither.
std::optional<std::filesystem::path> default_store();

// Which program this is: its build id, or the hash of its file. Another build may draw other pixels from equal display
// lists, so it shares no entries.
const std::string& program_identity();

// The name of a segment: program, encoder build, recipe, and the display list of each frame.
Sha256 segment_key(const Recipe& recipe, const CodecBuild& build, std::span<const Sha256> identities);

// The name of the list of display lists of a video's frames: program, template, format, row, assets and the range of
// frames, all as the manifest has them before the first frame. What follows from those alone need not be found twice.
Sha256 identities_key(const Manifest& before);

// Whether there is a segment, without reading it.
bool has(const Store& store, const Sha256& key);
// Reads and checks an entry, and marks it as used now. Nullopt: not there, or not whole.
std::optional<StoredSegment> find(const Store& store, const Sha256& key);
// An entry that is there already is kept.
Result<void> put(const Store& store, const Sha256& key, const StoredSegment& segment);

std::optional<std::vector<Sha256>> find_identities(const Store& store, const Sha256& key);
Result<void> put_identities(const Store& store, const Sha256& key, std::span<const Sha256> identities);

struct StoreStat {
  uint64_t entries = 0, bytes = 0;
  uint64_t bad = 0;      // verify: entries that were not whole, and were removed
  uint64_t removed = 0;  // trim: entries that were removed
};
Result<StoreStat> contents(const Store& store);
// Removes entries, those first that have not been used for longest, until at most `limit` bytes are left; and, as
// verify does, the temporary files of processes that were killed.
Result<StoreStat> trim(const Store& store, uint64_t limit);
Result<StoreStat> verify(const Store& store);

// Entries as bytes, and back; nullopt for bytes that are not one, whatever they are.
std::string write_entry(const Sha256& key, const StoredSegment& segment);
std::optional<StoredSegment> read_entry(std::string_view bytes, const Sha256& key);
std::string write_identities(const Sha256& key, std::span<const Sha256> identities);
std::optional<std::vector<Sha256>> read_identities(std::string_view bytes, const Sha256& key);

}  // namespace fp
