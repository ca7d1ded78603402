// How a running export stands, by what the tool says.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "editor/panels/export_command.hpp"

namespace fp::panels {
namespace {

constexpr size_t kMostLines = 200;
constexpr int kInterrupted = 130;

int64_t number(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  return value != nullptr && value->is_number() ? static_cast<int64_t>(value->number) : 0;
}
double real(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  return value != nullptr && value->is_number() ? value->number : 0;
}

void say(ExportJob& job, std::string line) {
  if (line.empty() || line.starts_with("device:")) return;
  if (job.said.size() == kMostLines) job.said.erase(job.said.begin());
  job.said.push_back(std::move(line));
}

std::string text_of(const Json& object, std::string_view key) {
  const Json* value = object.find(key);
  return value != nullptr && value->is_string() ? value->text : std::string();
}

// As the tool would print it.
std::string error_text(const Json& error) {
  return to_string(Diagnostic{.file = text_of(error, "file"),
                              .line = static_cast<int>(number(error, "line")),
                              .column = static_cast<int>(number(error, "column")),
                              .pointer = text_of(error, "pointer"),
                              .message = text_of(error, "message"),
                              .hint = text_of(error, "hint")});
}

void take_event(ExportJob& job, const Json& event, const std::string& kind) {
  if (kind == "start") {
    job.total = number(event, "total");
    const Json* what = event.find("what");
    if (job.batch() && what != nullptr) job.videos = std::atoi(what->text.c_str());  // "47 videos"
  } else if (kind == "progress") {
    job.frames = number(event, "frames");
    job.total = number(event, "total");
    job.rate = real(event, "rate");
    job.eta = real(event, "eta");
  } else if (kind == "video") {
    const Json* ok = event.find("ok");
    ++(ok != nullptr && ok->boolean ? job.finished : job.failed);
  } else if (kind == "message") {
    say(job, text_of(event, "text"));
  } else if (const Json* error = event.find("error"); kind == "error" && error != nullptr) {
    say(job, error_text(*error));
  } else if (kind == "end") {
    const Json* ok = event.find("ok");
    if (ok != nullptr && ok->boolean) job.frames = job.total;
    job.eta = 0;
  }
}

}  // namespace

void take_line(ExportJob& job, std::string_view line) {
  if (line.starts_with('{')) {
    const auto event = parse_json(line, "progress");
    const Json* kind = event ? event->find("event") : nullptr;
    if (kind != nullptr && kind->is_string()) return take_event(job, *event, kind->text);
  }
  say(job, std::string(line));
}

void take_end(ExportJob& job, int exit_code) {
  using State = ExportJob::State;
  job.eta = 0;
  job.state = exit_code == 0 ? State::done : exit_code == kInterrupted ? State::stopped : State::failed;
  if (exit_code < 0) job.said.push_back(fmt::format("framepress was ended by signal {}", -exit_code));
}

std::string time_text(double seconds) {
  const auto whole = static_cast<int64_t>(std::max(0.0, seconds) + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02} left", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02} left", whole / 60, whole % 60);
}

std::vector<std::string> words_again(const ExportJob& job, bool failed) {
  std::vector<std::string> words = job.run.words;
  if (!job.batch()) return words;  // what was stopped or failed has left nothing behind
  std::erase_if(words,
                [](const std::string& word) { return word == "--force" || word == "--resume" || word == "--failed"; });
  words.emplace_back(failed ? "--failed" : "--resume");
  return words;
}

}  // namespace fp::panels
