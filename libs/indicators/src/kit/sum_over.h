#pragma once

#include <cstddef>

namespace mib::indicators {

/// term(0) + ... + term(count - 1). Added in four rows side by side, for speed and less rounding; the order is fixed by
/// `count` alone.
template <typename Term>
double SumOver(size_t count, Term term) {
  double a = 0;
  double b = 0;
  double c = 0;
  double d = 0;
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    a += term(i);
    b += term(i + 1);
    c += term(i + 2);
    d += term(i + 3);
  }
  for (; i < count; ++i) a += term(i);
  return (a + c) + (b + d);
}

}  // namespace mib::indicators
