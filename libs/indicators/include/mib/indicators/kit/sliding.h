#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "mib/indicators/kit/lanes.h"

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
  static constexpr size_t kMostLevels = 13;

  /// A run of 2^level bars that is joined to the window.
  struct Join {
    size_t level = 0;
    /// Bars of the window that are newer; none at the first join.
    size_t newer = 0;
    JoinParts parts;
  };

  explicit SlidingPlan(int size)
      : size_(static_cast<size_t>(size)),
        levels_(static_cast<size_t>(std::bit_width(size_))),
        per_bar_(1 / static_cast<double>(size)) {
    for (size_t level = 0; level < levels_; ++level) {
      if (joins(level)) joins_.push_back(MakeJoin(level, size_ & (Bars(level) - 1)));
    }
  }

  size_t size() const { return size_; }
  /// 1 / size.
  double per_bar() const { return per_bar_; }
  size_t levels() const { return levels_; }

  /// Of each run of a level.
  static constexpr size_t Bars(size_t level) { return size_t{1} << level; }
  /// Of two runs of a level.
  static constexpr MergeParts Merge(size_t level) {
    const auto bars = static_cast<double>(Bars(level));
    return {bars, 1 / (2 * bars)};
  }
  /// From the newest to the oldest, which is of the highest level.
  const std::vector<Join>& joins() const { return joins_; }
  /// Whether a run of this level is joined, and if so, how.
  bool joins(size_t level) const { return (size_ & Bars(level)) != 0; }
  const Join& join(size_t level) const { return joins_[static_cast<size_t>(std::popcount(size_ & (Bars(level) - 1)))]; }

 private:
  static Join MakeJoin(size_t level, size_t bars_newer) {
    const auto older = static_cast<double>(Bars(level));
    const auto newer = static_cast<double>(bars_newer);
    return {level,
            bars_newer,
            {.newer = newer,
             .per_bar = 1 / older,
             .share = older / (older + newer),
             .weight = older * newer / (older + newer),
             .area = older * newer}};
  }

  size_t size_;
  size_t levels_;
  double per_bar_;
  std::vector<Join> joins_;
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
///   Finish(total, per_bar)       what is told of the window; per_bar is 1 / size
/// each for double and for Lanes. T is double, or Lanes for four series that go in step.
template <typename Fold, typename T = double>
class Sliding {
 public:
  using Level = Fields<T, Fold::kLevel>;
  using Total = Fields<T, Fold::kTotal>;

  /// `size` from 1 to 8191. Allocates when constructed, never later.
  explicit Sliding(int size)
      : plan_(size), stride_(StrideOf(plan_.levels())), missing_(size), rows_(RowsOf(plan_.size()) * stride_) {
    assert(size >= 1 && plan_.levels() <= SlidingPlan::kMostLevels);
    next_ = rows_.data() + kept();
    end_ = rows_.data() + rows_.size();
    for (const SlidingPlan::Join& join : plan_.joins())
      joined_.push_back(
          {static_cast<ptrdiff_t>(join.level) - static_cast<ptrdiff_t>(join.newer * stride_), join.parts});
    joined_end_ = joined_.data() + joined_.size();
  }
  // What it points to moves along.
  Sliding(Sliding&&) noexcept = default;
  Sliding& operator=(Sliding&&) noexcept = default;

  /// True once the window is full; total() sums it up then.
  bool Push(const Fields<T, Fold::kInputs>& bar);
  MIB_ALWAYS_INLINE const Total& total() const { return total_; }
  const SlidingPlan& plan() const { return plan_; }
  int size() const { return static_cast<int>(plan_.size()); }

 private:
  // In each bar's row. Rows of three lengths only, so that the way through a row can be written out for each.
  static size_t StrideOf(size_t levels) { return levels <= 4 ? 4 : levels <= 8 ? 8 : 16; }
  // The more there are, the less often the last ones are moved to the front.
  static size_t RowsOf(size_t size) { return 2 * size + 64; }
  size_t kept() const { return (plan_.size() - 1) * stride_; }

  struct Joined {
    // Of the run, from the beginning of the newest bar's row.
    ptrdiff_t place;
    JoinParts parts;
  };

  // From what sums up 2^k bars that end with the newest, and what stands in the rows before, to that of the highest
  // level. With the stride known, so are all places.
  template <size_t kStride, size_t k = 0>
  MIB_ALWAYS_INLINE void Climb(Level* row, const Level& level) {
    constexpr size_t kFewestLevels = kStride == 4 ? 1 : kStride / 2 + 1;
    CopyFields(level, row + k);
    if (k + 1 >= kFewestLevels && k + 1 == plan_.levels()) return;
    if constexpr (k + 1 < std::min(kStride, SlidingPlan::kMostLevels)) {
      const Level& before = row[static_cast<ptrdiff_t>(k) - static_cast<ptrdiff_t>(SlidingPlan::Bars(k) * kStride)];
      Climb<kStride, k + 1>(row, Fold::Merge(before, level, SlidingPlan::Merge(k)));
    } else {
      __builtin_unreachable();
    }
  }
  MIB_ALWAYS_INLINE Total JoinAll(const Level* row) const {
    const Joined* joined = joined_.data();
    Total total = Fold::First(row[joined->place], joined->parts);
    while (++joined != joined_end_) total = Fold::Join(row[joined->place], total, joined->parts);
    return total;
  }
  // What the next windows look at.
  __attribute__((noinline, cold)) void MoveToFront() {
    std::copy(end_ - kept(), end_, rows_.data());
    next_ = rows_.data() + kept();
  }

  SlidingPlan plan_;
  std::vector<Joined> joined_;
  const Joined* joined_end_;
  size_t stride_;
  // Bars until the window is full.
  int missing_;
  // Of each of the last bars: what sums up the 1, 2, 4, ... bars that end with it.
  std::vector<Level> rows_;
  // Of the next bar; there is none at the end.
  Level* next_;
  Level* end_;
  Total total_{};
};

template <typename Fold, typename T>
MIB_ALWAYS_INLINE bool Sliding<Fold, T>::Push(const Fields<T, Fold::kInputs>& bar) {
  if (next_ == end_) [[unlikely]]
    MoveToFront();
  Level* row = next_;
  next_ += stride_;
  const Level leaf = Fold::Leaf(bar);
  if (stride_ == 8) {
    Climb<8>(row, leaf);
  } else if (stride_ == 4) {
    Climb<4>(row, leaf);
  } else {
    Climb<16>(row, leaf);
  }
  CopyFields(Fold::Finish(JoinAll(row), plan_.per_bar()), &total_);
  if (missing_ > 1) [[unlikely]] {
    --missing_;
    return false;
  }
  return true;
}

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
    const double* bars[Fold::kInputs];
    for (size_t c = 0; c < Fold::kInputs; ++c) bars[c] = in[c] - before;
    double* level[Fold::kLevel];
    for (size_t f = 0; f < Fold::kLevel; ++f) level[f] = levels_[f];
    const Columns columns{bars, level, totals, before, count};
    if (plan.levels() < 4) {
      RunShort(plan, columns);
    } else {
      RunLong(plan, columns);
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

  // All begin with the first bar of the first window; `before` bars later it is complete.
  struct Columns {
    const double* const* bars;
    double* const* level;
    double* const* totals;
    size_t before;
    size_t count;

    size_t length() const { return before + count; }
  };

  // Does `row(T(), at)` for all rows from `begin` on, T being Lanes while there are as many.
  template <typename Row>
  static MIB_ALWAYS_INLINE void ForRows(size_t begin, size_t end, Row row) {
    size_t at = begin;
#pragma GCC unroll 4
    for (; at + kLanes <= end; at += kLanes) row(Lanes(), at);
    for (; at < end; ++at) row(double(), at);
  }

  // Level by level.
  MIB_ALWAYS_INLINE void RunShort(const SlidingPlan& plan, const Columns& columns) {
    ForRows(0, columns.length(), [&](auto number, size_t at) MIB_LAMBDA_INLINE {
      Store(LeafAt<decltype(number)>(columns, at), columns.level, at);
    });
    for (size_t k = 0;; ++k) {
      if (k + 1 == plan.levels()) {
        RunJoin<true>(plan, k, columns);
        return;
      }
      RunJoin<false>(plan, k, columns);
      RunMerge(k, columns);
    }
  }

  // Runs of four are made at once, and those of the highest level are not stored.
  MIB_ALWAYS_INLINE void RunLong(const SlidingPlan& plan, const Columns& columns) {
    ForRows(3, columns.length(), [&](auto number, size_t at) MIB_LAMBDA_INLINE {
      using T = decltype(number);
      Store(Fold::Merge(PairAt<T>(columns, at - 2), PairAt<T>(columns, at), SlidingPlan::Merge(1)), columns.level, at);
    });
    RunJoinOf<false>(plan, 0, columns,
                     [&](auto number, size_t at) MIB_LAMBDA_INLINE { return LeafAt<decltype(number)>(columns, at); });
    RunJoinOf<false>(plan, 1, columns,
                     [&](auto number, size_t at) MIB_LAMBDA_INLINE { return PairAt<decltype(number)>(columns, at); });
    const size_t top = plan.levels() - 1;
    for (size_t k = 2; k < top; ++k) {
      RunJoin<false>(plan, k, columns);
      if (k + 1 < top) RunMerge(k, columns);
    }
    const MergeParts parts = SlidingPlan::Merge(top - 1);
    const size_t bars = SlidingPlan::Bars(top - 1);
    RunJoinOf<true>(plan, top, columns, [&](auto number, size_t at) MIB_LAMBDA_INLINE {
      return MergedAt<decltype(number)>(columns, at, bars, parts);
    });
  }

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, Fold::kLevel> LeafAt(const Columns& columns, size_t at) {
    return Fold::Leaf(Load<T, Fold::kInputs>(columns.bars, at));
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, Fold::kLevel> PairAt(const Columns& columns, size_t at) {
    return Fold::Merge(LeafAt<T>(columns, at - 1), LeafAt<T>(columns, at), SlidingPlan::Merge(0));
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, Fold::kLevel> MergedAt(const Columns& columns, size_t at, size_t bars,
                                                            const MergeParts& parts) {
    return Fold::Merge(Load<T, Fold::kLevel>(columns.level, at - bars), Load<T, Fold::kLevel>(columns.level, at),
                       parts);
  }

  // From the end, so that what a run is merged with is still that of the level below.
  static MIB_ALWAYS_INLINE void RunMerge(size_t k, const Columns& columns) {
    const MergeParts parts = SlidingPlan::Merge(k);
    const size_t bars = SlidingPlan::Bars(k);
    const size_t first = 2 * bars - 1;
    size_t end = columns.length();
#pragma GCC unroll 4
    for (; end >= first + kLanes; end -= kLanes)
      Store(MergedAt<Lanes>(columns, end - kLanes, bars, parts), columns.level, end - kLanes);
    for (; end > first; --end) Store(MergedAt<double>(columns, end - 1, bars, parts), columns.level, end - 1);
  }
  template <bool kLast>
  static MIB_ALWAYS_INLINE void RunJoin(const SlidingPlan& plan, size_t k, const Columns& columns) {
    RunJoinOf<kLast>(plan, k, columns, [&](auto number, size_t at) MIB_LAMBDA_INLINE {
      return Load<decltype(number), Fold::kLevel>(columns.level, at);
    });
  }
  // `run(T(), at)` is the run of bars that ends at a row.
  template <bool kLast, typename RunOf>
  static MIB_ALWAYS_INLINE void RunJoinOf(const SlidingPlan& plan, size_t k, const Columns& columns, RunOf run) {
    if (!plan.joins(k)) return;
    const auto& [level, newer, parts] = plan.join(k);
    const double per_bar = plan.per_bar();
    const auto store = [&](const auto& total, size_t i) MIB_LAMBDA_INLINE {
      if constexpr (kLast) {
        Store(Fold::Finish(total, per_bar), columns.totals, i);
      } else {
        Store(total, columns.totals, i);
      }
    };
    const size_t end = columns.before - newer;
    if (newer == 0) {
      ForRows(0, columns.count,
              [&](auto number, size_t i) MIB_LAMBDA_INLINE { store(Fold::First(run(number, end + i), parts), i); });
    } else {
      ForRows(0, columns.count, [&](auto number, size_t i) MIB_LAMBDA_INLINE {
        using T = decltype(number);
        store(Fold::Join(run(number, end + i), Load<T, Fold::kTotal>(columns.totals, i), parts), i);
      });
    }
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
