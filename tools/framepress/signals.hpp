// Interrupts: SIGINT, SIGTERM and SIGHUP ask a command to stop, or end the program where it has nothing to finish.
#pragma once

#include <atomic>
#include <memory>
#include <stop_token>

namespace fp::cli {

struct Interrupts {
  std::stop_source stop;
  std::atomic<bool> finish_on_stop = false;  // a command is at work that leaves cleanly when asked to stop
};

// Call before any other thread is started. A second interrupt ends the program at once; temporary files are removed in
// any case.
std::shared_ptr<Interrupts> watch_interrupts();

}  // namespace fp::cli
