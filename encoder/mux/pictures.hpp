// A file for each frame, numbered: "frames/####.png".
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "encoder/mux/in_order.hpp"
#include "engine/core/file_hash.hpp"

namespace fp {

// "frames/####.png" and 7 -> "frames/0007.png".
std::filesystem::path numbered(const std::string& pattern, int64_t number);

struct PictureOptions {
  std::string pattern;
  int64_t first = 0;    // number of the first picture: the frame's in the composition
  bool publish = true;  // false: nothing is written, names and hashes are as if
  bool overwrite = false;
};

// Each picture is written whole or not at all, in order; those that are finished stay whatever comes. Not for
// concurrent use.
class PictureWriter {
 public:
  explicit PictureWriter(PictureOptions options) : options_(std::move(options)) {}
  Result<void> add(int64_t index, Segment segment);
  Result<void> finish(int64_t segments);
  const std::vector<NamedHash>& files() const { return files_; }  // in order
  FileHash all();                                                 // of their bytes one after the other; once

 private:
  Result<void> write(std::span<const uint8_t> picture);
  PictureOptions options_;
  InOrder order_;
  std::vector<NamedHash> files_;
  Sha256Stream hash_;
};

}  // namespace fp
