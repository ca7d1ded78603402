#include "tools/framepress/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace fp::cli {
namespace {

double seconds(std::chrono::steady_clock::duration d) {
  return std::chrono::duration<double>(d).count();
}

int columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

std::string clock_text(double s) {
  const auto whole = static_cast<int64_t>(s + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

ProgressReport::ProgressReport(const Context& context, int64_t total_frames, std::string what)
    : context_(context),
      total_(std::max<int64_t>(1, total_frames)),
      what_(std::move(what)),
      start_(Clock::now()),
      last_(start_) {
  const std::string& asked = context.common.progress;
  if (asked == "jsonl") {
    kind_ = Kind::jsonl;
  } else if (asked == "none" || context.common.quiet) {
    kind_ = Kind::none;
  } else {
    kind_ = asked == "bar" || context.terminal ? Kind::bar : Kind::lines;
  }
  if (kind_ == Kind::jsonl) {
    Json j = Json::object();
    j.set("what", Json::of(what_));
    j.set("total", Json::of(total_));
    event("start", std::move(j));
  }
}

ProgressReport::~ProgressReport() {
  clear();
}

void ProgressReport::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

void ProgressReport::event(const std::string& kind, Json fields) {
  Json j = Json::object();
  j.set("v", Json::of(int64_t{1}));
  j.set("event", Json::of(kind));
  for (Json::Member& member : fields.members) j.set(member.key, std::move(member.value));
  const std::string text = write_json(j, 0) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void ProgressReport::draw(double rate, double eta) {
  const std::string tail =
      fmt::format(" {:3}%  {}/{} frames  {:.1f}/s  ETA {}", done_ * 100 / total_, done_, total_, rate, clock_text(eta));
  const int width = std::clamp(columns() - static_cast<int>(tail.size()) - static_cast<int>(what_.size()) - 4, 4, 40);
  const auto filled = static_cast<size_t>(done_ * width / total_);
  const std::string bar = std::string(filled, '#') + std::string(static_cast<size_t>(width) - filled, '.');
  const std::string text = context_.colour ? fmt::format("\r{} [\x1b[36m{}\x1b[0m]{}\x1b[K", what_, bar, tail)
                                           : fmt::format("\r{} [{}]{}\x1b[K", what_, bar, tail);
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressReport::update(int64_t frames) {
  done_ = std::max(done_, frames);
  if (kind_ == Kind::none) return;
  const auto now = Clock::now();
  const double elapsed = seconds(now - start_);
  const double rate = elapsed > 0 ? static_cast<double>(done_) / elapsed : 0;
  const double eta = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
  if (kind_ == Kind::lines) {
    if (done_ * 10 < next_tenth_ * total_) return;
    next_tenth_ = done_ * 10 / total_ + 1;
    const std::string text = fmt::format("{}: {}%  {}/{} frames  {:.1f}/s  ETA {}\n", what_, done_ * 100 / total_,
                                         done_, total_, rate, clock_text(eta));
    std::fputs(text.c_str(), stderr);
    return;
  }
  if (done_ < total_ && seconds(now - last_) < (kind_ == Kind::bar ? 0.1 : 0.5)) return;
  last_ = now;
  if (kind_ == Kind::bar) return draw(rate, eta);
  Json j = Json::object();
  j.set("frames", Json::of(done_));
  j.set("total", Json::of(total_));
  j.set("rate", Json::of(rate));
  j.set("eta", Json::of(eta));
  event("progress", std::move(j));
}

void ProgressReport::line(const std::string& text) {
  clear();
  warn(context_, text);
}

void ProgressReport::video(const std::string& output, bool ok, const Errors* errors) {
  if (kind_ == Kind::jsonl) {
    Json j = Json::object();
    j.set("output", Json::of(output));
    j.set("ok", Json::of(ok));
    if (errors != nullptr) j.set("errors", to_json(*errors));
    return event("video", std::move(j));
  }
  if (!ok) line("failed: " + output);
}

void ProgressReport::end(bool ok) {
  clear();
  if (kind_ != Kind::jsonl) return;
  Json j = Json::object();
  j.set("ok", Json::of(ok));
  j.set("frames", Json::of(done_));
  j.set("seconds", Json::of(seconds(Clock::now() - start_)));
  event("end", std::move(j));
}

}  // namespace fp::cli
