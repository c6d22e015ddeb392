#pragma once

// Chart patterns: formations of swing points, found bar by bar.
//
//   ASSIGN_OR_RETURN(ChartPatternScanner scanner, ChartPatternScanner::Create({}));
//   for (const ChartPattern& event : scanner.Update(bar)) Publish(event);
//
// Sources of the shapes: T. N. Bulkowski, Encyclopedia of Chart Patterns (2nd ed., 2005); R. D. Edwards and J. Magee,
// Technical Analysis of Stock Trends; W. J. O'Neil, How to Make Money in Stocks (cup with handle); A. W. Lo, H.
// Mamaysky and J. Wang, Foundations of Technical Analysis, Journal of Finance 55 (2000), for shapes as inequalities
// between consecutive extrema. The books' tolerances are percentages of the price of daily stocks; here they are shares
// of the formation's height and multiples of the average true range, so that they mean the same at every interval. Each
// is a named constant in src/charts/tolerances.h.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/swings.h"

namespace mib::indicators {

enum class ChartPatternKind {
  kHeadAndShoulders,
  kInverseHeadAndShoulders,
  kDoubleTop,
  kDoubleBottom,
  kTripleTop,
  kTripleBottom,
  kAscendingTriangle,
  kDescendingTriangle,
  kSymmetricTriangle,
  kRisingWedge,
  kFallingWedge,
  kBullFlag,
  kBearFlag,
  kBullPennant,
  kBearPennant,
  kChannelUp,
  kChannelDown,
  kHorizontalChannel,
  kCupAndHandle,
};
inline constexpr size_t kChartPatternKinds = 19;

/// "head_and_shoulders", ...
std::string_view NameOf(ChartPatternKind kind);

enum class ChartPatternState {
  /// Complete but for the breakout.
  kForming,
  /// A close went beyond the breakout level: by half an average true range and by a tenth of the distance between the
  /// breakout level and the invalidation price.
  kBrokenOut,
  /// A close went as far beyond the invalidation price, or nothing happened in time: for as many bars as the formation
  /// took, of triangles and wedges until the lines meet, of flags and pennants 24 bars from the pole's top, of handles
  /// half the length of the cup.
  kInvalidated,
};

struct PatternPoint {
  int64_t bar = 0;
  double price = 0;

  bool operator==(const PatternPoint&) const = default;
};

/// A formation as of bar `known`.
struct ChartPattern {
  /// Counts up from 1; the events of one formation share it.
  uint64_t id = 0;
  ChartPatternKind kind = ChartPatternKind::kDoubleTop;
  ChartPatternState state = ChartPatternState::kForming;
  /// Where the breakout leads. Symmetric triangles and channels break out either way: while they form it is the way the
  /// price came from (of sloped channels, the slope), after the breakout the way it went.
  TrendDirection direction = TrendDirection::kSideways;
  /// 0 to 1: 0.4 fit + 0.4 symmetry + 0.2 touches. Fit: 1 less the mean share of the tolerances that is used up.
  /// Symmetry: of halves that should take the same time, the shorter over the longer; of line patterns, the shorter
  /// over the longer of the stretches that the two lines are drawn through. Touches: points over 6, at most 1.
  double score = 0;
  /// The bar at which this state was first known.
  int64_t known = 0;
  /// Price whose crossing by a close is the breakout; of sloped lines the value at bar `known`.
  double breakout = 0;
  /// The measured move: the height of the formation from `breakout` in `direction`; of flags and pennants the height of
  /// the pole; of wedges their first extreme. A statistic, not a price: it may be below zero.
  double target = 0;
  /// A close beyond it, against the breakout, undoes the formation; of sloped lines the value at bar `known`.
  double invalidation = 0;

  /// Swings in the order of time. Head and shoulders: shoulder, neck, head, neck, shoulder. Tops and bottoms: from the
  /// first to the last. Lines: the touches, highs and lows in turn. Flags and pennants: the pole's foot and top, then
  /// touches. Cup: left rim, bottom, right rim, handle.
  static constexpr size_t kMaxPoints = 8;
  std::array<PatternPoint, kMaxPoints> points{};
  size_t point_count = 0;
  std::span<const PatternPoint> Points() const { return {points.data(), point_count}; }

  bool operator==(const ChartPattern&) const = default;
};

struct ChartPatternOptions {
  /// Formations below it are passed over; 0 to 1.
  double min_score = 0;
  /// Period of the average true range that sizes the swings; 1 to 500.
  int atr_period = 14;
};

/// Finds formations in bars as they come. What it says at a bar depends on the bars up to it alone.
///
/// Swings are taken at three sizes, Dow's minor, intermediate and primary movements: 1, 2.5 and 6 average true ranges.
/// Flags, pennants and handles are made of minor swings, all else of the other two. A formation is matched when its
/// last swing is confirmed. Two matches of a kind that share two points are one formation, reported once per state; a
/// later match that only adds touches refines its lines.
///
/// Memory is fixed: 512 bars, 12 swings of each size, 64 forming formations; what began before the 512 bars is not
/// seen. One thread; allocates at construction only; work per bar is bounded. Never fails: a bar that is not usable
/// (IsUsable) is passed over.
class ChartPatternScanner {
 public:
  static constexpr int64_t kHistory = 512;

  /// VALIDATION_FAILED naming what is out of its range.
  static absl::StatusOr<ChartPatternScanner> Create(const ChartPatternOptions& options);
  ChartPatternScanner(ChartPatternScanner&&) noexcept;
  ChartPatternScanner& operator=(ChartPatternScanner&&) noexcept;
  ~ChartPatternScanner();

  /// What became known with this bar: new formations, breakouts, invalidations. Valid until the next Update. The open
  /// and the volume are not used.
  std::span<const ChartPattern> Update(const Ohlcv& bar);
  /// The formations that wait for their breakout, oldest first, with levels as of the last bar. Valid until the next
  /// Update.
  std::span<const ChartPattern> forming() const;
  /// Steps taken so far, a measure of cost: bars and swings looked at. It grows with the number of bars, no faster.
  uint64_t work() const;

 private:
  struct State;
  explicit ChartPatternScanner(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

/// All events in the order of `known`: a loop over ChartPatternScanner.
absl::StatusOr<std::vector<ChartPattern>> FindChartPatterns(std::span<const Ohlcv> bars,
                                                            const ChartPatternOptions& options);

}  // namespace mib::indicators
