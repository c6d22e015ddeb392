#include "mib/market/exact_sum.h"

#include <limits>

namespace mib::market {
namespace {

/// By Decimal, which drops trailing zeros before it refuses a sum.
bool AddByValue(Int128 addend, int addend_scale, ExactSum* sum) {
  while (addend_scale > Decimal::kMaxScale && addend % 10 == 0) {
    addend /= 10;
    --addend_scale;
  }
  if (addend_scale > Decimal::kMaxScale) return false;
  const absl::StatusOr<Decimal> added = Decimal::Add(Decimal(sum->unscaled, sum->scale), Decimal(addend, addend_scale));
  if (!added.ok()) return false;
  *sum = {added->unscaled(), added->scale()};
  return true;
}

}  // namespace

bool ExactSum::AddAligned(Int128 addend, int addend_scale) {
  Int128 aligned = 0;
  Int128 sum = 0;
  if (addend_scale < scale && !__builtin_mul_overflow(addend, PowerOfTen(scale - addend_scale), &aligned) &&
      !__builtin_add_overflow(unscaled, aligned, &sum) && Fits(sum)) {
    unscaled = sum;
    return true;
  }
  return AddByValue(addend, addend_scale, this);
}

void SumLimit::Align(int scale) {
  scale_ = scale;
  if (scale >= value_.scale()) {
    // No sum of 38 digits reaches what does not fit.
    if (__builtin_mul_overflow(value_.unscaled(), PowerOfTen(scale - value_.scale()), &least_)) {
      least_ = std::numeric_limits<Int128>::max();
    }
    return;
  }
  const Int128 divisor = PowerOfTen(value_.scale() - scale);
  least_ = value_.unscaled() / divisor + (value_.unscaled() % divisor == 0 ? 0 : 1);
}

}  // namespace mib::market
