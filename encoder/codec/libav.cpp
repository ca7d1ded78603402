#include "encoder/codec/libav.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdarg>
#include <cstdio>
#include <mutex>

namespace fp::libav {

static thread_local LogCapture* current_capture = nullptr;

void keep_line(void*, int level, const char* format, va_list arguments) {
  if (level > AV_LOG_WARNING || current_capture == nullptr || current_capture->text_.size() > 4096) return;
  std::array<char, 1024> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  current_capture->text_ += line.data();
}

LogCapture::LogCapture() : outer_(current_capture) {
  static std::once_flag installed;
  std::call_once(installed, [] { av_log_set_callback(keep_line); });
  current_capture = this;
}

LogCapture::~LogCapture() {
  current_capture = outer_;
}

std::string reason(const std::string& what, int error, const LogCapture& log) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  std::string message = fmt::format("{}: {}", what, text.data());
  std::string said = log.text();
  while (!said.empty() && said.back() == '\n') said.pop_back();
  for (char& c : said) {
    if (c == '\n') c = ';';
  }
  if (!said.empty()) message += fmt::format(" ({})", said);
  return message;
}

}  // namespace fp::libav
