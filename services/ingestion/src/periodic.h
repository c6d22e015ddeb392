#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mib::ingestion {

/// A thread that calls `work` every `interval`, and at once again while it returns true. Starts when made, ends with
/// Stop, which waits for the call that runs; nothing is called after it.
class Periodic {
 public:
  Periodic(absl::Duration interval, std::function<bool()> work)
      : interval_(interval), work_(std::move(work)), thread_([this] { Loop(); }) {}
  ~Periodic() { Stop(); }

  void Stop() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Loop() {
    while (true) {
      const bool again = work_();
      absl::MutexLock lock(&mutex_);
      if (!again) mutex_.AwaitWithTimeout(absl::Condition(&stopping_), interval_);
      if (stopping_) return;
    }
  }

  const absl::Duration interval_;
  const std::function<bool()> work_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace mib::ingestion
