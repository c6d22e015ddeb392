#include "watchdog.h"

#include <unistd.h>

#include "mib/base/log.h"

namespace mib::service {

Watchdog::Watchdog(absl::Duration timeout)
    : thread_([this, timeout] {
        if (done_.WaitForNotificationWithTimeout(timeout)) return;
        log::Critical("the stop took too long: ending by force", {{"timeout_s", absl::ToDoubleSeconds(timeout)}});
        _exit(1);
      }) {}

Watchdog::~Watchdog() {
  done_.Notify();
  thread_.join();
}

}  // namespace mib::service
