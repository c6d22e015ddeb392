#pragma once

#include <cstdint>

namespace mib::market {

/// When a tick imbalance bar ends (M. Lopez de Prado, Advances in Financial Machine Learning, 2018, section 2.3.2.1):
/// with the first trade T at which |b_1 + ... + b_T| >= E[T] * |E[b]|, b being 1 for a buy and -1 for a sell. Both
/// expectations are exponential averages over what was before the bar, e' = e + 2 / (span + 1) * (x - e): E[b] after
/// every trade, E[T] after every bar.
///
/// Where the book leaves a choice:
/// - The first bar ends with its expected number of trades. It begins E[b] with the mean of its signs.
/// - No bar has less than a tenth of the trades expected at first, nor more than ten times as many. Left alone the
///   definition runs away to bars of one trade or to a bar that never ends, since long bars raise the expectation that
///   makes bars long.
///
/// Averages are whole numbers of 10^-9, rounded half to even at each step: the same on every machine. One thread.
class ExpectedImbalance {
 public:
  ExpectedImbalance() = default;
  /// Trades and spans from 1 to 10^6.
  ExpectedImbalance(int64_t expected_trades, int64_t span_bars, int64_t span_trades);

  /// The next trade of the bar; `sign` is 1, -1, or 0 where nobody knows.
  void AddTrade(int sign);
  /// Whether a bar of that imbalance and number of trades has come to its end.
  bool Ends(int64_t imbalance, uint64_t trades) const;
  /// The bar ended with that many trades.
  void EndBar(uint64_t trades);

  /// E[T] and E[b] in units of 10^-9.
  int64_t expected_trades() const { return expected_trades_; }
  int64_t expected_sign() const { return expected_sign_; }

 private:
  int64_t first_trades_ = 1;
  int64_t span_bars_ = 1;
  int64_t span_trades_ = 1;
  int64_t expected_trades_ = 0;
  int64_t expected_sign_ = 0;
  /// While in the first bar, whose signs are summed up.
  bool is_first_ = true;
  int64_t first_signs_ = 0;
  /// The imbalance that ends the bar, after the first.
  int64_t least_ = 0;
};

}  // namespace mib::market
