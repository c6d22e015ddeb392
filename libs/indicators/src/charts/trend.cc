#include "mib/indicators/trend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "mib/base/status.h"
#include "mib/indicators/kit/smoothing.h"
#include "ranges.h"
#include "trend_parts.h"

namespace mib::indicators {
namespace {

// Two of the four kinds in full, or all of them by half, make a trend. It lasts until hardly more speaks for it than
// against it.
constexpr double kBegin = 0.5;
constexpr double kEnd = 0.15;
// Wilder reads 25 as a trend; twice that is as clear as trends get.
constexpr double kFullAdx = 50;

TrendDirection Next(TrendDirection direction, double score) {
  const double along = direction == TrendDirection::kDown ? -score : score;
  if (direction != TrendDirection::kSideways && along >= kEnd) return direction;
  if (score >= kBegin) return TrendDirection::kUp;
  return score <= -kBegin ? TrendDirection::kDown : TrendDirection::kSideways;
}

}  // namespace

struct TrendTracker::State {
  State(const TrendOptions& options, SwingDetector detector)
      : regression(options.regression_period),
        direction(options.adx_period),
        averages{Smoothing::Exponential(options.fast_period), Smoothing::Exponential(options.middle_period),
                 Smoothing::Exponential(options.slow_period)},
        swings(std::move(detector)) {}

  double Stack(double close) const {
    int order = 0;
    double before = close;
    for (const Smoothing& average : averages) {
      order += (before > average.value()) - (before < average.value());
      before = average.value();
    }
    return order / static_cast<double>(averages.size());
  }

  SlidingRegression regression;
  SignedDirection direction;
  std::array<Smoothing, 3> averages;
  SwingDetector swings;
  SwingStructure structure;
  Trend trend;
  bool told = false;
  int64_t next_bar = 0;
};

TrendTracker::TrendTracker(std::unique_ptr<State> state) : state_(std::move(state)) {}
TrendTracker::TrendTracker(TrendTracker&&) noexcept = default;
TrendTracker& TrendTracker::operator=(TrendTracker&&) noexcept = default;
TrendTracker::~TrendTracker() = default;

absl::StatusOr<TrendTracker> TrendTracker::Create(const TrendOptions& options) {
  // Where a period is out of its range, the next is held against what it could be.
  const int after_fast = std::clamp(options.fast_period, 1, 4998) + 1;
  const int after_middle = std::clamp(options.middle_period, after_fast, 4999) + 1;
  RETURN_IF_ERROR(RangeCheck()
                      .Whole("regression_period", options.regression_period, 10, 5000)
                      .Whole("adx_period", options.adx_period, 2, 5000)
                      .Whole("fast_period", options.fast_period, 1, 4998)
                      .Whole("middle_period", options.middle_period, after_fast, 4999)
                      .Whole("slow_period", options.slow_period, after_middle, 5000)
                      .Number("swing_size", options.swing_size, 0.1, 100)
                      .Result());
  ASSIGN_OR_RETURN(SwingDetector detector, SwingDetector::Create({.size = options.swing_size}));
  return TrendTracker(std::make_unique<State>(options, std::move(detector)));
}

std::optional<Trend> TrendTracker::Update(const Ohlcv& bar) {
  State& state = *state_;
  const int64_t index = state.next_bar++;
  // Also for a bar that is not usable, so that both count alike.
  if (const std::optional<Swing> swing = state.swings.Update(bar)) state.structure.Push(*swing);
  if (!IsUsable(bar)) return std::nullopt;
  bool ready = state.regression.Push(bar.close);
  ready = state.direction.Push(bar) && ready;
  for (Smoothing& average : state.averages) ready = average.Push(bar.close) && ready;
  if (!ready) return std::nullopt;

  Trend& trend = state.trend;
  TrendEvidence& evidence = trend.evidence;
  evidence.regression = state.regression.Correlation();
  evidence.directional_movement = std::clamp(state.direction.value() / kFullAdx, -1.0, 1.0);
  evidence.averages = state.Stack(bar.close);
  evidence.swings = state.structure.Value();
  const double score = (evidence.regression + evidence.directional_movement + evidence.averages + evidence.swings) / 4;
  trend.strength = 100 * std::abs(score);
  const TrendDirection direction = Next(trend.direction, score);
  if (direction != trend.direction || !state.told) trend.since = index;
  trend.direction = direction;
  state.told = true;
  return trend;
}

absl::StatusOr<std::vector<std::optional<Trend>>> FindTrends(std::span<const Ohlcv> bars, const TrendOptions& options) {
  ASSIGN_OR_RETURN(TrendTracker tracker, TrendTracker::Create(options));
  std::vector<std::optional<Trend>> trends;
  trends.reserve(bars.size());
  for (const Ohlcv& bar : bars) trends.push_back(tracker.Update(bar));
  return trends;
}

}  // namespace mib::indicators
