#pragma once

// Which way a price goes, how clearly, and since when.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/swings.h"

namespace mib::indicators {

struct TrendOptions {
  /// Bars of the regression line; 10 to 5000.
  int regression_period = 50;
  /// Wilder's period of the directional movement; 2 to 5000.
  int adx_period = 14;
  /// Exponential averages of the stack, each longer than the one before; 1 to 5000.
  int fast_period = 10;
  int middle_period = 20;
  int slow_period = 50;
  /// Threshold of swing points in average true ranges; 0.1 to 100.
  double swing_size = 3;
};

/// What speaks for a trend, each from -1 (down) to 1 (up).
struct TrendEvidence {
  /// t / sqrt(t^2 + n - 2) of the t-statistic of the regression slope of closes over n bars: its correlation with time.
  /// The statistic itself is no test here, since closes are not independent of each other.
  double regression = 0;
  /// The sign of +DI - -DI times ADX / 50, at most 1. Wilder calls 25 the beginning of a trend.
  double directional_movement = 0;
  /// Of the neighbours in close, fast, middle, slow average: the share in falling order less that in rising order.
  double averages = 0;
  /// Dow's definition: half for a higher swing high than the one before (minus half for a lower), half for the lows. 0
  /// until two of each are known.
  double swings = 0;
};

struct Trend {
  TrendDirection direction = TrendDirection::kSideways;
  /// 0 to 100: the absolute mean of the four kinds of evidence, times 100.
  double strength = 0;
  /// The bar at which `direction` was first told.
  int64_t since = 0;
  TrendEvidence evidence;
};

/// Tells the trend bar by bar. The mean of the evidence makes a trend when it reaches 0.5 and ends it when it falls
/// below 0.15: the gap keeps a value on the border from flickering. It takes bars up to the present one only. One
/// thread; allocates at construction only; O(regression_period) per bar.
///
/// Sources: R. D. Edwards and J. Magee, Technical Analysis of Stock Trends (Dow theory, averages); J. W. Wilder, New
/// Concepts in Technical Trading Systems (1978; directional movement).
class TrendTracker {
 public:
  /// VALIDATION_FAILED naming what is out of its range.
  static absl::StatusOr<TrendTracker> Create(const TrendOptions& options);
  TrendTracker(TrendTracker&&) noexcept;
  TrendTracker& operator=(TrendTracker&&) noexcept;
  ~TrendTracker();

  /// None until every average, the regression and the ADX are defined, and on bars that are not usable.
  std::optional<Trend> Update(const Ohlcv& bar);

 private:
  struct State;
  explicit TrendTracker(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

/// One entry per bar: a loop over TrendTracker.
absl::StatusOr<std::vector<std::optional<Trend>>> FindTrends(std::span<const Ohlcv> bars, const TrendOptions& options);

}  // namespace mib::indicators
