#include <catch2/catch_test_macros.hpp>

#include "fake_venue.h"
#include "mib/market/proto.h"

namespace mib::coinbase {
namespace {

using Ids = std::vector<uint64_t>;
const std::string kAck(kSubscribed);

TEST_CASE("The feed subscribes and publishes trades in the contract's form", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), MatchText(8)});
  REQUIRE(world.line.written == std::vector<std::string>{SubscribeMessage({"BTC-USD"})});
  CHECK(world.feed->connected());
  const auto batches = world.producer.Events<events::v1::TradeBatch>();
  REQUIRE(batches.size() >= 1);
  CHECK(batches[0].symbol() == "BTC-USD");
  CHECK(batches[0].source() == "coinbase");
  CHECK(world.PublishedIds() == Ids{7, 8});
  CHECK(world.producer.sent[0].key == "BTC-USD");
  CHECK(world.probe.trades_published.Value() == 2);
}

TEST_CASE("A product never seen begins after the last match", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7, "last_match"), MatchText(8)});
  CHECK(world.PublishedIds() == Ids{8});
  CHECK(world.history.calls.empty());
}

TEST_CASE("The last match after a reconnection is not published twice", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), MatchText(8)});
  world.Say({MatchText(8, "last_match"), MatchText(9)});
  CHECK(world.PublishedIds() == Ids{7, 8, 9});
  CHECK(world.probe.trades_duplicate.Value() == 0);
}

TEST_CASE("A repeated trade is dropped and counted", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), MatchText(7)});
  CHECK(world.PublishedIds() == Ids{7});
  CHECK(world.probe.trades_duplicate.Value() == 1);
}

TEST_CASE("A broken connection is made again after a wait", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7)});
  world.line.broken = true;
  world.feed->Step();
  CHECK_FALSE(world.feed->connected());
  CHECK(world.probe.reconnects.Value() == 1);
  world.line.broken = false;
  world.clock.Advance(absl::Seconds(1));
  world.Say({kAck, MatchText(8)});
  CHECK(world.feed->connected());
  CHECK(world.line.connects == 2);
  CHECK(world.PublishedIds() == Ids{7, 8});
}

TEST_CASE("A venue that is away is asked again with growing waits, not in a hurry", "[unit]") {
  FeedWorld world;
  world.reachable = false;
  const absl::Time start = world.clock.Now();
  while (world.clock.Now() - start < absl::Minutes(10)) world.feed->Step();
  // At 30 s at most and 15 s in the mean: about 40, and never the thousands of a tight loop.
  CHECK(world.line.connects > 20);
  CHECK(world.line.connects < 120);
}

TEST_CASE("A feed that says nothing for ten seconds is connected anew", "[unit]") {
  FeedWorld world;
  world.Say({kAck});
  const absl::Time start = world.clock.Now();
  while (world.probe.reconnects.Value() == 0) world.feed->Step();
  CHECK(world.clock.Now() - start >= absl::Seconds(9));
  CHECK(world.clock.Now() - start <= absl::Seconds(11));
}

TEST_CASE("Heartbeats keep a quiet feed alive and close its bars", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.Say({kAck, HeartbeatText(7, "2024-01-15T11:59:59Z")});
  CHECK(world.PublishedIds().empty());
  CHECK(world.Watermark() == ToNanos(At("2024-01-15T11:59:59Z")));
}

TEST_CASE("A heartbeat from the future moves nothing", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.Say({kAck, HeartbeatText(7, "2024-01-15T12:30:00Z")});
  CHECK(world.Watermark() == 0);
  CHECK(world.probe.dead_letters.Value() == 1);
}

TEST_CASE("A venue's refusal ends the connection", "[unit]") {
  FeedWorld world;
  world.Say({kAck, R"({"type":"error","message":"Failed to subscribe","reason":"no"})"});
  CHECK(world.probe.reconnects.Value() == 1);
}

TEST_CASE("A frame that cannot be read is kept with its reason and the stream goes on", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), R"({"type":"match","trade_id":8)", MatchText(8), MatchText(9, "match", "XX-YY")});
  CHECK(world.PublishedIds() == Ids{7, 8});
  world.dead_letters.Flush();
  REQUIRE(world.letters.saved.size() == 2);
  CHECK(world.letters.saved[0].origin() == "coinbase/feed");
  CHECK(world.letters.saved[0].payload() == R"({"type":"match","trade_id":8)");
  CHECK(world.letters.saved[1].reason() == "product_id 'XX-YY' was not subscribed");
  CHECK(world.producer.Events<events::v1::DeadLetter>().size() == 2);
}

TEST_CASE("A trade that breaks the rules is refused and leaves no gap behind", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), MatchText(8, "match", "BTC-USD", "-1"), MatchText(9)});
  CHECK(world.PublishedIds() == Ids{7, 9});
  CHECK(world.probe.trades_refused.Value() == 1);
  CHECK_FALSE(world.healer->Step());
  world.dead_letters.Flush();
  REQUIRE(world.letters.saved.size() == 1);
  CHECK(world.letters.saved[0].reason() == "price -1 is not above zero");
}

TEST_CASE("A trade id out of this world does not start a hunt for billions of trades", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7), MatchText(4'000'000'000'000), MatchText(8)});
  CHECK(world.PublishedIds() == Ids{7, 8});
  CHECK_FALSE(world.healer->Step());
}

TEST_CASE("A full producer queue stops the reading and loses nothing", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7)});
  world.producer.full = true;
  world.Say({MatchText(8)});
  world.Say({MatchText(9), MatchText(10)});
  CHECK(world.line.messages.size() >= 2);
  CHECK(world.PublishedIds() == Ids{7});
  world.producer.full = false;
  for (int i = 0; i < 6; ++i) world.feed->Step();
  CHECK(world.PublishedIds() == Ids{7, 8, 9, 10});
}

TEST_CASE("Of several quotes between two flushes the newest is published", "[unit]") {
  FeedWorld world;
  const auto ticker = [](std::string_view bid) {
    return fmt::format(
        R"({{"type":"ticker","sequence":5,"product_id":"BTC-USD","price":"10","best_bid":"{}","best_ask":"11",)"
        R"("time":"2024-01-15T11:59:59Z"}})",
        bid);
  };
  world.Say({kAck, ticker("9.1"), ticker("9.2")});
  const auto ticks = world.producer.Events<events::v1::QuoteTick>();
  REQUIRE(ticks.size() >= 1);
  CHECK(market::FromProto(ticks.back().bid()).value() == Number("9.2"));
  CHECK(ticks.back().time_ns() == ToNanos(At("2024-01-15T11:59:59Z")));
  CHECK(ticks.back().source() == "coinbase");
}

TEST_CASE("A thousand trades fill a batch", "[unit]") {
  FeedWorld world;
  std::vector<std::string> messages{kAck};
  for (uint64_t id = 1; id <= 2500; ++id) messages.push_back(MatchText(id));
  world.Say(messages);
  CHECK(world.PublishedIds().size() == 2500);
  for (const auto& batch : world.producer.Events<events::v1::TradeBatch>()) CHECK(batch.price_size() <= 1000);
}

TEST_CASE("Cursors follow what the broker has, not what was sent", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7)});
  world.producer.confirm_at_once = false;
  world.Say({MatchText(8)});
  REQUIRE(world.feed->SaveCursors().ok());
  CHECK(world.store.cursors["BTC-USD"] == 7);
  world.producer.Confirm(absl::OkStatus());
  REQUIRE(world.feed->SaveCursors().ok());
  CHECK(world.store.cursors["BTC-USD"] == 8);
}

TEST_CASE("Cursors that could not be saved are saved later", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7)});
  world.store.status = absl::UnavailableError("database is away");
  CHECK(absl::IsUnavailable(world.feed->SaveCursors()));
  world.store.status = absl::OkStatus();
  REQUIRE(world.feed->SaveCursors().ok());
  CHECK(world.store.cursors["BTC-USD"] == 7);
}

TEST_CASE("The same trades sent again have the same event id", "[unit]") {
  FeedWorld world({{"BTC-USD", 6}});
  world.Say({kAck, MatchText(7), MatchText(8)});
  world.Restart();
  world.Say({kAck, MatchText(7), MatchText(8)});
  REQUIRE(world.producer.sent.size() == 2);
  const auto id = [&](size_t i) { return world.producer.sent[i].headers; };
  const auto find = [](const kafka::Headers& headers) {
    for (const auto& [name, value] : headers) {
      if (name == "event-id") return value;
    }
    return std::string();
  };
  CHECK_FALSE(find(id(0)).empty());
  CHECK(find(id(0)) == find(id(1)));
}

}  // namespace
}  // namespace mib::coinbase
