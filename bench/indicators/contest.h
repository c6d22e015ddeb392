#pragma once

// Two functions that compute the same, checked and then timed in turns.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "series.h"
#include "spec.h"

namespace mib::bench {

/// Values of one output: element `i` belongs to bar `first + i`.
struct Values {
  size_t first = 0;
  size_t count = 0;
  const double* reals = nullptr;
  const int* integers = nullptr;  // where `reals` is null

  double At(size_t bar) const { return reals != nullptr ? reals[bar - first] : integers[bar - first]; }
};

/// Memory for the outputs of one side, written to before anything is timed, so that no page of it is new then.
class Outputs {
 public:
  static constexpr size_t kColumns = 8;
  explicit Outputs(size_t bars)
      : reals_(kColumns, std::vector<double>(bars)), integers_(kColumns, std::vector<int>(bars)) {}

  double* Reals(size_t column) { return reals_[column].data(); }
  int* Integers(size_t column) { return integers_[column].data(); }
  std::vector<std::span<double>> Spans(size_t columns) {
    return {reals_.begin(), reals_.begin() + static_cast<long>(columns)};
  }

 private:
  std::vector<std::vector<double>> reals_;
  std::vector<std::vector<int>> integers_;
};

struct Contest {
  std::string name;
  std::function<void()> ours;
  std::function<void()> peer;
  /// Of the last calls, both in the peer's order; ours may be more.
  std::function<std::vector<Values>()> our_values;
  std::function<std::vector<Values>()> peer_values;
};

/// Our batch form; outputs go to `outputs`, which must outlive the contest. The peer is still to be set.
Contest MakeContest(const Row& row, const Series& series, Outputs& outputs);

/// Calls both and compares from bar 2000 on, where what depends on the beginning of the series has settled. A
/// difference counts above 1e-6 of the value, or of the column's mean size where the value is smaller. Says what
/// differs.
std::optional<std::string> Difference(const Contest& contest, size_t bars);

/// Nanoseconds per bar, one for each round.
struct Times {
  std::string name;
  std::vector<double> ours;
  std::vector<double> peer;
};

/// Every round times every contest: ours and the peer in turns, as often as makes 20 ms for the faster side.
std::vector<Times> Race(const std::vector<Contest>& contests, size_t bars, int rounds);

/// A table for people, by ratio, and the geometric means.
void PrintTable(const std::vector<Times>& times);
/// {"functions": [{"name", "ours": [...], "peer": [...]}]}
void PrintJson(const std::vector<Times>& times);

}  // namespace mib::bench
