#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/bar_source/bar_source.h"
#include "mib/base/clock.h"
#include "mib/kafka/record.h"
#include "mib/market/v1/market.pb.h"
#include "probe.h"
#include "rule_book.h"
#include "stream_batch.h"
#include "stream_store.h"

namespace mib::notification {

/// Turns bars into alerts. Its state is what StreamStore keeps, so a new one that loads the state at an offset goes on
/// as the old one would have. One thread; `bars`, `clock` and `probe` must outlive it.
class AlertEngine {
 public:
  AlertEngine(bar_source::BarSource& bars, Clock& clock, Probe& probe) : bars_(bars), clock_(clock), probe_(probe) {}

  /// Series that no rule needs any more are dropped, and named in the next batch.
  void SetRules(std::shared_ptr<const RuleBook> rules);
  /// Takes over what is stored of newly assigned partitions, replacing what it has of them.
  void Load(const std::vector<kafka::TopicPartition>& partitions, StreamState state);
  /// Forgets partitions.
  void Drop(const std::vector<kafka::TopicPartition>& partitions);

  /// Applies records in order. Records at offsets that were applied before are passed over. After an error (a series
  /// could not be filled) or a batch that was not stored, the state is ahead of the store: Load again.
  absl::StatusOr<StreamBatch> Process(std::span<const kafka::ConsumedRecord> records);

 private:
  struct Series {
    kafka::TopicPartition partition;
    Closes closes;
  };
  using SeriesMap = std::map<SeriesKey, Series>;

  bool Advance(const kafka::ConsumedRecord& record, StreamBatch* batch);
  absl::Status Apply(const kafka::ConsumedRecord& record, StreamBatch* batch);
  void Refuse(const kafka::ConsumedRecord& record, std::string_view reason, StreamBatch* batch);
  absl::StatusOr<SeriesMap::iterator> Begin(const SeriesKey& key, const kafka::TopicPartition& partition,
                                            int64_t open_ns, StreamBatch* batch);
  absl::StatusOr<std::vector<market::v1::Bar>> History(const SeriesKey& key, int64_t open_ns);
  void Evaluate(const std::vector<ActiveRule>& rules, const Closes& closes, const TraceContext& trace,
                StreamBatch* batch);

  bar_source::BarSource& bars_;
  Clock& clock_;
  Probe& probe_;
  std::shared_ptr<const RuleBook> rules_ = std::make_shared<RuleBook>();
  SeriesMap series_;
  std::map<std::string, absl::Time> last_fired_;
  kafka::Offsets next_;
  /// Dropped here and not yet in the store, with the partition that fed them.
  std::map<SeriesKey, kafka::TopicPartition> ended_;
};

}  // namespace mib::notification
