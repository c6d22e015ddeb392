#pragma once

#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace mib::http {

/// Messages on their way from the connection's thread to the one that reads them, bounded by bytes. Thread safe.
class Inbox {
 public:
  explicit Inbox(size_t max_bytes) : max_bytes_(max_bytes) {}

  /// False when the inbox is now full: put nothing more until Take() has said that there is room.
  bool Put(std::string message) {
    absl::MutexLock lock(&mutex_);
    bytes_ += message.size();
    messages_.push_back(std::move(message));
    full_ = bytes_ >= max_bytes_;
    return !full_;
  }

  /// No message comes any more; those waiting are still given out, then `why`. The first call counts.
  void Close(absl::Status why) {
    absl::MutexLock lock(&mutex_);
    if (closed_.ok()) closed_ = std::move(why);
  }

  /// The next message; sets `*has_room` when it was full and is not any more. kDeadlineExceeded when none comes in
  /// time.
  absl::StatusOr<std::string> Take(absl::Duration timeout, bool* has_room) {
    absl::MutexLock lock(&mutex_);
    *has_room = false;
    if (!mutex_.AwaitWithTimeout(absl::Condition(this, &Inbox::Ready), timeout)) {
      return absl::DeadlineExceededError("no message came in time");
    }
    if (messages_.empty()) return closed_;
    std::string message = std::move(messages_.front());
    messages_.pop_front();
    bytes_ -= message.size();
    *has_room = full_ && bytes_ < max_bytes_ / 2 + 1;
    full_ = full_ && !*has_room;
    return message;
  }

  absl::Status closed() {
    absl::MutexLock lock(&mutex_);
    return closed_;
  }

 private:
  bool Ready() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !messages_.empty() || !closed_.ok(); }

  const size_t max_bytes_;
  absl::Mutex mutex_;
  std::deque<std::string> messages_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool full_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status closed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::http
