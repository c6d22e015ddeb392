#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>

namespace mib::indicators {

/// A sum of doubles without rounding, from which terms can be taken out again. A sliding sum never drifts, and its
/// value depends on the terms alone: not on their order, nor on what went through before.
///
/// Terms near each other in size, the usual case, are split at a common bit, and the upper and lower parts added in a
/// double each, which has room for every digit; the other terms go to an accumulator as wide as the range of double.
/// Both are exact, so nothing shows which one a term went to but the time it takes (some nanoseconds, or a hundred).
///
/// One thread. Allocates when constructed, never later. A term that is not finite makes Value NaN until it is removed.
class ExactSum {
 public:
  /// For terms that come to `weight` (1 to 2^24) at most at a time, each counted as often as `times` says.
  explicit ExactSum(int weight = 1 << 16) : far_(MakeFar(weight)) {}

  void Add(double term) { Accumulate(term, 1); }
  void Remove(double term) { Accumulate(term, -1); }
  void Add(double term, int times) { Accumulate(term, times); }
  void Replace(double old_term, double new_term);
  /// Takes out all terms of a sum made for the same weight.
  void Remove(ExactSum& sum);
  /// The sum, rounded once to the nearest double (ties to even).
  double Value() {
    if (!plain_) [[unlikely]]
      return SlowMean(1);
    return upper_ + lower_;
  }
  /// The sum over `count` (1 to 2^26), as near as a double comes; the mean of equal terms is that term.
  double Mean(int count);

 private:
  // What is seldom used. Apart, so that a compiler may keep the rest of a sum in registers over a whole loop.
  struct Far;
  struct Delete {
    void operator()(Far* far) const { DeleteFar(far); }
  };
  // Where terms are split. Adding and subtracting `split` or `grain` rounds to a multiple of the lowest bit of the
  // upper or lower part. No term fits where the limit is negative.
  struct Scale {
    double split = 0;
    double grain = 0;
    double limit = -1;
  };
  struct Parts {
    double upper;
    double lower;
    bool fit;
  };
  struct State {
    double upper;
    double lower;
    Scale scale;
    bool plain;
    double mean;
  };

  Parts Split(double term) const {
    const double upper = (term + scale_.split) - scale_.split;
    const double lower = term - upper;
    return {upper, lower, std::abs(term) <= scale_.limit && (lower + scale_.grain) - scale_.grain == lower};
  }
  void Accumulate(double term, int times) {
    const Parts parts = Split(term);
    if (!parts.fit) [[unlikely]]
      return AccumulateUnfit(term, times);
    upper_ += times * parts.upper;
    lower_ += times * parts.lower;
  }
  void AccumulateUnfit(double term, int times) {
    if (term == 0) return;
    if (scale_.limit < 0 && plain_) scale_ = ScaleFor(*far_, term);
    const Parts parts = Split(term);
    if (parts.fit) {
      upper_ += times * parts.upper;
      lower_ += times * parts.lower;
    } else {
      AddFar(*far_, term, times);
      plain_ = false;
    }
  }
  double SlowMean(int count) {
    const State state = Settle(*far_, {upper_, lower_, scale_, plain_, 0}, count);
    upper_ = state.upper;
    lower_ = state.lower;
    scale_ = state.scale;
    plain_ = state.plain;
    return state.mean;
  }

  static double Quotient(double sum, double rest, int count);
  static Far* MakeFar(int weight);
  static void DeleteFar(Far* far);
  static Scale ScaleFor(const Far& far, double term);
  static void AddFar(Far& far, double term, int times);
  static void RemoveFar(Far& far, const Far& other, const State& state);
  static bool MoveNear(Far& far, const Scale& scale, State* state);
  static State Settle(Far& far, State state, int count);

  // The parts of the sum; each exact.
  double upper_ = 0;
  double lower_ = 0;
  Scale scale_;
  // Nothing is in far_.
  bool plain_ = true;
  std::unique_ptr<Far, Delete> far_;
};

inline void ExactSum::Replace(double old_term, double new_term) {
  const Parts before = Split(old_term);
  const Parts after = Split(new_term);
  if (!(before.fit && after.fit)) [[unlikely]] {
    Remove(old_term);
    Add(new_term);
    return;
  }
  upper_ += after.upper - before.upper;
  lower_ += after.lower - before.lower;
}

inline void ExactSum::Remove(ExactSum& sum) {
  if (!sum.plain_) [[unlikely]]
    sum.SlowMean(1);
  if (sum.plain_ && scale_.split == sum.scale_.split) [[likely]] {
    upper_ -= sum.upper_;
    lower_ -= sum.lower_;
    return;
  }
  RemoveFar(*far_, *sum.far_, {sum.upper_, sum.lower_, sum.scale_, sum.plain_, 0});
  plain_ = false;
}

inline double ExactSum::Mean(int count) {
  if (!plain_) [[unlikely]]
    return SlowMean(count);
  // upper + lower = sum + rest, exactly (D. Knuth, The Art of Computer Programming 2, 4.2.2).
  const double sum = upper_ + lower_;
  const double shared = sum - upper_;
  const double rest = (upper_ - (sum - shared)) + (lower_ - shared);
  return Quotient(sum, rest, count);
}

// Of the rounded sum and what the rounding left. Both depend on the exact sum alone, so the result does.
inline double ExactSum::Quotient(double sum, double rest, int count) {
  // sum = quotient * divisor + remainder, exactly: the quotient in two parts of 27 bits or less, whose products with
  // the divisor do not round.
  const double divisor = count;
  const double reciprocal = 1 / divisor;
  const double quotient = sum * reciprocal;
  const auto front = std::bit_cast<double>(std::bit_cast<uint64_t>(quotient) >> 27 << 27);
  const double remainder = (sum - front * divisor) - (quotient - front) * divisor;
  return quotient + (remainder + rest) * reciprocal;
}

}  // namespace mib::indicators
