#pragma once

#include <signal.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace mib::service {

/// Turns SIGTERM and SIGINT into something to wait for; a second one ends the process at once. Made before any other
/// thread, which then inherit that the signals are blocked.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// True as soon as a signal has come; false after `timeout` without one.
  bool WaitFor(absl::Duration timeout) { return first_.WaitForNotificationWithTimeout(timeout); }
  void Wait() { first_.WaitForNotification(); }

 private:
  void Watch();

  sigset_t before_;
  int signals_ = -1;
  int stop_ = -1;
  absl::Notification first_;
  std::thread watcher_;
};

}  // namespace mib::service
