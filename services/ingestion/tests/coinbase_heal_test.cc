#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "fake_venue.h"

namespace mib::coinbase {
namespace {

using Ids = std::vector<uint64_t>;
const std::string kAck(kSubscribed);

Ids From(uint64_t first, uint64_t last) {
  Ids ids(last - first + 1);
  std::iota(ids.begin(), ids.end(), first);
  return ids;
}

TEST_CASE("Missed trades are fetched and published before newer ones", "[unit]") {
  FeedWorld world;
  world.history.newest = 12;
  world.Say({kAck, MatchText(7), MatchText(12)});
  CHECK(world.PublishedIds() == Ids{7});
  world.Heal();
  CHECK(world.PublishedIds() == From(7, 12));
  REQUIRE(world.store.gaps.size() == 1);
  CHECK(world.store.gaps[0].first_id == 8);
  CHECK(world.store.gaps[0].last_id == 11);
  CHECK(world.store.gaps[0].healed);
  CHECK(world.probe.gaps_healed.Value() == 1);
}

TEST_CASE("After a restart the trades since the cursor are fetched", "[unit]") {
  FeedWorld world({{"BTC-USD", 100}});
  world.history.newest = 5000;
  world.Say({kAck, MatchText(5000, "last_match"), MatchText(5001)});
  world.Heal(6);
  CHECK(world.PublishedIds() == From(101, 5001));
}

TEST_CASE("A heartbeat betrays trades that the feed did not bring", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.history.newest = 9;
  world.Say({kAck, HeartbeatText(9, "2024-01-15T11:59:59Z")});
  CHECK(world.Watermark() == 0);
  world.Heal();
  CHECK(world.PublishedIds() == Ids{8, 9});
  world.Say({HeartbeatText(9, "2024-01-15T12:00:00Z")});
  CHECK(world.Watermark() == ToNanos(At("2024-01-15T12:00:00Z")));
}

TEST_CASE("Backfill begins at the venue's first trade", "[unit]") {
  FeedWorld world({}, true);
  world.history.newest = 2500;
  world.Say({kAck, MatchText(2500, "last_match")});
  world.Heal(4);
  CHECK(world.PublishedIds() == From(1, 2500));
}

TEST_CASE("A venue that gives shorter pages is asked on", "[unit]") {
  FeedWorld world({{"BTC-USD", 0}});
  world.history.newest = 450;
  world.history.page_rows = 100;
  world.Say({kAck, MatchText(451)});
  world.Heal();
  CHECK(world.PublishedIds() == From(1, 451));
  CHECK(world.history.calls.size() == 5);
}

TEST_CASE("Trades that the venue does not have are recorded and passed over", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.history.newest = 12;
  world.history.lost = {{9, true}, {11, true}};
  world.Say({kAck, MatchText(13)});
  world.Heal(Healer::kAttempts - 1);
  CHECK(world.PublishedIds() == Ids{8});
  CHECK(world.store.gaps.empty());
  world.Heal();
  CHECK(world.PublishedIds() == Ids{8, 10, 12, 13});
  REQUIRE(world.store.gaps.size() == 3);
  CHECK((world.store.gaps[0].first_id == 9 && world.store.gaps[0].last_id == 9 && !world.store.gaps[0].healed));
  CHECK((world.store.gaps[1].first_id == 11 && world.store.gaps[1].last_id == 11 && !world.store.gaps[1].healed));
  CHECK(world.probe.gaps_unfillable.Value() == 2);
}

TEST_CASE("A history that lags behind the feed is given time", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.history.newest = 9;
  world.Say({kAck, MatchText(12)});
  world.Heal();
  CHECK(world.PublishedIds() == Ids{8, 9});
  world.history.newest = 12;
  world.Heal();
  CHECK(world.PublishedIds() == From(8, 12));
  CHECK(world.probe.gaps_unfillable.Value() == 0);
}

TEST_CASE("While the venue's REST is away nothing is given up", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}});
  world.history.newest = 12;
  world.history.status = absl::UnavailableError("connection refused");
  world.Say({kAck, MatchText(13)});
  world.Heal(50);
  CHECK(world.PublishedIds().empty());
  CHECK(world.probe.gaps_unfillable.Value() == 0);
  world.history.status = absl::OkStatus();
  world.Heal();
  CHECK(world.PublishedIds() == From(8, 13));
}

TEST_CASE("More live trades than memory may hold are fetched again", "[unit]") {
  FeedWorld world({{"BTC-USD", 7}}, false, 20);
  world.history.newest = 100;
  std::vector<std::string> messages{kAck};
  for (uint64_t id = 9; id <= 100; ++id) messages.push_back(MatchText(id));
  world.Say(messages);
  CHECK(world.PublishedIds().empty());
  world.Heal(3);
  CHECK(world.PublishedIds() == From(8, 100));
}

TEST_CASE("A history that begins late is walked through quickly", "[unit]") {
  FeedWorld world({}, true);
  world.history.oldest = 9001;
  world.history.newest = 10'000;
  world.Say({kAck, MatchText(10'000, "last_match")});
  // Patience for the first page, one look at each of the eight empty ones after it, one page of trades.
  world.Heal(Healer::kAttempts + 8 + 1);
  CHECK(world.PublishedIds() == From(9001, 10'000));
}

TEST_CASE("A batch that the broker lost is fetched and sent again, in order", "[unit]") {
  FeedWorld world;
  world.Say({kAck, MatchText(7)});
  world.producer.confirm_at_once = false;
  world.Say({MatchText(8), MatchText(9)});
  world.producer.Confirm(absl::DeadlineExceededError("not delivered in time"));
  world.producer.confirm_at_once = true;
  world.producer.sent.clear();
  world.history.newest = 10;
  world.Say({MatchText(10)});
  world.Heal();
  CHECK(world.PublishedIds() == Ids{8, 9, 10});
  REQUIRE(world.feed->SaveCursors().ok());
  CHECK(world.store.cursors["BTC-USD"] == 10);
}

TEST_CASE("Killed at any moment and started again, the feed publishes every trade", "[unit]") {
  FeedWorld world({{"BTC-USD", 0}});
  uint64_t next = 1;
  for (int life = 0; life < 20; ++life) {
    std::vector<std::string> messages{kAck, MatchText(std::max<uint64_t>(next - 1, 1), "last_match")};
    for (int i = 0; i < 7; ++i) messages.push_back(MatchText(next++));
    // Some happen while nobody listens.
    next += 3;
    world.history.newest = next - 1;
    world.Say(messages);
    if (life % 3 == 0) world.Heal();
    if (life % 2 == 0) REQUIRE(world.feed->SaveCursors().ok());
    world.line.messages.clear();
    world.Restart();
  }
  world.Say({kAck, MatchText(next - 1, "last_match")});
  world.Heal(3);
  const Ids published = world.PublishedIds();
  const std::map<uint64_t, int> seen = [&published] {
    std::map<uint64_t, int> counts;
    for (const uint64_t id : published) ++counts[id];
    return counts;
  }();
  REQUIRE(seen.size() == next - 1);
  CHECK(seen.begin()->first == 1);
  CHECK(seen.rbegin()->first == next - 1);
}

}  // namespace
}  // namespace mib::coinbase
