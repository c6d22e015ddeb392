#include <algorithm>
#include <cmath>

#include "line_pair.h"
#include "matchers.h"

// Flags and pennants: a short rest after a steep move, the pole. Written for bulls; bears are of the other sign.

namespace mib::indicators {
namespace {

bool IsPole(const Swing& foot, const Swing& top, const BarHistory& bars) {
  const BarHistory::Bar* before = bars.Find(foot.at);
  if (before == nullptr || !(before->range > 0)) return false;
  const double height = std::abs(top.price - foot.price);
  const int64_t length = top.at - foot.at;
  // In ranges of the time before the pole: the pole itself makes the range grow.
  return height >= kPoleRanges * before->range && length <= kPoleBars &&
         height >= kPoleRangesPerBar * before->range * static_cast<double>(length);
}

// Whether the rest gives back too much of the pole, or goes beyond it.
bool LeavesPole(std::span<const Swing> rest, double sign, double pole) {
  const double top = sign * rest.front().price;
  for (const Swing& swing : rest) {
    const double back = top - sign * swing.price;
    if (back > kGiveBack * pole || back < -kPoleExcess * pole) return true;
  }
  return false;
}

// A rest that goes on along the pole is no rest.
std::optional<ChartPatternKind> Classify(const LinePair& lines, bool bull) {
  if (!(lines.height > 0 && lines.end_height > 0) || lines.worst_residual > kFlagLineTolerance) return std::nullopt;
  const double along = bull ? lines.Mean() : -lines.Mean();
  if (along > kFlat || lines.Convergence() < -kFlagParallel) return std::nullopt;
  const bool closing = lines.upper_change <= -kFlat && lines.lower_change >= kFlat;
  if (closing || lines.Convergence() > kFlagParallel) {
    return bull ? ChartPatternKind::kBullPennant : ChartPatternKind::kBearPennant;
  }
  return bull ? ChartPatternKind::kBullFlag : ChartPatternKind::kBearFlag;
}

std::optional<Formation> Match(std::span<const Swing> swings, const BarHistory& bars) {
  const Swing& foot = swings[0];
  const Swing& top = swings[1];
  const std::span<const Swing> rest = swings.subspan(1);
  const int64_t length = rest.back().at - top.at;
  if (foot.at < bars.first() || length < kFlagLeastBars || length > kFlagMostBars) return std::nullopt;
  const bool bull = top.kind == SwingKind::kHigh;
  const double sign = bull ? 1 : -1;
  const double pole = std::abs(top.price - foot.price);
  if (!IsPole(foot, top, bars) || LeavesPole(rest, sign, pole)) return std::nullopt;
  bars.AddWork(rest.size());
  const LinePair lines = FitLines(rest);
  const std::optional<ChartPatternKind> kind = Classify(lines, bull);
  if (!kind) return std::nullopt;

  Formation formation = MakeFormation(*kind, bull ? TrendDirection::kUp : TrendDirection::kDown, swings);
  formation.breakout = bull ? lines.upper : lines.lower;
  formation.invalidation = PriceLine::Level(top.price - sign * kGiveBack * pole);
  formation.measure = pole;
  formation.expires = top.at + kFlagMostBars + kFlagLeastBars;
  formation.pattern.score = Score(1 - lines.mean_residual / kFlagLineTolerance, lines.evenness, swings.size());
  return formation;
}

}  // namespace

std::optional<Formation> MatchFlagOrPennant(std::span<const Swing> swings, const BarHistory& bars) {
  // The pole's two swings and four or more touches, the pole's top among them.
  for (size_t count = std::min(ChartPattern::kMaxPoints, swings.size()); count >= 5; --count) {
    if (std::optional<Formation> formation = Match(swings.last(count), bars)) return formation;
  }
  return std::nullopt;
}

}  // namespace mib::indicators
