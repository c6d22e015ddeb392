#include <algorithm>
#include <array>
#include <cmath>

#include "matchers.h"

namespace mib::indicators {
namespace {

struct Cup {
  Swing left;
  Swing bottom;
  Swing right;

  double depth() const { return right.price - bottom.price; }
  int64_t length() const { return right.at - left.at; }
};

// The cup that ends at the last swing high, or at the running high.
std::optional<Cup> LastCup(std::span<const Swing> swings, const std::optional<Swing>& tentative) {
  const size_t n = swings.size();
  if (n >= 3 && swings[n - 1].kind == SwingKind::kHigh) return Cup{swings[n - 3], swings[n - 2], swings[n - 1]};
  if (n >= 2 && swings[n - 1].kind == SwingKind::kLow && tentative) {
    return Cup{swings[n - 2], swings[n - 1], *tentative};
  }
  return std::nullopt;
}

// Mean height of the closes over the bottom, as a share of the depth: tells a bowl from a V.
double MeanHeight(const Cup& cup, const BarHistory& bars) {
  double sum = 0;
  double count = 0;
  for (int64_t i = cup.left.at; i <= cup.right.at; ++i) {
    const BarHistory::Bar* bar = bars.Find(i);
    if (bar == nullptr) continue;
    sum += (bar->close - cup.bottom.price) / cup.depth();
    count += 1;
  }
  return count == 0 ? 1 : sum / count;
}

// A cup goes on with a rise: the price came to the left rim from half the depth below it at least.
bool CameUp(const Cup& cup, const BarHistory& bars) {
  const int64_t from = std::max(bars.first(), cup.left.at - cup.length());
  for (int64_t i = cup.left.at - 1; i >= from; --i) {
    const BarHistory::Bar* bar = bars.Find(i);
    if (bar == nullptr) continue;
    if (bar->low <= cup.left.price - cup.depth() / 2) return true;
    if (bar->high > cup.left.price + kRimTolerance * cup.depth()) return false;
  }
  return false;
}

bool IsHandle(const Cup& cup, const Swing& handle) {
  return handle.at > cup.right.at && handle.price >= cup.right.price - kHandleDepth * cup.depth() &&
         static_cast<double>(handle.at - cup.right.at) <= kHandleLength * static_cast<double>(cup.length());
}

}  // namespace

std::optional<Formation> MatchCupAndHandle(std::span<const Swing> swings, const std::optional<Swing>& tentative,
                                           const Swing& handle, const BarHistory& bars) {
  const std::optional<Cup> found = LastCup(swings, tentative);
  if (!found || found->left.at < bars.first()) return std::nullopt;
  const Cup& cup = *found;
  const double rims = std::abs(cup.left.price - cup.right.price);
  if (!(cup.depth() > 0) || cup.length() < kCupLeastBars || rims > kRimTolerance * cup.depth()) return std::nullopt;
  const int64_t fall = cup.bottom.at - cup.left.at;
  const int64_t rise = cup.right.at - cup.bottom.at;
  if (static_cast<double>(std::min(fall, rise)) < kCupBottomMargin * static_cast<double>(cup.length())) {
    return std::nullopt;
  }
  if (!IsHandle(cup, handle) || !CameUp(cup, bars)) return std::nullopt;
  const double mean_height = MeanHeight(cup, bars);
  if (mean_height > kCupMeanHeight) return std::nullopt;

  const std::array<Swing, 4> points{cup.left, cup.bottom, cup.right, handle};
  Formation formation = MakeFormation(ChartPatternKind::kCupAndHandle, TrendDirection::kUp, points);
  formation.breakout = PriceLine::Level(cup.right.price);
  formation.invalidation = PriceLine::Level(cup.right.price - kHandleDepth * cup.depth());
  formation.measure = cup.depth();
  formation.expires = cup.right.at + static_cast<int64_t>(kHandleLength * static_cast<double>(cup.length()));
  formation.pattern.score = Score(1 - rims / (kRimTolerance * cup.depth()), Evenness(fall, rise), points.size());
  return formation;
}

}  // namespace mib::indicators
