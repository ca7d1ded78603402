// xdnd WINDOW X Y FILE: drops a file on a place of a window, as a file manager does (XDND version 5). Ends with 0 once
// the window says it took it.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace {

struct Drag {
  Display* display = nullptr;
  Window source = 0, target = 0;
  int x = 0, y = 0;  // of the root
  std::string uris;

  Atom atom(const char* name) const { return XInternAtom(display, name, False); }
  void send(const char* type, long a, long b = 0, long c = 0, long d = 0) const {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = target;
    event.xclient.message_type = atom(type);
    event.xclient.format = 32;
    const long data[] = {static_cast<long>(source), a, b, c, d};
    std::memcpy(event.xclient.data.l, data, sizeof data);
    XSendEvent(display, target, False, NoEventMask, &event);
    XFlush(display);
  }
  void hand_over(const XSelectionRequestEvent& asked) const {
    XChangeProperty(display, asked.requestor, asked.property, asked.target, 8, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(uris.data()), static_cast<int>(uris.size()));
    XEvent event{};
    event.xselection = {.type = SelectionNotify,
                        .serial = 0,
                        .send_event = True,
                        .display = display,
                        .requestor = asked.requestor,
                        .selection = asked.selection,
                        .target = asked.target,
                        .property = asked.property,
                        .time = asked.time};
    XSendEvent(display, asked.requestor, False, NoEventMask, &event);
    XFlush(display);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  ::alarm(20);
  Drag drag;
  drag.display = XOpenDisplay(nullptr);
  if (drag.display == nullptr) return 1;
  const Window root = DefaultRootWindow(drag.display);
  drag.target = std::strtoul(argv[1], nullptr, 0);
  drag.uris = "file://" + std::string(argv[4]) + "\r\n";
  Window child = 0;
  XTranslateCoordinates(drag.display, drag.target, root, std::atoi(argv[2]), std::atoi(argv[3]), &drag.x, &drag.y,
                        &child);
  drag.source = XCreateSimpleWindow(drag.display, root, 0, 0, 1, 1, 0, 0, 0);
  XSetSelectionOwner(drag.display, drag.atom("XdndSelection"), drag.source, CurrentTime);
  drag.send("XdndEnter", 5L << 24, static_cast<long>(drag.atom("text/uri-list")));
  drag.send("XdndPosition", 0, (static_cast<long>(drag.x) << 16) | drag.y, CurrentTime,
            static_cast<long>(drag.atom("XdndActionCopy")));
  for (;;) {
    XEvent event{};
    XNextEvent(drag.display, &event);
    if (event.type == SelectionRequest) drag.hand_over(event.xselectionrequest);
    if (event.type != ClientMessage) continue;
    if (event.xclient.message_type == drag.atom("XdndStatus")) drag.send("XdndDrop", 0, CurrentTime);
    if (event.xclient.message_type == drag.atom("XdndFinished")) return event.xclient.data.l[1] != 0 ? 0 : 1;
  }
}
