// One window of the desktop. Its events go into an Input.
#pragma once

#include <memory>

#include "editor/shell/input.hpp"

struct GLFWwindow;

namespace fp::shell {

struct Extent {
  int width = 0, height = 0;
};

class Window {
 public:
  // Errors: Fault::no_device where there is no display.
  static Result<std::unique_ptr<Window>> open(const std::string& title, Extent size);
  ~Window();

  GLFWwindow* handle() const { return handle_; }
  Input& input() { return input_; }
  Extent pixels() const;  // 0x0 while minimised
  float scale() const;    // of the desktop: 2 on a display with twice the pixels
  bool wants_to_close() const;
  void keep_open();
  void set_title(const std::string& title);

  void wait(double seconds);  // for an event, a wake() or that long
  static void wake();         // from any thread

 private:
  Window() = default;
  void attach();
  GLFWwindow* handle_ = nullptr;
  Input input_;
};

int64_t now();  // nanoseconds, steady

}  // namespace fp::shell
