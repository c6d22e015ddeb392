#pragma once

// TA-Lib as a peer: its C functions, from the shared library that its Python package brings along.

#include <memory>
#include <string>
#include <vector>

#include "contest.h"
#include "spec.h"

namespace mib::bench {

/// Indicators. Inputs and outputs are in the same order on both sides.
std::vector<Row> TalibIndicators();
/// Candlestick patterns: all that the registry has.
std::vector<Row> TalibCandlesticks();

/// The library, loaded and initialised. It must outlive the contests that it makes.
class Talib {
 public:
  /// Exits with a message where the library cannot be loaded.
  explicit Talib(const std::string& path);
  ~Talib();

  /// Our batch form against its function with the same parameters. Exits with a message where it has no such function.
  Contest Make(const Row& row, const Series& series, Outputs& ours, Outputs& peer) const;

 private:
  struct Api;
  std::unique_ptr<Api> api_;
};

}  // namespace mib::bench
