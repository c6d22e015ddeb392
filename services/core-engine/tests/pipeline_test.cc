#include "pipeline.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "fakes.h"
#include "mib/base/trace_context.h"
#include "mib/market/generator.h"
#include "records.h"
#include "simulated_clock.h"

namespace mib::core_engine {
namespace {

const kafka::TopicPartition kTrades{TradesTopic(), 0};

/// One process with its own memory; store, broker and log are the world's.
struct Process {
  Process(MemoryStore& store, RecordingProducer& producer, SimulatedClock& world_clock, int max_batch = 100)
      : clock(world_clock),
        publisher(producer, probe),
        pipeline({absl::Milliseconds(50), max_batch}, engine, store, publisher, cache, clock, probe) {}

  void Step() {
    clock.Advance(absl::Milliseconds(60));
    pipeline.Step(consumer);
  }

  SimulatedClock& clock;
  telemetry::Metrics metrics;
  Probe probe{metrics};
  QuoteBook quotes;
  InstrumentBook instruments;
  MemoryRedis redis;
  QuoteCache cache{redis, probe};
  Engine engine{{TradeBarOptions(5'000'000'000, 3'600'000'000'000)}, quotes, instruments, clock, probe};
  EventPublisher publisher;
  Pipeline pipeline;
  LogConsumer consumer;
};

struct World {
  SimulatedClock clock{*ParseTime("2024-01-15T10:10:00Z")};
  MemoryStore store;
  RecordingProducer producer;
};

kafka::ConsumedRecord Trade(uint64_t id) {
  return TradeRecord("BTC-USD", {MakeTrade(id, "2024-01-15T10:00:30Z", "100", "1")});
}

double VolumeOf(const MemoryStore& store) {
  const auto bar = store.bars.find({"BTC-USD", "1m", At("2024-01-15T10:00:00Z") / 1'000'000'000});
  return bar == store.bars.end() ? 0 : market::FromProto(bar->second.bar.volume())->ToDouble();
}

TEST_CASE("What was read is stored with its offset, published, cached and told to the broker", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Append(Trade(1));
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.Step();
  CHECK(world.store.offsets[kTrades] == 1);
  CHECK(VolumeOf(world.store) == 1);
  CHECK(world.producer.Events<market::v1::Bar>().size() == 6);
  CHECK(world.producer.Events<market::v1::Quote>().size() == 1);
  CHECK(process.redis.values.contains("core_engine:quote:BTC-USD"));
  CHECK(process.consumer.committed[kTrades] == 1);
  CHECK(process.pipeline.Health().ok());
}

TEST_CASE("Changes wait for others, until the interval has passed or the batch is full", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Append(Trade(1));
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.Step();
  process.consumer.Append(Trade(2));
  process.pipeline.Step(process.consumer);
  CHECK(world.store.commits == 1);
  for (uint64_t id = 3; id <= 101; ++id) process.consumer.Append(Trade(id));
  process.pipeline.Step(process.consumer);
  CHECK(world.store.commits == 2);
  CHECK(VolumeOf(world.store) == 101);
}

TEST_CASE("A transaction that fails is kept, reading pauses, and nothing is lost or doubled", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  world.store.fail_next = {absl::UnavailableError("away"), absl::UnavailableError("away")};
  process.consumer.Append(Trade(1));
  process.Step();
  CHECK(process.consumer.paused);
  CHECK(process.pipeline.Health().code() == absl::StatusCode::kUnavailable);
  process.consumer.Append(Trade(2));
  for (int i = 0; i < 100 && world.store.commits < 2; ++i) process.Step();
  CHECK_FALSE(process.consumer.paused);
  CHECK(process.probe.flush_failures.Value() == 2);
  CHECK(VolumeOf(world.store) == 2);
  CHECK(world.store.offsets[kTrades] == 2);
  CHECK(process.pipeline.Health().ok());
}

TEST_CASE("A commit that nobody knows of is looked up", "[unit]") {
  for (const bool stored : {true, false}) {
    World world;
    Process process(world.store, world.producer, world.clock);
    process.consumer.Assign(process.pipeline.Listener(), {kTrades});
    process.consumer.Append(Trade(1));
    world.store.doubt_next = stored;
    process.Step();
    CHECK(world.store.commits == 1);
    CHECK(world.store.offsets[kTrades] == 1);
    process.consumer.Append(Trade(2));
    process.Step();
    CHECK(VolumeOf(world.store) == 2);
  }
}

TEST_CASE("While the store does not even tell its offsets, the doubt stays", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.consumer.Append(Trade(1));
  world.store.doubt_next = true;
  world.store.read_status = absl::UnavailableError("away");
  process.Step();
  CHECK(process.pipeline.Health().code() == absl::StatusCode::kUnavailable);
  world.store.read_status = absl::OkStatus();
  for (int i = 0; i < 10; ++i) process.Step();
  CHECK(world.store.commits == 1);
  CHECK(process.consumer.committed[kTrades] == 1);
}

/// A trade's record, written in a sampled trace.
kafka::ConsumedRecord Traced(uint64_t id, const std::string& trace_id) {
  kafka::ConsumedRecord record = Trade(id);
  record.headers.emplace_back("traceparent", "00-" + trace_id + "-00f067aa0ba902b7-01");
  return record;
}

/// The traces of the events sent from the given one on.
std::set<std::string> TracesOf(const RecordingProducer& producer, size_t first = 0) {
  std::set<std::string> traces;
  for (size_t i = first; i < producer.records.size(); ++i) {
    kafka::ConsumedRecord sent;
    sent.headers = producer.records[i].headers;
    const auto trace = TraceContext::FromTraceparent(sent.Header("traceparent"));
    traces.insert(trace ? trace->TraceIdHex() : "none");
  }
  return traces;
}

constexpr char kOneTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kOtherTrace[] = "0af7651916cd43dd8448eb211c80319c";

TEST_CASE("A transaction and its events go on with the trace of its first record, also when tried again", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.consumer.Append(Traced(1, kOneTrace));
  process.consumer.Append(Traced(2, kOtherTrace));
  world.producer.flush_status = absl::UnavailableError("no broker");
  process.Step();
  world.producer.flush_status = absl::OkStatus();
  while (world.store.commits == 0) process.Step();
  CHECK(TracesOf(world.producer) == std::set<std::string>{kOneTrace});
  CHECK_FALSE(CurrentTrace().valid());

  const size_t sent = world.producer.records.size();
  process.consumer.Append(Traced(3, kOtherTrace));
  process.Step();
  CHECK(TracesOf(world.producer, sent) == std::set<std::string>{kOtherTrace});
}

TEST_CASE("Traces of what was dropped are not taken for those of what comes next", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  const kafka::PartitionListener listener = process.pipeline.Listener();
  process.consumer.Assign(listener, {kTrades});
  process.consumer.Append(Trade(1));
  process.Step();
  process.consumer.Append(Traced(2, kOneTrace));
  process.pipeline.Step(process.consumer);  // applied; not yet time to store it
  REQUIRE(world.store.commits == 1);
  listener.on_revoked({kTrades});

  kafka::ConsumedRecord next = Trade(3);
  next.source.partition = 1;
  process.consumer.Append(next);
  process.consumer.Assign(listener, {next.source});
  process.Step();
  CHECK(world.store.commits == 2);
  CHECK(TracesOf(world.producer) == std::set<std::string>{"none"});
}

TEST_CASE("A failed publication undoes the transaction", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.consumer.Append(Trade(1));
  world.producer.flush_status = absl::UnavailableError("no broker");
  process.Step();
  CHECK(world.store.bars.empty());
  world.producer.flush_status = absl::OkStatus();
  for (int i = 0; i < 10; ++i) process.Step();
  CHECK(VolumeOf(world.store) == 1);
}

TEST_CASE("A process that was replaced without noticing writes and publishes nothing, and goes on from what is stored",
          "[unit]") {
  World world;
  Process zombie(world.store, world.producer, world.clock);
  zombie.consumer.Append(Trade(1));
  zombie.consumer.Assign(zombie.pipeline.Listener(), {kTrades});
  zombie.Step();

  Process successor(world.store, world.producer, world.clock);
  for (uint64_t id = 1; id <= 3; ++id) successor.consumer.Append(Trade(id));
  successor.consumer.Assign(successor.pipeline.Listener(), {kTrades});
  successor.Step();
  CHECK(VolumeOf(world.store) == 3);
  const size_t published = world.producer.records.size();

  zombie.consumer.Append(Trade(2));
  zombie.Step();
  CHECK(zombie.probe.fenced.Value() == 1);
  CHECK(world.producer.records.size() == published);
  CHECK(VolumeOf(world.store) == 3);

  zombie.consumer.Append(Trade(3));
  zombie.consumer.Append(Trade(4));
  for (int i = 0; i < 5; ++i) zombie.Step();
  CHECK(zombie.consumer.seeks == 1);
  CHECK(VolumeOf(world.store) == 4);
  CHECK(world.store.offsets[kTrades] == 4);
}

TEST_CASE("A rebalance forgets what is not stored, and the next owner reads it", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  const kafka::PartitionListener listener = process.pipeline.Listener();
  process.consumer.Append(Trade(1));
  process.consumer.Assign(listener, {kTrades});
  world.store.fail_next = {absl::UnavailableError("away")};
  process.Step();
  listener.on_revoked({kTrades});
  process.consumer.paused = false;
  for (int i = 0; i < 5; ++i) process.Step();
  CHECK(world.store.bars.empty());
  process.consumer.Assign(listener, {kTrades});
  for (int i = 0; i < 5; ++i) process.Step();
  CHECK(VolumeOf(world.store) == 1);
  CHECK(world.store.instruments.contains("BTC-USD"));
}

TEST_CASE("When some partitions go, the rest is loaded anew", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  const kafka::PartitionListener listener = process.pipeline.Listener();
  const kafka::TopicPartition ticks{TicksTopic(), 0};
  process.consumer.Append(Trade(1));
  process.consumer.Assign(listener, {kTrades, ticks});
  process.Step();
  process.consumer.Append(Trade(2));
  listener.on_revoked({ticks});
  for (int i = 0; i < 5; ++i) process.Step();
  CHECK(process.consumer.seeks == 1);
  CHECK(VolumeOf(world.store) == 2);
}

TEST_CASE("An assignment whose state cannot be loaded is refused", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  world.store.load_status = absl::UnavailableError("away");
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  CHECK(process.consumer.assign_status.code() == absl::StatusCode::kUnavailable);
  CHECK_FALSE(process.pipeline.Health().ok());
}

TEST_CASE("The lag is told also while nothing can be stored", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  world.store.fail_next = std::deque<absl::Status>(100, absl::UnavailableError("away"));
  process.consumer.Append(Trade(1));
  process.Step();
  process.consumer.lag = 7;
  for (int i = 0; i < 20; ++i) process.Step();
  CHECK(process.probe.lag_records.Value() == 7);
}

TEST_CASE("Quotes that cannot be cached are counted and change nothing else", "[unit]") {
  World world;
  Process process(world.store, world.producer, world.clock);
  process.redis.status = absl::UnavailableError("away");
  process.consumer.Append(Trade(1));
  process.consumer.Assign(process.pipeline.Listener(), {kTrades});
  process.Step();
  CHECK(process.probe.redis_failures.Value() == 1);
  CHECK(world.store.commits == 1);
}

/// The log of a generated market as records of up to `rows` trades.
std::vector<kafka::ConsumedRecord> GeneratedLog(int count, int rows) {
  market::GeneratorOptions options;
  options.symbols = {"GEN"};
  options.late_per_mille = 30;
  options.mean_gap_ns = 200'000'000;
  options.start_ns = At("2024-01-15T09:00:00Z");
  market::TradeGenerator generator(options);
  std::vector<kafka::ConsumedRecord> log;
  for (int i = 0; i < count; i += rows) {
    std::vector<market::Trade> trades;
    for (int j = 0; j < rows; ++j) trades.push_back(generator.Next().trade);
    log.push_back(TradeRecord("GEN", trades));
  }
  return log;
}

TEST_CASE("Processes that die anywhere leave the bars and finals of one that never died", "[unit]") {
  const std::vector<kafka::ConsumedRecord> log = GeneratedLog(4'000, 20);
  int lives = 0;
  size_t events = 0;
  const auto run = [&](int records_per_life) {
    World world;
    lives = 0;
    for (size_t life = 0; world.store.offsets[kTrades] < static_cast<int64_t>(log.size()); ++life, ++lives) {
      Process process(world.store, world.producer, world.clock, std::min(records_per_life, 100));
      for (const kafka::ConsumedRecord& record : log) process.consumer.Append(record);
      process.consumer.Assign(process.pipeline.Listener(), {kTrades});
      // Every other life ends between the events and the commit.
      if (life % 2 == 1) world.store.doubt_next = false;
      if (life % 2 == 1) world.store.read_status = absl::UnavailableError("dead");
      const int64_t end = std::max<int64_t>(0, world.store.offsets[kTrades]) + records_per_life;
      while (process.consumer.position[kTrades] < std::min<int64_t>(end, static_cast<int64_t>(log.size())))
        process.Step();
      world.store.read_status = absl::OkStatus();
      world.store.doubt_next.reset();
    }
    std::map<std::string, std::string> rows;
    for (const auto& [key, changed] : world.store.bars) {
      rows[key.interval + std::to_string(key.open_seconds)] = changed.bar.SerializeAsString();
    }
    // Events may come twice; what they say may not differ.
    std::map<std::string, std::string> finals;
    for (const market::v1::Bar& bar : world.producer.Events<market::v1::Bar>()) {
      if (!bar.is_final()) continue;
      const auto [entry, added] = finals.try_emplace(EventId(bar), bar.SerializeAsString());
      CHECK(entry->second == bar.SerializeAsString());
    }
    events = world.producer.records.size();
    return std::pair(rows, finals);
  };
  const auto whole = run(1'000'000);
  REQUIRE(whole.first.size() > 500);
  REQUIRE(whole.second.size() > 500);
  CHECK(lives == 1);
  const size_t events_of_whole = events;
  const auto broken = run(7);
  CHECK(lives > 50);
  CHECK(events > events_of_whole);
  CHECK(broken.first == whole.first);
  CHECK(broken.second == whole.second);
}

}  // namespace
}  // namespace mib::core_engine
