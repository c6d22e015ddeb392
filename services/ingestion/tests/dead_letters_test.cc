#include "dead_letters.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"

namespace mib::ingestion {
namespace {

struct World {
  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  FakeProducer producer;
  FakeDeadLetterStore store;
  DeadLetters letters{producer, store, clock};
};

TEST_CASE("A refused record goes to the topic and the table", "[unit]") {
  World world;
  world.letters.Refuse("coinbase/feed", "BTC-USD", "price is missing", "{}");
  world.letters.Flush();
  REQUIRE(world.store.saved.size() == 1);
  const auto published = world.producer.Events<events::v1::DeadLetter>();
  REQUIRE(published.size() == 1);
  CHECK(published[0].id() == world.store.saved[0].id());
  CHECK(published[0].service() == "ingestion");
  CHECK(world.producer.sent[0].key == "coinbase/feed");
}

TEST_CASE("The same record refused twice has the same id", "[unit]") {
  World world;
  world.letters.Refuse("a", "B", "reason", "payload");
  world.clock.Advance(absl::Hours(1));
  world.letters.Refuse("a", "B", "reason", "payload");
  world.letters.Refuse("a", "B", "reason", "other");
  world.letters.Flush();
  REQUIRE(world.store.saved.size() == 3);
  CHECK(world.store.saved[0].id() == world.store.saved[1].id());
  CHECK(world.store.saved[0].id() != world.store.saved[2].id());
}

TEST_CASE("While topic or table is away letters wait", "[unit]") {
  World world;
  world.producer.full = true;
  world.letters.Refuse("a", "B", "reason", "1");
  world.letters.Flush();
  CHECK(world.letters.waiting() == 1);
  CHECK(world.store.saved.empty());
  world.producer.full = false;
  world.store.status = absl::UnavailableError("database is away");
  world.letters.Flush();
  CHECK(world.producer.sent.size() == 1);
  world.store.status = absl::OkStatus();
  world.letters.Flush();
  CHECK(world.store.saved.size() == 1);
  CHECK(world.producer.sent.size() == 1);
}

TEST_CASE("Memory for letters is bounded", "[unit]") {
  World world;
  world.producer.full = true;
  for (size_t i = 0; i < DeadLetters::kMaxWaiting + 5; ++i) world.letters.Refuse("a", "B", "reason", std::to_string(i));
  CHECK(world.letters.waiting() == DeadLetters::kMaxWaiting);
  world.letters.Refuse("a", "B", "reason", std::string(1'000'000, 'x'));
  world.producer.full = false;
  world.letters.Flush();
  CHECK(world.store.saved.back().payload().size() == DeadLetters::kMaxPayloadBytes);
}

TEST_CASE("Text that a database or protobuf would refuse is made printable, the payload stays as it came", "[unit]") {
  World world;
  const std::string payload("\x00\xFF", 2);
  world.letters.Refuse("a", "B", std::string("bad \x00 and \xC3\x28", 11), payload);
  world.letters.Flush();
  REQUIRE(world.store.saved.size() == 1);
  CHECK(world.store.saved[0].reason() == "bad ? and ?");
  CHECK(world.store.saved[0].payload() == payload);
}

}  // namespace
}  // namespace mib::ingestion
