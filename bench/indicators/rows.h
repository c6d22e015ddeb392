#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace mib::bench {

/// Bars as they come one by one: the numbers of each stand together.
struct Rows {
  std::vector<double> values;
  size_t width = 0;

  size_t bars() const { return values.size() / width; }
  std::span<const double> operator[](size_t bar) const { return some(bar, 1); }
  /// `count` bars from `first` on, or as many as there are.
  std::span<const double> some(size_t first, size_t count) const {
    return {values.data() + first * width, std::min(count, bars() - first) * width};
  }
};

/// Each result is kept for so many bars, in the first-level cache. As on the peer's side.
inline constexpr size_t kKept = 250;

/// The time of a bar, over as many passes over all bars as fill a round.
template <typename Pass>
double NsPerBar(size_t bars, Pass pass) {
  using Clock = std::chrono::steady_clock;
  constexpr double kSecondsPerRound = 0.03;
  double seconds = 0;
  int passes = 0;
  for (; seconds < kSecondsPerRound; ++passes) {
    const auto begin = Clock::now();
    pass();
    seconds += std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return seconds * 1e9 / static_cast<double>(bars) / passes;
}

}  // namespace mib::bench
