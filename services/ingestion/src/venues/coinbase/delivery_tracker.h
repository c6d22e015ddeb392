#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace mib::coinbase {

/// Knows up to which trade the broker has everything of one product. Batches are announced in order and confirmed in
/// any; the position moves over what is confirmed without a hole. Shared with the producer's callbacks. Thread safe.
class DeliveryTracker {
 public:
  using Ticket = uint64_t;

  /// Begins at `position`; what was sent before no longer counts.
  void Restart(uint64_t position);
  /// A batch is on its way; with it everything up to `last_id` will have been sent.
  Ticket Sent(uint64_t last_id);
  void Delivered(Ticket ticket);
  /// The batch is lost: nothing is confirmed any more until Restart.
  void Failed(Ticket ticket);

  /// Everything up to here is with the broker; nullopt before the first Restart.
  std::optional<uint64_t> position() const;
  bool failed() const;

 private:
  struct InFlight {
    uint64_t last_id;
    bool delivered;
  };
  InFlight* Find(Ticket ticket) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::optional<uint64_t> position_ ABSL_GUARDED_BY(mutex_);
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<InFlight> in_flight_ ABSL_GUARDED_BY(mutex_);
  // The ticket of in_flight_.front().
  Ticket oldest_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace mib::coinbase
