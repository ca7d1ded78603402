// Progress as people and programs read it: a bar on a terminal, a line every 10% elsewhere, or JSON lines. Always
// standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/framepress/command.hpp"

namespace fp::cli {

std::string clock_text(double seconds);  // "1:05", "2:00:00"

class ProgressReport {
 public:
  // `what` names the whole, e.g. "47 videos".
  ProgressReport(const Context& context, int64_t total_frames, std::string what);
  ~ProgressReport();
  ProgressReport(const ProgressReport&) = delete;
  ProgressReport& operator=(const ProgressReport&) = delete;

  void update(int64_t frames);
  void line(const std::string& text);  // a line of talk that must not tear the bar
  void video(const std::string& output, bool ok, const Errors* errors);
  void end(bool ok);  // clears the bar

 private:
  enum class Kind : uint8_t { none, bar, lines, jsonl };
  using Clock = std::chrono::steady_clock;
  void draw(double rate, double eta);
  void event(const std::string& kind, Json fields);
  void clear();

  const Context& context_;
  Kind kind_ = Kind::none;
  int64_t total_ = 0, done_ = 0, next_tenth_ = 1;
  std::string what_;
  Clock::time_point start_, last_;
  bool drawn_ = false;
};

}  // namespace fp::cli
