// What would be hard to read, row by row and format by format, found by a worker of its own: one row at a time, the
// current one first, and only while it is allowed to. What is known of a row is kept and found again where nothing
// that it depends on has changed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/hash.hpp"
#include "engine/render/check.hpp"

namespace fp::preview {

struct RowReport {
  std::vector<CheckFinding> findings;
  Errors errors;  // why it cannot be drawn
};

// What is to be checked. Called from one thread.
struct Checking {
  std::vector<std::string> formats;  // at least one
  size_t rows = 0;
  std::shared_ptr<const void> assets;                    // another one: what is known of all rows is forgotten
  std::function<Sha256(size_t format, size_t row)> key;  // equal: equal reports
  std::function<std::optional<RowReport>(size_t format, size_t row, const std::function<bool()>& stop)> check;
};

struct CheckAsk {
  enum class Scope : uint8_t { row, format, all };
  size_t format = 0, row = 0;  // indices; what comes first
  Scope scope = Scope::row;
  bool allowed = true;
  bool operator==(const CheckAsk&) const = default;
};

// What is known so far. Never changes once it is given out.
struct Checked {
  std::vector<std::string> formats;
  std::vector<std::vector<std::shared_ptr<const RowReport>>> reports;  // [format][row]; null: not checked
  size_t done = 0, wanted = 0;                                         // of what was asked for
  bool stale = false;                                                  // something has changed since

  const RowReport* find(size_t format, size_t row) const;  // null: not known
  size_t known(size_t format) const;                       // rows that were checked
  bool all_known() const;
};

// Safe to call from any thread.
class Checks {
 public:
  explicit Checks(std::function<void()> on_news = {});  // called by the worker, with no lock held
  ~Checks();                                            // waits for the frame being drawn

  void show(Checking checking);
  void ask(const CheckAsk& ask);

  std::shared_ptr<const Checked> checked() const;  // null before the first look
  bool settled() const;                            // all that was asked for is known
  void wait_idle() const;                          // until then, or until it may not go on

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fp::preview
