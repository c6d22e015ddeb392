#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "kit/lanes.h"

namespace mib::indicators {

/// The numbers that sum up some bars in a row; T is double, or Lanes for four such rows of bars at once.
template <typename T, size_t kCount>
struct alignas(sizeof(T)) Fields {
  T at[kCount];
};

// One by one: pairs loaded at once, just after they were stored one by one, would wait for the stores.
template <typename T, size_t kCount>
MIB_ALWAYS_INLINE void CopyFields(const Fields<T, kCount>& from, Fields<T, kCount>* to) {
  [&]<size_t... kField>(std::index_sequence<kField...>)
      MIB_LAMBDA_INLINE { ((to->at[kField] = from.at[kField]), ...); }(std::make_index_sequence<kCount>());
}

/// Of two runs of bars of the same length that are merged.
struct MergeParts {
  /// Of each run.
  double bars = 0;
  /// 1 / (2 bars).
  double weight = 0;
};

/// Of an older run of 2^k bars that is joined to the window, with `newer` bars in it so far.
struct JoinParts {
  double newer = 0;
  /// 1 / older.
  double per_bar = 0;
  /// older / (older + newer).
  double share = 0;
  /// older * newer / (older + newer).
  double weight = 0;
  /// older * newer.
  double area = 0;
};

/// How a window of `size` bars is put together; see Sliding.
class SlidingPlan {
 public:
  struct Step {
    MergeParts merge;
    JoinParts join;
    // Bars of the window that are newer than those joined to it at this level; none are at the first.
    size_t newer = 0;
    bool joins = false;
  };

  explicit SlidingPlan(int size) : size_(static_cast<size_t>(size)), levels_(std::bit_width(size_)) {
    size_t covered = 0;
    for (size_t level = 0; level < levels_; ++level) {
      const size_t bars = size_t{1} << level;
      const auto older = static_cast<double>(bars);
      steps_[level].merge = {older, 1 / (2 * older)};
      if ((size_ & bars) == 0) continue;
      const auto newer = static_cast<double>(covered);
      steps_[level].join = {.newer = newer,
                            .per_bar = 1 / older,
                            .share = older / (older + newer),
                            .weight = older * newer / (older + newer),
                            .area = older * newer};
      steps_[level].newer = covered;
      steps_[level].joins = true;
      covered += bars;
    }
  }

  size_t size() const { return size_; }
  size_t levels() const { return levels_; }
  const Step& operator[](size_t level) const { return steps_[level]; }

  static constexpr size_t kMostLevels = 13;

 private:
  size_t size_;
  size_t levels_;
  std::array<Step, kMostLevels> steps_{};
};

/// What is to be known of the last `size` bars (a sum, a variance, a fitted line, the greatest value), put together
/// from what is known of 1, 2, 4, 8, ... bars in a row, in an order that `size` alone decides. So a value depends on
/// the bars of its window and on nothing before them, nothing drifts, a bad value leaves with its bar, and each bar
/// costs a number of steps that grows as the logarithm of the window. Rounding errors grow as slowly.
///
/// What is known is a Fold:
///   kInputs, kLevel, kTotal      numbers that a bar brings, that sum up 2^k bars, that sum up the window
///   Leaf(inputs)                 sums up one bar
///   Merge(older, newer, parts)   two neighbouring runs of bars of the same length
///   First(level, parts)          begins the window, at its newest end
///   Join(older, newer, parts)    an older run of bars, and the window so far
/// each for double and for Lanes. T is double, or Lanes for four series that go in step.
template <typename Fold, typename T = double>
class Sliding {
 public:
  using Level = Fields<T, Fold::kLevel>;
  using Total = Fields<T, Fold::kTotal>;

  /// `size` from 1 on. Allocates when constructed, never later.
  explicit Sliding(int size)
      : plan_(size), mask_(std::bit_ceil(plan_.size()) - 1), rows_((mask_ + 1) * plan_.levels()) {}

  /// True once the window is full; total() sums it up then.
  bool Push(const Fields<T, Fold::kInputs>& bar) {
    Step<0>(Row(now_), Fold::Leaf(bar));
    return ++now_ >= plan_.size();
  }
  const Total& total() const { return total_; }
  const SlidingPlan& plan() const { return plan_; }
  int size() const { return static_cast<int>(plan_.size()); }

 private:
  // From the run of 2^k bars that ends with the newest, and those in front of it, to the total.
  template <size_t k>
  MIB_ALWAYS_INLINE void Step(Level* row, const Level& level) {
    CopyFields(level, &row[k]);
    const SlidingPlan::Step& step = plan_[k];
    if (step.joins) {
      CopyFields(
          step.newer == 0 ? Fold::First(level, step.join) : Fold::Join(Row(now_ - step.newer)[k], total_, step.join),
          &total_);
    }
    if constexpr (k + 1 < SlidingPlan::kMostLevels) {
      if (k + 1 < plan_.levels()) Step<k + 1>(row, Fold::Merge(Row(now_ - (size_t{1} << k))[k], level, step.merge));
    }
  }
  Level* Row(uint64_t bar) { return rows_.data() + (bar & mask_) * plan_.levels(); }

  SlidingPlan plan_;
  size_t mask_;
  // Of each bar, by its number: what sums up the 1, 2, 4, ... bars that end with it.
  std::vector<Level> rows_;
  uint64_t now_ = 0;
  Total total_{};
};

/// Sliding for whole columns: the same values, for up to kBlock bars at a time. Its functions are inline, for functions
/// compiled for each processor.
template <typename Fold>
class SlidingBlock {
 public:
  /// Longer windows look at too many bars before a block.
  static constexpr size_t kLongest = kBlock;

  /// The totals of the `count` windows of the columns `in` that end at `in[c][0]` and after it; values in front of it
  /// are read. totals[f] gets number f of each.
  MIB_ALWAYS_INLINE void Run(const SlidingPlan& plan, const double* const* in, size_t count, double* const* totals) {
    const size_t before = plan.size() - 1;
    double* level[Fold::kLevel];
    for (size_t f = 0; f < Fold::kLevel; ++f) level[f] = levels_[f];
    RunLeaves(in, before, before + count, level);
    for (size_t k = 0;; ++k) {
      const SlidingPlan::Step& step = plan[k];
      if (step.joins && step.newer == 0) RunFirst(level, before, step.join, count, totals);
      if (step.joins && step.newer != 0) RunJoin(level, before - step.newer, step.join, count, totals);
      if (k + 1 == plan.levels()) return;
      RunMerge(level, size_t{1} << k, before + count, step.merge);
    }
  }

 private:
  template <typename T, size_t kCount>
  static MIB_ALWAYS_INLINE Fields<T, kCount> Load(const double* const* from, size_t at) {
    return [&]<size_t... kField>(std::index_sequence<kField...>) MIB_LAMBDA_INLINE {
      return Fields<T, kCount>{LoadAs<T>(from[kField] + at)...};
    }(std::make_index_sequence<kCount>());
  }
  template <typename T, size_t kCount>
  static MIB_ALWAYS_INLINE void Store(const Fields<T, kCount>& fields, double* const* to, size_t at) {
    [&]<size_t... kField>(std::index_sequence<kField...>)
        MIB_LAMBDA_INLINE { (StoreAs(fields.at[kField], to[kField] + at), ...); }(std::make_index_sequence<kCount>());
  }

  static MIB_ALWAYS_INLINE void RunLeaves(const double* const* in, size_t before, size_t length, double* const* level) {
    const double* from[Fold::kInputs];
    for (size_t c = 0; c < Fold::kInputs; ++c) from[c] = in[c] - before;
    size_t i = 0;
#pragma GCC unroll 4
    for (; i + kLanes <= length; i += kLanes) Store(Fold::Leaf(Load<Lanes, Fold::kInputs>(from, i)), level, i);
    for (; i < length; ++i) Store(Fold::Leaf(Load<double, Fold::kInputs>(from, i)), level, i);
  }
  // From the end, so that what a run is merged with is still that of the level below.
  static MIB_ALWAYS_INLINE void RunMerge(double* const* level, size_t bars, size_t length, const MergeParts& parts) {
    size_t i = length;
#pragma GCC unroll 4
    for (; i >= bars + kLanes; i -= kLanes) MergeAt<Lanes>(level, i - kLanes, bars, parts);
    for (; i > bars; --i) MergeAt<double>(level, i - 1, bars, parts);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE void MergeAt(double* const* level, size_t at, size_t bars, const MergeParts& parts) {
    Store(Fold::Merge(Load<T, Fold::kLevel>(level, at - bars), Load<T, Fold::kLevel>(level, at), parts), level, at);
  }
  static MIB_ALWAYS_INLINE void RunFirst(double* const* level, size_t at, const JoinParts& parts, size_t count,
                                         double* const* total) {
    size_t i = 0;
#pragma GCC unroll 4
    for (; i + kLanes <= count; i += kLanes)
      Store(Fold::First(Load<Lanes, Fold::kLevel>(level, at + i), parts), total, i);
    for (; i < count; ++i) Store(Fold::First(Load<double, Fold::kLevel>(level, at + i), parts), total, i);
  }
  static MIB_ALWAYS_INLINE void RunJoin(double* const* level, size_t at, const JoinParts& parts, size_t count,
                                        double* const* total) {
    size_t i = 0;
#pragma GCC unroll 4
    for (; i + kLanes <= count; i += kLanes) JoinAt<Lanes>(level, at, parts, i, total);
    for (; i < count; ++i) JoinAt<double>(level, at, parts, i, total);
  }
  template <typename T>
  static MIB_ALWAYS_INLINE void JoinAt(double* const* level, size_t at, const JoinParts& parts, size_t i,
                                       double* const* total) {
    Store(Fold::Join(Load<T, Fold::kLevel>(level, at + i), Load<T, Fold::kTotal>(total, i), parts), total, i);
  }

  // Columns a multiple of 4 kB apart would share cache sets.
  static constexpr size_t kApart = 24;

  // One level at a time of all bars that a block looks at.
  double levels_[Fold::kLevel][kLongest + kBlock + kApart];
};

/// The totals of `count` bars as they come; for windows too long for SlidingBlock.
template <typename Fold>
void PushEach(Sliding<Fold>& sliding, const double* const* in, size_t count, double* const* totals) {
  for (size_t i = 0; i < count; ++i) {
    Fields<double, Fold::kInputs> bar;
    for (size_t c = 0; c < Fold::kInputs; ++c) bar.at[c] = in[c][i];
    sliding.Push(bar);
    for (size_t f = 0; f < Fold::kTotal; ++f) totals[f][i] = sliding.total().at[f];
  }
}

/// Push for `count` (up to kBlock) bars that follow a full window, whose values lie in front of the columns `in`.
/// Afterwards the window may only be run on.
template <typename Fold>
MIB_ALWAYS_INLINE void RunSliding(Sliding<Fold>& sliding, const double* const* in, size_t count,
                                  double* const* totals) {
  if (sliding.plan().size() > SlidingBlock<Fold>::kLongest) {
    PushEach(sliding, in, count, totals);
    return;
  }
  SlidingBlock<Fold> block;
  block.Run(sliding.plan(), in, count, totals);
}

}  // namespace mib::indicators
