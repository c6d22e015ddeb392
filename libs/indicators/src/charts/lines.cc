#include <algorithm>
#include <cmath>

#include "line_pair.h"
#include "matchers.h"

// Triangles, wedges and channels: two lines, told apart by their slopes.

namespace mib::indicators {
namespace {

std::optional<ChartPatternKind> Converging(const LinePair& lines) {
  const double upper = lines.upper_change;
  const double lower = lines.lower_change;
  if (std::abs(upper) <= kFlat) {
    if (lower >= kSteep) return ChartPatternKind::kAscendingTriangle;
    return std::nullopt;
  }
  if (std::abs(lower) <= kFlat) {
    if (upper <= -kSteep) return ChartPatternKind::kDescendingTriangle;
    return std::nullopt;
  }
  if (upper <= -kSlope && lower >= kSlope) return ChartPatternKind::kSymmetricTriangle;
  if (upper >= kSlope && lower >= kSlope) return ChartPatternKind::kRisingWedge;
  if (upper <= -kSlope && lower <= -kSlope) return ChartPatternKind::kFallingWedge;
  return std::nullopt;
}

std::optional<ChartPatternKind> Parallel(const LinePair& lines) {
  if (std::abs(lines.Mean()) <= kFlat) return ChartPatternKind::kHorizontalChannel;
  if (lines.Mean() >= kSteep) return ChartPatternKind::kChannelUp;
  if (lines.Mean() <= -kSteep) return ChartPatternKind::kChannelDown;
  return std::nullopt;
}

bool BeginsWithLeadIn(std::span<const Swing> swings) {
  const double first = std::abs(swings[1].price - swings[0].price);
  return std::abs(swings[2].price - swings[1].price) < kLeadIn * first;
}

std::optional<ChartPatternKind> Classify(std::span<const Swing> swings, const LinePair& lines) {
  if (!(lines.height > 0 && lines.end_height > 0) || lines.worst_residual > kLineTolerance) return std::nullopt;
  if (lines.Convergence() >= kConverging) return BeginsWithLeadIn(swings) ? std::nullopt : Converging(lines);
  if (std::abs(lines.Convergence()) <= kParallel) return Parallel(lines);
  return std::nullopt;
}

// Of kinds that go on the way they came: a first swing at the top means that the price came up to it.
TrendDirection DirectionOf(ChartPatternKind kind, const Swing& first) {
  switch (kind) {
    case ChartPatternKind::kAscendingTriangle:
    case ChartPatternKind::kFallingWedge:
    case ChartPatternKind::kChannelUp:
      return TrendDirection::kUp;
    case ChartPatternKind::kDescendingTriangle:
    case ChartPatternKind::kRisingWedge:
    case ChartPatternKind::kChannelDown:
      return TrendDirection::kDown;
    default:
      return first.kind == SwingKind::kHigh ? TrendDirection::kUp : TrendDirection::kDown;
  }
}

bool BreaksEitherWay(ChartPatternKind kind) {
  return kind == ChartPatternKind::kSymmetricTriangle || kind == ChartPatternKind::kChannelUp ||
         kind == ChartPatternKind::kChannelDown || kind == ChartPatternKind::kHorizontalChannel;
}

// Where the lines meet, or far away.
int64_t Apex(const LinePair& lines) {
  const auto length = static_cast<double>(lines.last - lines.first);
  if (lines.Convergence() < kConverging) return lines.last + (lines.last - lines.first);
  return lines.first + static_cast<int64_t>(length / lines.Convergence());
}

Formation Make(ChartPatternKind kind, std::span<const Swing> swings, const LinePair& lines) {
  Formation formation = MakeFormation(kind, DirectionOf(kind, swings.front()), swings);
  const bool up = formation.pattern.direction == TrendDirection::kUp;
  formation.breakout = up ? lines.upper : lines.lower;
  formation.invalidation = up ? lines.lower : lines.upper;
  formation.either_way = BreaksEitherWay(kind);
  formation.measure = lines.height;
  formation.expires = std::min(formation.expires, Apex(lines));
  if (kind == ChartPatternKind::kRisingWedge || kind == ChartPatternKind::kFallingWedge) {
    const auto [low, high] = std::minmax_element(swings.begin(), swings.end(),
                                                 [](const Swing& a, const Swing& b) { return a.price < b.price; });
    formation.has_fixed_target = true;
    formation.fixed_target = up ? high->price : low->price;
  }
  formation.pattern.score = Score(1 - lines.mean_residual / kLineTolerance, lines.evenness, swings.size());
  return formation;
}

}  // namespace

std::optional<Formation> MatchLines(std::span<const Swing> swings, const BarHistory& bars) {
  for (size_t count = std::min(kMostTouches, swings.size()); count >= kLeastTouches; --count) {
    const std::span<const Swing> last = swings.last(count);
    if (last.front().at < bars.first()) continue;
    bars.AddWork(count);
    const LinePair lines = FitLines(last);
    if (const std::optional<ChartPatternKind> kind = Classify(last, lines)) return Make(*kind, last, lines);
  }
  return std::nullopt;
}

}  // namespace mib::indicators
