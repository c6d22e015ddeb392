#include "trend_parts.h"

#include <algorithm>
#include <cmath>

namespace mib::indicators {
namespace {

int Sign(double x) { return (x > 0) - (x < 0); }

}  // namespace

bool SignedDirection::Push(const Ohlcv& bar) {
  indicators_.Push(bar.high, bar.low, bar.close);
  sign_ = Sign(indicators_.plus() - indicators_.minus());
  return index_.Push(bar.high, bar.low, bar.close);
}

bool SlidingRegression::Push(double value) {
  values_[next_] = value;
  if (++next_ == values_.size()) {
    next_ = 0;
    full_ = true;
  }
  return full_;
}

double SlidingRegression::Correlation() const {
  const auto n = static_cast<double>(values_.size());
  double mean = 0;
  for (const double value : values_) mean += value / n;
  double covariance = 0;
  double variance = 0;
  double largest = 0;
  double time = -(n - 1) / 2;
  const auto add = [&](double value) {
    covariance += time * (value - mean);
    variance += (value - mean) * (value - mean);
    largest = std::max(largest, std::abs(value));
    time += 1;
  };
  for (size_t i = next_; i < values_.size(); ++i) add(values_[i]);
  for (size_t i = 0; i < next_; ++i) add(values_[i]);
  // Below the rounding of the mean there is nothing but rounding.
  const double rounding = 1e-15 * n * largest;
  if (variance <= rounding * rounding) return 0;
  const double time_variance = n * (n * n - 1) / 12;
  return std::clamp(covariance / std::sqrt(variance) / std::sqrt(time_variance), -1.0, 1.0);
}

void SwingStructure::Push(const Swing& swing) {
  const auto side = static_cast<size_t>(swing.kind);
  if (count_[side] > 0) step_[side] = Sign(swing.price - previous_[side]);
  previous_[side] = swing.price;
  count_[side] = std::min(count_[side] + 1, 2);
}

double SwingStructure::Value() const {
  if (count_[0] < 2 || count_[1] < 2) return 0;
  return 0.5 * (step_[0] + step_[1]);
}

}  // namespace mib::indicators
