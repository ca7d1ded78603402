// An entry: magic, key, what it holds in little-endian words, and the SHA-256 of all before it.
#include <algorithm>
#include <bit>
#include <cstring>

#include "encoder/store/store.hpp"

namespace fp {
namespace {

static_assert(std::endian::native == std::endian::little);
constexpr uint64_t kSegment = 0x3230304745535046;     // "FPSEG002"
constexpr uint64_t kIdentities = 0x3130304d52465046;  // "FPFRM001"
constexpr uint64_t kMostPackets = 1u << 20;
constexpr uint64_t kMostFrames = 1u << 24;

// Reads numbers, hashes and bytes; `good` is false from the first thing on that is not there.
struct Reader {
  std::string_view left;
  bool good = true;

  std::string_view take(uint64_t size) {
    good = good && size <= left.size();
    if (!good) return {};
    const std::string_view taken = left.substr(0, size);
    left.remove_prefix(size);
    return taken;
  }
  uint64_t number() {
    uint64_t value = 0;
    const std::string_view bytes = take(sizeof value);
    if (good) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  Sha256 hash() {
    Sha256 value{};
    const std::string_view bytes = take(sizeof value);
    if (good) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  uint64_t count(uint64_t most) {
    const uint64_t n = number();
    good = good && n <= most;
    return good ? n : 0;
  }
  std::vector<Sha256> hashes(uint64_t most) {
    const uint64_t n = count(std::min<uint64_t>(most, left.size() / sizeof(Sha256)));
    std::vector<Sha256> values(n);
    for (Sha256& value : values) value = hash();
    return values;
  }
};

ByteWriter begin(uint64_t magic, const Sha256& key) {
  ByteWriter w;
  w.put(magic).put(key);
  return w;
}

std::string seal(ByteWriter w) {
  w.put(w.sha());
  return w.bytes();
}

void put_hashes(ByteWriter& w, std::span<const Sha256> hashes) {
  w.put(static_cast<uint64_t>(hashes.size()));
  for (const Sha256& hash : hashes) w.put(hash);
}

// A reader of what an entry of that kind and name holds.
std::optional<Reader> unseal(std::string_view bytes, uint64_t magic, const Sha256& key) {
  if (bytes.size() < sizeof magic + 2 * sizeof(Sha256)) return std::nullopt;
  const std::string_view body = bytes.substr(0, bytes.size() - sizeof(Sha256));
  Reader end{bytes.substr(body.size())};
  if (end.hash() != sha256(body)) return std::nullopt;
  Reader r{body};
  if (r.number() != magic || r.hash() != key) return std::nullopt;
  return r;
}

}  // namespace

std::string write_entry(const Sha256& key, const StoredSegment& stored) {
  const Segment& s = stored.segment;
  ByteWriter w = begin(kSegment, key);
  w.put(static_cast<uint64_t>(s.frames)).put(static_cast<uint64_t>(s.reorder));
  w.put_text(s.header);
  put_hashes(w, stored.hashes);
  w.put(static_cast<uint64_t>(s.packets.size()));
  for (const Packet& p : s.packets) {
    w.put(static_cast<uint64_t>(p.pts)).put(uint64_t{p.key}).put_bytes(std::as_bytes(std::span(p.data)));
    w.put_bytes(std::as_bytes(std::span(p.alpha)));
  }
  return seal(std::move(w));
}

std::optional<StoredSegment> read_entry(std::string_view bytes, const Sha256& key) {
  auto opened = unseal(bytes, kSegment, key);
  if (!opened) return std::nullopt;
  Reader& r = *opened;
  StoredSegment stored;
  Segment& s = stored.segment;
  s.frames = static_cast<int64_t>(r.count(kMaxSegment));
  s.reorder = static_cast<int>(r.count(64));
  s.header = r.take(r.number());
  stored.hashes = r.hashes(kMaxSegment);
  const uint64_t packets = r.count(kMostPackets);
  for (uint64_t i = 0; i < packets && r.good; ++i) {
    Packet& p = s.packets.emplace_back();
    p.pts = static_cast<int64_t>(r.number());
    p.key = r.number() != 0;
    const std::string_view data = r.take(r.number());
    p.data.assign(data.begin(), data.end());
    const std::string_view alpha = r.take(r.number());
    p.alpha.assign(alpha.begin(), alpha.end());
  }
  const bool whole = r.good && r.left.empty() && static_cast<int64_t>(stored.hashes.size()) == s.frames;
  if (!whole) return std::nullopt;
  return stored;
}

std::string write_identities(const Sha256& key, std::span<const Sha256> identities) {
  ByteWriter w = begin(kIdentities, key);
  put_hashes(w, identities);
  return seal(std::move(w));
}

std::optional<std::vector<Sha256>> read_identities(std::string_view bytes, const Sha256& key) {
  auto opened = unseal(bytes, kIdentities, key);
  if (!opened) return std::nullopt;
  auto identities = opened->hashes(kMostFrames);
  if (!opened->good || !opened->left.empty()) return std::nullopt;
  return identities;
}

}  // namespace fp
