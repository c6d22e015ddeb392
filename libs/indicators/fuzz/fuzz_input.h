#pragma once

// What the fuzz targets share: bytes read as decisions, and as bars from realistic to impossible.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mib/indicators/compute.h"
#include "mib/indicators/swings.h"

namespace mib::indicators {

/// Ends the process with a message where something that must hold does not.
template <typename... Parts>
void Require(bool holds, fmt::format_string<Parts...> what, Parts&&... parts) {
  if (holds) return;
  fmt::print(stderr, "BROKEN: {}\n", fmt::format(what, std::forward<Parts>(parts)...));
  std::abort();
}

/// Equal in every bit; any NaN equals another.
inline bool Same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

using Limits = std::numeric_limits<double>;
inline constexpr double kHostileNumbers[] = {0,
                                             -0.0,
                                             -1,
                                             0.5,
                                             1,
                                             1.0000000000000002,
                                             5000,
                                             5001,
                                             2147483647,
                                             2147483648,
                                             -2147483648,
                                             1e19,
                                             1e100,
                                             1e154,
                                             1e300,
                                             -1e300,
                                             Limits::max(),
                                             -Limits::max(),
                                             Limits::min(),
                                             Limits::denorm_min(),
                                             -Limits::denorm_min(),
                                             Limits::infinity(),
                                             -Limits::infinity(),
                                             Limits::quiet_NaN()};

/// Takes an input byte by byte. After its end come those of a sequence that its first four bytes begin: few bytes make
/// a long series, and others make another.
class FuzzInput {
 public:
  explicit FuzzInput(std::span<const uint8_t> bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) sequence_ = sequence_ << 8 | Byte();
  }

  uint8_t Byte() {
    if (next_ < bytes_.size()) return bytes_[next_++];
    // D. Knuth, MMIX.
    sequence_ = sequence_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<uint8_t>(sequence_ >> 56);
  }
  /// 0 to `below` - 1; `below` is 1 to 65536.
  size_t Below(size_t below) { return (size_t{Byte()} << 8 | Byte()) % below; }
  /// True `share` times of 256.
  bool Chance(uint8_t share) { return Byte() < share; }
  int32_t RawInt() {
    uint32_t bits = 0;
    for (int i = 0; i < 4; ++i) bits = bits << 8 | Byte();
    return static_cast<int32_t>(bits);
  }
  double Raw() {
    uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits = bits << 8 | Byte();
    return std::bit_cast<double>(bits);
  }
  double Hostile() { return kHostileNumbers[Below(std::size(kHostileNumbers))]; }
  /// Printable: an error shows other bytes replaced.
  std::string Text(size_t longest) {
    std::string text;
    for (size_t length = Below(longest + 1); text.size() < length;)
      text += static_cast<char>(' ' + Byte() % ('~' - ' ' + 1));
    return text;
  }

 private:
  std::span<const uint8_t> bytes_;
  size_t next_ = 0;
  uint64_t sequence_ = 0;
};

/// A walk at some height in steps of some size; now and then a column holds any number at all.
inline std::vector<Ohlcv> ReadBars(FuzzInput* input, size_t most) {
  constexpr std::array<double, 8> kHeights = {100, 1, 1e-9, 1e13, 1e99, 0, -50, 1e-310};
  constexpr std::array<double, 4> kSteps = {0.001, 0, 0.1, 1e-12};
  const size_t count = input->Below(most + 1);
  const double height = kHeights[input->Byte() % kHeights.size()];
  const double step = kSteps[input->Byte() % kSteps.size()] * height;
  const uint8_t hostility = input->Chance(128) ? 0 : input->Byte() % 64;
  std::vector<Ohlcv> bars;
  double price = height;
  while (bars.size() < count) {
    const double close = price + step * (input->Byte() % 17 - 8);
    const uint8_t reach = input->Byte();
    Ohlcv bar{price, std::max(price, close) + step * (reach & 7), std::min(price, close) - step * (reach >> 3 & 7),
              close, static_cast<double>(reach >> 6) * 1000};
    price = close;
    if (input->Chance(hostility)) {
      double* columns[] = {&bar.open, &bar.high, &bar.low, &bar.close, &bar.volume};
      *columns[input->Byte() % 5] = input->Chance(128) ? input->Hostile() : input->Raw();
    }
    bars.push_back(bar);
  }
  return bars;
}

/// Open times for that many bars, mostly one after the other: over the epoch, far away, all the same or backwards, with
/// gaps; now and then any number at all.
inline std::vector<double> ReadTimes(FuzzInput* input, size_t count) {
  constexpr std::array<double, 6> kBeginnings = {1704477600, 0, -86400, 1.5, -62135596800, 1e15};
  constexpr std::array<double, 8> kSteps = {60, 3600, 86400, 604800, 0.125, 420, 0, -60};
  double time = kBeginnings[input->Byte() % kBeginnings.size()];
  const double step = kSteps[input->Byte() % kSteps.size()];
  const uint8_t hostility = input->Chance(192) ? 0 : input->Byte() % 64;
  std::vector<double> times;
  while (times.size() < count) {
    times.push_back(input->Chance(hostility) ? input->Hostile() : time);
    time += input->Chance(16) ? step * input->Byte() : step;
  }
  return times;
}

/// The same as columns, each exactly as long as there are bars, so that one value too far is seen.
struct FuzzColumns {
  FuzzColumns(std::span<const Ohlcv> bars, std::vector<double> times)
      : open(bars.size()),
        high(bars.size()),
        low(bars.size()),
        close(bars.size()),
        volume(bars.size()),
        open_time(std::move(times)) {
    for (size_t i = 0; i < bars.size(); ++i) {
      open[i] = bars[i].open;
      high[i] = bars[i].high;
      low[i] = bars[i].low;
      close[i] = bars[i].close;
      volume[i] = bars[i].volume;
    }
  }
  BarColumns View() const {
    return {.open = open, .high = high, .low = low, .close = close, .volume = volume, .open_time = open_time};
  }

  std::vector<double> open, high, low, close, volume, open_time;
};

}  // namespace mib::indicators
