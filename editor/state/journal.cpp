// The journal's file; what stands in it is in journal_records.cpp.
#include "editor/state/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "editor/state/journal_records.hpp"
#include "engine/core/files.hpp"

namespace fp::editor {
namespace {

std::unexpected<Errors> fail_io(std::string_view what) {
  const char* text = strerrordesc_np(errno);
  return fail(Fault::failed, fmt::format("the journal cannot be {}: {}", what, text ? text : "unknown error"));
}

}  // namespace

Result<Journal> Journal::begin(const std::filesystem::path& path, const Session& session) {
  Result<PendingFile> file = PendingFile::create(path, true);
  if (!file) return fail(std::move(file.error()));
  const std::string text = journal_text(session);
  if (const Result<void> written = file->write(std::as_bytes(std::span(text))); !written) return fail(written.error());
  if (const Result<void> published = file->publish(); !published) return fail(published.error());
  Journal journal;
  journal.fd_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (journal.fd_ < 0) return fail_io("opened");
  const size_t line = text.rfind('\n', text.size() - 2);
  journal.last_ = text.substr(line == std::string::npos ? 0 : line + 1, kDigits);
  return journal;
}

Journal::Journal(Journal&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), last_(std::move(other.last_)), dirty_(other.dirty_) {}

Journal& Journal::operator=(Journal&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(last_, other.last_);
  std::swap(dirty_, other.dirty_);
  return *this;
}

Journal::~Journal() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> Journal::append(const Json& record) {
  FP_ASSERT(fd_ >= 0);
  std::string digits = last_;
  const std::string line = record_line(record, digits);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t put = ::write(fd_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail_io("written");
    rest.remove_prefix(static_cast<size_t>(put));
  }
  last_ = std::move(digits);
  dirty_ = true;
  return {};
}

Result<void> Journal::add(const Session& session, Change change) {
  if (change.kind == Change::Kind::none) return {};
  return append(change_record(session, change));
}

Result<void> Journal::add_view(const State& state) {
  return append(view_record(state));
}

Result<void> Journal::add_disk(const Session& session) {
  return append(disk_record(session));
}

Result<void> Journal::sync() {
  if (!std::exchange(dirty_, false)) return {};
  if (::fdatasync(fd_) != 0) return fail_io("synced to disk");
  return {};
}

std::filesystem::path journal_path(const std::filesystem::path& folder, const std::filesystem::path& file) {
  std::error_code error;
  std::filesystem::path whole = std::filesystem::weakly_canonical(file, error);
  if (error) whole = file;
  return folder / (file.stem().string() + "-" + to_hex(hash128(whole.string())) + ".journal");
}

}  // namespace fp::editor
