#include "mib/indicators/swings.h"

#include <algorithm>
#include <cmath>

#include "mib/base/status.h"
#include "ranges.h"

namespace mib::indicators {
namespace {

constexpr double kLargestPrice = 1e100;

bool IsPrice(double price) { return std::abs(price) <= kLargestPrice; }

}  // namespace

bool IsUsable(const Ohlcv& bar) {
  return IsPrice(bar.open) && IsPrice(bar.high) && IsPrice(bar.low) && IsPrice(bar.close) && bar.high >= bar.low;
}

bool AverageTrueRange::Update(const Ohlcv& bar) {
  const double range = std::max(bar.high, previous_close_) - std::min(bar.low, previous_close_);
  previous_close_ = bar.close;
  if (count_ < 0) {
    count_ = 0;
    return false;
  }
  if (count_ == period_) {
    value_ += (range - value_) / period_;
    return true;
  }
  // A running sum until the first mean.
  value_ += range;
  if (++count_ < period_) return false;
  value_ /= period_;
  return true;
}

std::optional<Swing> ZigZag::Update(int64_t bar, double high, double low, double threshold) {
  last_ = bar;
  if (!begun_) return Begin(bar, high, low, threshold);
  const bool up = leg_ == SwingKind::kHigh;
  const double forward = up ? high : -low;
  const double extreme = up ? extreme_.price : -extreme_.price;
  if (forward > extreme) {
    extreme_ = {leg_, bar, bar, up ? high : low};
    threshold_ = threshold;
    return std::nullopt;
  }
  const double reversal = extreme - (up ? low : -high);
  if (!(reversal > 0 && reversal >= threshold_)) return std::nullopt;
  return Turn(bar, up ? low : high, threshold);
}

// Which way the first leg goes is told by the bar that is the threshold away from an earlier extreme, and further than
// any bar between; from both extremes, by the one it is further away from. Where the series begins is no turn.
std::optional<Swing> ZigZag::Begin(int64_t bar, double high, double low, double threshold) {
  if (first_ < 0) first_ = bar;
  const double rise = high > rebound_ ? high - low_.price : 0;
  const double fall = low < setback_ ? high_.price - low : 0;
  rebound_ = std::max(rebound_, high);
  setback_ = std::min(setback_, low);
  const double reversal = std::max(rise, fall);
  if (first_ < bar && reversal > 0 && reversal >= threshold) {
    begun_ = true;
    leg_ = rise >= fall ? SwingKind::kLow : SwingKind::kHigh;
    extreme_ = rise >= fall ? low_ : high_;
    const Swing swing = Turn(bar, rise >= fall ? high : low, threshold);
    return swing.at == first_ ? std::nullopt : std::optional(swing);
  }
  if (high > high_.price) {
    high_ = {SwingKind::kHigh, bar, bar, high};
    setback_ = kInfinity;
  }
  if (low < low_.price) {
    low_ = {SwingKind::kLow, bar, bar, low};
    rebound_ = -kInfinity;
  }
  return std::nullopt;
}

Swing ZigZag::Turn(int64_t bar, double price, double threshold) {
  Swing confirmed = extreme_;
  confirmed.known = bar;
  leg_ = leg_ == SwingKind::kHigh ? SwingKind::kLow : SwingKind::kHigh;
  extreme_ = {leg_, bar, bar, price};
  threshold_ = threshold;
  return confirmed;
}

std::optional<Swing> ZigZag::tentative() const {
  if (!begun_) return std::nullopt;
  Swing swing = extreme_;
  swing.known = last_;
  return swing;
}

absl::StatusOr<SwingDetector> SwingDetector::Create(const SwingOptions& options) {
  RETURN_IF_ERROR(
      RangeCheck().Number("size", options.size, 0.1, 100).Whole("atr_period", options.atr_period, 1, 5000).Result());
  return SwingDetector(options);
}

std::optional<Swing> SwingDetector::Update(const Ohlcv& bar) {
  const int64_t index = next_bar_++;
  if (!IsUsable(bar)) return std::nullopt;
  if (options_.threshold == SwingOptions::Threshold::kAverageTrueRange) {
    const bool ready = atr_.Update(bar);
    const double threshold = ready ? options_.size * atr_.value() : std::numeric_limits<double>::quiet_NaN();
    return zigzag_.Update(index, bar.high, bar.low, threshold);
  }
  return zigzag_.Update(index, bar.high, bar.low, options_.size / 100 * std::abs(bar.close));
}

absl::StatusOr<std::vector<Swing>> FindSwings(std::span<const Ohlcv> bars, const SwingOptions& options) {
  ASSIGN_OR_RETURN(SwingDetector detector, SwingDetector::Create(options));
  std::vector<Swing> swings;
  for (const Ohlcv& bar : bars) {
    if (const std::optional<Swing> swing = detector.Update(bar)) swings.push_back(*swing);
  }
  return swings;
}

}  // namespace mib::indicators
