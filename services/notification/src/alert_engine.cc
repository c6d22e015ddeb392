#include "alert_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bar_record.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"
#include "mib/telemetry/trace.h"

namespace mib::notification {
namespace {

// The engine publishes a bar before it stores it, so the store is asked until it has caught up with the bar in hand.
constexpr int kHistoryTries = 20;
constexpr absl::Duration kHistoryWait = absl::Milliseconds(100);
constexpr absl::Duration kHistoryTimeout = absl::Seconds(5);

bool Contains(const std::vector<kafka::TopicPartition>& partitions, const kafka::TopicPartition& partition) {
  return std::find(partitions.begin(), partitions.end(), partition) != partitions.end();
}

TraceContext TraceOf(const kafka::ConsumedRecord& record) {
  return TraceContext::FromTraceparent(record.Header("traceparent")).value_or(TraceContext{});
}

int64_t OpenOf(const market::v1::Bar& bar) { return ToNanos(market::FromProto(bar.open_time())); }

}  // namespace

void AlertEngine::SetRules(std::shared_ptr<const RuleBook> rules) {
  rules_ = std::move(rules);
  std::erase_if(series_, [&](const auto& entry) {
    if (rules_->Find(entry.first) != nullptr) return false;
    ended_.emplace(entry.first, entry.second.partition);
    return true;
  });
}

void AlertEngine::Load(const std::vector<kafka::TopicPartition>& partitions, StreamState state) {
  Drop(partitions);
  for (const auto& [partition, offset] : state.offsets) next_[partition] = offset;
  for (auto& [key, stored] : state.series)
    series_.insert_or_assign(key, Series{stored.partition, std::move(stored.closes)});
  last_fired_ = std::move(state.last_fired);
  SetRules(rules_);
}

void AlertEngine::Drop(const std::vector<kafka::TopicPartition>& partitions) {
  for (const auto& partition : partitions) next_.erase(partition);
  std::erase_if(series_, [&](const auto& entry) { return Contains(partitions, entry.second.partition); });
  std::erase_if(ended_, [&](const auto& entry) { return Contains(partitions, entry.second); });
}

absl::StatusOr<StreamBatch> AlertEngine::Process(std::span<const kafka::ConsumedRecord> records) {
  StreamBatch batch;
  // Without records there is no transaction to name them in.
  if (records.empty()) return batch;
  for (const auto& [key, partition] : std::exchange(ended_, {})) batch.ended.push_back(key);
  for (const kafka::ConsumedRecord& record : records) {
    if (Advance(record, &batch)) RETURN_IF_ERROR(Apply(record, &batch));
  }
  return batch;
}

bool AlertEngine::Advance(const kafka::ConsumedRecord& record, StreamBatch* batch) {
  const auto stored = next_.find(record.source);
  if (stored != next_.end() && record.offset < stored->second) {
    probe_.records_passed_over.Increment();
    return false;
  }
  auto [step, is_new] = batch->offsets.try_emplace(record.source);
  if (is_new && stored != next_.end()) step->second.from = stored->second;
  step->second.to = record.offset + 1;
  next_[record.source] = record.offset + 1;
  return true;
}

absl::Status AlertEngine::Apply(const kafka::ConsumedRecord& record, StreamBatch* batch) {
  const auto bar = DecodeBar(record);
  if (!bar.ok()) {
    Refuse(record, MessageOf(bar.status()), batch);
    return absl::OkStatus();
  }
  if (!bar->counts) return absl::OkStatus();
  probe_.bars.Increment();
  const std::vector<ActiveRule>* rules = rules_->Find(bar->series);
  if (rules == nullptr) return absl::OkStatus();

  auto series = series_.find(bar->series);
  if (series == series_.end()) {
    ASSIGN_OR_RETURN(series, Begin(bar->series, record.source, bar->open_ns, batch));
  }
  Closes& closes = series->second.closes;
  if (!closes.Push(bar->open_ns, bar->close)) return absl::OkStatus();
  batch->closes.push_back({bar->series, bar->open_ns, bar->close});
  batch->oldest_open_ns[bar->series] = closes.open_times().front();
  Evaluate(*rules, closes, TraceOf(record), batch);
  return absl::OkStatus();
}

void AlertEngine::Refuse(const kafka::ConsumedRecord& record, std::string_view reason, StreamBatch* batch) {
  const std::string origin = fmt::format("{}/{}/{}", record.source.topic, record.source.partition, record.offset);
  events::v1::DeadLetter& letter = batch->dead_letters.emplace_back();
  letter.set_id(DerivedUuid("dead-letter/" + origin));
  letter.set_origin(origin);
  letter.set_reason(std::string(reason));
  letter.set_payload(record.value);
  *letter.mutable_refused_at() = market::ToProto(clock_.Now());
  letter.set_service("notification");
  probe_.dead_letters.Increment();
  log::Warning("a record is refused", {{"origin", origin}, {"reason", reason}});
}

// A series that a rule needs for the first time gets the bars before the one in hand.
absl::StatusOr<AlertEngine::SeriesMap::iterator> AlertEngine::Begin(const SeriesKey& key,
                                                                    const kafka::TopicPartition& partition,
                                                                    int64_t open_ns, StreamBatch* batch) {
  ASSIGN_OR_RETURN(const std::vector<market::v1::Bar> bars, History(key, open_ns));
  Series series{.partition = partition, .closes = {}};
  for (const market::v1::Bar& bar : bars) {
    const auto close = market::FromProto(bar.close());
    if (!close.ok() || OpenOf(bar) >= open_ns || !series.closes.Push(OpenOf(bar), *close)) continue;
    batch->closes.push_back({key, OpenOf(bar), *close});
  }
  batch->begun.insert_or_assign(key, partition);
  return series_.insert_or_assign(key, std::move(series)).first;
}

absl::StatusOr<std::vector<market::v1::Bar>> AlertEngine::History(const SeriesKey& key, int64_t open_ns) {
  const bar_source::Query query{.symbol = key.symbol,
                                .interval = key.interval,
                                .end = FromNanos(market::NextOpenTime(key.interval, open_ns)),
                                .count = static_cast<int>(Closes::kCapacity)};
  for (int tries = 1;; ++tries) {
    auto bars = bars_.Newest(query, clock_.Now() + kHistoryTimeout);
    const auto code = bars.ok() ? api::v1::ERROR_CODE_UNSPECIFIED : errors::DetailOf(bars.status()).code();
    const bool nothing = code == api::v1::INVALID_SYMBOL || code == api::v1::NO_DATA;
    if (!bars.ok() && !nothing) return bars.status();
    if (bars.ok() && !bars->empty() && OpenOf(bars->back()) >= open_ns) return bars;
    if (tries == kHistoryTries) {
      log::Warning("a series begins without the bar in hand being stored",
                   {{"symbol", key.symbol}, {"interval", market::Name(key.interval)}});
      return nothing ? std::vector<market::v1::Bar>() : *std::move(bars);
    }
    clock_.Sleep(kHistoryWait);
  }
}

void AlertEngine::Evaluate(const std::vector<ActiveRule>& rules, const Closes& closes, const TraceContext& trace,
                           StreamBatch* batch) {
  for (const ActiveRule& active : rules) {
    probe_.rules_evaluated.Increment();
    auto alert = Judge(active, closes);
    if (!alert) continue;
    const absl::Time fired_at = market::FromProto(alert->fired_at());
    const auto last = last_fired_.find(active.rule.id);
    if (last != last_fired_.end() && fired_at - last->second < active.rule.cooldown) continue;
    last_fired_[active.rule.id] = fired_at;
    telemetry::Span span("raise alert", telemetry::SpanKind::kConsumer, trace);
    span.Set("alert.id", alert->id());
    batch->alerts.push_back({*std::move(alert), span.context()});
  }
}

}  // namespace mib::notification
