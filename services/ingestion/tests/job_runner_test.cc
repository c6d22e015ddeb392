#include "job_runner.h"

#include <catch2/catch_test_macros.hpp>

#include "job_world.h"

namespace mib::ingestion {
namespace {

// 00:00 to 12:00 of the day, a bar a minute.
constexpr size_t kMinutes = 720;

TEST_CASE("A job runs to its end", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  CHECK(world.runner->RunOne());
  const Job stored = world.Stored(job);
  CHECK(stored.status == "completed");
  CHECK(stored.records == kMinutes);
  CHECK(stored.progress == 1);
  CHECK(stored.completed_at);
  CHECK(world.PublishedOpenTimes().size() == kMinutes);
  CHECK_FALSE(world.runner->RunOne());
}

TEST_CASE("A job of a process that died is taken up where it was saved", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  // The first process dies after its first step was saved: it holds the lease and says nothing more.
  Job running = world.store.Lease("dead", absl::Seconds(15)).value().value();
  REQUIRE(world.work->Step(running).ok());
  REQUIRE(world.store.Save(running, "dead").value());
  world.Restart();
  CHECK_FALSE(world.runner->RunOne());
  world.clock.Advance(absl::Seconds(16));
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "completed");
  CHECK(world.Stored(job).records == kMinutes);
  CHECK(world.provider.requests[1].from_ns == running.cursor.position);
  CHECK(world.PublishedOpenTimes().size() == kMinutes);
  // The dead one comes back: it has nothing to say any more.
  CHECK_FALSE(world.store.Save(running, "dead").value());
}

TEST_CASE("A cancelled job stops between two steps and keeps what it has stored", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  world.provider.before_fetch = [&] {
    if (world.provider.requests.size() == 2) CHECK(world.store.Cancel(job.id).ok());
  };
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "cancelled");
  CHECK(world.Stored(job).records == 300);
  CHECK(world.provider.requests.size() == 2);
}

TEST_CASE("A quota that is used up makes the job wait, not fail", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  for (int i = 0; i < 10; ++i) {
    world.provider.failures.push_back(
        errors::Make(api::v1::UPSTREAM_BUDGET_EXHAUSTED, "no more calls", {{"retry_after_s", "40"}}));
    CHECK(world.runner->RunOne());
    CHECK(world.Stored(job).status == "queued");
    CHECK(world.Stored(job).error == "no more calls");
    world.clock.Advance(absl::Seconds(39));
    CHECK_FALSE(world.runner->RunOne());
    world.clock.Advance(absl::Seconds(1));
  }
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "completed");
  CHECK(world.Stored(job).error.empty());
}

TEST_CASE("A provider that is away is tried three times in all", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  for (int i = 0; i < 3; ++i) {
    world.provider.failures.push_back(absl::UnavailableError("connection refused"));
    CHECK(world.runner->RunOne());
    world.clock.Advance(absl::Minutes(1));
  }
  CHECK(world.Stored(job).status == "failed");
  CHECK(world.Stored(job).error == "connection refused");
  CHECK(world.Stored(job).completed_at);
}

TEST_CASE("An outage in the middle does not lose what was done", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  world.provider.failures = {absl::OkStatus(), absl::UnavailableError("connection refused")};
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "queued");
  CHECK(world.Stored(job).records == 300);
  world.clock.Advance(absl::Minutes(1));
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "completed");
  CHECK(world.PublishedOpenTimes().size() >= kMinutes);
}

TEST_CASE("A job of which nothing could be stored has failed", "[unit]") {
  JobWorld world;
  const Job job = world.Add("daily", {"NO-SUCH"}, "1d");
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "failed");
  CHECK(world.Stored(job).error == "NO-SUCH: no such product");
}

TEST_CASE("A lease is kept while a long step runs", "[unit]") {
  JobWorld world;
  const Job job = world.Add("candles", {"BTC-USD"}, "1m");
  world.provider.before_fetch = [&] {
    for (int i = 0; i < 60; ++i) {
      world.clock.Advance(absl::Seconds(1));
      world.runner->RenewLeases();
    }
    CHECK_FALSE(world.store.Lease("other", absl::Seconds(15)).value());
  };
  CHECK(world.runner->RunOne());
  CHECK(world.Stored(job).status == "completed");
}

TEST_CASE("Threads take what is waiting and stop when told", "[unit]") {
  JobWorld world;
  absl::Mutex mutex;
  bool fetched = false;
  world.provider.before_fetch = [&] {
    absl::MutexLock lock(&mutex);
    fetched = true;
  };
  const Job job = world.Add("daily", {"BTC-USD"}, "1d");
  JobRunnerOptions options;
  options.threads = 1;
  JobRunner runner(options, world.store, *world.work, world.jobs_probe, world.clock);
  runner.Start();
  {
    absl::MutexLock lock(&mutex);
    REQUIRE(mutex.AwaitWithTimeout(absl::Condition(&fetched), absl::Seconds(10)));
  }
  runner.Stop();
  CHECK(world.Stored(job).status == "completed");
}

}  // namespace
}  // namespace mib::ingestion
