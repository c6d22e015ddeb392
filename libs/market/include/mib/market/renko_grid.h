#pragma once

#include "mib/base/decimal.h"

namespace mib::market {

/// A completed brick: its body from `open` to `close`, high and low as far as its wicks reach.
struct RenkoBrick {
  Int128 open = 0;
  Int128 high = 0;
  Int128 low = 0;
  Int128 close = 0;
};

/// Where the next bricks of a Renko chart lie. Prices are integers at a scale of the caller's, from 1 to 10^37.
///
/// Bricks lie on multiples of their height, so that two charts of one instrument agree wherever each began; the first
/// price stands for the multiple at or below it. A brick is complete when the price reaches its far side. It opens
/// where the one before closed or, when the price turns, where that one opened, so that a turn takes two heights.
class RenkoGrid {
 public:
  RenkoGrid() = default;
  RenkoGrid(Int128 height, bool has_wicks) : height_(height), has_wicks_(has_wicks) {}

  /// How many bricks the price completes: above 0 upwards, below 0 downwards.
  Int128 Count(Int128 price) const;
  /// Completes one of the bricks that Count told.
  RenkoBrick Next(bool up);
  /// The price was there; after its bricks are completed.
  void Touch(Int128 price);
  /// To a scale finer by that factor.
  void Grow(Int128 factor);

 private:
  Int128 height_ = 1;
  bool has_wicks_ = false;
  /// After the first price.
  bool is_begun_ = false;
  /// Where the next brick opens if it goes up, and if it goes down.
  Int128 rise_from_ = 0;
  Int128 fall_from_ = 0;
  /// How far the price went since the last brick was complete.
  Int128 highest_ = 0;
  Int128 lowest_ = 0;
};

}  // namespace mib::market
