#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/kafka/producer.h"
#include "mib/kafka/record.h"
#include "mib/telemetry/metrics.h"

namespace mib::kafka {

/// The next offset to read, per partition.
using Offsets = std::map<TopicPartition, int64_t>;

/// Where a consumer begins in partitions that it is given. Called on the thread that polls.
struct PartitionListener {
  /// Returns where to begin; a partition that is not in the answer begins at its oldest record. An error makes Poll
  /// return it, and the assignment is tried again.
  std::function<absl::StatusOr<Offsets>(const std::vector<TopicPartition>&)> on_assigned;
  /// They are no longer ours: drop their state, write nothing more for them.
  std::function<void(const std::vector<TopicPartition>&)> on_revoked;
};

/// Reads records, in order per partition. One thread only. Offsets are the caller's to keep, with the rows made from
/// the records; Commit only tells the broker, so that lag can be seen from outside.
class Consumer {
 public:
  virtual ~Consumer() = default;
  /// Up to `max` records, waiting at most `timeout` for the first. Empty when there is none. Errors are retryable: poll
  /// again.
  virtual absl::StatusOr<std::vector<ConsumedRecord>> Poll(int max, absl::Duration timeout) = 0;
  /// Tells the broker how far we are; asynchronous, best effort.
  virtual void Commit(const Offsets& offsets) = 0;
  /// Goes back (or on) within an assigned partition.
  virtual absl::Status Seek(const TopicPartition& partition, int64_t offset) = 0;
  /// Stops and resumes fetching of all assigned partitions: back-pressure.
  virtual void PauseAll() = 0;
  virtual void ResumeAll() = 0;
  /// Records between what we have read and the newest, over all assigned partitions; -1 when not known yet.
  virtual int64_t Lag() = 0;
};

struct ConsumerOptions {
  Options kafka = {};
  /// Group name without prefix.
  std::string group = {};
  std::vector<std::string> topics = {};
  /// True: every process reads every partition (its own group-less assignment) from the newest record on. For fan-out.
  bool broadcast = false;
};

absl::StatusOr<std::unique_ptr<Consumer>> OpenConsumer(const ConsumerOptions& options, PartitionListener listener,
                                                       telemetry::Metrics& metrics);

}  // namespace mib::kafka
