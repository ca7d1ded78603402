// Exports: the command line's own program as a child process, one at a time, while editing goes on.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "editor/panels/export_command.hpp"

namespace fp::editor {

// The `framepress` beside the editor; empty where there is none.
std::filesystem::path exporter_program(const std::filesystem::path& folder);
// How a person names it in a shell: "framepress" where the search path finds that very file, else its path.
std::string exporter_name(const std::filesystem::path& program, std::string_view search_path);

// Not for concurrent use. Destroying it asks what runs to stop, waits, and after a while kills it.
class Exports {
 public:
  explicit Exports(std::filesystem::path program) : program_(std::move(program)) {}
  Exports(const Exports&) = delete;
  Exports& operator=(const Exports&) = delete;
  ~Exports();

  void add(const panels::ExportRun& run);
  void stop(int id);  // the tool cleans up; what is finished stays
  void again(int id, bool failed);
  void forget(int id);
  void stop_all();

  // Reads what was said, begins the next. True where anything has changed.
  bool poll();

  const std::vector<panels::ExportJob>& jobs() const { return jobs_; }
  const panels::ExportJob* find(int id) const;
  bool busy() const;  // something runs or waits

 private:
  bool begin(panels::ExportJob& job);
  bool read(panels::ExportJob& job);
  void end(panels::ExportJob& job);

  std::filesystem::path program_;
  std::vector<panels::ExportJob> jobs_;
  int ids_ = 0, running_ = 0;  // running_: an id; 0: none
  pid_t child_ = -1;
  int pipe_ = -1;
  std::string line_;
};

}  // namespace fp::editor
