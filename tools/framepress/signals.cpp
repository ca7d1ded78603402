#include "tools/framepress/signals.hpp"

#include <signal.h>
#include <unistd.h>

#include <thread>

#include "engine/core/files.hpp"
#include "tools/framepress/command.hpp"

namespace fp::cli {

std::shared_ptr<Interrupts> watch_interrupts() {
  auto interrupts = std::make_shared<Interrupts>();
  ::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error of the write
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    // What was ignored when we were started (nohup) stays ignored.
    if (::sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    sigaddset(&set, number);
  }
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set, interrupts] {
    int number = 0;
    ::sigwait(&set, &number);
    interrupts->stop.request_stop();
    if (interrupts->finish_on_stop) ::sigwait(&set, &number);
    remove_pending_files();
    ::_exit(kInterrupted);
  }).detach();
  return interrupts;
}

}  // namespace fp::cli
