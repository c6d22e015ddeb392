#pragma once

#include <cstdint>
#include <span>

#include "formation.h"

namespace mib::indicators {

/// The line through the swing highs and the line through the swing lows, by least squares.
struct LinePair {
  PriceLine upper;
  PriceLine lower;
  int64_t first = 0;
  int64_t last = 0;
  /// Distance of the lines at `first` and at `last`.
  double height = 0;
  double end_height = 0;
  /// Change of each over the formation, as a share of `height`.
  double upper_change = 0;
  double lower_change = 0;
  /// Distances of the touches from their lines, as shares of `height`.
  double worst_residual = 0;
  double mean_residual = 0;
  /// Of the first to the last touch of the one line and of the other, the shorter over the longer.
  double evenness = 0;

  double Mean() const { return (upper_change + lower_change) / 2; }
  /// Above 0 where the lines come together.
  double Convergence() const { return lower_change - upper_change; }
};

/// `swings` has two highs and two lows or more, in the order of time. A height of 0 or below: the lines cross.
LinePair FitLines(std::span<const Swing> swings);

}  // namespace mib::indicators
