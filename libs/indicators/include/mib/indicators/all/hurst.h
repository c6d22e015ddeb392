#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators::hurst {

class Hurst {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 1;
  static constexpr size_t kShortestPart = 8;

  explicit Hurst(Params params) : returns_(static_cast<int>(params[0])) {}

  bool Update(const double* in, double* out) {
    const double change = in[0] > 0 && close_ > 0 ? FiniteOrNan(std::log(in[0] / close_)) : kNan;
    close_ = in[0];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    if (!returns_.Push(change)) return false;
    out[0] = Exponent(returns_.values());
    return true;
  }

 private:
  // The slope of log(rescaled range) over log(size), for the whole window, its halves, its quarters...
  static double Exponent(std::span<const double> returns) {
    double count = 0;
    double sum_x = 0;
    double sum_y = 0;
    double sum_xx = 0;
    double sum_xy = 0;
    for (size_t parts = 1; returns.size() / parts >= kShortestPart; parts *= 2) {
      const size_t size = returns.size() / parts;
      // NaN goes through, to the sums.
      const double range = MeanRescaledRange(returns.last(size * parts), size);
      if (range <= 0) continue;
      const double x = std::log(static_cast<double>(size));
      const double y = std::log(range);
      count += 1;
      sum_x += x;
      sum_y += y;
      sum_xx += x * x;
      sum_xy += x * y;
    }
    if (count < 2) return kNan;
    return (count * sum_xy - sum_x * sum_y) / (count * sum_xx - sum_x * sum_x);
  }

  // Over the parts of `size` in which returns vary; 0 if they vary in none.
  static double MeanRescaledRange(std::span<const double> returns, size_t size) {
    double sum = 0;
    double count = 0;
    for (; !returns.empty(); returns = returns.subspan(size)) {
      const double range = RescaledRange(returns.first(size));
      if (range == 0) continue;
      sum += range;
      count += 1;
    }
    return count == 0 ? 0 : sum / count;
  }

  // How far the running sum of the distances from the mean reaches, in standard deviations.
  static double RescaledRange(std::span<const double> part) {
    const auto size = static_cast<double>(part.size());
    double mean = 0;
    for (const double x : part) mean += x;
    mean /= size;
    double running = 0;
    double highest = 0;
    double lowest = 0;
    double squares = 0;
    for (const double x : part) {
      running += x - mean;
      if (running > highest) highest = running;
      if (running < lowest) lowest = running;
      squares += (x - mean) * (x - mean);
    }
    const double deviation = std::sqrt(squares / size);
    // What rounding of the mean leaves of equal returns.
    if (deviation <= kEqual * std::abs(mean)) return 0;
    return (highest - lowest) / deviation;
  }

  static constexpr double kEqual = 1e-12;

  History returns_;
  double close_ = 0;
  bool begun_ = false;
};

using Updater = Hurst;

inline Definition Define() {
  return {
      .name = "hurst",
      .long_name = "Hurst exponent",
      .category = "statistics",
      .inputs = {Input::kClose},
      .parameters = {{"period", "Logarithmic returns that one value looks at.", 100, 16, kLongestPeriod, true}},
      .outputs = {"hurst"},
      .description =
          "Near 0.5 for a random walk, above where moves go on, below where they turn back. By rescaled range: the "
          "last `period` logarithmic returns are taken whole, in halves, in quarters and so on down to 8, the newest "
          "where they do not divide evenly; in each part the range of the running sum of the distances from the part's "
          "mean is divided by their population standard deviation; the exponent is the slope of the line nearest to "
          "the logarithm of the mean of that over the logarithm of the size. Parts without variation are left out; not "
          "a number where fewer than two sizes remain or a close is not above 0. H. E. Hurst (1951); E. Peters, Chaos "
          "and Order in the Capital Markets (1991).",
      .warm_up = [](Params params) { return static_cast<int>(params[0]) + 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::hurst
