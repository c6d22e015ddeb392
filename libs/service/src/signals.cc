#include "signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "mib/base/log.h"

namespace mib::service {
namespace {

// What a shell reports for a process that a signal ended.
constexpr int kEndedBySignal = 128;

}  // namespace

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, &before_);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  stop_ = eventfd(0, EFD_CLOEXEC);
  watcher_ = std::thread([this] { Watch(); });
}

Signals::~Signals() {
  eventfd_write(stop_, 1);
  watcher_.join();
  close(signals_);
  close(stop_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Signals::Watch() {
  std::array<pollfd, 2> files = {{{signals_, POLLIN, 0}, {stop_, POLLIN, 0}}};
  for (;;) {
    if (poll(files.data(), files.size(), -1) < 0) continue;
    if (files[1].revents != 0) return;
    signalfd_siginfo info;
    if (read(signals_, &info, sizeof info) != sizeof info) continue;
    if (first_.HasBeenNotified()) {
      log::Warning("a second signal: ending without waiting", {{"signal", info.ssi_signo}});
      _exit(kEndedBySignal + static_cast<int>(info.ssi_signo));
    }
    log::Info("stopping", {{"signal", info.ssi_signo}});
    first_.Notify();
  }
}

}  // namespace mib::service
