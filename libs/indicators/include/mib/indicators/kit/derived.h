#pragma once

#include <cstddef>

#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/true_range.h"

namespace mib::indicators {

/// How many rows in front of a block a window of `size` rows Runs over. Longer ones than kBlock do not look back; see
/// RunSliding.
inline int RowsBefore(int size) { return size <= static_cast<int>(kBlock) ? size - 1 : 0; }

/// A column that is worked out from the bars around each row, for the rows of a block and for those in front of it.
class Derived {
 public:
  /// term(i) of the rows i = -before, ..., count - 1; both up to kBlock. The result is row 0.
  template <typename Term>
  MIB_ALWAYS_INLINE const double* Fill(int before, size_t count, Term term) {
    double* rows = From(0);
    for (ptrdiff_t i = -before; i < static_cast<ptrdiff_t>(count); ++i) rows[i] = term(i);
    return rows;
  }
  /// To be written by others: from the row `before` rows in front of the block.
  double* From(int before) { return values_ + kBlock - before; }

 private:
  // Columns a multiple of 4 kB apart would share cache sets.
  static constexpr size_t kApart = 24;

  double values_[2 * kBlock + kApart];
};

/// The true ranges of the same rows.
class DerivedRanges {
 public:
  const double* Fill(const double* const* in, int before, size_t count) {
    TrueRange::Run(in[0] - before, in[1] - before, in[2] - before, count + static_cast<size_t>(before),
                   column_.From(before));
    return column_.From(0);
  }

 private:
  Derived column_;
};

}  // namespace mib::indicators
