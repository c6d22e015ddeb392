#include "venues/coinbase/delivery_tracker.h"

namespace mib::coinbase {

void DeliveryTracker::Restart(uint64_t position) {
  absl::MutexLock lock(&mutex_);
  position_ = position;
  failed_ = false;
  // Tickets go on counting, so that a late confirmation of an old one finds nothing.
  oldest_ += in_flight_.size();
  in_flight_.clear();
}

DeliveryTracker::Ticket DeliveryTracker::Sent(uint64_t last_id) {
  absl::MutexLock lock(&mutex_);
  in_flight_.push_back({last_id, false});
  return oldest_ + in_flight_.size() - 1;
}

void DeliveryTracker::Delivered(Ticket ticket) {
  absl::MutexLock lock(&mutex_);
  InFlight* batch = Find(ticket);
  if (batch == nullptr || failed_) return;
  batch->delivered = true;
  for (; !in_flight_.empty() && in_flight_.front().delivered; in_flight_.pop_front(), ++oldest_) {
    position_ = in_flight_.front().last_id;
  }
}

void DeliveryTracker::Failed(Ticket ticket) {
  absl::MutexLock lock(&mutex_);
  if (Find(ticket) != nullptr) failed_ = true;
}

std::optional<uint64_t> DeliveryTracker::position() const {
  absl::MutexLock lock(&mutex_);
  return position_;
}

bool DeliveryTracker::failed() const {
  absl::MutexLock lock(&mutex_);
  return failed_;
}

DeliveryTracker::InFlight* DeliveryTracker::Find(Ticket ticket) {
  if (ticket < oldest_ || ticket - oldest_ >= in_flight_.size()) return nullptr;
  return &in_flight_[ticket - oldest_];
}

}  // namespace mib::coinbase
