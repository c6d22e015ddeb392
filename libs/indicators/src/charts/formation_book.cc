#include "formation_book.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mib::indicators {
namespace {

bool ShareTwoPoints(const ChartPattern& a, const ChartPattern& b) {
  int shared = 0;
  for (const PatternPoint& x : a.Points()) {
    for (const PatternPoint& y : b.Points()) shared += x.bar == y.bar;
  }
  return shared >= 2;
}

// Levels as of `bar`.
void SetLevels(int64_t bar, Formation* formation) {
  ChartPattern& pattern = formation->pattern;
  pattern.breakout = formation->breakout.At(bar);
  pattern.invalidation = formation->invalidation.At(bar);
  pattern.target = formation->has_fixed_target ? formation->fixed_target
                                               : pattern.breakout + Sign(pattern.direction) * formation->measure;
}

void Turn(Formation* formation) {
  TrendDirection& direction = formation->pattern.direction;
  direction = direction == TrendDirection::kUp ? TrendDirection::kDown : TrendDirection::kUp;
  std::swap(formation->breakout, formation->invalidation);
}

ChartPatternState Judge(const FormationBook::Now& now, Formation* formation) {
  const double sign = Sign(formation->pattern.direction);
  const double breakout = formation->breakout.At(now.bar);
  const double invalidation = formation->invalidation.At(now.bar);
  const double margin = std::max(kBreakoutRanges * now.range, kLineTolerance * std::abs(breakout - invalidation));
  if (sign * (now.close - breakout) > margin) return ChartPatternState::kBrokenOut;
  if (sign * (now.close - invalidation) < -margin) {
    if (!formation->either_way) return ChartPatternState::kInvalidated;
    Turn(formation);
    return ChartPatternState::kBrokenOut;
  }
  return now.bar >= formation->expires ? ChartPatternState::kInvalidated : ChartPatternState::kForming;
}

// The last swing may be confirmed only when nothing can come of the formation any more.
bool IsOver(Formation formation, const FormationBook::Now& now) {
  return Judge(now, &formation) == ChartPatternState::kInvalidated;
}

}  // namespace

FormationBook::FormationBook(double min_score) : min_score_(min_score) {
  forming_.reserve(kMostForming);
  patterns_.reserve(kMostForming);
  // At most: each forming one ends, and each of the eleven proposals of a bar is reported.
  events_.reserve(kMostForming + 16);
}

void FormationBook::Propose(std::optional<Formation> match, const Now& now) {
  ++work_;
  if (!match || match->pattern.score < min_score_) return;
  if (ChartPattern* reported = FindReported(match->pattern)) {
    Refine(*std::move(match), reported);
    return;
  }
  if (forming_.size() == kMostForming || IsOver(*match, now)) return;
  ChartPattern& pattern = match->pattern;
  pattern.id = next_id_++;
  pattern.known = now.bar;
  SetLevels(now.bar, &*match);
  const auto kind = static_cast<size_t>(pattern.kind);
  reported_[kind][next_reported_[kind]] = pattern;
  next_reported_[kind] = (next_reported_[kind] + 1) % kRemembered;
  events_.push_back(pattern);
  forming_.push_back(*std::move(match));
}

ChartPattern* FormationBook::FindReported(const ChartPattern& pattern) {
  for (ChartPattern& reported : reported_[static_cast<size_t>(pattern.kind)]) {
    ++work_;
    if (reported.id != 0 && ShareTwoPoints(reported, pattern)) return &reported;
  }
  return nullptr;
}

// A formation that still forms and has got another touch: better lines for the same thing.
void FormationBook::Refine(Formation match, ChartPattern* reported) {
  for (Formation& formation : forming_) {
    ++work_;
    ChartPattern& pattern = formation.pattern;
    if (pattern.id != reported->id) continue;
    if (match.first() != formation.first() || match.pattern.point_count <= pattern.point_count) return;
    match.pattern.id = pattern.id;
    match.pattern.known = pattern.known;
    formation = std::move(match);
    *reported = formation.pattern;
    return;
  }
}

void FormationBook::Resolve(const Now& now) {
  patterns_.clear();
  size_t kept = 0;
  for (Formation& formation : forming_) {
    ++work_;
    const ChartPatternState state = Judge(now, &formation);
    SetLevels(now.bar, &formation);
    if (state == ChartPatternState::kForming) {
      patterns_.push_back(formation.pattern);
      if (&forming_[kept] != &formation) forming_[kept] = std::move(formation);
      ++kept;
      continue;
    }
    formation.pattern.state = state;
    formation.pattern.known = now.bar;
    events_.push_back(formation.pattern);
  }
  forming_.resize(kept);
}

}  // namespace mib::indicators
