// The bar builder against a recomputation that shares nothing with it: one trade at a time, Decimal arithmetic,
// std::map.

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>
#include <tuple>

#include "mib/market/bar_builder.h"
#include "mib/market/generator.h"
#include "mib/market/proto.h"
#include "trades.h"

namespace mib::market {
namespace {

constexpr int64_t kFarFuture = 4'000'000'000'000'000'000;
using Key = std::pair<Interval, int64_t>;

/// The trades of one instrument as the generator tells them, some of them late.
std::vector<Trade> Generated(uint64_t seed, int count, int late_per_mille) {
  GeneratorOptions options;
  options.seed = seed;
  options.symbols = {"GEN"};
  options.mean_gap_ns = 300'000'000;
  options.late_per_mille = late_per_mille;
  TradeGenerator generator(options);
  std::vector<Trade> trades;
  for (int i = 0; i < count; ++i) trades.push_back(generator.Next().trade);
  return trades;
}

/// What came out: every final form in order, as bytes, and the newest state of every bar.
struct Outcome {
  std::vector<std::string> finals;
  std::map<Key, std::string> bars;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

void Collect(const std::vector<BarState>& bars, Outcome* outcome) {
  for (const BarState& bar : bars) {
    outcome->bars[{bar.interval, bar.open_ns}] = ToProto(bar, "GEN", "test").SerializeAsString();
  }
}

/// Feeds the trades in batches whose lengths `next_length` chooses; goes through a restart after each batch when asked.
template <typename NextLength>
Outcome Build(const std::vector<Trade>& trades, NextLength next_length, bool restart = false) {
  Outcome outcome;
  BarBuilder builder((BarOptions()));
  std::map<Key, BarState> stored;
  AddResult result;
  for (size_t begin = 0; begin < trades.size();) {
    const size_t end = std::min(trades.size(), begin + next_length());
    result.Clear();
    builder.Add("test", Columns({trades.begin() + static_cast<long>(begin), trades.begin() + static_cast<long>(end)}),
                kFarFuture, &result);
    begin = end;
    for (const BarState& bar : result.finals) {
      outcome.finals.push_back(ToProto(bar, "GEN", "test").SerializeAsString());
    }
    std::vector<BarState> changed;
    builder.TakeChanged(&changed);
    Collect(changed, &outcome);
    if (!restart) continue;
    for (const BarState& bar : changed) stored[{bar.interval, bar.open_ns}] = bar;
    std::vector<BarState> all;
    for (const auto& [key, bar] : stored) all.push_back(bar);
    builder = BarBuilder(BarOptions(), builder.State(), all);
  }
  return outcome;
}

/// Interval arithmetic of its own, for those of fixed length.
struct NaiveBar {
  std::map<std::pair<int64_t, uint64_t>, Trade> trades;
};

std::string Describe(const NaiveBar& bar) {
  Decimal high = bar.trades.begin()->second.price;
  Decimal low = high;
  Decimal volume;
  Decimal notional;
  for (const auto& [key, trade] : bar.trades) {
    high = std::max(high, trade.price);
    low = std::min(low, trade.price);
    volume = *Decimal::Add(volume, trade.size);
    notional = *Decimal::Add(notional, *Decimal::Multiply(trade.price, trade.size));
  }
  const Decimal open = bar.trades.begin()->second.price;
  const Decimal close = bar.trades.rbegin()->second.price;
  const int scale = std::max(
      {open.Normalized().scale(), high.Normalized().scale(), low.Normalized().scale(), close.Normalized().scale()});
  return open.ToString() + " " + high.ToString() + " " + low.ToString() + " " + close.ToString() + " " +
         volume.ToString() + " " + Decimal::Divide(notional, volume, scale + 4)->ToString() + " " +
         std::to_string(bar.trades.size());
}

std::string Describe(const std::string& bytes) {
  v1::Bar bar;
  bar.ParseFromString(bytes);
  std::string text;
  for (const v1::Decimal* value : {&bar.open(), &bar.high(), &bar.low(), &bar.close(), &bar.volume(), &bar.vwap()}) {
    text += FromProto(*value)->ToString() + " ";
  }
  return text + std::to_string(bar.trades());
}

TEST_CASE("Bars equal those of an independent recomputation", "[unit]") {
  const std::vector<Trade> trades = Generated(3, 20'000, 20);
  const Outcome outcome = Build(trades, [] { return size_t{500}; });
  const std::map<Interval, int64_t> seconds = {{Interval::k1s, 1},     {Interval::k1m, 60},   {Interval::k5m, 300},
                                               {Interval::k15m, 900},  {Interval::k1h, 3600}, {Interval::k4h, 14'400},
                                               {Interval::k1d, 86'400}};
  size_t compared = 0;
  for (const auto& [interval, length] : seconds) {
    std::map<int64_t, NaiveBar> naive;
    for (const Trade& trade : trades) {
      naive[trade.time_ns / (length * 1'000'000'000)].trades[{trade.time_ns, trade.id}] = trade;
    }
    for (const auto& [index, bar] : naive) {
      const auto found = outcome.bars.find({interval, index * length * 1'000'000'000});
      REQUIRE(found != outcome.bars.end());
      REQUIRE(Describe(found->second) == Describe(bar));
      ++compared;
    }
  }
  size_t built = 0;
  for (const auto& [key, bytes] : outcome.bars) built += seconds.contains(key.first) ? 1 : 0;
  CHECK(compared == built);
}

TEST_CASE("However the log is cut into batches, finals and revisions are the same bytes in the same order", "[unit]") {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const std::vector<Trade> trades = Generated(seed, 6'000, 30);
    const Outcome one_by_one = Build(trades, [] { return size_t{1}; });
    std::mt19937_64 random(seed);
    CHECK(Build(trades, [&] { return size_t{1 + random() % 700}; }) == one_by_one);
    CHECK(Build(trades, [] { return size_t{100'000}; }) == one_by_one);
    REQUIRE_FALSE(one_by_one.finals.empty());
  }
}

TEST_CASE("A restart after every batch changes nothing", "[unit]") {
  const std::vector<Trade> trades = Generated(11, 3'000, 30);
  CHECK(Build(
            trades, [] { return size_t{37}; }, true) == Build(trades, [] { return size_t{37}; }));
}

TEST_CASE("Trades that arrive out of order within the grace make the same first finals", "[unit]") {
  std::vector<Trade> trades = Generated(5, 6'000, 0);
  const Outcome in_order = Build(trades, [] { return size_t{64}; });
  std::mt19937_64 random(5);
  // Swapped neighbours are at most 0.6 s apart per step, 4 steps: well within 5 s.
  for (int pass = 0; pass < 4; ++pass) {
    for (size_t i = 1; i < trades.size(); ++i) {
      if (random() % 2 == 0 && trades[i].time_ns - trades[i - 1].time_ns < 1'000'000'000) {
        std::swap(trades[i - 1], trades[i]);
        ++i;
      }
    }
  }
  Outcome shuffled = Build(trades, [] { return size_t{64}; });
  std::vector<std::string> expected = in_order.finals;
  std::sort(expected.begin(), expected.end());
  std::sort(shuffled.finals.begin(), shuffled.finals.end());
  CHECK(shuffled.finals == expected);
  CHECK(shuffled.bars == in_order.bars);
}

TEST_CASE("Duplicates change nothing, wherever they come", "[unit]") {
  const std::vector<Trade> trades = Generated(9, 4'000, 20);
  std::vector<Trade> doubled;
  std::mt19937_64 random(9);
  for (size_t i = 0; i < trades.size(); ++i) {
    doubled.push_back(trades[i]);
    while (random() % 3 == 0) doubled.push_back(trades[i - std::min(i, static_cast<size_t>(random() % 500))]);
  }
  CHECK(Build(doubled, [] { return size_t{100}; }) == Build(trades, [] { return size_t{100}; }));
}

TEST_CASE("A final form knows nothing of later trades", "[unit]") {
  const std::vector<Trade> trades = Generated(13, 3'000, 30);
  const Outcome whole = Build(trades, [] { return size_t{1}; });
  for (const size_t length : {size_t{100}, size_t{1'000}, size_t{2'500}}) {
    const std::vector<Trade> prefix(trades.begin(), trades.begin() + static_cast<long>(length));
    const Outcome part = Build(prefix, [] { return size_t{1}; });
    REQUIRE(part.finals.size() <= whole.finals.size());
    CHECK(std::equal(part.finals.begin(), part.finals.end(), whole.finals.begin()));
  }
}

}  // namespace
}  // namespace mib::market
