#pragma once

#include <bit>
#include <cstdint>

namespace mib::indicators {

/// `a` where `condition` holds, else `b`, without a branch: for conditions that cannot be predicted, such as which way
/// a price goes. The compiler makes a branch of `?:` more often than not.
inline double Select(bool condition, double a, double b) {
  const uint64_t mask = uint64_t{0} - static_cast<uint64_t>(condition);
  return std::bit_cast<double>((std::bit_cast<uint64_t>(a) & mask) | (std::bit_cast<uint64_t>(b) & ~mask));
}

}  // namespace mib::indicators
