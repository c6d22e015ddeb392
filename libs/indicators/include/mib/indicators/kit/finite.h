#pragma once

#include <limits>

namespace mib::indicators {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// `x`, or NaN where it is infinite: before comparisons, which would make a plain number of it.
inline double FiniteOrNan(double x) {
  // Infinity times 0 is NaN. Without a branch a loop may be vectorised.
  return x + 0 * x;
}

/// part / whole; 0 where the whole is 0, as in TA-Lib, if the part is finite.
inline double RatioOrZero(double part, double whole) {
  // Divided in any case: a loop may then be vectorised.
  const double ratio = part / whole;
  return whole == 0 ? 0 * part + 0 : ratio;
}

}  // namespace mib::indicators
