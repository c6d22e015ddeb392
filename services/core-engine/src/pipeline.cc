#include "pipeline.h"

#include <algorithm>
#include <utility>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"

namespace mib::core_engine {
namespace {

constexpr absl::Duration kIdlePoll = absl::Milliseconds(100);
constexpr absl::Duration kLagInterval = absl::Seconds(1);
constexpr resilience::BackoffPolicy kRetry{absl::Milliseconds(50), absl::Seconds(2), 1 << 30};

absl::Status Fenced() { return absl::OutOfRangeError("another process has gone on with our partitions"); }

}  // namespace

Pipeline::Pipeline(const PipelineOptions& options, Engine& engine, EngineStore& store, EventPublisher& publisher,
                   QuoteCache& cache, Clock& clock, Probe& probe)
    : options_(options),
      engine_(engine),
      store_(store),
      publisher_(publisher),
      cache_(cache),
      clock_(clock),
      probe_(probe),
      backoff_(kRetry, static_cast<uint64_t>(absl::ToUnixNanos(clock.Now()))) {}

kafka::PartitionListener Pipeline::Listener() {
  return {[this](const Partitions& partitions) { return Assigned(partitions); },
          [this](const Partitions& partitions) { Revoked(partitions); }};
}

absl::StatusOr<kafka::Offsets> Pipeline::Assigned(const Partitions& partitions) {
  absl::StatusOr<Snapshot> snapshot = store_.Load(partitions);
  if (!snapshot.ok()) {
    SetHealth(snapshot.status());
    return snapshot.status();
  }
  engine_.Load(*snapshot);
  TakeOffsets(*snapshot);
  SetHealth(absl::OkStatus());
  kafka::Offsets begin;
  for (const auto& [partition, offset] : snapshot->offsets) {
    if (offset >= 0) begin[partition] = offset;
  }
  log::Info("partitions assigned", {{"count", partitions.size()}, {"instruments", snapshot->series.size()}});
  return begin;
}

void Pipeline::TakeOffsets(const Snapshot& snapshot) {
  for (const auto& [partition, offset] : snapshot.offsets) {
    stored_[partition] = offset;
    next_[partition] = offset;
  }
}

void Pipeline::Revoked(const Partitions& partitions) {
  // The new owner reads again what we have not stored. State is not kept per topic, so what remains ours is loaded
  // anew.
  Drop();
  for (const kafka::TopicPartition& partition : partitions) {
    stored_.erase(partition);
    next_.erase(partition);
  }
  reload_needed_ = !stored_.empty();
}

void Pipeline::Step(kafka::Consumer& consumer) {
  const bool waiting = clock_.Now() < retry_at_;
  const bool busy = applied_since_flush_ > 0 || pending_.has_value();
  absl::StatusOr<std::vector<kafka::ConsumedRecord>> records =
      consumer.Poll(options_.max_batch, busy ? options_.flush_interval : kIdlePoll);
  if (!records.ok()) {
    log::Warning("cannot read", {{"status", ToString(records.status())}});
    clock_.Sleep(kIdlePoll);
    return;
  }
  MeasureLag(consumer);
  if (reload_needed_) {
    // What was just read is read again after it.
    if (!waiting) Reload(consumer);
    return;
  }
  Apply(*records);
  if (!waiting && FlushIsDue()) Flush(consumer);
}

void Pipeline::MeasureLag(kafka::Consumer& consumer) {
  if (clock_.Now() - lag_measured_ < kLagInterval) return;
  lag_measured_ = clock_.Now();
  probe_.lag_records.Set(static_cast<double>(std::max<int64_t>(0, consumer.Lag())));
}

void Pipeline::Apply(const std::vector<kafka::ConsumedRecord>& records) {
  for (const kafka::ConsumedRecord& record : records) {
    const auto next = next_.find(record.source);
    // Left over from before a seek or a revocation.
    if (next == next_.end() || record.offset < next->second) continue;
    traces_.Add(record);
    engine_.Apply(record);
    next->second = record.offset + 1;
    ++applied_since_flush_;
  }
}

bool Pipeline::FlushIsDue() const {
  if (pending_) return true;
  if (applied_since_flush_ == 0) return false;
  return applied_since_flush_ >= options_.max_batch || clock_.Now() - last_flush_ >= options_.flush_interval;
}

void Pipeline::Flush(kafka::Consumer& consumer) {
  const absl::Time start = clock_.Now();
  if (!pending_) FreezePending();
  const ScopedTrace trace(pending_traces_.context());
  absl::Status status = in_doubt_ ? ResolveDoubt() : Store();
  if (absl::IsUnknown(status)) {
    in_doubt_ = true;
    status = ResolveDoubt();
  }
  if (!status.ok()) return Fail(consumer, status);
  probe_.flush_duration.Observe(absl::ToDoubleSeconds(clock_.Now() - start));
  Finish(consumer);
}

void Pipeline::FreezePending() {
  pending_ = engine_.TakeChanges();
  pending_traces_ = std::exchange(traces_, {});
  for (const auto& [partition, next] : next_) {
    const int64_t stored = stored_.at(partition);
    if (next != stored) pending_->offsets[partition] = OffsetStep{stored, next};
  }
  applied_since_flush_ = 0;
}

absl::Status Pipeline::Store() {
  return store_.Commit(
      *pending_, [this](const std::vector<market::v1::Bar>& stored) { return publisher_.Publish(*pending_, stored); });
}

/// After a commit of which nobody knows: the offsets tell.
absl::Status Pipeline::ResolveDoubt() {
  Partitions partitions;
  for (const auto& [partition, step] : pending_->offsets) partitions.push_back(partition);
  const absl::StatusOr<std::map<kafka::TopicPartition, int64_t>> found = store_.ReadOffsets(partitions);
  if (!found.ok()) return found.status();
  in_doubt_ = false;
  const auto all = [&](int64_t OffsetStep::*side) {
    return std::all_of(pending_->offsets.begin(), pending_->offsets.end(), [&](const auto& entry) {
      const auto offset = found->find(entry.first);
      return offset != found->end() && offset->second == entry.second.*side;
    });
  };
  if (all(&OffsetStep::next)) return absl::OkStatus();
  if (all(&OffsetStep::expected)) return Store();
  return Fenced();
}

void Pipeline::Finish(kafka::Consumer& consumer) {
  kafka::Offsets offsets;
  for (const auto& [partition, step] : pending_->offsets) {
    stored_[partition] = step.next;
    offsets[partition] = step.next;
  }
  cache_.Put(pending_->quotes);
  pending_.reset();
  pending_traces_.End(absl::OkStatus());
  consumer.Commit(offsets);
  last_flush_ = clock_.Now();
  backoff_.Reset();
  if (paused_) consumer.ResumeAll();
  paused_ = false;
  SetHealth(absl::OkStatus());
}

void Pipeline::Fail(kafka::Consumer& consumer, const absl::Status& status) {
  // A commit that nobody knows of, again: ask again before anything else.
  in_doubt_ = in_doubt_ || absl::IsUnknown(status);
  probe_.flush_failures.Increment();
  SetHealth(status);
  log::Warning("a transaction was not stored", {{"status", ToString(status)}, {"tries", backoff_.tried() + 1}});
  if (absl::IsOutOfRange(status)) {
    probe_.fenced.Increment();
    Drop();
    reload_needed_ = true;
    return;
  }
  retry_at_ = clock_.Now() + backoff_.Next();
  if (!paused_) consumer.PauseAll();
  paused_ = true;
}

void Pipeline::Drop() {
  engine_.Clear(pending_ ? *pending_ : Changes());
  pending_.reset();
  const absl::Status dropped = absl::AbortedError("dropped, to be read again by whoever has the partition");
  pending_traces_.End(dropped);
  traces_.End(dropped);
  in_doubt_ = false;
  applied_since_flush_ = 0;
}

void Pipeline::Reload(kafka::Consumer& consumer) {
  Partitions partitions;
  for (const auto& [partition, offset] : stored_) partitions.push_back(partition);
  const absl::StatusOr<Snapshot> snapshot = store_.Load(partitions);
  absl::Status status = snapshot.status();
  for (size_t i = 0; i < partitions.size() && status.ok(); ++i) {
    // A partition that was never stored begins at its oldest record.
    status = consumer.Seek(partitions[i], std::max<int64_t>(0, snapshot->offsets.at(partitions[i])));
  }
  SetHealth(status);
  if (!status.ok()) {
    log::Warning("the stored state cannot be loaded", {{"status", ToString(status)}});
    retry_at_ = clock_.Now() + backoff_.Next();
    return;
  }
  engine_.Clear();
  engine_.Load(*snapshot);
  TakeOffsets(*snapshot);
  reload_needed_ = false;
  backoff_.Reset();
  if (paused_) consumer.ResumeAll();
  paused_ = false;
}

void Pipeline::Run(kafka::Consumer& consumer, const std::atomic<bool>& stop) {
  while (!stop.load(std::memory_order_relaxed)) Step(consumer);
  if (!reload_needed_ && (pending_ || applied_since_flush_ > 0)) Flush(consumer);
}

absl::Status Pipeline::Health() const {
  absl::MutexLock lock(&mutex_);
  return health_;
}

void Pipeline::SetHealth(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  health_ = status;
}

}  // namespace mib::core_engine
