#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "alert_engine.h"
#include "mib/kafka/consumer.h"
#include "probe.h"
#include "rule_store.h"
#include "stream_store.h"

namespace mib::notification {

struct StreamOptions {
  int max_batch = 500;
  absl::Duration rule_refresh = absl::Seconds(5);
};

/// Reads bars, raises alerts, and stores both progress and alerts in one transaction per poll. Whatever fails, it goes
/// back to what is stored and takes the log up from there. The transaction goes on with the trace of its first sampled
/// bar. Step is for one thread; RulesChanged for any. What it refers to must outlive it.
class AlertStream {
 public:
  using ConsumerFactory = std::function<absl::StatusOr<std::unique_ptr<kafka::Consumer>>(kafka::PartitionListener)>;

  AlertStream(AlertEngine& engine, StreamStore& store, RuleStore& rules, Clock& clock, Probe& probe,
              const StreamOptions& options)
      : engine_(engine), store_(store), rules_(rules), clock_(clock), probe_(probe), options_(options) {}

  /// Before the first Step.
  absl::Status Open(const ConsumerFactory& factory);

  /// Polls once and stores what came of it. True when alerts were raised or records refused. After an error: call
  /// again, later.
  absl::StatusOr<bool> Step();

  /// A rule was changed; the next bar is judged by the new rules.
  void RulesChanged() { rules_changed_ = true; }

 private:
  absl::StatusOr<kafka::Offsets> OnAssigned(const std::vector<kafka::TopicPartition>& partitions);
  void OnRevoked(const std::vector<kafka::TopicPartition>& partitions);
  absl::Status RefreshRules();
  absl::StatusOr<StreamBatch> StoreTraced(const std::vector<kafka::ConsumedRecord>& records);
  absl::StatusOr<StreamBatch> Store(const std::vector<kafka::ConsumedRecord>& records);
  absl::Status GoBack();

  AlertEngine& engine_;
  StreamStore& store_;
  RuleStore& rules_;
  Clock& clock_;
  Probe& probe_;
  const StreamOptions options_;

  std::unique_ptr<kafka::Consumer> consumer_;
  std::vector<kafka::TopicPartition> assigned_;
  /// Where the broker was told to begin, for partitions of which no offset is stored yet.
  kafka::Offsets first_seen_;
  /// The engine is ahead of the store, or the consumer ahead of the engine.
  bool must_go_back_ = false;
  std::atomic<bool> rules_changed_ = true;
  absl::Time rules_read_at_ = absl::InfinitePast();
};

}  // namespace mib::notification
