#pragma once

// Tulip Indicators as a peer: its C functions, compiled into a shared library.

#include <string>
#include <vector>

#include "contest.h"
#include "shared_library.h"
#include "spec.h"

namespace mib::bench {

/// What both have with the same meaning. Inputs are in the same order on both sides.
std::vector<Row> TulipIndicators();

/// It must outlive the contests that it makes. Exits with a message where the library or a function is missing.
class Tulip {
 public:
  explicit Tulip(const std::string& path) : library_(path) {}
  Contest Make(const Row& row, const Series& series, Outputs& ours, Outputs& peer) const;

 private:
  SharedLibrary library_;
};

}  // namespace mib::bench
