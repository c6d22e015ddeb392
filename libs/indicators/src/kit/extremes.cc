#include "mib/indicators/kit/extremes.h"

#include <algorithm>

#include "mib/indicators/kit/finite.h"

namespace mib::indicators {
namespace {

// Runs of bars may overlap without changing an extreme, so a window is put together from few runs of 1, 4, 16, ... bars
// of the same length. Values that are not finite, which are seldom, need more care and are left to SlidingBlock.

template <typename T>
MIB_ALWAYS_INLINE T NumbersFrom(size_t first) {
  if constexpr (sizeof(T) == sizeof(double)) {
    return static_cast<double>(first);
  } else {
    return AllLanes(static_cast<double>(first)) + Lanes{0, 1, 2, 3};
  }
}

/// An extreme alone.
template <bool kMaximum>
struct Unplaced {
  using Fold = ExtremeFold<kMaximum>;
  static constexpr size_t kFields = 1;
  static MIB_ALWAYS_INLINE double Pushed(double x) { return FiniteOrNan(x); }

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Leaf(const double* x, size_t at) {
    return {LoadAs<T>(x + at)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Better(const Fields<T, 1>& older, const Fields<T, 1>& newer) {
    const T a = older.at[0];
    const T b = newer.at[0];
    return {Choose(kMaximum ? a > b : a < b, a, b)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 1> Result(const Fields<T, 1>& extreme, size_t /*at*/) {
    return {extreme.at[0] + 0.0};
  }
};

/// An extreme and the number of its bar.
template <bool kMaximum>
struct Placed {
  using Fold = PlacedExtremeFold<kMaximum>;
  static constexpr size_t kFields = 2;
  static MIB_ALWAYS_INLINE double Pushed(double x) { return x; }

  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Leaf(const double* x, size_t at) {
    return {LoadAs<T>(x + at), NumbersFrom<T>(at)};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Better(const Fields<T, 2>& older, const Fields<T, 2>& newer) {
    const auto first = kMaximum ? older.at[0] > newer.at[0] : older.at[0] < newer.at[0];
    return {Choose(first, older.at[0], newer.at[0]), Choose(first, older.at[1], newer.at[1])};
  }
  template <typename T>
  static MIB_ALWAYS_INLINE Fields<T, 2> Result(const Fields<T, 2>& extreme, size_t at) {
    return {extreme.at[0], NumbersFrom<T>(at) - extreme.at[1]};
  }
};

template <typename Kind>
class OverlappingRuns {
 public:
  MIB_ALWAYS_INLINE OverlappingRuns(const double* x, size_t size, size_t count)
      : x_(x - (size - 1)), size_(size), length_(size - 1 + count) {}

  MIB_ALWAYS_INLINE bool AllFinite() const {
    LaneBits spoilt{};
    size_t i = 0;
    for (; i + kLanes <= length_; i += kLanes) spoilt |= LoadLanes(x_ + i) - LoadLanes(x_ + i) != 0;
    bool any = (spoilt[0] | spoilt[1] | spoilt[2] | spoilt[3]) != 0;
    for (; i < length_; ++i) any |= x_[i] - x_[i] != 0;
    return !any;
  }

  MIB_ALWAYS_INLINE void Run(double* const* results) {
    if (size_ < 4) {
      Finish<true>(1, results);
      return;
    }
    Quadruple<true>(1);
    size_t span = 4;
    for (; 4 * span <= size_; span *= 4) Quadruple<false>(span);
    Finish<false>(span, results);
  }

 private:
  template <typename T>
  using Entry = Fields<T, Kind::kFields>;

  template <bool kLeaves, typename T>
  MIB_ALWAYS_INLINE Entry<T> At(size_t at) const {
    if constexpr (kLeaves) {
      return Kind::template Leaf<T>(x_, at);
    } else {
      Entry<T> entry;
      for (size_t f = 0; f < Kind::kFields; ++f) entry.at[f] = LoadAs<T>(runs_[f] + at);
      return entry;
    }
  }
  template <bool kLeaves, typename T>
  MIB_ALWAYS_INLINE Entry<T> Best(size_t at, size_t a, size_t b, size_t c) const {
    return Kind::Better(Kind::Better(At<kLeaves, T>(at - c), At<kLeaves, T>(at - b)),
                        Kind::Better(At<kLeaves, T>(at - a), At<kLeaves, T>(at)));
  }
  template <typename T>
  static MIB_ALWAYS_INLINE void Store(const Entry<T>& entry, double* const* to, size_t at) {
    for (size_t f = 0; f < Kind::kFields; ++f) StoreAs(entry.at[f], to[f] + at);
  }

  // From runs of `span` bars those of four times as many; from the end, so that what is read is not yet overwritten.
  template <bool kLeaves>
  MIB_ALWAYS_INLINE void Quadruple(size_t span) {
    double* to[Kind::kFields];
    for (size_t f = 0; f < Kind::kFields; ++f) to[f] = runs_[f];
    size_t i = length_;
    for (; i >= 3 * span + kLanes; i -= kLanes)
      Store(Best<kLeaves, Lanes>(i - kLanes, span, 2 * span, 3 * span), to, i - kLanes);
    for (; i > 3 * span; --i) Store(Best<kLeaves, double>(i - 1, span, 2 * span, 3 * span), to, i - 1);
  }

  // From runs of `span` bars, more than a quarter of the window.
  template <bool kLeaves>
  MIB_ALWAYS_INLINE void Finish(size_t span, double* const* results) const {
    const size_t c = size_ - span;
    const size_t a = std::min(span, c);
    const size_t b = std::min(2 * span, c);
    const size_t count = length_ - (size_ - 1);
    size_t i = 0;
    if (c == a) {
      for (; i + kLanes <= count; i += kLanes) {
        const size_t at = size_ - 1 + i;
        Store(Kind::Result(Kind::Better(At<kLeaves, Lanes>(at - c), At<kLeaves, Lanes>(at)), at), results, i);
      }
    }
    for (; i + kLanes <= count; i += kLanes) {
      const size_t at = size_ - 1 + i;
      Store(Kind::Result(Best<kLeaves, Lanes>(at, a, b, c), at), results, i);
    }
    for (; i < count; ++i) {
      const size_t at = size_ - 1 + i;
      Store(Kind::Result(Best<kLeaves, double>(at, a, b, c), at), results, i);
    }
  }

  // Columns a multiple of 4 kB apart would share cache sets.
  static constexpr size_t kApart = 24;

  const double* x_;
  size_t size_;
  size_t length_;
  double runs_[Kind::kFields][2 * kBlock + kApart];
};

template <typename Kind>
MIB_ALWAYS_INLINE void RunExtremes(size_t size, const double* x, size_t count, double* const* results) {
  OverlappingRuns<Kind> runs(x, size, count);
  if (runs.AllFinite()) [[likely]] {
    runs.Run(results);
    return;
  }
  const size_t before = size - 1;
  double values[2 * kBlock];
  for (size_t i = 0; i < before + count; ++i) values[i] = Kind::Pushed((x - before)[i]);
  const double* in = values + before;
  SlidingBlock<typename Kind::Fold> block;
  block.Run(SlidingPlan(static_cast<int>(size)), &in, count, results);
}

MIB_FOR_EACH_PROCESSOR void RunMaxima(size_t size, const double* x, size_t count, double* const* results) {
  RunExtremes<Unplaced<true>>(size, x, count, results);
}
MIB_FOR_EACH_PROCESSOR void RunMinima(size_t size, const double* x, size_t count, double* const* results) {
  RunExtremes<Unplaced<false>>(size, x, count, results);
}
MIB_FOR_EACH_PROCESSOR void RunPlacedMaxima(size_t size, const double* x, size_t count, double* const* results) {
  RunExtremes<Placed<true>>(size, x, count, results);
}
MIB_FOR_EACH_PROCESSOR void RunPlacedMinima(size_t size, const double* x, size_t count, double* const* results) {
  RunExtremes<Placed<false>>(size, x, count, results);
}

}  // namespace

template <bool kMaximum>
void WindowExtreme<kMaximum>::Run(const double* x, size_t count, double* values) {
  if (size_ <= kBlock) {
    (kMaximum ? RunMaxima : RunMinima)(size_, x, count, &values);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    Push(x[i]);
    values[i] = value();
  }
}

template <bool kMaximum>
void PlacedExtreme<kMaximum>::Run(const double* x, size_t count, double* values, double* bars) {
  if (size_ <= kBlock) {
    double* const results[] = {values, bars};
    (kMaximum ? RunPlacedMaxima : RunPlacedMinima)(size_, x, count, results);
    return;
  }
  for (size_t i = 0; i < count; ++i) {
    Push(x[i]);
    values[i] = value();
    bars[i] = bars_ago();
  }
}

template class WindowExtreme<true>;
template class WindowExtreme<false>;
template class PlacedExtreme<true>;
template class PlacedExtreme<false>;

}  // namespace mib::indicators
