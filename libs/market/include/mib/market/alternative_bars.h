#pragma once

// Bars that end by what was traded instead of by the clock: after so many trades, so much volume or notional, such an
// imbalance of buys and sells, such a move of the price. Live and historic alike, and by the feed's order alone: the
// same trades in the same order make the same bars, however they are cut into batches.
//
//   AlternativeBarBuilder builder({*ParseAlternativeSpec("vol:1000")});
//   AlternativeBarResult result;
//   builder.Add(columns, latest_ns, &result);     // result.bars: those that came to their end
//   builder.Current();                            // the one under way

#include <cstdint>
#include <optional>
#include <vector>

#include "mib/base/decimal.h"
#include "mib/market/alternative_spec.h"
#include "mib/market/bar_builder.h"
#include "mib/market/exact_sum.h"
#include "mib/market/expected_imbalance.h"
#include "mib/market/id_window.h"
#include "mib/market/renko_grid.h"
#include "mib/market/trade_columns.h"

namespace mib::market {

/// A bar of whole trades. Unlike a BarState it has no place on the clock, so neither an interval nor revisions; it is
/// final at once. Numbers carry no trailing zeros: equal bars have equal bytes, in whatever scales trades travelled.
struct AlternativeBar {
  /// Counts the builder's bars from 0. Times cannot tell bars apart: one instant may have many.
  uint64_t index = 0;
  /// The times of the first and the last trade. The next bar opens no earlier than this one closes.
  int64_t open_ns = 0;
  int64_t close_ns = 0;
  Decimal open;
  Decimal high;
  Decimal low;
  Decimal close;
  Decimal volume;
  /// The sum of price times size.
  Decimal notional;
  uint64_t trades = 0;

  /// Volume-weighted, rounded half to even as the mean price of a BarState; nothing where there is no volume.
  std::optional<Decimal> MeanPrice() const;
  friend bool operator==(const AlternativeBar&, const AlternativeBar&) = default;
};

struct AlternativeBarOptions {
  AlternativeSpec spec;
  /// A trade that much older than the newest is refused: its bar is over, and bars here have no revisions. One less
  /// late stands where it came and counts as of the newest trade's time.
  int64_t grace_ns = 5'000'000'000;
};

/// What one Add did; reused from call to call.
struct AlternativeBarResult {
  std::vector<AlternativeBar> bars;
  /// Rows that no bar took: those a BarBuilder refuses too, "too late", "too large", "crosses too many bricks".
  std::vector<Refusal> refusals;
  uint64_t accepted = 0;
  uint64_t duplicates = 0;

  void Clear();
};

/// Makes the alternative bars of one instrument from one source, since trades of several have no one order. One thread.
/// Allocates nothing per trade; `result` grows with the bars.
///
/// - A trade is never split. One that brings the sum to the size of the spec belongs whole to the bar that it ends, and
///   nothing is carried over: the next bar begins from 0. So a bar of volume has the size or more.
/// - A range bar ends before the first trade that would make it wider than the spec; that trade begins the next bar.
///   What the price jumped over makes no bar.
/// - Buys and sells are told by the venue's side or, where it tells none, by the tick rule: a trade above the price
///   before is a buy, below it a sell, at it as the one before. Before any of these a trade counts for neither.
/// - A trade that completes bricks gives them all its time; the first has its volume, and that of the trades since the
///   brick before, the others none.
/// - Silence ends no bar, and neither does a batch's watermark.
class AlternativeBarBuilder {
 public:
  /// Trades that would complete more bricks at once are refused: the brick is too small for the instrument.
  static constexpr int kMostBricks = 10'000;

  explicit AlternativeBarBuilder(const AlternativeBarOptions& options);

  /// Columns as Decode gives them. `latest_ns`: a trade later than this is refused, as by a BarBuilder.
  void Add(const TradeColumns& trades, int64_t latest_ns, AlternativeBarResult* result);
  /// The trades since the last bar, with prices of their own; nothing before there is one.
  std::optional<AlternativeBar> Current() const;

  const AlternativeSpec& spec() const { return options_.spec; }

 private:
  /// One row, with its price at the builder's scale.
  struct Row {
    int64_t time_ns = 0;
    Int128 price = 0;
    Int128 size = 0;
    Int128 notional = 0;
    int size_scale = 0;
    int notional_scale = 0;
    int sign = 0;
  };
  struct Sums {
    ExactSum volume;
    ExactSum notional;
    /// Of what ends the bar: trades, sizes or notional, with signs for imbalances.
    ExactSum progress;

    void Clear();
  };
  struct OpenBar {
    int64_t open_ns = 0;
    int64_t close_ns = 0;
    Int128 open = 0;
    Int128 high = 0;
    Int128 low = 0;
    Int128 close = 0;
    Sums sums;
    uint64_t trades = 0;
  };

  Row MakeRow(const TradeColumns& trades, size_t row, Int128 price_factor) const;
  const char* AddRow(const Row& row, std::vector<AlternativeBar>* bars);
  bool AddProgress(const Row& row, ExactSum* progress) const;
  int SignOf(Side side, Int128 price) const;
  bool EndsBefore(const Row& row) const;
  bool EndsWithLast();
  void Take(const Row& row, const Sums& sums);
  void CompleteBricks(Int128 count, int64_t time_ns, std::vector<AlternativeBar>* bars);
  void Finish(std::vector<AlternativeBar>* bars);
  AlternativeBar Described() const;
  void GrowPrices(int scale);

  AlternativeBarOptions options_;
  IdWindow ids_;
  OpenBar bar_;
  uint64_t finished_ = 0;
  int64_t newest_ns_ = kNoWatermark;
  /// The last trade's; 0 before the first.
  Int128 last_price_ = 0;
  int last_sign_ = 0;
  /// That of all prices here, the finest seen.
  int price_scale_ = 0;
  /// What ends a bar, by the kind of spec.
  SumLimit limit_;
  Int128 range_ = 0;
  RenkoGrid grid_;
  ExpectedImbalance expected_;
};

}  // namespace mib::market
