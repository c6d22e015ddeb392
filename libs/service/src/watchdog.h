#pragma once

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace mib::service {

/// Ends the process with status 1 unless it is destroyed within `timeout`.
class Watchdog {
 public:
  explicit Watchdog(absl::Duration timeout);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  absl::Notification done_;
  std::thread thread_;
};

}  // namespace mib::service
