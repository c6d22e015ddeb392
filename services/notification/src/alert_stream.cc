#include "alert_stream.h"

#include <algorithm>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"
#include "mib/kafka/consumed_traces.h"

namespace mib::notification {
namespace {

constexpr absl::Duration kPollTimeout = absl::Milliseconds(200);

}  // namespace

absl::Status AlertStream::Open(const ConsumerFactory& factory) {
  kafka::PartitionListener listener{.on_assigned = [this](const auto& partitions) { return OnAssigned(partitions); },
                                    .on_revoked = [this](const auto& partitions) { OnRevoked(partitions); }};
  ASSIGN_OR_RETURN(consumer_, factory(std::move(listener)));
  return absl::OkStatus();
}

absl::StatusOr<kafka::Offsets> AlertStream::OnAssigned(const std::vector<kafka::TopicPartition>& partitions) {
  ASSIGN_OR_RETURN(StreamState state, store_.Load(partitions));
  kafka::Offsets offsets = state.offsets;
  engine_.Load(partitions, std::move(state));
  for (const auto& partition : partitions) {
    if (std::find(assigned_.begin(), assigned_.end(), partition) == assigned_.end()) assigned_.push_back(partition);
  }
  return offsets;
}

void AlertStream::OnRevoked(const std::vector<kafka::TopicPartition>& partitions) {
  engine_.Drop(partitions);
  for (const auto& partition : partitions) {
    std::erase(assigned_, partition);
    first_seen_.erase(partition);
  }
}

absl::StatusOr<bool> AlertStream::Step() {
  if (must_go_back_) RETURN_IF_ERROR(GoBack());
  ASSIGN_OR_RETURN(const auto records, consumer_->Poll(options_.max_batch, kPollTimeout));
  probe_.lag_records.Set(static_cast<double>(std::max<int64_t>(consumer_->Lag(), 0)));
  for (const auto& record : records) first_seen_.try_emplace(record.source, record.offset);

  // From here on an error leaves the records read and not stored.
  must_go_back_ = true;
  RETURN_IF_ERROR(RefreshRules());
  ASSIGN_OR_RETURN(const StreamBatch batch, StoreTraced(records));
  must_go_back_ = false;
  for (const RaisedAlert& raised : batch.alerts) probe_.alerts(raised.alert.severity()).Increment();
  return !batch.alerts.empty() || !batch.dead_letters.empty();
}

absl::Status AlertStream::RefreshRules() {
  // Asked for after the poll: a bar that was published after a rule was made is judged by it.
  if (!rules_changed_ && clock_.Now() - rules_read_at_ < options_.rule_refresh) return absl::OkStatus();
  rules_changed_ = false;
  auto enabled = rules_.Enabled();
  if (!enabled.ok()) {
    rules_changed_ = true;
    return enabled.status();
  }
  const auto book = RuleBook::Build(*std::move(enabled));
  probe_.rules_active.Set(static_cast<double>(book->size()));
  engine_.SetRules(book);
  rules_read_at_ = clock_.Now();
  return absl::OkStatus();
}

absl::StatusOr<StreamBatch> AlertStream::StoreTraced(const std::vector<kafka::ConsumedRecord>& records) {
  kafka::ConsumedTraces traces;
  for (const kafka::ConsumedRecord& record : records) traces.Add(record);
  const ScopedTrace trace(traces.context());
  absl::StatusOr<StreamBatch> batch = Store(records);
  traces.End(batch.status());
  return batch;
}

absl::StatusOr<StreamBatch> AlertStream::Store(const std::vector<kafka::ConsumedRecord>& records) {
  ASSIGN_OR_RETURN(StreamBatch batch, engine_.Process(records));
  if (batch.empty()) return batch;
  RETURN_IF_ERROR(store_.Commit(batch));
  kafka::Offsets offsets;
  for (const auto& [partition, step] : batch.offsets) offsets[partition] = step.to;
  consumer_->Commit(offsets);
  return batch;
}

// The store knows how far we really are, even where a commit's answer was lost.
absl::Status AlertStream::GoBack() {
  probe_.stream_recoveries.Increment();
  ASSIGN_OR_RETURN(StreamState state, store_.Load(assigned_));
  kafka::Offsets offsets = first_seen_;
  for (const auto& [partition, offset] : state.offsets) offsets[partition] = offset;
  engine_.Load(assigned_, std::move(state));
  for (const auto& partition : assigned_) {
    const auto offset = offsets.find(partition);
    if (offset != offsets.end()) RETURN_IF_ERROR(consumer_->Seek(partition, offset->second));
  }
  must_go_back_ = false;
  log::Info("the stream goes on from its stored state", {{"partitions", assigned_.size()}});
  return absl::OkStatus();
}

}  // namespace mib::notification
