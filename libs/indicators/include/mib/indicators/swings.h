#pragma once

// Swing points: the turns of a price series that are large enough to count, as legs of a zigzag.
//
//   ASSIGN_OR_RETURN(SwingDetector detector, SwingDetector::Create({}));
//   if (const std::optional<Swing> swing = detector.Update(bar)) Use(swing->at, swing->price, swing->known);
//
// A turn is known only after the price has moved away from it: `at` is where it lies, `known` is when it could first be
// told, and nothing here looks further than `known`.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace mib::indicators {

/// One bar of any interval. Prices in one unit, volume in any.
struct Ohlcv {
  double open = 0;
  double high = 0;
  double low = 0;
  double close = 0;
  double volume = 0;
};

/// False for a bar that chart analysis passes over: a price that is not finite or beyond 1e100 (whose square would not
/// be finite), or a high below the low. Such a bar is counted, so that later bars keep their index, and has no effect.
bool IsUsable(const Ohlcv& bar);

enum class TrendDirection { kDown = -1, kSideways = 0, kUp = 1 };

enum class SwingKind { kLow, kHigh };

/// A swing high is a high with lower prices around it; a swing low the opposite. Bars are counted from 0.
struct Swing {
  SwingKind kind = SwingKind::kLow;
  /// The bar of the extreme.
  int64_t at = 0;
  /// The bar at which the reversal reached the threshold; after `at`.
  int64_t known = 0;
  /// The high of a swing high, the low of a swing low.
  double price = 0;

  bool operator==(const Swing&) const = default;
};

/// Wilder's average true range: the mean of the first `period` true ranges, then smoothed by 1 / period. The first true
/// range needs two bars. J. W. Wilder, New Concepts in Technical Trading Systems (1978).
class AverageTrueRange {
 public:
  explicit AverageTrueRange(int period) : period_(period) {}
  /// False until it is defined. Takes usable bars only.
  bool Update(const Ohlcv& bar);
  double value() const { return value_; }

 private:
  int period_;
  // -1 before the first bar, then true ranges seen, up to `period_`.
  int count_ = -1;
  double previous_close_ = 0;
  double value_ = 0;
};

/// Splits a series into legs that alternate up and down. A leg's extreme is confirmed by the first later bar that is
/// the threshold away from it; the threshold is the one of the extreme's own bar, so it does not move while one waits.
/// A bar that extends a leg cannot also end it: the order of its high and low is not known. The first bar is no swing.
/// Constant time and memory.
class ZigZag {
 public:
  /// `threshold` is in price units; NaN while there is none: extremes are then kept but none is confirmed. A reversal
  /// of nothing confirms nothing. Bars come in ascending order.
  std::optional<Swing> Update(int64_t bar, double high, double low, double threshold);
  /// The extreme of the running leg so far, which later bars may still move (`known` is the last bar then). None
  /// before the first leg is told.
  std::optional<Swing> tentative() const;

 private:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  std::optional<Swing> Begin(int64_t bar, double high, double low, double threshold);
  Swing Turn(int64_t bar, double price, double threshold);

  bool begun_ = false;
  // Of the running leg.
  SwingKind leg_ = SwingKind::kHigh;
  Swing extreme_;
  double threshold_ = 0;
  // Before the first leg: the extremes so far, the lowest low since the highest high, the highest high since the
  // lowest low.
  Swing high_{SwingKind::kHigh, -1, -1, -kInfinity};
  Swing low_{SwingKind::kLow, -1, -1, kInfinity};
  double setback_ = kInfinity;
  double rebound_ = -kInfinity;
  int64_t first_ = -1;
  int64_t last_ = 0;
};

struct SwingOptions {
  enum class Threshold {
    /// `size` times the average true range: the same meaning in quiet and in wild markets.
    kAverageTrueRange,
    /// `size` per cent of the close of the extreme's bar: the classic zigzag.
    kPercent,
  };
  Threshold threshold = Threshold::kAverageTrueRange;
  /// 0.1 to 100.
  double size = 3;
  /// 1 to 5000; not used with kPercent.
  int atr_period = 14;
};

/// Finds swing points bar by bar. One thread; allocates nothing; constant memory.
class SwingDetector {
 public:
  /// VALIDATION_FAILED naming what is out of its range.
  static absl::StatusOr<SwingDetector> Create(const SwingOptions& options);
  /// The swing that this bar confirms, if it does.
  std::optional<Swing> Update(const Ohlcv& bar);
  /// See ZigZag::tentative.
  std::optional<Swing> tentative() const { return zigzag_.tentative(); }

 private:
  explicit SwingDetector(const SwingOptions& options) : options_(options), atr_(options.atr_period) {}

  SwingOptions options_;
  AverageTrueRange atr_;
  ZigZag zigzag_;
  int64_t next_bar_ = 0;
};

/// All swings that the bars confirm, in the order of `known`: a loop over SwingDetector.
absl::StatusOr<std::vector<Swing>> FindSwings(std::span<const Ohlcv> bars, const SwingOptions& options);

}  // namespace mib::indicators
