// Alternative bars against a recomputation that shares nothing with their builder: whole groups of trades, Decimal
// arithmetic, signs and bricks looked for one step at a time.

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>

#include "mib/market/alternative_bars.h"
#include "mib/market/generator.h"
#include "trades.h"

namespace mib::market {
namespace {

constexpr int64_t kFarFuture = 4'000'000'000'000'000'000;
/// Of each kind one or two, of a size that makes dozens of bars and more of the trades below.
const std::vector<std::string> kSpecs = {"tick:1",
                                         "tick:7",
                                         "vol:3000",
                                         "vol:0.5",
                                         "dollar:1000",
                                         "dollar:0.001",
                                         "range:0.00008",
                                         "range:0.00001",
                                         "renko:0.00003",
                                         "renko:0.000007",
                                         "renko:wicks:0.00002",
                                         "imbalance:tick:5",
                                         "imbalance:vol:2000.5",
                                         "imbalance:dollar:99.99",
                                         "imbalance:tick:ewma:10:5:10",
                                         "imbalance:tick:ewma:7:20:100"};

/// Some of them late, a third without a side. Prices begin at 0.05234 and move by 10^-6 and more.
std::vector<Trade> Generated(uint64_t seed, int count) {
  GeneratorOptions options;
  options.seed = seed;
  options.symbols = {"GEN"};
  options.mean_gap_ns = 300'000'000;
  options.late_per_mille = 20;
  TradeGenerator generator(options);
  std::mt19937_64 random(seed);
  std::vector<Trade> trades;
  for (int i = 0; i < count; ++i) {
    trades.push_back(generator.Next().trade);
    if (random() % 3 == 0) trades.back().side = Side::kUnknown;
  }
  return trades;
}

AlternativeBarOptions Options(const std::string& spec) { return {*ParseAlternativeSpec(spec)}; }

/// All there is of a bar, scales of its numbers included.
std::string Describe(const AlternativeBar& bar) {
  std::string text = std::to_string(bar.index) + " " + std::to_string(bar.open_ns) + " " + std::to_string(bar.close_ns);
  for (const Decimal& value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.notional}) {
    text += " " + value.ToString() + "/" + std::to_string(value.scale());
  }
  return text + " " + std::to_string(bar.trades);
}

struct Outcome {
  std::vector<std::string> bars;
  std::string current;
  uint64_t accepted = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// The same trades at scales finer than they need.
TradeColumns Stretched(TradeColumns columns, int price_digits, int size_digits) {
  for (int64_t& price : columns.price) price *= static_cast<int64_t>(PowerOfTen(price_digits));
  for (int64_t& size : columns.size) size *= static_cast<int64_t>(PowerOfTen(size_digits));
  columns.price_scale += price_digits;
  columns.size_scale += size_digits;
  return columns;
}

/// Feeds the trades in batches whose lengths `next_length` chooses, each at scales up to so many digits too fine.
template <typename NextLength>
Outcome Build(const std::string& spec, const std::vector<Trade>& trades, NextLength next_length, int digits = 0) {
  AlternativeBarBuilder builder(Options(spec));
  Outcome outcome;
  AlternativeBarResult result;
  std::mt19937_64 random(1);
  const auto any = [&] { return static_cast<int>(random() % static_cast<uint64_t>(digits + 1)); };
  for (size_t begin = 0; begin < trades.size();) {
    const size_t end = std::min(trades.size(), begin + next_length());
    const std::vector<Trade> batch(trades.begin() + static_cast<long>(begin), trades.begin() + static_cast<long>(end));
    result.Clear();
    builder.Add(Stretched(Columns(batch), any(), any()), kFarFuture, &result);
    for (const AlternativeBar& bar : result.bars) outcome.bars.push_back(Describe(bar));
    outcome.accepted += result.accepted;
    begin = end;
  }
  if (builder.Current()) outcome.current = Describe(*builder.Current());
  return outcome;
}

struct SignedTrade {
  Trade trade;
  /// The newest time at its coming.
  int64_t time_ns = 0;
  int sign = 0;
};

/// What is late left out, times never falling, the tick rule applied.
std::vector<SignedTrade> Accepted(const std::vector<Trade>& trades) {
  std::vector<SignedTrade> accepted;
  int64_t newest = 0;
  for (const Trade& trade : trades) {
    if (trade.time_ns + 5'000'000'000 < newest) continue;
    newest = std::max(newest, trade.time_ns);
    int sign = trade.side == Side::kBuy ? 1 : -1;
    if (trade.side == Side::kUnknown) {
      const Decimal before = accepted.empty() ? trade.price : accepted.back().trade.price;
      const int same = accepted.empty() ? 0 : accepted.back().sign;
      sign = trade.price > before ? 1 : trade.price < before ? -1 : same;
    }
    accepted.push_back({trade, newest, sign});
  }
  return accepted;
}

Decimal Sum(const Decimal& a, const Decimal& b) { return *Decimal::Add(a, b); }
Decimal Difference(const Decimal& a, const Decimal& b) { return *Decimal::Subtract(a, b); }
Decimal Product(const Decimal& a, const Decimal& b) { return *Decimal::Multiply(a, b); }
Decimal Whole(int64_t value) { return Decimal(value, 0); }

AlternativeBar BarOf(const std::vector<SignedTrade>& group) {
  AlternativeBar bar;
  bar.open_ns = group.front().time_ns;
  bar.close_ns = group.back().time_ns;
  bar.open = bar.high = bar.low = group.front().trade.price.Normalized();
  bar.close = group.back().trade.price.Normalized();
  for (const SignedTrade& one : group) {
    bar.high = std::max(bar.high, one.trade.price.Normalized());
    bar.low = std::min(bar.low, one.trade.price.Normalized());
    bar.volume = Sum(bar.volume, one.trade.size).Normalized();
    bar.notional = Sum(bar.notional, Product(one.trade.price, one.trade.size)).Normalized();
  }
  bar.trades = group.size();
  return bar;
}

Decimal Measure(AlternativeKind kind, const SignedTrade& one) {
  switch (kind) {
    case AlternativeKind::kTick:
      return Whole(1);
    case AlternativeKind::kVolume:
      return one.trade.size;
    case AlternativeKind::kDollar:
      return Product(one.trade.price, one.trade.size);
    case AlternativeKind::kVolumeImbalance:
      return Product(Whole(one.sign), one.trade.size);
    case AlternativeKind::kDollarImbalance:
      return Product(Whole(one.sign), Product(one.trade.price, one.trade.size));
    default:
      return Whole(one.sign);
  }
}

Decimal Size(const Decimal& value) { return value.sign() < 0 ? Product(Whole(-1), value) : value; }

/// E[T] and E[b] at nine digits, in Decimal arithmetic.
struct NaiveExpectation {
  explicit NaiveExpectation(const AlternativeSpec& of) : spec(of), trades(of.size) {}

  static Decimal Next(const Decimal& average, const Decimal& value, int64_t span) {
    return *Decimal::Divide(Sum(Product(Whole(span - 1), average), Product(Whole(2), value)), Whole(span + 1), 9);
  }
  bool Ends(const std::vector<SignedTrade>& group) {
    const Decimal count = Whole(static_cast<int64_t>(group.size()));
    Decimal imbalance;
    for (const SignedTrade& one : group) imbalance = Sum(imbalance, Whole(one.sign));
    if (is_first) {
      if (count < spec.size) return false;
      sign = *Decimal::Divide(imbalance, spec.size, 9);
      is_first = false;
    } else {
      sign = Next(sign, Whole(group.back().sign), spec.span_trades);
      const bool is_beyond = Size(imbalance) >= Product(trades, Size(expected));
      if (count < Product(spec.size, Decimal(1, 1))) return false;
      if (!is_beyond && count < Product(spec.size, Whole(10))) return false;
    }
    trades = Next(trades, count, spec.span_bars);
    expected = sign;
    return true;
  }

  AlternativeSpec spec;
  bool is_first = true;
  Decimal trades;
  /// After the last trade, and as it was when the bar began.
  Decimal sign;
  Decimal expected;
};

struct NaiveBars {
  void Put(AlternativeBar bar) {
    bar.index = bars.size();
    bars.push_back(bar);
  }

  std::vector<AlternativeBar> bars;
  std::vector<SignedTrade> open;
};

NaiveBars BySums(const AlternativeSpec& spec, const std::vector<SignedTrade>& trades) {
  NaiveBars naive;
  NaiveExpectation expectation(spec);
  Decimal sum;
  for (const SignedTrade& one : trades) {
    naive.open.push_back(one);
    sum = Sum(sum, Measure(spec.kind, one));
    const bool ends =
        spec.kind == AlternativeKind::kEwmaImbalance ? expectation.Ends(naive.open) : Size(sum) >= spec.size;
    if (!ends) continue;
    naive.Put(BarOf(naive.open));
    naive.open.clear();
    sum = Decimal();
  }
  return naive;
}

NaiveBars ByRange(const AlternativeSpec& spec, const std::vector<SignedTrade>& trades) {
  NaiveBars naive;
  for (const SignedTrade& one : trades) {
    naive.open.push_back(one);
    const AlternativeBar with = BarOf(naive.open);
    if (Difference(with.high, with.low) <= spec.size) continue;
    naive.open.pop_back();
    naive.Put(BarOf(naive.open));
    naive.open = {one};
  }
  return naive;
}

/// Brick by brick; bricks are known by the multiple of their height at which they close.
NaiveBars ByBricks(const AlternativeSpec& spec, const std::vector<SignedTrade>& trades) {
  NaiveBars naive;
  const auto level = [&](int64_t multiple) { return Product(spec.size, Whole(multiple)).Normalized(); };
  int64_t last = 0;
  while (level(last + 1) <= trades.front().trade.price) ++last;
  int direction = 0;
  Decimal highest = trades.front().trade.price;
  Decimal lowest = highest;
  for (const SignedTrade& one : trades) {
    naive.open.push_back(one);
    for (;;) {
      // A turn begins one height back.
      const int64_t up = last + (direction < 0 ? 2 : 1);
      const int64_t down = last - (direction > 0 ? 2 : 1);
      const int go = one.trade.price >= level(up) ? 1 : one.trade.price <= level(down) ? -1 : 0;
      if (go == 0) break;
      AlternativeBar bar = naive.open.empty() ? AlternativeBar() : BarOf(naive.open);
      if (naive.open.empty()) bar.open_ns = bar.close_ns = one.time_ns;
      last = go > 0 ? up : down;
      direction = go;
      bar.open = level(last - go);
      bar.close = level(last);
      bar.high = std::max(bar.open, bar.close);
      bar.low = std::min(bar.open, bar.close);
      if (spec.kind == AlternativeKind::kWickedRenko && go > 0) bar.low = std::min(bar.low, lowest.Normalized());
      if (spec.kind == AlternativeKind::kWickedRenko && go < 0) bar.high = std::max(bar.high, highest.Normalized());
      highest = lowest = bar.close;
      naive.Put(bar);
      naive.open.clear();
    }
    highest = std::max(highest, one.trade.price);
    lowest = std::min(lowest, one.trade.price);
  }
  return naive;
}

Outcome Recomputed(const std::string& text, const std::vector<Trade>& trades) {
  const AlternativeSpec spec = *ParseAlternativeSpec(text);
  const std::vector<SignedTrade> accepted = Accepted(trades);
  const bool is_renko = spec.kind == AlternativeKind::kRenko || spec.kind == AlternativeKind::kWickedRenko;
  const NaiveBars naive = is_renko                               ? ByBricks(spec, accepted)
                          : spec.kind == AlternativeKind::kRange ? ByRange(spec, accepted)
                                                                 : BySums(spec, accepted);
  Outcome outcome;
  outcome.accepted = accepted.size();
  for (const AlternativeBar& bar : naive.bars) outcome.bars.push_back(Describe(bar));
  if (!naive.open.empty()) {
    AlternativeBar current = BarOf(naive.open);
    current.index = naive.bars.size();
    outcome.current = Describe(current);
  }
  return outcome;
}

TEST_CASE("Alternative bars equal those of an independent recomputation", "[unit]") {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const std::vector<Trade> trades = Generated(seed, 3'000);
    for (const std::string& spec : kSpecs) {
      INFO(spec << ", seed " << seed);
      const Outcome outcome = Build(spec, trades, [] { return size_t{500}; });
      const Outcome expected = Recomputed(spec, trades);
      CHECK(outcome.bars.size() > 10);
      REQUIRE(outcome.accepted < trades.size());
      REQUIRE(outcome.bars == expected.bars);
      REQUIRE(outcome.current == expected.current);
      REQUIRE(outcome.accepted == expected.accepted);
    }
  }
}

TEST_CASE("However trades are cut into batches and scaled, alternative bars are the same bytes", "[unit]") {
  for (uint64_t seed = 1; seed <= 2; ++seed) {
    const std::vector<Trade> trades = Generated(seed, 3'000);
    for (const std::string& spec : kSpecs) {
      INFO(spec << ", seed " << seed);
      const Outcome whole = Build(spec, trades, [] { return size_t{100'000}; });
      CHECK(Build(spec, trades, [] { return size_t{1}; }) == whole);
      CHECK(Build(
                spec, trades, [] { return size_t{1}; }, 5) == whole);
      std::mt19937_64 random(seed);
      CHECK(Build(
                spec, trades, [&] { return size_t{1 + random() % 200}; }, 3) == whole);
    }
  }
}

TEST_CASE("A trade after a bar's end changes nothing of it", "[unit]") {
  const std::vector<Trade> trades = Generated(7, 2'000);
  for (const std::string& spec : kSpecs) {
    INFO(spec);
    const Outcome whole = Build(spec, trades, [] { return size_t{64}; });
    for (const long length : {100, 1'000, 1'999}) {
      const Outcome part = Build(spec, {trades.begin(), trades.begin() + length}, [] { return size_t{64}; });
      REQUIRE(part.bars.size() <= whole.bars.size());
      CHECK(std::equal(part.bars.begin(), part.bars.end(), whole.bars.begin()));
    }
  }
}

/// All bars of the spec, the one under way last.
std::vector<AlternativeBar> Bars(const std::string& spec, const std::vector<Trade>& trades) {
  AlternativeBarBuilder builder(Options(spec));
  AlternativeBarResult result;
  for (const Trade& trade : trades) builder.Add(Columns({trade}), kFarFuture, &result);
  if (builder.Current()) result.bars.push_back(*builder.Current());
  return result.bars;
}

TEST_CASE("Bars and the one under way have all volume, notional and trades between them", "[unit]") {
  const std::vector<Trade> trades = Generated(5, 3'000);
  Decimal volume;
  Decimal notional;
  const std::vector<SignedTrade> accepted = Accepted(trades);
  for (const SignedTrade& one : accepted) {
    volume = Sum(volume, one.trade.size);
    notional = Sum(notional, Product(one.trade.price, one.trade.size));
  }
  for (const std::string& spec : kSpecs) {
    INFO(spec);
    uint64_t count = 0;
    Decimal bar_volume;
    Decimal bar_notional;
    int64_t time_ns = 0;
    for (const AlternativeBar& bar : Bars(spec, trades)) {
      count += bar.trades;
      bar_volume = Sum(bar_volume, bar.volume);
      bar_notional = Sum(bar_notional, bar.notional);
      REQUIRE(time_ns <= bar.open_ns);
      REQUIRE(bar.open_ns <= bar.close_ns);
      time_ns = bar.close_ns;
    }
    CHECK(count == accepted.size());
    CHECK(bar_volume == volume);
    CHECK(bar_notional == notional);
  }
}

TEST_CASE("No range bar is wider than its range, and each is followed by a price beyond it", "[unit]") {
  const std::vector<AlternativeBar> bars = Bars("range:0.00008", Generated(9, 5'000));
  REQUIRE(bars.size() > 20);
  const Decimal range(8, 5);
  for (size_t i = 0; i < bars.size(); ++i) {
    REQUIRE(Difference(bars[i].high, bars[i].low) <= range);
    REQUIRE(bars[i].trades > 0);
    if (i == 0) continue;
    const Decimal high = std::max(bars[i - 1].high, bars[i].open);
    const Decimal low = std::min(bars[i - 1].low, bars[i].open);
    REQUIRE(Difference(high, low) > range);
  }
}

TEST_CASE("Renko bricks have one height and touch one another", "[unit]") {
  for (const std::string spec : {"renko:0.00003", "renko:wicks:0.00003"}) {
    std::vector<AlternativeBar> bars = Bars(spec, Generated(9, 5'000));
    bars.pop_back();
    REQUIRE(bars.size() > 20);
    int turns = 0;
    for (size_t i = 0; i < bars.size(); ++i) {
      REQUIRE(Size(Difference(bars[i].close, bars[i].open)) == Decimal(3, 5));
      REQUIRE(bars[i].high >= std::max(bars[i].open, bars[i].close));
      REQUIRE(bars[i].low <= std::min(bars[i].open, bars[i].close));
      if (i == 0) continue;
      const bool turned = (bars[i].close > bars[i].open) != (bars[i - 1].close > bars[i - 1].open);
      turns += turned ? 1 : 0;
      REQUIRE(bars[i].open == (turned ? bars[i - 1].open : bars[i - 1].close));
    }
    CHECK(turns > 0);
  }
}

TEST_CASE("Renko charts that began at different trades agree once both have turned", "[unit]") {
  const std::vector<Trade> trades = Generated(9, 5'000);
  const std::vector<AlternativeBar> early = Bars("renko:0.00003", trades);
  const std::vector<AlternativeBar> late = Bars("renko:0.00003", {trades.begin() + 1'000, trades.end()});
  REQUIRE(late.size() > 30);
  REQUIRE(early.size() > late.size());
  for (size_t i = 1; i <= late.size() - 10; ++i) {
    const AlternativeBar& a = early[early.size() - i];
    const AlternativeBar& b = late[late.size() - i];
    REQUIRE(a.open == b.open);
    REQUIRE(a.close == b.close);
    REQUIRE(a.volume == b.volume);
  }
}

}  // namespace
}  // namespace mib::market
