#pragma once

// The outside world of ingestion, in memory.

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dead_letters.h"
#include "feed_store.h"
#include "job_store.h"
#include "mib/base/decimal.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/http/client.h"
#include "mib/kafka/producer.h"
#include "simulated_clock.h"

namespace mib::ingestion {

inline absl::Time At(std::string_view text) { return ParseTime(text).value(); }
inline Decimal Number(std::string_view text) { return Decimal::Parse(text).value(); }

/// Keeps what is sent. Confirms at once, or when the test says so; refuses while `full`.
class FakeProducer final : public kafka::Producer {
 public:
  absl::Status Send(kafka::Record record, DeliveryCallback done) override {
    if (full) return absl::ResourceExhaustedError("queue is full");
    sent.push_back(std::move(record));
    if (!done) return absl::OkStatus();
    if (confirm_at_once) {
      done(absl::OkStatus());
    } else {
      unconfirmed.push_back(std::move(done));
    }
    return absl::OkStatus();
  }
  absl::Status Flush(absl::Duration) override {
    Confirm(absl::OkStatus());
    return absl::OkStatus();
  }
  void Confirm(const absl::Status& status) {
    for (const DeliveryCallback& done : std::exchange(unconfirmed, {})) done(status);
  }
  template <typename Event>
  std::vector<Event> Events() const {
    std::vector<Event> events;
    for (const kafka::Record& record : sent) {
      if (record.topic != kafka::TopicOf(Event::default_instance())) continue;
      events.emplace_back().ParseFromString(record.value);
    }
    return events;
  }

  bool full = false;
  bool confirm_at_once = true;
  std::vector<kafka::Record> sent;
  std::vector<DeliveryCallback> unconfirmed;
};

class FakeFeedStore final : public FeedStore {
 public:
  absl::StatusOr<Cursors> LoadCursors(std::string_view) override { return cursors; }
  absl::Status SaveCursors(std::string_view, const Cursors& changed) override {
    if (!status.ok()) return status;
    for (const auto& [symbol, id] : changed) cursors[symbol] = id;
    return absl::OkStatus();
  }
  absl::Status RecordGap(const Gap& gap) override {
    gaps.push_back(gap);
    return status;
  }

  absl::Status status;
  Cursors cursors;
  std::vector<Gap> gaps;
};

class FakeDeadLetterStore final : public DeadLetterStore {
 public:
  absl::Status Save(const std::vector<events::v1::DeadLetter>& letters) override {
    if (status.ok()) saved.insert(saved.end(), letters.begin(), letters.end());
    return status;
  }
  absl::StatusOr<std::vector<events::v1::DeadLetter>> List(uint32_t limit) override {
    return std::vector<events::v1::DeadLetter>(
        saved.rbegin(), saved.rbegin() + static_cast<std::ptrdiff_t>(std::min<size_t>(limit, saved.size())));
  }

  absl::Status status;
  std::vector<events::v1::DeadLetter> saved;
};

/// Answers in the order given; the last one again and again.
class FakeHttp final : public http::Client {
 public:
  absl::StatusOr<http::Response> Send(const http::Request& request, absl::Duration) override {
    urls.push_back(request.target);
    if (answers.empty()) return absl::UnavailableError("connection refused");
    absl::StatusOr<http::Response> answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return answer;
  }
  void Answer(int status, std::string body, http::Headers headers = {}) {
    answers.push_back(http::Response{status, std::move(headers), std::move(body)});
  }

  std::deque<absl::StatusOr<http::Response>> answers;
  std::vector<std::string> urls;
};

/// Jobs as the database keeps them, with leases by a clock.
class FakeJobStore final : public JobStore {
 public:
  explicit FakeJobStore(const Clock& clock) : clock_(clock) {}

  absl::Status Insert(const Job& job) override {
    rows.push_back({job, "", absl::InfinitePast(), absl::InfinitePast()});
    return absl::OkStatus();
  }
  absl::StatusOr<Job> Find(const std::string& id) override {
    const Row* row = RowOf(id);
    if (row == nullptr) return errors::Make(api::v1::NOT_FOUND, "There is no such job.", {{"id", id}});
    return row->job;
  }
  absl::StatusOr<std::vector<Job>> List(uint32_t limit, const std::string& status) override {
    std::vector<Job> jobs;
    for (auto row = rows.rbegin(); row != rows.rend() && jobs.size() < limit; ++row) {
      if (status.empty() || row->job.status == status) jobs.push_back(row->job);
    }
    return jobs;
  }
  absl::StatusOr<Job> Cancel(const std::string& id) override {
    Row* row = RowOf(id);
    if (row == nullptr) return Find(id);
    if (row->job.status == "queued" || row->job.status == "running") row->job.status = "cancelled";
    return row->job;
  }
  absl::StatusOr<std::optional<Job>> Lease(std::string_view owner, absl::Duration lease) override {
    for (Row& row : rows) {
      const bool waits = row.job.status == "queued" && row.not_before <= clock_.Now();
      const bool abandoned = row.job.status == "running" && row.lease_until < clock_.Now();
      if (!waits && !abandoned) continue;
      row.job.status = "running";
      row.owner = std::string(owner);
      row.lease_until = clock_.Now() + lease;
      return std::optional<Job>(row.job);
    }
    return std::optional<Job>();
  }
  absl::Status Renew(const std::vector<std::string>& owners, absl::Duration lease) override {
    for (Row& row : rows) {
      if (std::count(owners.begin(), owners.end(), row.owner) > 0) row.lease_until = clock_.Now() + lease;
    }
    return absl::OkStatus();
  }
  absl::StatusOr<bool> Save(const Job& job, std::string_view owner) override { return Write(job, owner, "running"); }
  absl::StatusOr<bool> Finish(const Job& job, std::string_view owner) override { return Write(job, owner, job.status); }
  absl::StatusOr<bool> Postpone(const Job& job, std::string_view owner, absl::Duration wait) override {
    const bool ours = Write(job, owner, "queued");
    if (ours) RowOf(job.id)->not_before = clock_.Now() + wait;
    return ours;
  }

  struct Row {
    Job job;
    std::string owner;
    absl::Time lease_until;
    absl::Time not_before = absl::InfinitePast();
  };
  Row* RowOf(const std::string& id) {
    for (Row& row : rows) {
      if (row.job.id == id) return &row;
    }
    return nullptr;
  }
  std::vector<Row> rows;

 private:
  bool Write(const Job& job, std::string_view owner, const std::string& status) {
    Row* row = RowOf(job.id);
    if (row == nullptr || row->owner != owner || row->job.status != "running") return false;
    row->job = job;
    row->job.status = status;
    return true;
  }

  const Clock& clock_;
};

}  // namespace mib::ingestion
