// Segments that come in any order, handed on in theirs.
#pragma once

#include <cstdint>
#include <map>

#include "encoder/codec/codec.hpp"
#include "engine/core/result.hpp"

namespace fp {

class InOrder {
 public:
  // Keeps the segment until all before it have come; hands on those whose turn it is. `index` counts from 0.
  template <class Write>
  Result<void> add(int64_t index, Segment segment, const Write& write) {
    FP_ASSERT(index >= next_ && !early_.contains(index));
    early_.emplace(index, std::move(segment));
    while (!early_.empty() && early_.begin()->first == next_) {
      const Segment ready = std::move(early_.begin()->second);
      early_.erase(early_.begin());
      if (Result<void> done = write(ready); !done) return done;
      ++next_;
    }
    return {};
  }

  bool complete(int64_t segments) const { return next_ == segments && segments > 0 && early_.empty(); }
  size_t waiting() const {  // bytes
    size_t bytes = 0;
    for (const auto& [index, segment] : early_) {
      for (const Packet& p : segment.packets) bytes += p.data.size();
    }
    return bytes;
  }

 private:
  std::map<int64_t, Segment> early_;
  int64_t next_ = 0;
};

}  // namespace fp
