#include "editor/app/exports.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace fp::editor {
namespace {

using State = panels::ExportJob::State;
constexpr int kPatienceMs = 10'000, kLookMs = 20;

// Between fork and exec: only what is safe while other threads hold locks.
[[noreturn]] void become(const char* program, char* const* words, int said, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGINT, SIG_DFL);
  // An editor that is killed takes its export with it, which cleans up.
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  if (::getppid() != parent) ::_exit(130);
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  ::dup2(said, STDERR_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  ::execv(program, words);
  ::_exit(127);
}

}  // namespace

std::filesystem::path exporter_program(const std::filesystem::path& folder) {
  std::filesystem::path program = folder / "framepress";
  return ::access(program.c_str(), X_OK) == 0 ? program : std::filesystem::path();
}

std::string exporter_name(const std::filesystem::path& program, std::string_view search_path) {
  for (size_t at = 0; at <= search_path.size();) {
    const size_t end = std::min(search_path.find(':', at), search_path.size());
    const std::filesystem::path found = std::filesystem::path(search_path.substr(at, end - at)) / program.filename();
    at = end + 1;
    std::error_code error;
    if (!std::filesystem::exists(found, error)) continue;
    if (std::filesystem::equivalent(found, program, error)) return program.filename().string();
    break;  // another one comes first
  }
  return program.string();
}

Exports::~Exports() {
  stop_all();
  for (int waited = 0; running_ != 0 && waited < kPatienceMs; waited += kLookMs) {
    poll();
    if (running_ != 0) std::this_thread::sleep_for(std::chrono::milliseconds(kLookMs));
  }
  if (running_ == 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
  ::close(pipe_);
}

void Exports::add(const panels::ExportRun& run) {
  jobs_.push_back({.id = ++ids_, .run = run, .videos = run.videos});
}

const panels::ExportJob* Exports::find(int id) const {
  const auto found = std::ranges::find(jobs_, id, &panels::ExportJob::id);
  return found == jobs_.end() ? nullptr : &*found;
}

bool Exports::busy() const {
  return running_ != 0 || std::ranges::find(jobs_, State::waiting, &panels::ExportJob::state) != jobs_.end();
}

void Exports::stop(int id) {
  const auto job = std::ranges::find(jobs_, id, &panels::ExportJob::id);
  if (job == jobs_.end()) return;
  if (job->state == State::waiting) job->state = State::stopped;
  if (job->state != State::running) return;
  job->state = State::stopping;
  ::kill(child_, SIGINT);
}

void Exports::stop_all() {
  for (const panels::ExportJob& job : std::vector(jobs_)) stop(job.id);
}

void Exports::again(int id, bool failed) {
  const auto job = std::ranges::find(jobs_, id, &panels::ExportJob::id);
  if (job == jobs_.end() || id == running_) return;
  panels::ExportJob next{.id = ++ids_, .run = job->run, .videos = failed ? job->failed : job->run.videos};
  next.run.words = words_again(*job, failed);
  *job = std::move(next);
  std::rotate(job, job + 1, jobs_.end());
}

void Exports::forget(int id) {
  if (id != running_) std::erase_if(jobs_, [&](const panels::ExportJob& job) { return job.id == id; });
}

bool Exports::begin(panels::ExportJob& job) {
  std::vector<std::string> texts{program_.string()};
  texts.insert(texts.end(), job.run.words.begin(), job.run.words.end());
  texts.insert(texts.end(), {"--progress", "jsonl"});
  std::vector<char*> words;
  for (std::string& text : texts) words.push_back(text.data());
  words.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    job.state = State::failed;
    job.said.push_back(std::string("cannot begin: ") + std::strerror(errno));
    return true;
  }
  const pid_t parent = ::getpid();
  child_ = ::fork();
  if (child_ == 0) become(program_.c_str(), words.data(), ends[1], parent);
  ::close(ends[1]);
  if (child_ < 0) {
    job.state = State::failed;
    job.said.push_back(std::string("cannot begin: ") + std::strerror(errno));
    ::close(ends[0]);
    return true;
  }
  pipe_ = ends[0];
  ::fcntl(pipe_, F_SETFL, O_NONBLOCK);
  line_.clear();
  running_ = job.id;
  job.state = State::running;
  return true;
}

bool Exports::read(panels::ExportJob& job) {
  char buffer[4096];
  bool changed = false;
  for (;;) {
    const ssize_t n = ::read(pipe_, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return changed;  // nothing more for now
    if (n == 0) break;
    changed = true;
    for (const char c : std::string_view(buffer, static_cast<size_t>(n))) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      take_line(job, line_);
      line_.clear();
    }
  }
  end(job);
  return true;
}

// The tool has closed its standard error: it is about to end, or has.
void Exports::end(panels::ExportJob& job) {
  if (!line_.empty()) take_line(job, line_);
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  ::close(pipe_);
  pipe_ = -1;
  child_ = -1;
  running_ = 0;
  take_end(job, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
}

bool Exports::poll() {
  bool changed = false;
  if (running_ != 0) {
    const auto job = std::ranges::find(jobs_, running_, &panels::ExportJob::id);
    changed = read(*job);
  }
  if (running_ != 0) return changed;
  const auto next = std::ranges::find(jobs_, State::waiting, &panels::ExportJob::state);
  return next == jobs_.end() ? changed : begin(*next);
}

}  // namespace fp::editor
