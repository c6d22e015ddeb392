#include <algorithm>
#include <cmath>
#include <cstdint>

#include "matchers.h"

// Head and shoulders, double and triple tops, and the same upside down. They are written for tops; a bottom is a top
// of prices with the other sign.

namespace mib::indicators {
namespace {

// The last `count` swings with prices that make their first a peak.
struct Peaks {
  std::span<const Swing> swings;
  double sign = 1;

  double operator[](size_t i) const { return sign * swings[i].price; }
  int64_t at(size_t i) const { return swings[i].at; }
  bool top() const { return sign > 0; }
};

std::optional<Peaks> LastPeaks(std::span<const Swing> swings, size_t count, const BarHistory& bars) {
  if (swings.size() < count) return std::nullopt;
  const std::span<const Swing> last = swings.last(count);
  if (last.front().at < bars.first()) return std::nullopt;
  return Peaks{last, last.front().kind == SwingKind::kHigh ? 1.0 : -1.0};
}

// Whether the price came to the first peak from `level` or below it, without having been higher on the way.
bool CameFrom(const Peaks& peaks, double level, double tolerance, const BarHistory& bars) {
  const int64_t first = peaks.at(0);
  const auto length = static_cast<double>(peaks.swings.back().at - first);
  const int64_t from = std::max(bars.first(), first - static_cast<int64_t>(kPriorTrendLengths * length));
  for (int64_t i = first - 1; i >= from; --i) {
    const BarHistory::Bar* bar = bars.Find(i);
    if (bar == nullptr) continue;
    const double high = peaks.top() ? bar->high : -bar->low;
    const double low = peaks.top() ? bar->low : -bar->high;
    if (low <= level) return true;
    if (high > peaks[0] + tolerance) return false;
  }
  return false;
}

Formation MakeReversal(ChartPatternKind top, ChartPatternKind bottom, const Peaks& peaks) {
  return MakeFormation(peaks.top() ? top : bottom, peaks.top() ? TrendDirection::kDown : TrendDirection::kUp,
                       peaks.swings);
}

bool IsSkewed(int64_t a, int64_t b, double limit) { return Evenness(a, b) * limit < 1; }

}  // namespace

std::optional<Formation> MatchHeadAndShoulders(std::span<const Swing> swings, const BarHistory& bars) {
  const std::optional<Peaks> found = LastPeaks(swings, 5, bars);
  if (!found) return std::nullopt;
  const Peaks& p = *found;
  const PriceLine neck = PriceLine::Through(p.swings[1], p.swings[3]);
  const auto above_neck = [&](size_t i) { return p[i] - p.sign * neck.At(p.at(i)); };
  const double height = above_neck(2);
  const double shoulders = std::abs(p[0] - p[4]);
  const double slant = std::abs(p[1] - p[3]);
  if (!(height > 0) || p[2] - std::max(p[0], p[4]) < kHeadProminence * height) return std::nullopt;
  if (shoulders > kShoulderTolerance * height || slant > kNeckTolerance * height) return std::nullopt;
  if (std::min(above_neck(0), above_neck(4)) < kShoulderHeight * height) return std::nullopt;
  if (IsSkewed(p.at(2) - p.at(0), p.at(4) - p.at(2), kTimeSkew)) return std::nullopt;
  if (!CameFrom(p, p[1] - kPriorTrend * height, kShoulderTolerance * height, bars)) return std::nullopt;

  Formation formation =
      MakeReversal(ChartPatternKind::kHeadAndShoulders, ChartPatternKind::kInverseHeadAndShoulders, p);
  formation.breakout = neck;
  formation.invalidation = PriceLine::Level(p.swings[2].price);
  formation.measure = height;
  const double used = shoulders / (kShoulderTolerance * height) + slant / (kNeckTolerance * height);
  formation.pattern.score = Score(1 - used / 2, Evenness(p.at(2) - p.at(0), p.at(4) - p.at(2)), 5);
  return formation;
}

std::optional<Formation> MatchDoubleTopOrBottom(std::span<const Swing> swings, const BarHistory& bars) {
  const std::optional<Peaks> found = LastPeaks(swings, 3, bars);
  if (!found) return std::nullopt;
  const Peaks& p = *found;
  const double peak = std::max(p[0], p[2]);
  const double height = peak - p[1];
  const double difference = std::abs(p[0] - p[2]);
  if (!(height > 0) || difference > kLevelTolerance * height || p.at(2) - p.at(0) < kLeastBars) return std::nullopt;
  if (IsSkewed(p.at(1) - p.at(0), p.at(2) - p.at(1), kTopsTimeSkew)) return std::nullopt;
  if (!CameFrom(p, p[1] - kPriorTrend * height, kLevelTolerance * height, bars)) return std::nullopt;

  Formation formation = MakeReversal(ChartPatternKind::kDoubleTop, ChartPatternKind::kDoubleBottom, p);
  formation.breakout = PriceLine::Level(p.swings[1].price);
  formation.invalidation = PriceLine::Level(p.sign * peak);
  formation.measure = height;
  formation.pattern.score =
      Score(1 - difference / (kLevelTolerance * height), Evenness(p.at(1) - p.at(0), p.at(2) - p.at(1)), 3);
  return formation;
}

std::optional<Formation> MatchTripleTopOrBottom(std::span<const Swing> swings, const BarHistory& bars) {
  const std::optional<Peaks> found = LastPeaks(swings, 5, bars);
  if (!found) return std::nullopt;
  const Peaks& p = *found;
  const double peak = std::max({p[0], p[2], p[4]});
  const double neck = std::min(p[1], p[3]);
  const double height = peak - neck;
  const double spread = peak - std::min({p[0], p[2], p[4]});
  const double valleys = std::abs(p[1] - p[3]);
  if (!(height > 0) || spread > kLevelTolerance * height || valleys > kValleyTolerance * height) return std::nullopt;
  if (IsSkewed(p.at(2) - p.at(0), p.at(4) - p.at(2), kTopsTimeSkew)) return std::nullopt;
  if (!CameFrom(p, neck - kPriorTrend * height, kLevelTolerance * height, bars)) return std::nullopt;

  Formation formation = MakeReversal(ChartPatternKind::kTripleTop, ChartPatternKind::kTripleBottom, p);
  formation.breakout = PriceLine::Level(p.sign * neck);
  formation.invalidation = PriceLine::Level(p.sign * peak);
  formation.measure = height;
  const double used = spread / (kLevelTolerance * height) + valleys / (kValleyTolerance * height);
  formation.pattern.score = Score(1 - used / 2, Evenness(p.at(2) - p.at(0), p.at(4) - p.at(2)), 5);
  return formation;
}

}  // namespace mib::indicators
