#pragma once

#include <array>
#include <cstddef>

#include "candlesticks/candles.h"
#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

/// The sums of the last 10 and the last 5 extents of a stream, bit for bit what SumUpTo gives, at few additions a
/// candle: each pair and four is added up once for all windows that have it.
class ExtentSums {
 public:
  void Push(double extent) {
    ++newest_;
    At(term_, 0) = extent;
    At(pair_, 0) = extent + At(term_, 1);
    At(four_, 0) = At(pair_, 0) + At(pair_, 2);
  }
  double Ten() { return (At(four_, 0) + At(four_, 4)) + At(pair_, 8); }
  double Five() { return At(four_, 0) + At(term_, 4); }

 private:
  // A ring; a power of two that holds ten.
  static constexpr size_t kRing = 16;
  using Ring = std::array<double, kRing>;

  double& At(Ring& ring, size_t back) { return ring[(newest_ - back) % kRing]; }

  Ring term_{};
  Ring pair_{};
  Ring four_{};
  size_t newest_ = 0;
};

/// Candles that BlockSums does for a block of a batch.
inline constexpr size_t kMostSums = kBlock + 4;

/// The sums at `count` (up to kMostSums) candles from `first` on; the same for columns.
template <Extent kExtent, int kPeriod>
void BlockSums(const Candles& first, size_t count, double* sums) {
  constexpr size_t kBefore = 10;
  // Term j is the candle kBefore - j before `first`; its pair and four end with it.
  std::array<double, kMostSums + kBefore> term, pair, four;
  const size_t terms = count + kBefore - 1;
  for (size_t j = 0; j < terms; ++j) term[j] = first.ExtentOf<kExtent>(static_cast<int>(kBefore) - static_cast<int>(j));
  for (size_t j = 1; j < terms; ++j) pair[j] = term[j] + term[j - 1];
  for (size_t j = 3; j < terms; ++j) four[j] = pair[j] + pair[j - 2];
  for (size_t i = 0; i < count; ++i) {
    if constexpr (kPeriod == 5) {
      sums[i] = four[i + 9] + term[i + 5];
    } else {
      sums[i] = (four[i + 9] + four[i + 5]) + pair[i + 1];
    }
  }
}

}  // namespace mib::indicators
