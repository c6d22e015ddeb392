#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "mib/kafka/consumer.h"

namespace mib::kafka {

/// A consumer of logs in memory. Assign gives it partitions as a group would; Feed appends to a partition's log, and
/// Poll reads from where the listener said, as often as the test seeks or assigns anew. Feed and the observers may be
/// called from any thread; the rest, as with the real one, from one.
class FakeConsumer final : public Consumer {
 public:
  explicit FakeConsumer(PartitionListener listener = {}) : listener_(std::move(listener)) {}

  /// The next Poll tells the listener; partitions held before are revoked first.
  void Assign(std::vector<TopicPartition> partitions) {
    const absl::MutexLock lock(&mutex_);
    given_ = std::move(partitions);
    reassign_ = true;
  }
  /// Appends a record; its offset is the next of its partition. A partition that nobody assigned is assigned.
  int64_t Feed(ConsumedRecord record) {
    const absl::MutexLock lock(&mutex_);
    std::vector<ConsumedRecord>& log = logs_[record.source];
    if (std::find(given_.begin(), given_.end(), record.source) == given_.end()) {
      given_.push_back(record.source);
      reassign_ = true;
    }
    record.offset = static_cast<int64_t>(log.size());
    log.push_back(std::move(record));
    return log.back().offset;
  }
  int64_t Feed(const Record& record, int32_t partition = 0, absl::Time timestamp = absl::UnixEpoch()) {
    return Feed({.source = {record.topic, partition},
                 .offset = 0,
                 .timestamp = timestamp,
                 .key = record.key,
                 .value = record.value,
                 .headers = record.headers});
  }
  /// The next Poll fails with it, once.
  void FailNextPoll(absl::Status status) {
    const absl::MutexLock lock(&mutex_);
    failure_ = std::move(status);
  }

  absl::StatusOr<std::vector<ConsumedRecord>> Poll(int max, absl::Duration) override {
    if (absl::Status status = TakeAssignment(); !status.ok()) return status;
    const absl::MutexLock lock(&mutex_);
    if (!failure_.ok()) return std::exchange(failure_, absl::OkStatus());
    std::vector<ConsumedRecord> out;
    if (paused_) return out;
    for (auto& [partition, position] : positions_) {
      const std::vector<ConsumedRecord>& log = logs_[partition];
      while (static_cast<int>(out.size()) < max && position < static_cast<int64_t>(log.size())) {
        out.push_back(log[static_cast<size_t>(position++)]);
      }
    }
    return out;
  }
  void Commit(const Offsets& offsets) override {
    const absl::MutexLock lock(&mutex_);
    for (const auto& [partition, offset] : offsets) committed_[partition] = offset;
  }
  absl::Status Seek(const TopicPartition& partition, int64_t offset) override {
    const absl::MutexLock lock(&mutex_);
    const auto found = positions_.find(partition);
    if (found == positions_.end()) return absl::FailedPreconditionError("not assigned");
    found->second = offset;
    return absl::OkStatus();
  }
  void PauseAll() override { SetPaused(true); }
  void ResumeAll() override { SetPaused(false); }
  int64_t Lag() override {
    const absl::MutexLock lock(&mutex_);
    int64_t lag = 0;
    for (const auto& [partition, position] : positions_)
      lag += static_cast<int64_t>(logs_[partition].size()) - position;
    return positions_.empty() ? -1 : lag;
  }

  Offsets committed() const {
    const absl::MutexLock lock(&mutex_);
    return committed_;
  }
  bool paused() const {
    const absl::MutexLock lock(&mutex_);
    return paused_;
  }

 private:
  void SetPaused(bool paused) {
    const absl::MutexLock lock(&mutex_);
    paused_ = paused;
  }
  absl::Status TakeAssignment() {
    std::vector<TopicPartition> given, lost;
    {
      const absl::MutexLock lock(&mutex_);
      if (!reassign_) return absl::OkStatus();
      given = given_;
      for (const auto& [partition, position] : std::exchange(positions_, {})) lost.push_back(partition);
    }
    if (!lost.empty() && listener_.on_revoked) listener_.on_revoked(lost);
    Offsets begin;
    for (const TopicPartition& partition : given) begin[partition] = 0;
    if (listener_.on_assigned) {
      const absl::StatusOr<Offsets> stored = listener_.on_assigned(given);
      if (!stored.ok()) return stored.status();
      for (const auto& [partition, offset] : *stored) begin[partition] = offset;
    }
    const absl::MutexLock lock(&mutex_);
    positions_ = std::move(begin);
    reassign_ = false;
    return absl::OkStatus();
  }

  const PartitionListener listener_;
  mutable absl::Mutex mutex_;
  std::map<TopicPartition, std::vector<ConsumedRecord>> logs_ ABSL_GUARDED_BY(mutex_);
  std::vector<TopicPartition> given_ ABSL_GUARDED_BY(mutex_);
  bool reassign_ ABSL_GUARDED_BY(mutex_) = false;
  Offsets positions_ ABSL_GUARDED_BY(mutex_);
  Offsets committed_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool paused_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mib::kafka
