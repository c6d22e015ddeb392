#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "mib/indicators/averages/any_average.h"

namespace mib::indicators {

/// A fast and a slow average of the same values, each begun as soon as it can be.
class AveragePair {
 public:
  struct Kind {
    int type;
    int period;
    int WarmUp() const { return AnyAverage::WarmUp(type, period); }
  };
  AveragePair(Kind fast, Kind slow) : fast_(fast.type, fast.period), slow_(slow.type, slow.period) {}
  static int WarmUp(Kind fast, Kind slow) { return std::max(fast.WarmUp(), slow.WarmUp()); }

  /// True once both are there.
  bool Push(double x) {
    const bool fast = fast_.Push(x);
    return slow_.Push(x) && fast;
  }
  double fast() { return fast_.value(); }
  double slow() { return slow_.value(); }
  /// Push for `count` values once both are there; see AnyAverage.
  void Run(const double* x, size_t count, double* fast, double* slow) {
    fast_.Run(x, count, fast);
    slow_.Run(x, count, slow);
  }

 private:
  AnyAverage fast_;
  AnyAverage slow_;
};

/// Their periods: the first two parameters of an indicator, with the relation between them.
inline Parameter FastPeriod(double default_value) {
  return {"fast", "Period of the fast average; less than slow.", default_value, 2, kLongestPeriod, true};
}
inline Parameter SlowPeriod(double default_value) {
  return {"slow", "Period of the slow average.", default_value, 2, kLongestPeriod, true};
}
inline void CheckFastBeforeSlow(Params params, std::vector<std::pair<std::string, std::string>>* faults) {
  if (params[0] >= params[1]) faults->emplace_back("fast", "must be less than slow");
}

}  // namespace mib::indicators
