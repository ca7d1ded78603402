#include "editor/shell/window.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace fp::shell {
namespace {

void push(GLFWwindow* window, decltype(Event::what) what) {
  static_cast<Window*>(glfwGetWindowUserPointer(window))->input().add({now(), std::move(what)});
}

// Window coordinates to framebuffer pixels: they differ on some desktops.
MoveEvent in_pixels(GLFWwindow* window, double x, double y) {
  int width = 1, height = 1, pixel_width = 1, pixel_height = 1;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixel_width, &pixel_height);
  return {static_cast<float>(x * pixel_width / std::max(1, width)),
          static_cast<float>(y * pixel_height / std::max(1, height))};
}

void on_key(GLFWwindow* window, int key, int, int action, int mods) {
  push(window, KeyEvent{key, mods, action != GLFW_RELEASE, action == GLFW_REPEAT});
}
void on_char(GLFWwindow* window, unsigned int code) {
  push(window, CharEvent{code});
}
void on_move(GLFWwindow* window, double x, double y) {
  push(window, in_pixels(window, x, y));
}
void on_button(GLFWwindow* window, int button, int action, int) {
  double x = 0, y = 0;
  glfwGetCursorPos(window, &x, &y);
  const MoveEvent at = in_pixels(window, x, y);
  push(window, ButtonEvent{button, action == GLFW_PRESS, at.x, at.y});
}
void on_scroll(GLFWwindow* window, double x, double y) {
  push(window, ScrollEvent{static_cast<float>(x), static_cast<float>(y)});
}
void on_focus(GLFWwindow* window, int focused) {
  push(window, FocusEvent{focused == GLFW_TRUE});
}
void on_drop(GLFWwindow* window, int count, const char** paths) {
  push(window, DropEvent{{paths, paths + count}});
}

const char* get_clipboard(void* window) {
  return glfwGetClipboardString(static_cast<GLFWwindow*>(window));
}
void set_clipboard(void* window, const char* text) {
  glfwSetClipboardString(static_cast<GLFWwindow*>(window), text);
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const std::string& title, Extent size) {
  const auto said = [](std::string what) {
    const char* reason = nullptr;
    if (glfwGetError(&reason) != GLFW_NO_ERROR && reason != nullptr) what += std::string(" (") + reason + ')';
    return what;
  };
  if (glfwInit() != GLFW_TRUE)
    return fail(Fault::no_device, said("there is no display to open the editor on"),
                "to make a video without one: framepress render TEMPLATE -o OUT.mp4");
  std::unique_ptr<Window> window(new Window);
  glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "framepress");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "framepress");
  window->handle_ = glfwCreateWindow(size.width, size.height, title.c_str(), nullptr, nullptr);
  if (window->handle_ == nullptr) return fail(Fault::no_device, said("the editor's window could not be opened"));
  window->attach();
  return window;
}

void Window::attach() {
  glfwSetWindowSizeLimits(handle_, 320, 200, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwSetWindowUserPointer(handle_, this);
  glfwSetKeyCallback(handle_, on_key);
  glfwSetCharCallback(handle_, on_char);
  glfwSetCursorPosCallback(handle_, on_move);
  glfwSetMouseButtonCallback(handle_, on_button);
  glfwSetScrollCallback(handle_, on_scroll);
  glfwSetWindowFocusCallback(handle_, on_focus);
  glfwSetDropCallback(handle_, on_drop);
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = handle_;
  io.GetClipboardTextFn = get_clipboard;
  io.SetClipboardTextFn = set_clipboard;
}

Window::~Window() {
  if (handle_ != nullptr) glfwDestroyWindow(handle_);
  glfwTerminate();
}

Extent Window::pixels() const {
  Extent size;
  if (glfwGetWindowAttrib(handle_, GLFW_ICONIFIED) == GLFW_TRUE) return size;
  glfwGetFramebufferSize(handle_, &size.width, &size.height);
  return size;
}

float Window::scale() const {
  float x = 1, y = 1;
  glfwGetWindowContentScale(handle_, &x, &y);
  return std::isfinite(x) ? std::clamp(x, 0.75f, 2.0f) : 1;
}

bool Window::wants_to_close() const {
  return glfwWindowShouldClose(handle_) == GLFW_TRUE;
}
void Window::keep_open() {
  glfwSetWindowShouldClose(handle_, GLFW_FALSE);
}
void Window::set_title(const std::string& title) {
  glfwSetWindowTitle(handle_, title.c_str());
}

void Window::wait(double seconds) {
  if (seconds <= 0) return glfwPollEvents();
  glfwWaitEventsTimeout(seconds);
}
void Window::wake() {
  glfwPostEmptyEvent();
}

int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace fp::shell
