#pragma once

// Trades that look like a market's and are the same for the same seed, on every machine (no floating-point library
// calls in the path of a value): for demonstrations, load and fault tests.

#include <cstdint>
#include <string>
#include <vector>

#include "mib/market/trade_columns.h"

namespace mib::market {

struct GeneratorOptions {
  uint64_t seed = 1;
  std::vector<std::string> symbols = {"GEN-A", "GEN-B", "GEN-C", "GEN-D"};
  /// Event time of the first trade, Unix nanoseconds.
  int64_t start_ns = 1'704'067'200'000'000'000;
  /// Mean time between trades over all symbols.
  int64_t mean_gap_ns = 10'000'000;
  /// Share of trades, in per mille, that carry a time up to 30 s older than the one before: late trades.
  int late_per_mille = 2;
};

struct GeneratedTrade {
  int symbol = 0;
  Trade trade;
};

/// One thread.
class TradeGenerator {
 public:
  explicit TradeGenerator(const GeneratorOptions& options);
  GeneratedTrade Next();
  const GeneratorOptions& options() const { return options_; }

 private:
  /// One instrument: a walk in ticks whose drift and width change from regime to regime.
  struct Walk {
    int64_t ticks = 0;
    int scale = 0;
    int64_t drift = 0;
    int64_t width = 1;
    int trades_left = 0;
    uint64_t next_id = 1;
  };

  uint64_t Random();
  /// Uniform in [0, bound).
  int64_t Below(int64_t bound);
  Decimal NextPrice(Walk* walk);
  Decimal NextSize();

  GeneratorOptions options_;
  uint64_t state_;
  int64_t now_ns_;
  std::vector<Walk> walks_;
};

}  // namespace mib::market
