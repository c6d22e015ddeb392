#include "venues/coinbase/trade_sequencer.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <set>

namespace mib::coinbase {
namespace {

market::Trade TradeOf(uint64_t id) {
  return {id, static_cast<int64_t>(id) * 1000, Decimal(100, 0), Decimal(1, 0), market::Side::kBuy};
}

std::vector<uint64_t> Ids(const std::vector<market::Trade>& trades) {
  std::vector<uint64_t> ids;
  for (const market::Trade& trade : trades) ids.push_back(trade.id);
  return ids;
}

using List = std::vector<uint64_t>;

TEST_CASE("Trades in order go straight through", "[unit]") {
  TradeSequencer sequencer(7, 10);
  CHECK(sequencer.Offer(8, TradeOf(8)));
  CHECK(sequencer.Offer(9, TradeOf(9)));
  CHECK(Ids(sequencer.Take()) == List{8, 9});
  CHECK(sequencer.Take().empty());
  CHECK_FALSE(sequencer.Missing());
}

TEST_CASE("Without a position the first trade seen is the beginning", "[unit]") {
  TradeSequencer sequencer(std::nullopt, 10);
  sequencer.Offer(500, TradeOf(500));
  CHECK(Ids(sequencer.Take()) == List{500});
  CHECK_FALSE(sequencer.Missing());
}

TEST_CASE("Without a position an announced trade is the one before the beginning", "[unit]") {
  TradeSequencer sequencer(std::nullopt, 10);
  sequencer.Announce(500);
  CHECK_FALSE(sequencer.Offer(500, TradeOf(500)));
  CHECK(sequencer.Offer(501, TradeOf(501)));
  CHECK(Ids(sequencer.Take()) == List{501});
}

TEST_CASE("A jump holds newer trades back until the missing ones are there", "[unit]") {
  TradeSequencer sequencer(7, 10);
  sequencer.Offer(10, TradeOf(10));
  CHECK(sequencer.Take().empty());
  CHECK(sequencer.Missing() == IdRange{8, 9});
  sequencer.Offer(9, TradeOf(9));
  CHECK(sequencer.Missing() == IdRange{8, 8});
  sequencer.Offer(8, TradeOf(8));
  CHECK(Ids(sequencer.Take()) == List{8, 9, 10});
  CHECK_FALSE(sequencer.Missing());
}

TEST_CASE("A trade offered twice is taken once", "[unit]") {
  TradeSequencer sequencer(7, 10);
  CHECK(sequencer.Offer(8, TradeOf(8)));
  CHECK_FALSE(sequencer.Offer(8, TradeOf(8)));
  CHECK(sequencer.Offer(10, TradeOf(10)));
  CHECK_FALSE(sequencer.Offer(10, TradeOf(10)));
  CHECK(Ids(sequencer.Take()) == List{8});
}

TEST_CASE("An announced trade that has not come is missing", "[unit]") {
  TradeSequencer sequencer(7, 10);
  sequencer.Announce(9);
  CHECK(sequencer.Missing() == IdRange{8, 9});
}

TEST_CASE("A trade that cannot be used leaves no hole", "[unit]") {
  TradeSequencer sequencer(7, 10);
  sequencer.Offer(8, std::nullopt);
  sequencer.Offer(9, TradeOf(9));
  CHECK(Ids(sequencer.Take()) == List{9});
  CHECK(sequencer.position() == 9);
}

TEST_CASE("Given up ids are passed over", "[unit]") {
  TradeSequencer sequencer(7, 10);
  sequencer.Offer(12, TradeOf(12));
  sequencer.Skip(10);
  CHECK(sequencer.Missing() == IdRange{11, 11});
  sequencer.Skip(11);
  CHECK(Ids(sequencer.Take()) == List{12});
}

TEST_CASE("What waits is bounded, and what was forgotten is missing again", "[unit]") {
  TradeSequencer sequencer(0, 3);
  for (uint64_t id = 2; id <= 8; ++id) sequencer.Offer(id, TradeOf(id));
  sequencer.Offer(1, TradeOf(1));
  CHECK(Ids(sequencer.Take()) == List{1, 2, 3, 4});
  CHECK(sequencer.Missing() == IdRange{5, 8});
}

TEST_CASE("After a rewind everything since is missing again", "[unit]") {
  TradeSequencer sequencer(7, 10);
  for (uint64_t id = 8; id <= 10; ++id) sequencer.Offer(id, TradeOf(id));
  sequencer.Rewind(8);
  CHECK(sequencer.Take().empty());
  CHECK(sequencer.Missing() == IdRange{9, 10});
}

TEST_CASE("An id far beyond the last one is implausible", "[unit]") {
  TradeSequencer sequencer(7, 10);
  CHECK_FALSE(sequencer.Implausible(1'000'000));
  CHECK(sequencer.Implausible(uint64_t{1} << 60));
  CHECK_FALSE(TradeSequencer(std::nullopt, 10).Implausible(uint64_t{1} << 60));
}

TEST_CASE("Whatever the order and the repetitions, every trade comes out once and in order", "[unit]") {
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    std::mt19937 random(seed);
    TradeSequencer sequencer(0, 25);
    List out;
    // Offers from random places until all is through, asking for what is missing as a healer would.
    for (int step = 0; out.size() < 200 && step < 20'000; ++step) {
      const auto missing = sequencer.Missing();
      const bool heal = missing && random() % 4 == 0;
      const uint64_t id = heal ? missing->first : 1 + random() % 200;
      sequencer.Offer(id, TradeOf(id));
      for (const market::Trade& trade : sequencer.Take()) out.push_back(trade.id);
    }
    INFO("seed " << seed);
    REQUIRE(out.size() == 200);
    for (uint64_t i = 0; i < 200; ++i) REQUIRE(out[i] == i + 1);
  }
}

}  // namespace
}  // namespace mib::coinbase
