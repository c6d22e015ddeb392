// What ingestion keeps in PostgreSQL and publishes to Kafka, with the real ones.

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "bar_publisher.h"
#include "fakes.h"
#include "fmt/format.h"
#include "mib/base/ids.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/consumer.h"
#include "mib/kafka/topics.h"
#include "mib/postgres/migrate.h"
#include "mib/postgres/pool.h"
#include "postgres_job_store.h"
#include "postgres_stores.h"

namespace mib::ingestion {
namespace {

/// A database of the test's own, with the schema as the migrations make it.
class Database {
 public:
  Database() {
    const char* dsn = std::getenv("MIB_TEST_PG_DSN");
    if (dsn == nullptr) SKIP("MIB_TEST_PG_DSN is not set");
    admin_ = Open(dsn);
    Run(*admin_, "CREATE DATABASE " + name_);
    pool_ = Open(std::string(dsn) + " dbname=" + name_);
    auto lease = pool_->Acquire();
    REQUIRE(lease.ok());
    const auto migrations = postgres::ReadMigrations(MIB_MIGRATIONS);
    REQUIRE(migrations.ok());
    REQUIRE(postgres::Migrate(**lease, "ingestion", *migrations).ok());
  }
  ~Database() {
    if (!pool_) return;
    pool_.reset();
    Run(*admin_, "DROP DATABASE " + name_ + " WITH (FORCE)");
  }
  postgres::Pool& pool() { return *pool_; }
  void Run(const std::string& sql) { Run(*pool_, sql); }

 private:
  std::unique_ptr<postgres::Pool> Open(const std::string& dsn) {
    postgres::PoolOptions options;
    options.dsn = dsn;
    auto pool = postgres::Pool::Open(options, metrics_, clock_);
    REQUIRE(pool.ok());
    return *std::move(pool);
  }
  static void Run(postgres::Pool& pool, const std::string& sql) {
    auto lease = pool.Acquire();
    REQUIRE(lease.ok());
    const absl::Status status = (*lease)->Execute(sql);
    INFO(ToString(status));
    CHECK(status.ok());
  }

  SystemClock clock_;
  telemetry::Metrics metrics_;
  const std::string name_ = fmt::format("ingestion_test_{}", NewUuid().substr(0, 8));
  std::unique_ptr<postgres::Pool> admin_;
  std::unique_ptr<postgres::Pool> pool_;
};

Job NewJob(const std::string& id, absl::Time created) {
  Job job;
  job.id = id;
  job.type = "candles";
  job.source = "coinbase";
  job.symbols = {"BTC-USD", "ETH-USD"};
  job.interval = "1m";
  job.start = At("2024-01-15T00:00:00Z");
  job.created_at = created;
  return job;
}

TEST_CASE("A job comes back from the table as it went in", "[integration]") {
  Database database;
  PostgresJobStore store(database.pool());
  REQUIRE(store.Insert(NewJob("a", At("2024-01-15T10:00:00Z"))).ok());
  const auto job = store.Find("a");
  REQUIRE(job.ok());
  CHECK(job->symbols == std::vector<std::string>{"BTC-USD", "ETH-USD"});
  CHECK(job->start == At("2024-01-15T00:00:00Z"));
  CHECK(job->end == absl::InfiniteFuture());
  CHECK(job->created_at == At("2024-01-15T10:00:00Z"));
  CHECK_FALSE(job->started_at);
  CHECK(errors::DetailOf(store.Find("b").status()).code() == api::v1::NOT_FOUND);
}

TEST_CASE("A job is leased by one, oldest first, and again when its lease has ended", "[integration]") {
  Database database;
  PostgresJobStore store(database.pool());
  REQUIRE(store.Insert(NewJob("b", At("2024-01-15T11:00:00Z"))).ok());
  REQUIRE(store.Insert(NewJob("a", At("2024-01-15T10:00:00Z"))).ok());
  Job first = store.Lease("one", absl::Minutes(1)).value().value();
  CHECK(first.id == "a");
  CHECK(first.started_at);
  CHECK(store.Lease("two", absl::Minutes(1)).value()->id == "b");
  CHECK_FALSE(store.Lease("three", absl::Minutes(1)).value());

  first.records = 7;
  first.progress = 0.25;
  first.cursor = {1, 1'705'312'800'000'000'000, 3};
  CHECK(store.Save(first, "one").value());
  database.Run("UPDATE ingestion.jobs SET lease_until = now() - interval '1 second' WHERE job_id = 'a'");
  const Job taken = store.Lease("three", absl::Minutes(1)).value().value();
  CHECK(taken.id == "a");
  CHECK(taken.records == 7);
  CHECK(taken.progress == 0.25);
  CHECK(taken.cursor.symbol == 1);
  CHECK(taken.cursor.position == 1'705'312'800'000'000'000);
  CHECK(taken.cursor.line == 3);
  CHECK_FALSE(store.Save(first, "one").value());
  REQUIRE(store.Renew({"three"}, absl::Minutes(1)).ok());
}

TEST_CASE("Cancelled, finished and postponed jobs are told apart", "[integration]") {
  Database database;
  PostgresJobStore store(database.pool());
  REQUIRE(store.Insert(NewJob("a", At("2024-01-15T10:00:00Z"))).ok());
  Job job = store.Lease("one", absl::Minutes(1)).value().value();
  job.failures = 1;
  job.error = "later";
  CHECK(store.Postpone(job, "one", absl::Hours(1)).value());
  CHECK(store.Find("a")->status == "queued");
  CHECK_FALSE(store.Lease("one", absl::Minutes(1)).value());
  CHECK(store.Cancel("a")->status == "cancelled");
  CHECK_FALSE(store.Finish(job, "one").value());

  REQUIRE(store.Insert(NewJob("b", At("2024-01-15T11:00:00Z"))).ok());
  Job other = store.Lease("one", absl::Minutes(1)).value().value();
  other.status = "completed";
  CHECK(store.Finish(other, "one").value());
  CHECK(store.Cancel("b")->status == "completed");
  CHECK(store.Find("b")->completed_at);
  CHECK(store.List(10, "")->size() == 2);
  CHECK(store.List(10, "completed")->front().id == "b");
}

TEST_CASE("Two processes never lease the same job", "[integration]") {
  Database database;
  PostgresJobStore store(database.pool());
  for (int i = 0; i < 40; ++i) REQUIRE(store.Insert(NewJob(std::to_string(i), At("2024-01-15T10:00:00Z"))).ok());
  std::vector<std::string> leased[2];
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&store, &mine = leased[i], i] {
      while (true) {
        const auto job = store.Lease(std::to_string(i), absl::Minutes(1));
        if (!job.ok() || !*job) return;
        mine.push_back((*job)->id);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all(leased[0].begin(), leased[0].end());
  all.insert(leased[1].begin(), leased[1].end());
  CHECK(all.size() == 40);
  CHECK(leased[0].size() + leased[1].size() == 40);
}

TEST_CASE("A cursor never goes back", "[integration]") {
  Database database;
  PostgresFeedStore store(database.pool());
  REQUIRE(store.SaveCursors("coinbase", {{"BTC-USD", 100}, {"ETH-USD", 5}}).ok());
  REQUIRE(store.SaveCursors("coinbase", {{"BTC-USD", 90}, {"ETH-USD", 6}}).ok());
  CHECK(store.LoadCursors("coinbase").value() == Cursors{{"BTC-USD", 100}, {"ETH-USD", 6}});
  CHECK(store.LoadCursors("elsewhere")->empty());
  CHECK(store.RecordGap({"coinbase", "BTC-USD", 7, 9, false, At("2024-01-15T10:00:00Z"), At("2024-01-15T10:00:05Z")})
            .ok());
}

TEST_CASE("A dead letter is kept once, newest first", "[integration]") {
  Database database;
  PostgresDeadLetterStore store(database.pool());
  FakeProducer producer;
  SimulatedClock clock(At("2024-01-15T12:00:00Z"));
  DeadLetters letters(producer, store, clock);
  letters.Refuse("a", "B", std::string("bad \0", 5), std::string("\0\xFF", 2));
  clock.Advance(absl::Seconds(1));
  letters.Refuse("a", "B", "second", "x");
  letters.Refuse("a", "B", "second", "x");
  letters.Flush();
  const auto stored = store.List(10);
  REQUIRE(stored.ok());
  REQUIRE(stored->size() == 2);
  CHECK((*stored)[0].reason() == "second");
  CHECK((*stored)[1].payload() == std::string("\0\xFF", 2));
}

TEST_CASE("The day's calls are counted exactly, whoever makes them", "[integration]") {
  Database database;
  PostgresDailyCounter counter(database.pool());
  std::atomic<int> allowed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < 10; ++call) allowed += counter.Take("x", "2024-01-15", 25).value().has_value();
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(allowed == 25);
  CHECK(counter.Used("x", "2024-01-15").value() == 25);
  CHECK(counter.Used("x", "2024-01-16").value() == 0);
}

TEST_CASE("Published bars arrive at a real broker", "[integration]") {
  const char* brokers = std::getenv("MIB_TEST_KAFKA");
  if (brokers == nullptr) SKIP("MIB_TEST_KAFKA is not set");
  SystemClock clock;
  telemetry::Metrics metrics;
  const kafka::Options options{brokers, fmt::format("t{}.", NewUuid().substr(0, 8)), "ingestion_test"};
  std::vector<kafka::TopicContract> topics = kafka::TopicsOfContracts();
  std::erase_if(topics, [](const auto& topic) { return topic.topic.name() != "mib.market.provider-bars.v1"; });
  REQUIRE(kafka::EnsureTopics(options, topics, 1).ok());
  auto producer = kafka::OpenProducer(options, metrics);
  REQUIRE(producer.ok());
  BarBatch batch{"coinbase", market::Interval::k1m, {}, {}, "job"};
  batch.instrument.set_symbol("BTC-USD");
  for (int64_t i = 0; i < 2500; ++i) {
    batch.bars.push_back({i * 60'000'000'000, Number("1"), Number("2"), Number("1"), Number("2"), Number("0.5")});
  }
  REQUIRE(BarPublisher(**producer, clock).Publish(batch, absl::Seconds(20)).ok());

  auto consumer = kafka::OpenConsumer({options, "test", {"mib.market.provider-bars.v1"}},
                                      {[](const auto&) { return kafka::Offsets(); }, [](const auto&) {}}, metrics);
  REQUIRE(consumer.ok());
  int bars = 0;
  const absl::Time deadline = clock.Now() + absl::Seconds(30);
  while (bars < 2500 && clock.Now() < deadline) {
    const auto records = (*consumer)->Poll(100, absl::Seconds(1));
    if (!records.ok()) continue;
    for (const kafka::ConsumedRecord& record : *records) {
      events::v1::ProviderBars event;
      REQUIRE(event.ParseFromString(record.value));
      CHECK(record.key == "BTC-USD");
      bars += event.bars_size();
    }
  }
  CHECK(bars == 2500);
}

}  // namespace
}  // namespace mib::ingestion
