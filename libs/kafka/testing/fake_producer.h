#pragma once

#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "mib/kafka/producer.h"

namespace mib::kafka {

/// Records what is sent. By default everything is delivered at once; with Hold(true) only Deliver or Flush delivers.
/// Thread safe.
class FakeProducer final : public Producer {
 public:
  absl::Status Send(Record record, DeliveryCallback done = {}) override {
    {
      const absl::MutexLock lock(&mutex_);
      if (!send_status_.ok()) return send_status_;
      records_.push_back(std::move(record));
      waiting_.push_back(std::move(done));
      if (hold_) return absl::OkStatus();
    }
    Deliver(absl::OkStatus());
    return absl::OkStatus();
  }
  absl::Status Flush(absl::Duration) override {
    absl::Status status;
    {
      const absl::MutexLock lock(&mutex_);
      status = flush_status_;
    }
    Deliver(status);
    return status;
  }

  /// Ends all records under way with `status`.
  void Deliver(const absl::Status& status) {
    std::vector<DeliveryCallback> waiting;
    {
      const absl::MutexLock lock(&mutex_);
      waiting.swap(waiting_);
    }
    for (const DeliveryCallback& done : waiting) {
      if (done) done(status);
    }
  }
  void Hold(bool hold) {
    const absl::MutexLock lock(&mutex_);
    hold_ = hold;
  }
  /// What Send answers from now on; a record is taken only with OK.
  void FailSends(absl::Status status) {
    const absl::MutexLock lock(&mutex_);
    send_status_ = std::move(status);
  }
  /// What Flush answers from now on.
  void FailFlushes(absl::Status status) {
    const absl::MutexLock lock(&mutex_);
    flush_status_ = std::move(status);
  }
  std::vector<Record> records() const {
    const absl::MutexLock lock(&mutex_);
    return records_;
  }
  std::vector<Record> RecordsOf(std::string_view topic) const {
    std::vector<Record> out;
    for (Record& record : records()) {
      if (record.topic == topic) out.push_back(std::move(record));
    }
    return out;
  }
  void Clear() {
    const absl::MutexLock lock(&mutex_);
    records_.clear();
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<Record> records_ ABSL_GUARDED_BY(mutex_);
  std::vector<DeliveryCallback> waiting_ ABSL_GUARDED_BY(mutex_);
  absl::Status send_status_ ABSL_GUARDED_BY(mutex_);
  absl::Status flush_status_ ABSL_GUARDED_BY(mutex_);
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mib::kafka
