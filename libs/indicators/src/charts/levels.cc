#include "mib/indicators/levels.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mib/base/status.h"
#include "ranges.h"

namespace mib::indicators {
namespace {

// The weight that makes a strength of 50: two fresh touches, the least that makes a level more than a single turn.
constexpr double kHalfStrength = 2;

}  // namespace

absl::StatusOr<LevelTracker> LevelTracker::Create(const LevelOptions& options) {
  RETURN_IF_ERROR(RangeCheck()
                      .Number("swing_size", options.swing_size, 0.1, 100)
                      .Number("tolerance", options.tolerance, 0.01, 10)
                      .Whole("atr_period", options.atr_period, 1, 5000)
                      .Whole("half_life", options.half_life, 1, 1'000'000)
                      .Result());
  ASSIGN_OR_RETURN(SwingDetector swings,
                   SwingDetector::Create({.size = options.swing_size, .atr_period = options.atr_period}));
  return LevelTracker(options, std::move(swings));
}

LevelTracker::LevelTracker(const LevelOptions& options, SwingDetector swings)
    : options_(options), swings_(std::move(swings)), atr_(options.atr_period) {}

bool LevelTracker::Update(const Ohlcv& bar) {
  ++next_bar_;
  const std::optional<Swing> swing = swings_.Update(bar);
  if (IsUsable(bar)) atr_.Update(bar);
  if (!swing) return false;
  Touch(*swing, options_.tolerance * atr_.value());
  return true;
}

double LevelTracker::Weight(const Cluster& cluster) const {
  const auto age = static_cast<double>(next_bar_ - 1 - cluster.weighed);
  return cluster.weight * std::exp2(-age / options_.half_life);
}

PriceLevel LevelTracker::Read(const Cluster& cluster) const {
  PriceLevel level = cluster.level;
  const double weight = Weight(cluster);
  level.strength = 100 * weight / (weight + kHalfStrength);
  return level;
}

void LevelTracker::Touch(const Swing& swing, double tolerance) {
  size_t nearest = count_;
  double distance = tolerance;
  for (size_t i = 0; i < count_; ++i) {
    const double d = std::abs(clusters_[i].level.price - swing.price);
    // Distances may be equal by rounding: of levels above the swing the lowest is nearest, or its mean would pass
    // others.
    if (d > distance || (d == distance && nearest < count_ && clusters_[i].level.price > swing.price)) continue;
    distance = d;
    nearest = i;
  }
  if (nearest == count_) {
    Insert(swing);
    return;
  }
  Cluster& cluster = clusters_[nearest];
  cluster.weight = Weight(cluster) + 1;
  cluster.weighed = next_bar_ - 1;
  PriceLevel& level = cluster.level;
  ++level.touches;
  level.price += (swing.price - level.price) / level.touches;
  level.last_touch = swing.at;
  // The moved mean may have come near to a neighbour.
  const auto near = [&](size_t left) {
    return clusters_[left + 1].level.price - clusters_[left].level.price <= tolerance;
  };
  if (nearest + 1 < count_ && near(nearest)) Merge(nearest);
  if (nearest > 0 && near(nearest - 1)) Merge(nearest - 1);
}

void LevelTracker::Insert(const Swing& swing) {
  if (count_ == kCapacity) {
    size_t weakest = 0;
    for (size_t i = 1; i < count_; ++i) {
      if (Weight(clusters_[i]) < Weight(clusters_[weakest])) weakest = i;
    }
    Erase(weakest);
  }
  size_t place = count_;
  for (; place > 0 && clusters_[place - 1].level.price > swing.price; --place) {
    clusters_[place] = clusters_[place - 1];
  }
  clusters_[place] = {{swing.price, 1, swing.at, swing.at, 0}, 1, next_bar_ - 1};
  ++count_;
}

void LevelTracker::Merge(size_t left) {
  Cluster& into = clusters_[left];
  const Cluster& from = clusters_[left + 1];
  into.weight = Weight(into) + Weight(from);
  into.weighed = next_bar_ - 1;
  const double share = static_cast<double>(from.level.touches) / (into.level.touches + from.level.touches);
  into.level.price += share * (from.level.price - into.level.price);
  into.level.touches += from.level.touches;
  into.level.first_touch = std::min(into.level.first_touch, from.level.first_touch);
  into.level.last_touch = std::max(into.level.last_touch, from.level.last_touch);
  Erase(left + 1);
}

void LevelTracker::Erase(size_t index) {
  for (size_t i = index + 1; i < count_; ++i) clusters_[i - 1] = clusters_[i];
  --count_;
}

std::vector<PriceLevel> LevelTracker::Levels() const {
  std::vector<PriceLevel> levels;
  levels.reserve(count_);
  for (size_t i = 0; i < count_; ++i) levels.push_back(Read(clusters_[i]));
  return levels;
}

std::optional<PriceLevel> LevelTracker::Support(double price) const {
  for (size_t i = count_; i > 0; --i) {
    if (clusters_[i - 1].level.price < price) return Read(clusters_[i - 1]);
  }
  return std::nullopt;
}

std::optional<PriceLevel> LevelTracker::Resistance(double price) const {
  for (size_t i = 0; i < count_; ++i) {
    if (clusters_[i].level.price > price) return Read(clusters_[i]);
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<PriceLevel>> FindLevels(std::span<const Ohlcv> bars, const LevelOptions& options) {
  ASSIGN_OR_RETURN(LevelTracker tracker, LevelTracker::Create(options));
  for (const Ohlcv& bar : bars) tracker.Update(bar);
  return tracker.Levels();
}

}  // namespace mib::indicators
