#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "formation.h"

namespace mib::indicators {

/// The formations that wait for their breakout, and what has been reported of them.
class FormationBook {
 public:
  struct Now {
    int64_t bar = 0;
    double close = 0;
    /// The average true range.
    double range = 0;
  };

  explicit FormationBook(double min_score);

  /// Forgets the events of the bar before.
  void BeginBar() { events_.clear(); }
  /// Takes a match in, unless it is a formation reported before or over already.
  void Propose(std::optional<Formation> match, const Now& now);
  /// Breakouts and invalidations.
  void Resolve(const Now& now);

  std::span<const ChartPattern> events() const { return events_; }
  std::span<const ChartPattern> forming() const { return patterns_; }
  uint64_t work() const { return work_; }

 private:
  static constexpr size_t kMostForming = 64;
  // Of a kind. A match is of the last 12 swings of one of two sizes, and formations share one swing at most: there are
  // fewer that a match could repeat.
  static constexpr size_t kRemembered = 16;

  ChartPattern* FindReported(const ChartPattern& pattern);
  void Refine(Formation match, ChartPattern* reported);

  double min_score_;
  uint64_t next_id_ = 1;
  std::vector<Formation> forming_;
  // The patterns of `forming_`, for readers.
  std::vector<ChartPattern> patterns_;
  std::vector<ChartPattern> events_;
  // The last of each kind, in a ring.
  std::array<std::array<ChartPattern, kRemembered>, kChartPatternKinds> reported_;
  std::array<size_t, kChartPatternKinds> next_reported_{};
  uint64_t work_ = 0;
};

}  // namespace mib::indicators
