#include "market.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "folder.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "simulated_clock.h"

namespace mib::venue {
namespace {

constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();
constexpr char kHours[] =
    "time,open,high,low,close,volume\n"
    "2017-04-19T09:00:00Z,1.0716,1.0722,1.07083,1.07219,1413\n"
    "2017-04-19T10:00:00Z,1.07214,1.07296,1.07214,1.0726,1241\n";

struct Fixture {
  std::unique_ptr<Market> Open(Options options) {
    auto market = Market::Open(options, clock);
    if (!market.ok()) FAIL(ToString(market.status()));
    return *std::move(market);
  }
  SimulatedClock clock{absl::FromUnixSeconds(1'700'000'000)};
  Folder folder;
};

std::vector<Execution> All(Market& market) {
  std::vector<Execution> all;
  while (auto next = market.Next()) all.push_back(*next);
  return all;
}

TEST_CASE("The same seed trades the same, with ids that count up from one", "[unit][replay_venue]") {
  Fixture f;
  Options options;
  options.symbols = {"GEN-A", "GEN-B"};
  options.generate_trades = 2000;
  options.seed = 7;
  const auto first = All(*f.Open(options));
  const auto second = All(*f.Open(options));
  REQUIRE(first.size() == 2000);
  std::map<std::string, uint64_t> ids;
  for (size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i].trade.id == ++ids[first[i].product]);
    CHECK(first[i].sequence == first[i].trade.id);
    CHECK(first[i].trade.time_ns % 1000 == 0);
    CHECK(first[i].trade.price == second[i].trade.price);
    CHECK(first[i].trade.time_ns == second[i].trade.time_ns);
  }
  CHECK(ids.size() == 2);
}

TEST_CASE("A recorded product trades its bars, spread over the whole run", "[unit][replay_venue]") {
  Fixture f;
  f.folder.Write("hourly/EUR-USD.csv", kHours);
  Options options;
  options.data = f.folder.path();
  options.symbols = {"EUR-USD", "GEN-A"};
  options.generate_trades = 80;
  const auto market = f.Open(options);
  CHECK(market->progress().total == 88);
  const auto all = All(*market);
  REQUIRE(all.size() == 88);
  CHECK(all.front().product == "EUR-USD");
  size_t in_second_half = 0;
  for (size_t i = 44; i < 88; ++i) in_second_half += all[i].product == "EUR-USD" ? 1 : 0;
  CHECK(in_second_half == 4);
  const auto hours = RollUpTrades(market->Trades("EUR-USD", 0, kNewest, 100), 3600);
  REQUIRE(hours.size() == 2);
  CHECK(hours[1].volume == Decimal(1241, 0));
  CHECK(market->progress().generated == 88);
  CHECK(market->progress().last_trade_id["EUR-USD"] == 8);
}

TEST_CASE("Candles of a recorded product are there before its trades", "[unit][replay_venue]") {
  Fixture f;
  f.folder.Write("hourly/EUR-USD.csv", kHours);
  Options options;
  options.data = f.folder.path();
  options.symbols = {"GEN-A"};
  const auto market = f.Open(options);
  CHECK(market->Candles("EUR-USD", 3600).size() == 2);
  CHECK(market->Candles("EUR-USD", 86400).size() == 1);
  CHECK(market->Candles("EUR-USD", 60).empty());
  CHECK(market->products() == std::vector<std::string>{"EUR-USD", "GEN-A"});
  CHECK(market->feed_products() == std::vector<std::string>{"GEN-A"});
}

TEST_CASE("Trades are found by their ids, the newest of a range first to be kept", "[unit][replay_venue]") {
  Fixture f;
  Options options;
  options.symbols = {"GEN-A"};
  options.generate_trades = 100;
  const auto market = f.Open(options);
  All(*market);
  const auto ids = [&](uint64_t first, uint64_t last, size_t limit) {
    std::vector<uint64_t> out;
    for (const auto& trade : market->Trades("GEN-A", first, last, limit)) out.push_back(trade.id);
    return out;
  };
  CHECK(ids(0, kNewest, 3) == std::vector<uint64_t>{98, 99, 100});
  CHECK(ids(0, 10, 2) == std::vector<uint64_t>{9, 10});
  CHECK(ids(99, kNewest, 10) == std::vector<uint64_t>{99, 100});
  CHECK(ids(101, kNewest, 10).empty());
}

TEST_CASE("The venue's time follows the trades, and the clock once they have ended", "[unit][replay_venue]") {
  Fixture f;
  Options options;
  options.symbols = {"GEN-A", "GEN-B"};
  options.generate_trades = 500;
  options.rate = 100;
  options.speed = 10;
  const auto market = f.Open(options);
  const int64_t start = market->Now("GEN-A").time_ns;
  const auto all = All(*market);
  int64_t newest = 0;
  for (const Execution& execution : all) newest = std::max(newest, execution.trade.time_ns);
  // 500 trades at 100 a second are 5 s, in which ten times as much passes at the venue.
  CHECK(newest - start > 40'000'000'000);
  CHECK(newest - start < 60'000'000'000);
  CHECK(market->Now("GEN-A").time_ns == newest);
  CHECK(market->Now("GEN-B").time_ns == newest);
  f.clock.Advance(absl::Seconds(3));
  CHECK(market->Now("GEN-A").time_ns == newest + 30'000'000'000);
}

}  // namespace
}  // namespace mib::venue
