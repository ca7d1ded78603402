#include "tools/framepress/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "encoder/job/pool.hpp"

namespace fp::cli {
namespace {

constexpr size_t kShownErrors = 50;

void write_line(const std::string& line) {
  const std::string text = line + '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool as_events(const Context& context) {
  return context.common.progress == "jsonl";
}

void event(const char* kind, const char* key, Json value) {
  Json j = Json::object();
  j.set("v", Json::of(int64_t{1}));
  j.set("event", Json::of(kind));
  j.set(key, std::move(value));
  write_line(write_json(j, 0));
}

std::filesystem::path pipeline_cache() {
  const char* xdg = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (xdg != nullptr && *xdg == '/') return std::filesystem::path(xdg) / "framepress" / "pipelines.bin";
  if (home != nullptr && *home == '/') return std::filesystem::path(home) / ".cache" / "framepress" / "pipelines.bin";
  return {};
}

}  // namespace

int jobs(const Context& context) {
  return context.common.jobs > 0 ? context.common.jobs : hardware_jobs();
}

Result<std::shared_ptr<Device>> open_device(const Context& context) {
  auto device = Device::open({.request = context.common.device,
                              .validation = false,
                              .pipeline_cache = pipeline_cache(),
                              .say = [&context](const std::string& line) { warn(context, line); }});
  if (!device) return device;
  const DeviceDescription d = (*device)->describe();
  say(context,
      fmt::format("device: {} ({}{}{}): {}", d.kind, d.name, d.driver.empty() ? "" : ", ", d.driver, d.reason));
  return device;
}

void say(const Context& context, const std::string& line) {
  if (!context.common.quiet) warn(context, line);
}

void warn(const Context& context, const std::string& line) {
  if (as_events(context)) return event("message", "text", Json::of(line));
  write_line(line);
}

Result<void> print(std::string_view data) {
  if (std::fwrite(data.data(), 1, data.size(), stdout) == data.size() && std::fflush(stdout) == 0) return {};
  return fail(Fault::failed, fmt::format("cannot write to standard output: {}", std::strerror(errno)));
}

int print_json(const Context& context, const Json& document, int code) {
  if (auto printed = print(write_json(document) + "\n"); !printed) {
    write_line("error: " + to_string(printed.error().front()));
    return code == kOk ? 1 : code;
  }
  (void)context;
  return code;
}

Json to_json(const Diagnostic& d) {
  constexpr const char* kNames[] = {"failed", "usage", "invalid", "missing", "no-device", "not-reproducible"};
  Json j = Json::object();
  j.set("fault", Json::of(kNames[static_cast<size_t>(d.fault)]));
  if (!d.file.empty()) j.set("file", Json::of(d.file));
  if (d.line > 0) j.set("line", Json::of(int64_t{d.line}));
  if (d.column > 0) j.set("column", Json::of(int64_t{d.column}));
  if (!d.pointer.empty()) j.set("pointer", Json::of(d.pointer));
  j.set("message", Json::of(d.message));
  if (!d.hint.empty()) j.set("hint", Json::of(d.hint));
  return j;
}

Json to_json(const Errors& errors) {
  Json list = Json::array();
  for (const Diagnostic& d : errors) list.items.push_back(to_json(d));
  return list;
}

Json to_json(const DeviceDescription& d) {
  Json j = Json::object();
  j.set("kind", Json::of(d.kind));
  j.set("name", Json::of(d.name));
  j.set("driver", Json::of(d.driver));
  j.set("reason", Json::of(d.reason));
  return j;
}

int report(const Context& context, const Errors& all) {
  const Errors errors = without_repeats(all);
  const int code = exit_code(errors);
  if (as_events(context)) {
    for (const Diagnostic& d : errors) event("error", "error", to_json(d));
  } else {
    const std::string mark = context.colour ? "\x1b[31merror:\x1b[0m " : "error: ";
    for (size_t i = 0; i < errors.size() && i < kShownErrors; ++i) {
      write_line((errors[i].file.empty() ? mark : "") + to_string(errors[i]));
    }
    if (errors.size() > kShownErrors) {
      write_line(fmt::format("... and {} more; --json lists all {}", errors.size() - kShownErrors, errors.size()));
    }
  }
  if (!context.common.json) return code;
  Json j = Json::object();
  j.set("ok", Json::of(false));
  j.set("exit", Json::of(int64_t{code}));
  j.set("errors", to_json(errors));
  return print_json(context, j, code);
}

Result<void> check_free(const Context& context, const std::vector<std::filesystem::path>& files) {
  Errors errors;
  for (const auto& file : files) {
    std::error_code error;
    if (context.common.force || !std::filesystem::exists(std::filesystem::symlink_status(file, error))) continue;
    errors.push_back({.fault = Fault::usage,
                      .message = fmt::format("the output {} is already there", file.string()),
                      .hint = "use --force to replace it"});
  }
  if (!errors.empty()) return fail(std::move(errors));
  return {};
}

}  // namespace fp::cli
