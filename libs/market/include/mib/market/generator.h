#pragma once

// Trades that look like a market's and are the same for the same seed, on every machine (no floating-point library calls in the path
// of a value): for demonstrations, load and fault tests.

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
  uint64_t Random();

  GeneratorOptions options_;
  uint64_t state_;
  int64_t now_ns_;
  std::vector<int64_t> price_cents_;
  std::vector<uint64_t> next_id_;
};

}  // namespace mib::market
