#pragma once

// What jobs are done with, in memory: a provider with a bar every minute or day, and an import folder.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bar_jobs.h"
#include "fakes.h"
#include "job_runner.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/telemetry/metrics.h"
#include "temporary_folder.h"

namespace mib::ingestion {

/// Gives bars of price 10 for every interval in the range, `page_bars` at a time; errors from `failures` first.
class FakeProvider final : public BarProvider {
 public:
  absl::StatusOr<BarPage> Fetch(const BarRequest& request) override {
    requests.push_back(request);
    if (before_fetch) before_fetch();
    if (!failures.empty()) {
      const absl::Status failure = failures.front();
      failures.pop_front();
      if (!failure.ok()) return failure;
    }
    if (request.symbol == "NO-SUCH") return absl::NotFoundError("no such product");
    BarPage page;
    page.instrument.set_symbol(request.symbol);
    int64_t open_ns = market::OpenTime(request.interval, request.from_ns);
    if (open_ns < request.from_ns) open_ns = market::NextOpenTime(request.interval, open_ns);
    for (; open_ns < request.end_ns && page.bars.good.size() < page_bars;
         open_ns = market::NextOpenTime(request.interval, open_ns)) {
      page.bars.good.push_back({open_ns, Number("10"), Number("11"), Number("9"), Number("10"), Number("1")});
    }
    page.next_ns = std::min(open_ns, request.end_ns);
    return page;
  }

  size_t page_bars = 300;
  std::deque<absl::Status> failures;
  std::function<void()> before_fetch;
  std::vector<BarRequest> requests;
};

struct JobWorld {
  JobWorld() { Restart(); }

  /// A new process over the same store.
  void Restart() {
    runner.reset();
    work = std::make_unique<BarJobs>(std::map<std::string, NamedBarProvider>{{"coinbase", {&provider, &probe}}},
                                     folder.path(), publisher, dead_letters, import_probe, clock);
    runner = std::make_unique<JobRunner>(JobRunnerOptions{}, store, *work, jobs_probe, clock);
  }
  Job Add(const std::string& type, std::vector<std::string> symbols, const std::string& interval) {
    Job job;
    job.id = "job" + std::to_string(store.rows.size() + 1);
    job.type = type;
    job.source = "coinbase";
    job.symbols = std::move(symbols);
    job.interval = interval;
    job.start = At("2024-01-15T00:00:00Z");
    job.created_at = clock.Now();
    CHECK(store.Insert(job).ok());
    return job;
  }
  Job Stored(const Job& job) { return store.Find(job.id).value(); }
  /// Open times of all bars published, in the order of their first appearance, without repetitions.
  std::vector<int64_t> PublishedOpenTimes() const {
    std::vector<int64_t> times;
    for (const auto& event : producer.Events<events::v1::ProviderBars>()) {
      for (const auto& bar : event.bars()) {
        const int64_t time = bar.open_time().seconds();
        if (std::find(times.begin(), times.end(), time) == times.end()) times.push_back(time);
      }
    }
    return times;
  }

  SimulatedClock clock{At("2024-01-15T12:00:30Z")};
  telemetry::Metrics metrics;
  SourceProbe probe{metrics, "coinbase"};
  SourceProbe import_probe{metrics, "import"};
  JobsProbe jobs_probe{metrics};
  FakeProducer producer;
  FakeDeadLetterStore letters;
  DeadLetters dead_letters{producer, letters, clock};
  BarPublisher publisher{producer, clock};
  FakeProvider provider;
  TemporaryFolder folder;
  FakeJobStore store{clock};
  std::unique_ptr<BarJobs> work;
  std::unique_ptr<JobRunner> runner;
};

}  // namespace mib::ingestion
