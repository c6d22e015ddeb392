#pragma once

// Prices at which a series has turned or traded before: support and resistance from swing points, and the volume
// profile.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/swings.h"

namespace mib::indicators {

/// A band of prices where swings have turned. Support while the price is above it, resistance while it is below: a
/// broken one changes its part (R. D. Edwards and J. Magee, Technical Analysis of Stock Trends, ch. 13).
struct PriceLevel {
  /// Mean of the swings that touched it.
  double price = 0;
  int touches = 0;
  /// Bars of the first and the last swing.
  int64_t first_touch = 0;
  int64_t last_touch = 0;
  /// 0 to 100: 100 w / (w + 2), where w counts the touches, each for half as much per `half_life` bars since.
  double strength = 0;
};

struct LevelOptions {
  /// Swing threshold in average true ranges; 0.1 to 100.
  double swing_size = 3;
  /// How far from a level a swing still touches it, in average true ranges; 0.01 to 10.
  double tolerance = 0.5;
  /// 1 to 5000.
  int atr_period = 14;
  /// Bars after which a touch counts for half; 1 to 1000000.
  int half_life = 250;
};

/// Clusters swing prices bar by bar: a new swing goes to the nearest level within the tolerance and moves its mean, or
/// starts one; levels that come within the tolerance of each other become one. It keeps the 64 strongest. One thread;
/// allocates nothing in Update; constant work per bar.
class LevelTracker {
 public:
  /// VALIDATION_FAILED naming what is out of its range.
  static absl::StatusOr<LevelTracker> Create(const LevelOptions& options);
  /// True where the bar changed the levels. Swings count from the bar where they are known.
  bool Update(const Ohlcv& bar);
  /// Ascending by price, with the strength as of the last bar.
  std::vector<PriceLevel> Levels() const;
  /// The nearest level below, and the nearest above `price`.
  std::optional<PriceLevel> Support(double price) const;
  std::optional<PriceLevel> Resistance(double price) const;

 private:
  static constexpr size_t kCapacity = 64;
  struct Cluster {
    PriceLevel level;
    // The weight of all touches as of `weighed`.
    double weight = 0;
    int64_t weighed = 0;
  };

  LevelTracker(const LevelOptions& options, SwingDetector swings);
  double Weight(const Cluster& cluster) const;
  PriceLevel Read(const Cluster& cluster) const;
  void Touch(const Swing& swing, double tolerance);
  void Insert(const Swing& swing);
  void Merge(size_t left);
  void Erase(size_t index);

  LevelOptions options_;
  SwingDetector swings_;
  AverageTrueRange atr_;
  int64_t next_bar_ = 0;
  // The first `count_`, ascending by price.
  std::array<Cluster, kCapacity> clusters_;
  size_t count_ = 0;
};

/// The levels after the last bar: a loop over LevelTracker.
absl::StatusOr<std::vector<PriceLevel>> FindLevels(std::span<const Ohlcv> bars, const LevelOptions& options);

/// How much was traded at which price. A bar's volume is spread evenly over its range.
struct VolumeProfile {
  /// Bucket i holds prices from low + i * width.
  double low = 0;
  double width = 0;
  std::vector<double> volumes;
  double total = 0;
  /// The middle of the bucket with the most volume (the lowest of equals).
  double point_of_control = 0;
  /// The range of buckets around the point of control that holds 70 % of the volume, grown by the larger neighbour.
  double value_area_low = 0;
  double value_area_high = 0;
};

/// The profile of the bars over their whole range. Bars that are not usable and volumes that are not finite and
/// positive count for nothing; INSUFFICIENT_DATA where nothing is left. `buckets` is 1 to 10000: VALIDATION_FAILED. J.
/// P. Steidlmayer, Market Profile; J. F. Dalton, Mind over Markets (1990).
absl::StatusOr<VolumeProfile> MakeVolumeProfile(std::span<const Ohlcv> bars, int buckets);

/// Holds the last `window` bars for the profile of them. One thread. Update takes constant time and allocates nothing;
/// Profile costs O(window * buckets).
class RollingVolumeProfile {
 public:
  /// `window` is 1 to 100000, `buckets` as above.
  static absl::StatusOr<RollingVolumeProfile> Create(int window, int buckets);
  void Update(const Ohlcv& bar);
  /// What MakeVolumeProfile gives for the same bars.
  absl::StatusOr<VolumeProfile> Profile() const;

 private:
  RollingVolumeProfile(int window, int buckets) : buckets_(buckets), window_(static_cast<size_t>(window)) {
    bars_.reserve(window_);
  }

  int buckets_;
  size_t window_;
  size_t next_ = 0;
  std::vector<Ohlcv> bars_;
};

}  // namespace mib::indicators
