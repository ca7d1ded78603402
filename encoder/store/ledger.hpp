// Who makes which video of a batch, and what became of it: one SQLite file in the store, shared by every runner that
// uses the store. A runner holds a lock while it lives, which the system drops when it dies, however it dies; so a
// claim of a dead runner is free at once, and no clock or lease is needed. What is finished is never believed from
// here: a manifest that describes the file beside it says so (finished_before). Losing the ledger loses `failed` and no
// video.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "encoder/store/store.hpp"
#include "engine/core/result.hpp"

struct sqlite3;

namespace fp {

// A handle of an open ledger; copies share it. Safe for concurrent use, by threads and by processes. Errors are
// Fault::failed and name the file.
class Ledger {
 public:
  static Result<Ledger> open(const Store& store);

  enum class Claim : uint8_t {
    fresh,   // this runner makes it now; nobody finished it before
    again,   // this runner makes it now; somebody finished it once: look whether it still is
    others,  // a living runner is making it
  };
  Result<Claim> claim(const std::filesystem::path& output) const;
  Result<void> finished(const std::filesystem::path& output) const;
  Result<void> failed(const std::filesystem::path& output, const Errors& errors) const;

  // The outputs whose last attempt failed, by name_of().
  Result<std::set<std::string>> failures() const;
  // The name outputs go by: absolute, so that the working directory does not matter.
  static std::string name_of(const std::filesystem::path& output);

  // Forgets all but the `most` videos last heard of.
  Result<void> trim(int64_t most) const;

 private:
  struct State;
  explicit Ledger(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace fp
