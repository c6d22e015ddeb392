// The whole path with a real Kafka, PostgreSQL and Redis: processes that end without a word, and the rows they leave.

#include <catch2/catch_test_macros.hpp>
#include <map>

#include "database_fixture.h"
#include "mib/events/v1/dead_letter.pb.h"
#include "mib/kafka/topics.h"
#include "mib/market/generator.h"
#include "pipeline.h"
#include "postgres_engine_store.h"
#include "postgres_market_reader.h"
#include "records.h"

namespace mib::core_engine {
namespace {

constexpr int kBatches = 200;
constexpr int kRows = 20;

bool Available() {
  return TestDatabase::Available() && std::getenv("MIB_TEST_KAFKA") != nullptr &&
         std::getenv("MIB_TEST_REDIS") != nullptr;
}

std::string PasswordFile() {
  const char* file = std::getenv("MIB_TEST_REDIS_PASSWORD_FILE");
  return file == nullptr ? "" : file;
}

/// One process: its memory and its clients. Destroyed without a flush, as kill -9 leaves it.
struct Process {
  Process(TestDatabase& database, const kafka::Options& kafka)
      : producer(*kafka::OpenProducer(kafka, metrics)),
        redis(
            *redis::Open({std::getenv("MIB_TEST_REDIS"), PasswordFile(), 4, absl::Milliseconds(200)}, metrics, clock)),
        store(database.pool()) {
    consumer = *kafka::OpenConsumer({kafka, "core-engine", {TradesTopic()}}, pipeline.Listener(), metrics);
  }

  SystemClock clock;
  telemetry::Metrics metrics;
  Probe probe{metrics};
  std::unique_ptr<kafka::Producer> producer;
  std::unique_ptr<redis::Redis> redis;
  QuoteBook quotes;
  InstrumentBook instruments;
  QuoteCache cache{*redis, probe};
  Engine engine{{TradeBarOptions(5'000'000'000, 3'600'000'000'000)}, quotes, instruments, clock, probe};
  PostgresEngineStore store;
  EventPublisher publisher{*producer, probe};
  Pipeline pipeline{{absl::Milliseconds(5), 10}, engine, store, publisher, cache, clock, probe};
  std::unique_ptr<kafka::Consumer> consumer;
};

std::vector<events::v1::TradeBatch> GeneratedBatches() {
  market::GeneratorOptions options;
  options.symbols = {"GEN"};
  options.late_per_mille = 30;
  options.mean_gap_ns = 200'000'000;
  market::TradeGenerator generator(options);
  std::vector<events::v1::TradeBatch> batches;
  for (int i = 0; i < kBatches; ++i) {
    std::vector<market::Trade> trades;
    for (int j = 0; j < kRows; ++j) trades.push_back(generator.Next().trade);
    batches.push_back(MakeBatch("GEN", trades));
  }
  return batches;
}

/// The rows of an engine that never stopped, from memory alone.
std::map<std::string, std::string> ExpectedBars(const std::vector<events::v1::TradeBatch>& batches) {
  telemetry::Metrics metrics;
  SystemClock clock;
  Probe probe(metrics);
  QuoteBook quotes;
  InstrumentBook instruments;
  Engine engine({TradeBarOptions(5'000'000'000, 3'600'000'000'000)}, quotes, instruments, clock, probe);
  for (const events::v1::TradeBatch& batch : batches) engine.Apply(MakeRecord(batch, "2024-06-01"));
  std::map<std::string, std::string> bars;
  for (const TradeBar& changed : engine.TakeChanges().trade_bars) {
    bars[changed.bar.interval() + std::to_string(changed.bar.open_time().seconds())] = changed.bar.SerializeAsString();
  }
  return bars;
}

/// Tried again, since the test itself breaks connections.
int64_t Progress(TestDatabase& database) {
  for (int i = 0; i < 50; ++i) {
    auto connection = database.pool().Acquire();
    if (!connection.ok()) continue;
    const auto sum =
        (*connection)->Query("SELECT coalesce(sum(greatest(next_offset, 0)), 0)::bigint FROM core_engine.offsets");
    if (sum.ok()) return sum->Int64(0, 0);
  }
  return 0;
}

TEST_CASE("Processes that die in the middle leave the rows of one that never died", "[integration]") {
  if (!Available()) SKIP("MIB_TEST_PG_DSN, MIB_TEST_KAFKA or MIB_TEST_REDIS is not set");
  TestDatabase database;
  const kafka::Options kafka{std::getenv("MIB_TEST_KAFKA"), "core_engine_" + NewUuid().substr(0, 8) + ".", "test"};
  std::vector<kafka::TopicContract> topics;
  for (const kafka::TopicContract& topic : kafka::TopicsOfContracts()) {
    if (topic.topic.name().starts_with("mib.market.") ||
        topic.topic.name() == kafka::TopicOf(events::v1::DeadLetter())) {
      topics.push_back(topic);
    }
  }
  REQUIRE(kafka::EnsureTopics(kafka, topics, 1).ok());

  const std::vector<events::v1::TradeBatch> batches = GeneratedBatches();
  telemetry::Metrics metrics;
  const std::unique_ptr<kafka::Producer> ingestion = *kafka::OpenProducer(kafka, metrics);
  for (size_t i = 0; i < batches.size(); ++i) {
    REQUIRE(ingestion->Send(kafka::MakeEvent(batches[i], "test", std::to_string(i))).ok());
  }
  REQUIRE(ingestion->Flush(absl::Seconds(10)).ok());

  const absl::Time deadline = absl::Now() + absl::Seconds(120);
  int lives = 0;
  bool killed = false;
  for (; Progress(database) < kBatches && absl::Now() < deadline; ++lives) {
    Process process(database, kafka);
    const int64_t end = Progress(database) + kBatches / 3;
    while (Progress(database) < std::min<int64_t>(end, kBatches) && absl::Now() < deadline) {
      process.pipeline.Step(*process.consumer);
      // The second life also loses its connections once, in the middle.
      if (lives == 1 && !killed && Progress(database) > end - kBatches / 6) {
        database.KillConnections();
        killed = true;
      }
    }
  }
  REQUIRE(Progress(database) == kBatches);
  CHECK(lives >= 3);
  CHECK(killed);

  const std::map<std::string, std::string> expected = ExpectedBars(batches);
  PostgresMarketReader reader(database.pool());
  size_t compared = 0;
  for (const auto interval : {market::Interval::k1s, market::Interval::k1m, market::Interval::k5m,
                              market::Interval::k15m, market::Interval::k1h, market::Interval::k1d}) {
    BarQuery query;
    query.symbol = "GEN";
    query.interval = interval;
    query.limit = 100'000;
    const auto bars = reader.ReadBars(query);
    REQUIRE(bars.ok());
    for (const market::v1::Bar& bar : *bars) {
      const auto found = expected.find(bar.interval() + std::to_string(bar.open_time().seconds()));
      REQUIRE(found != expected.end());
      CHECK(found->second == bar.SerializeAsString());
      ++compared;
    }
  }
  CHECK(compared == expected.size());
}

}  // namespace
}  // namespace mib::core_engine
