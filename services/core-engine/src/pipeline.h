#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "engine.h"
#include "engine_store.h"
#include "event_publisher.h"
#include "mib/base/clock.h"
#include "mib/kafka/consumed_traces.h"
#include "mib/kafka/consumer.h"
#include "mib/resilience/backoff.h"
#include "probe.h"
#include "quote_cache.h"

namespace mib::core_engine {

struct PipelineOptions {
  absl::Duration flush_interval = absl::Milliseconds(50);
  int max_batch = 2000;
};

/// From records to rows and events: reads, lets the engine work, and stores what came of it together with the offsets.
/// One thread runs it (Step, Run and the listener); Health may be asked from any.
///
/// While a transaction cannot be stored it is kept and tried again with growing waits; reading is paused, so that
/// nothing piles up, and polling goes on, so that the partitions stay ours. When another process has gone on with our
/// partitions, or partitions are taken away, everything that is not stored is forgotten and read again from where it is
/// stored.
///
/// A transaction, its events included, goes on with the trace of the first of its records that was sampled.
class Pipeline {
 public:
  Pipeline(const PipelineOptions& options, Engine& engine, EngineStore& store, EventPublisher& publisher,
           QuoteCache& cache, Clock& clock, Probe& probe);

  /// For the consumer that Step and Run are given. The pipeline must outlive it.
  kafka::PartitionListener Listener();

  /// One turn: poll, apply, and flush when it is due.
  void Step(kafka::Consumer& consumer);
  /// Turns until `stop`; what was read by then is stored if it can be.
  void Run(kafka::Consumer& consumer, const std::atomic<bool>& stop);

  /// OK unless the newest transaction failed or the state could not be loaded.
  absl::Status Health() const;

 private:
  using Partitions = std::vector<kafka::TopicPartition>;

  absl::StatusOr<kafka::Offsets> Assigned(const Partitions& partitions);
  void Revoked(const Partitions& partitions);
  void MeasureLag(kafka::Consumer& consumer);
  void Apply(const std::vector<kafka::ConsumedRecord>& records);
  bool FlushIsDue() const;
  void Flush(kafka::Consumer& consumer);
  void FreezePending();
  absl::Status Store();
  absl::Status ResolveDoubt();
  void Finish(kafka::Consumer& consumer);
  void Fail(kafka::Consumer& consumer, const absl::Status& status);
  void Drop();
  void Reload(kafka::Consumer& consumer);
  void TakeOffsets(const Snapshot& snapshot);
  void SetHealth(const absl::Status& status);

  const PipelineOptions options_;
  Engine& engine_;
  EngineStore& store_;
  EventPublisher& publisher_;
  QuoteCache& cache_;
  Clock& clock_;
  Probe& probe_;

  /// Per assigned partition: what is stored, and the next record to apply.
  std::map<kafka::TopicPartition, int64_t> stored_;
  std::map<kafka::TopicPartition, int64_t> next_;
  /// Taken from the engine and not stored yet.
  std::optional<Changes> pending_;
  kafka::ConsumedTraces pending_traces_;
  /// Of what was applied after that.
  kafka::ConsumedTraces traces_;
  /// The newest commit may or may not have happened.
  bool in_doubt_ = false;
  bool reload_needed_ = false;
  bool paused_ = false;
  int applied_since_flush_ = 0;
  absl::Time last_flush_ = absl::InfinitePast();
  absl::Time lag_measured_ = absl::InfinitePast();
  absl::Time retry_at_ = absl::InfinitePast();
  resilience::Backoff backoff_;

  mutable absl::Mutex mutex_;
  absl::Status health_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::core_engine
