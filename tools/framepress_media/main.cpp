// framepress-media: reads one file of footage or sound for framepress, which starts it and talks to it over a socket
// (engine/media/media_protocol.hpp). Not for people.
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "engine/sandbox/confine.hpp"
#include "engine/sandbox/prepare.hpp"
#include "engine/sandbox/serve.hpp"

int main(int count, char** arguments) {
  using namespace fp::media;
  const auto is = [&](int i, const char* name) { return count > i && std::strcmp(arguments[i], name) == 0; };
  const bool sound = is(1, "sound"), forbidden = is(1, "attempt") && count > 2;
  if (!sound && !is(1, "picture") && !forbidden) {
    std::fputs("framepress-media is started by framepress, to read footage and sound\n", stderr);
    return 2;
  }
  drop_inheritance();
  prepare(sound);
  limit_resources(sound ? kMaxSoundFrames * kMaxSoundFrameBytes : 0);
  if (!confine()) {
    std::fputs("this kernel has no filter for system calls (seccomp)\n", stderr);
    return 3;
  }
  // Without the last rites of libraries, which ask for more than is allowed by now.
  ::_exit(forbidden ? attempt(arguments[2]) : serve(sound ? Part::sound : Part::picture));
}
