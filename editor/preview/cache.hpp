// Finished pictures within a budget of bytes, by what is seen on them: a frame that an edit did not change is found
// again, frames that look alike are kept once. Not for concurrent use.
#pragma once

#include <list>
#include <map>
#include <optional>
#include <vector>

#include "editor/preview/picture.hpp"

namespace fp::preview {

class Cache {
 public:
  explicit Cache(size_t budget) : budget_(budget) {}

  // Identities are of one edition of the composition; pictures outlive it.
  void begin_edition(int64_t frames);

  void know(int64_t frame, int divisor, const Sha256& identity);
  std::optional<Sha256> identity(int64_t frame, int divisor) const;

  // Null where there is none. `use` says it was looked at: what was not for longest goes first.
  FramePtr find(const Sha256& identity, View view, bool use = true);
  // Kept even alone above the budget, so that what is on the screen stays.
  void insert(const Sha256& identity, View view, FramePtr pixels);

  void know_hash(const Sha256& identity, const Sha256& hash);
  std::optional<Sha256> hash(const Sha256& identity) const;

  // Of every frame: 0 nothing, 1 a draft, 2 the full picture.
  std::vector<uint8_t> levels(View view) const;
  size_t bytes() const { return bytes_; }
  size_t budget() const { return budget_; }

 private:
  using Key = std::pair<Sha256, View>;
  struct Entry {
    FramePtr pixels;
    std::list<Key>::iterator use;
  };
  size_t budget_, bytes_ = 0;
  std::list<Key> uses_;  // the latest first
  std::map<Key, Entry> entries_;
  std::map<int, std::map<int64_t, Sha256>> identities_;  // by divisor, then frame
  std::map<Sha256, Sha256> hashes_;
  int64_t frames_ = 0;
};

}  // namespace fp::preview
