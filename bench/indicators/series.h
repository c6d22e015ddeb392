#pragma once

// The bars that every side of the indicators' measurements gets.

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "mib/indicators/definition.h"

namespace mib::bench {

/// Columns of one series, all of the same length.
struct Series {
  std::array<std::vector<double>, 5> columns;  // open, high, low, close, volume
  std::vector<double> open_times;

  const std::vector<double>& Column(indicators::Input input) const {
    return input == indicators::Input::kOpenTime ? open_times : columns[static_cast<size_t>(input)];
  }
  size_t bars() const { return columns[0].size(); }
  std::vector<std::span<const double>> Inputs(const indicators::Definition& definition) const;
};

/// A random walk of minutes with moves of about one percent around 100, the same for the same `seed`. A weak pull
/// towards 100 keeps a million bars within the range that a price has in practice.
Series MakeSeries(size_t bars, unsigned seed = 1);

/// Writes the five columns without the times one after another, as doubles in the machine's byte order. False where
/// that fails.
bool WriteSeries(const Series& series, const std::string& path);

}  // namespace mib::bench
