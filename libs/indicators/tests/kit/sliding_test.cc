#include "mib/indicators/kit/sliding.h"

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <deque>
#include <limits>
#include <random>

#include "mib/indicators/kit/co_moments.h"
#include "mib/indicators/kit/extremes.h"
#include "mib/indicators/kit/linear_fit.h"
#include "mib/indicators/kit/moments.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators {
namespace {

constexpr size_t kRows = 1000;
const int kSizes[] = {1, 2, 3, 5, 14, 20, 37, 64, 100, 255, 256, 300};

/// Values whose size changes for long stretches and for single ones.
std::vector<double> Series(unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<double> values(kRows);
  for (size_t i = 0; i < kRows; ++i) {
    const double scale = i % 500 < 250 ? 1e-9 : i % 97 == 0 ? 1e13 : 100;
    values[i] = scale * unit(random);
  }
  return values;
}

using Columns = std::vector<std::vector<double>>;

/// What `push(row, values)` gives for each row; NaN until it is true.
template <typename Push>
Columns Pushed(size_t outputs, Push push) {
  Columns columns(outputs, std::vector<double>(kRows, std::numeric_limits<double>::quiet_NaN()));
  std::vector<double> values(outputs);
  for (size_t i = 0; i < kRows; ++i) {
    if (!push(i, values.data())) continue;
    for (size_t c = 0; c < outputs; ++c) columns[c][i] = values[c];
  }
  return columns;
}

/// The same with `run(row, count, out)` once push has been true, in blocks of uneven length.
template <typename Push, typename Run>
Columns Run_(size_t outputs, Push push, Run run) {
  Columns columns(outputs, std::vector<double>(kRows, std::numeric_limits<double>::quiet_NaN()));
  std::vector<double> values(outputs);
  size_t i = 0;
  for (bool ready = false; i < kRows && !ready; ++i) {
    ready = push(i, values.data());
    for (size_t c = 0; c < outputs && ready; ++c) columns[c][i] = values[c];
  }
  for (size_t count = 1; i < kRows; i += count) {
    count = std::min({(count * 7 + 3) % (kBlock + 1), kBlock, kRows - i});
    count = std::max<size_t>(count, 1);
    std::vector<double*> out;
    for (auto& column : columns) out.push_back(column.data() + i);
    run(i, count, out.data());
  }
  return columns;
}

void CheckSame(const Columns& a, const Columns& b) {
  for (size_t c = 0; c < a.size(); ++c) {
    for (size_t i = 0; i < kRows; ++i) {
      const bool same = std::bit_cast<uint64_t>(a[c][i]) == std::bit_cast<uint64_t>(b[c][i]) ||
                        (std::isnan(a[c][i]) && std::isnan(b[c][i]));
      INFO("column " << c << " row " << i << ": " << a[c][i] << " and " << b[c][i]);
      REQUIRE(same);
    }
  }
}

template <typename Part>
auto Maker(int size) {
  return [size] { return Part(size); };
}

/// Checks that pushing and running what `make` gives have the same bits.
template <typename Make, typename Push, typename Run>
Columns CheckBoth(size_t outputs, Make make, Push push, Run run) {
  auto pushed = make();
  auto run_on = make();
  Columns columns = Pushed(outputs, [&](size_t i, double* values) { return push(pushed, i, values); });
  CheckSame(columns, Run_(
                         outputs, [&](size_t i, double* values) { return push(run_on, i, values); },
                         [&](size_t i, size_t count, double* const* out) { run(run_on, i, count, out); }));
  return columns;
}

std::vector<double> Spoilt(std::vector<double> values) {
  values[3] = values[400] = values[401] = std::numeric_limits<double>::quiet_NaN();
  values[700] = std::numeric_limits<double>::infinity();
  return values;
}

TEST_CASE("Windows worked through in blocks have the bits of windows pushed bar by bar", "[unit][indicators]") {
  for (const auto& x : {Series(31), Spoilt(Series(31))}) {
    const std::vector<double> y = Series(32);
    for (const int size : kSizes) {
      INFO(size);
      CheckBoth(
          1, Maker<SlidingMean>(size),
          [&](SlidingMean& mean, size_t i, double* out) {
            const bool full = mean.Push(x[i]);
            out[0] = mean.value();
            return full;
          },
          [&](SlidingMean& mean, size_t i, size_t count, double* const* out) { mean.Run(&x[i], count, out[0]); });
      CheckBoth(
          1, Maker<SlidingSum>(size),
          [&](SlidingSum& sum, size_t i, double* out) {
            const bool full = sum.Push(x[i]);
            out[0] = sum.value();
            return full;
          },
          [&](SlidingSum& sum, size_t i, size_t count, double* const* out) { sum.Run(&x[i], count, out[0]); });
      CheckBoth(
          2, Maker<Moments>(size),
          [&](Moments& moments, size_t i, double* out) {
            const bool full = moments.Push(x[i]);
            out[0] = moments.Mean();
            out[1] = moments.Variance();
            return full;
          },
          [&](Moments& moments, size_t i, size_t count, double* const* out) {
            moments.Run(&x[i], count, out[0], out[1]);
          });
      CheckBoth(
          3, Maker<CoMoments>(size),
          [&](CoMoments& moments, size_t i, double* out) {
            const bool full = moments.Push(x[i], y[i]);
            const CoMoments::Values values = moments.Get();
            out[0] = values.variance_x;
            out[1] = values.variance_y;
            out[2] = values.covariance;
            return full;
          },
          [&](CoMoments& moments, size_t i, size_t count, double* const* out) {
            CoMoments::Columns values;
            moments.Run(&x[i], &y[i], count, &values);
            std::copy_n(values.variance_x, count, out[0]);
            std::copy_n(values.variance_y, count, out[1]);
            std::copy_n(values.covariance, count, out[2]);
          });
    }
  }
}

TEST_CASE("Lines and extremes in blocks have the bits of those pushed bar by bar", "[unit][indicators]") {
  for (const auto& x : {Series(33), Spoilt(Series(33))}) {
    for (const int size : kSizes) {
      INFO(size);
      if (size > 1) {
        CheckBoth(
            2, Maker<LinearFit>(size),
            [&](LinearFit& fit, size_t i, double* out) {
              const bool full = fit.Push(x[i]);
              out[0] = fit.Get().slope;
              out[1] = fit.Get().mean;
              return full;
            },
            [&](LinearFit& fit, size_t i, size_t count, double* const* out) { fit.Run(&x[i], count, out[0], out[1]); });
      }
      CheckBoth(
          1, Maker<WindowMin>(size),
          [&](WindowMin& window, size_t i, double* out) {
            const bool full = window.Push(x[i]);
            out[0] = window.value();
            return full;
          },
          [&](WindowMin& window, size_t i, size_t count, double* const* out) { window.Run(&x[i], count, out[0]); });
      CheckBoth(
          2, Maker<PlacedExtreme<true>>(size),
          [&](PlacedExtreme<true>& window, size_t i, double* out) {
            const bool full = window.Push(x[i]);
            out[0] = window.value();
            out[1] = window.bars_ago();
            return full;
          },
          [&](PlacedExtreme<true>& window, size_t i, size_t count, double* const* out) {
            window.Run(&x[i], count, out[0], out[1]);
          });
    }
  }
}

TEST_CASE("Smoothing in blocks, also in place, has the bits of smoothing bar by bar", "[unit][indicators]") {
  for (const auto& x : {Series(34), Spoilt(Series(34))}) {
    for (const int period : {1, 2, 3, 14, 200}) {
      const auto push = [&](Smoothing& smoothing, size_t i, double* out) {
        const bool ready = smoothing.Push(x[i]);
        out[0] = smoothing.value();
        return ready;
      };
      CheckBoth(
          1, [=] { return Smoothing::Exponential(period); }, push,
          [&](Smoothing& smoothing, size_t i, size_t count, double* const* out) {
            smoothing.Run(&x[i], count, out[0]);
          });
      CheckBoth(
          1, [=] { return Smoothing::Wilder(period); }, push,
          [&](Smoothing& smoothing, size_t i, size_t count, double* const* out) {
            std::copy_n(&x[i], count, out[0]);
            smoothing.Run(out[0], count, out[0]);
          });
    }
  }
}

TEST_CASE("Smoothing is the recurrence written out in long doubles", "[unit][indicators]") {
  const std::vector<double> x = Series(35);
  for (const int period : {1, 2, 14, 200}) {
    Smoothing smoothing = Smoothing::Exponential(period);
    long double expected = 0;
    // The same of the values' sizes, now and up to four bars before: of them a value is made.
    long double size = 0;
    std::deque<long double> sizes(5);
    for (size_t i = 0; i < kRows; ++i) {
      const auto pushed = static_cast<long double>(i + 1);
      const long double alpha = i < static_cast<size_t>(period) ? 1 / pushed : 2 / (period + 1.0L);
      expected += alpha * (x[i] - expected);
      sizes.push_back(size += alpha * (std::abs(x[i]) - size));
      sizes.pop_front();
      const long double scale = *std::max_element(sizes.begin(), sizes.end()) + std::abs(x[i]);
      if (!smoothing.Push(x[i])) continue;
      INFO(period << " " << i);
      REQUIRE(std::abs(static_cast<double>(smoothing.value() - expected)) <=
              (period + 100) * std::numeric_limits<double>::epsilon() * static_cast<double>(scale));
    }
  }
}

struct Expected {
  long double mean = 0;
  long double variance = 0;
  long double slope = 0;
  // Of the values, for tolerances.
  long double size = 0;
};

Expected LookAt(const double* begin, size_t size) {
  const auto n = static_cast<long double>(size);
  Expected expected;
  for (size_t i = 0; i < size; ++i) {
    expected.mean += begin[i] / n;
    expected.size = std::max<long double>(expected.size, std::abs(begin[i]));
  }
  for (size_t i = 0; i < size; ++i) {
    const long double distance = begin[i] - expected.mean;
    expected.variance += distance * distance / n;
    const long double x = static_cast<long double>(i) - (n - 1) / 2;
    expected.slope += x * distance * 12 / (n * (n * n - 1));
  }
  return expected;
}

TEST_CASE("Mean, variance and slope are those of the window in long doubles", "[unit][indicators]") {
  const std::vector<double> x = Series(36);
  for (const int size : kSizes) {
    if (size < 2) continue;
    SlidingMean mean(size);
    Moments moments(size);
    LinearFit fit(size);
    for (size_t i = 0; i < kRows; ++i) {
      mean.Push(x[i]);
      fit.Push(x[i]);
      if (!moments.Push(x[i])) continue;
      const Expected expected = LookAt(&x[i + 1 - static_cast<size_t>(size)], static_cast<size_t>(size));
      const auto scale = static_cast<double>(expected.size);
      INFO(size << " " << i);
      REQUIRE(std::abs(static_cast<double>(mean.value() - expected.mean)) <= 1e-15 * scale);
      REQUIRE(std::abs(static_cast<double>(moments.Mean() - expected.mean)) <= 1e-15 * scale);
      REQUIRE(std::abs(static_cast<double>(moments.Variance() - expected.variance)) <= 1e-14 * scale * scale);
      REQUIRE(std::abs(static_cast<double>(fit.Get().slope - expected.slope)) <= 1e-14 * scale);
    }
  }
}

TEST_CASE("What stands still has its own mean and nothing else, whatever the window", "[unit][indicators]") {
  for (int size = 2; size < 300; ++size) {
    for (const double value : {101.1, 1.0 / 3, 1e13 / 7, -1e-9 / 3}) {
      SlidingMean mean(size);
      Moments moments(size);
      LinearFit fit(size);
      CoMoments pairs(size);
      Smoothing smoothing = Smoothing::Exponential(size);
      for (int i = 0; i < size + 5; ++i) {
        mean.Push(value);
        moments.Push(value);
        fit.Push(value);
        pairs.Push(value, i);
        smoothing.Push(value);
      }
      INFO(size << " " << value);
      REQUIRE(mean.value() == value);
      REQUIRE(moments.Variance() == 0);
      REQUIRE(fit.Get().slope == 0);
      REQUIRE(fit.WeightedMean() == value);
      REQUIRE(pairs.Get().variance_x == 0);
      REQUIRE(pairs.Get().covariance == 0);
      REQUIRE(smoothing.value() == value);
    }
  }
}

}  // namespace
}  // namespace mib::indicators
