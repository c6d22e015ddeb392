#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alert_history.h"
#include "bars.h"
#include "delivery_store.h"
#include "mib/base/errors.h"
#include "mib/base/trace_context.h"
#include "mib/http/client.h"
#include "mib/kafka/consumer.h"
#include "rule_store.h"
#include "stream_store.h"

namespace mib::notification {

/// Rules in memory. One thread.
class FakeRuleStore final : public RuleStore {
 public:
  std::vector<Rule> rules;
  absl::Status failure;

  absl::Status Insert(const Rule& rule) override {
    rules.push_back(rule);
    return absl::OkStatus();
  }
  absl::StatusOr<Rule> Find(const std::string& owner_id, const std::string& id) override {
    const auto found = Position(owner_id, id);
    if (found == rules.end()) return errors::Make(api::v1::NOT_FOUND, "There is no rule.");
    return *found;
  }
  absl::StatusOr<std::vector<Rule>> List(const std::string& owner_id) override {
    std::vector<Rule> out;
    std::copy_if(rules.begin(), rules.end(), std::back_inserter(out),
                 [&](const Rule& rule) { return rule.owner_id == owner_id; });
    return out;
  }
  absl::StatusOr<Rule> Update(const std::string& owner_id, const std::string& id,
                              const std::function<absl::Status(Rule*)>& change) override {
    const auto found = Position(owner_id, id);
    if (found == rules.end()) return errors::Make(api::v1::NOT_FOUND, "There is no rule.");
    Rule changed = *found;
    if (absl::Status status = change(&changed); !status.ok()) return status;
    return *found = changed;
  }
  absl::Status Delete(const std::string& owner_id, const std::string& id, absl::Time) override {
    const auto found = Position(owner_id, id);
    if (found == rules.end()) return errors::Make(api::v1::NOT_FOUND, "There is no rule.");
    rules.erase(found);
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<Rule>> Enabled() override {
    if (!failure.ok()) return failure;
    std::vector<Rule> out;
    std::copy_if(rules.begin(), rules.end(), std::back_inserter(out), [](const Rule& rule) { return rule.enabled; });
    return out;
  }

 private:
  std::vector<Rule>::iterator Position(const std::string& owner_id, const std::string& id) {
    return std::find_if(rules.begin(), rules.end(),
                        [&](const Rule& rule) { return rule.owner_id == owner_id && rule.id == id; });
  }
};

/// What the database would hold. A test may let commits fail, before or after they took effect. One thread.
class FakeStreamStore final : public StreamStore {
 public:
  kafka::Offsets offsets;
  std::map<SeriesKey, StoredSeries> series;
  std::map<std::string, events::v1::Alert> alerts;
  std::map<std::string, absl::Time> last_fired;
  std::vector<events::v1::DeadLetter> dead_letters;
  int loads = 0;
  int commits = 0;
  enum class Failure { kNone, kBefore, kAfter };
  Failure next_commit = Failure::kNone;
  absl::Status load_failure;
  /// Of the newest commit.
  TraceContext trace;

  absl::StatusOr<StreamState> Load(const std::vector<kafka::TopicPartition>& partitions) override {
    ++loads;
    if (!load_failure.ok()) return load_failure;
    StreamState state;
    for (const auto& partition : partitions) {
      if (offsets.count(partition) != 0) state.offsets[partition] = offsets[partition];
      for (const auto& [key, stored] : series) {
        if (stored.partition == partition) state.series[key] = stored;
      }
    }
    state.last_fired = last_fired;
    return state;
  }

  absl::Status Commit(const StreamBatch& batch) override {
    ++commits;
    trace = CurrentTrace();
    const Failure failure = std::exchange(next_commit, Failure::kNone);
    if (failure == Failure::kBefore) return absl::UnavailableError("the database is away");
    for (const auto& [partition, step] : batch.offsets) {
      const auto stored = offsets.find(partition);
      const bool as_expected =
          step.from ? stored != offsets.end() && stored->second == *step.from : stored == offsets.end();
      if (!as_expected) return absl::AbortedError("the offset was moved by another reader");
    }
    Apply(batch);
    return failure == Failure::kAfter ? absl::UnknownError("the connection broke in the commit") : absl::OkStatus();
  }

 private:
  void Apply(const StreamBatch& batch) {
    for (const auto& [partition, step] : batch.offsets) offsets[partition] = step.to;
    for (const SeriesKey& key : batch.ended) series.erase(key);
    for (const auto& [key, partition] : batch.begun) series[key] = {partition, {}};
    for (const StoredClose& close : batch.closes) series.at(close.series).closes.Push(close.open_ns, close.price);
    for (const RaisedAlert& raised : batch.alerts) {
      alerts.emplace(raised.alert.id(), raised.alert);
      absl::Time& last = last_fired.try_emplace(raised.alert.rule_id(), absl::InfinitePast()).first->second;
      last = std::max(last, market::FromProto(raised.alert.fired_at()));
    }
    dead_letters.insert(dead_letters.end(), batch.dead_letters.begin(), batch.dead_letters.end());
  }
};

/// One partition of a log in memory. One thread.
class FakeConsumer final : public kafka::Consumer {
 public:
  struct Log {
    std::vector<kafka::ConsumedRecord> records;
  };

  FakeConsumer(const Log& log, kafka::PartitionListener listener) : log_(log), listener_(std::move(listener)) {}

  absl::StatusOr<std::vector<kafka::ConsumedRecord>> Poll(int max, absl::Duration) override {
    if (!assigned_) {
      auto offsets = listener_.on_assigned({BarsPartition()});
      if (!offsets.ok()) return offsets.status();
      const auto begin = offsets->find(BarsPartition());
      position_ = begin == offsets->end() ? 0 : begin->second;
      assigned_ = true;
    }
    std::vector<kafka::ConsumedRecord> out;
    for (const auto& record : log_.records) {
      if (record.offset >= position_ && static_cast<int>(out.size()) < max) out.push_back(record);
    }
    if (!out.empty()) position_ = out.back().offset + 1;
    return out;
  }
  void Commit(const kafka::Offsets& offsets) override { committed = offsets; }
  absl::Status Seek(const kafka::TopicPartition&, int64_t offset) override {
    position_ = offset;
    return absl::OkStatus();
  }
  void PauseAll() override {}
  void ResumeAll() override {}
  int64_t Lag() override { return static_cast<int64_t>(log_.records.size()) - position_; }

  kafka::Offsets committed;

 private:
  const Log& log_;
  kafka::PartitionListener listener_;
  bool assigned_ = false;
  int64_t position_ = 0;
};

/// Answers in the order given, then 200. Remembers what it was asked. One thread.
class FakeHttpClient final : public http::Client {
 public:
  std::deque<absl::StatusOr<http::Response>> answers;
  std::vector<http::Request> requests;

  absl::StatusOr<http::Response> Send(const http::Request& request, absl::Duration) override {
    requests.push_back(request);
    if (answers.empty()) return http::Response{};
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
};

/// One queue of deliveries in memory. One thread.
class FakeDeliveryStore final : public DeliveryStore {
 public:
  struct Row {
    DueDelivery delivery;
    DeliveryStatus status = DeliveryStatus::kPending;
    absl::Time next_attempt_at = absl::InfinitePast();
    absl::Time leased_until = absl::InfinitePast();
  };
  std::vector<Row> rows;
  std::vector<Attempt> attempts;

  absl::StatusOr<std::vector<DueDelivery>> Lease(int max, absl::Time now, absl::Duration lease) override {
    std::vector<DueDelivery> due;
    for (Row& row : rows) {
      const bool is_due =
          row.status == DeliveryStatus::kPending && row.next_attempt_at <= now && row.leased_until <= now;
      if (!is_due || static_cast<int>(due.size()) == max) continue;
      row.leased_until = now + lease;
      due.push_back(row.delivery);
    }
    return due;
  }
  absl::Status Record(const Attempt& attempt) override {
    attempts.push_back(attempt);
    for (Row& row : rows) {
      if (row.delivery.id != attempt.delivery_id || row.delivery.attempt != attempt.attempt) continue;
      row.status = attempt.status;
      row.leased_until = absl::InfinitePast();
      row.next_attempt_at = attempt.next_attempt_at.value_or(absl::InfinitePast());
      ++row.delivery.attempt;
    }
    return absl::OkStatus();
  }
};

/// Remembers whose history was asked for. One thread.
class FakeAlertHistory final : public AlertHistory {
 public:
  std::vector<std::string> owners;

  absl::StatusOr<v1::ListAlertsResponse> Alerts(const std::string& owner_id, const v1::ListAlertsRequest&) override {
    owners.push_back(owner_id);
    return v1::ListAlertsResponse();
  }
  absl::StatusOr<v1::ListDeliveriesResponse> Deliveries(const std::string& owner_id,
                                                        const v1::ListDeliveriesRequest&) override {
    owners.push_back(owner_id);
    return v1::ListDeliveriesResponse();
  }
};

}  // namespace mib::notification
