#include "mib/market/expected_imbalance.h"

#include "mib/base/decimal.h"

namespace mib::market {
namespace {

constexpr int64_t kUnit = 1'000'000'000;
/// How many times shorter or longer than the first a bar may be.
constexpr int64_t kReach = 10;

/// dividend / divisor rounded half to even; divisor > 0. Averages of at most 10^7 trades fit 64 bits.
int64_t DivideHalfEven(Int128 dividend, Int128 divisor) {
  Int128 quotient = dividend / divisor;
  Int128 rest = dividend % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  const Int128 missing = divisor - rest;
  if (rest > missing || (rest == missing && quotient % 2 != 0)) ++quotient;
  return static_cast<int64_t>(quotient);
}

/// e + 2 / (span + 1) * (x - e).
int64_t Average(int64_t average, Int128 next, int64_t span) {
  return DivideHalfEven((span - 1) * static_cast<Int128>(average) + 2 * next, span + 1);
}

}  // namespace

ExpectedImbalance::ExpectedImbalance(int64_t expected_trades, int64_t span_bars, int64_t span_trades)
    : first_trades_(expected_trades),
      span_bars_(span_bars),
      span_trades_(span_trades),
      expected_trades_(expected_trades * kUnit) {}

void ExpectedImbalance::AddTrade(int sign) {
  if (is_first_) {
    first_signs_ += sign;
  } else {
    expected_sign_ = Average(expected_sign_, sign * kUnit, span_trades_);
  }
}

bool ExpectedImbalance::Ends(int64_t imbalance, uint64_t trades) const {
  const auto first = static_cast<uint64_t>(first_trades_);
  if (is_first_) return trades >= first;
  if (trades * kReach < first) return false;
  return imbalance >= least_ || imbalance <= -least_ || trades >= first * kReach;
}

void ExpectedImbalance::EndBar(uint64_t trades) {
  if (is_first_) expected_sign_ = DivideHalfEven(static_cast<Int128>(first_signs_) * kUnit, first_trades_);
  is_first_ = false;
  expected_trades_ = Average(expected_trades_, static_cast<Int128>(trades) * kUnit, span_bars_);
  constexpr Int128 kSquare = static_cast<Int128>(kUnit) * kUnit;
  const Int128 product =
      static_cast<Int128>(expected_trades_) * (expected_sign_ < 0 ? -expected_sign_ : expected_sign_);
  least_ = static_cast<int64_t>((product + kSquare - 1) / kSquare);
}

}  // namespace mib::market
