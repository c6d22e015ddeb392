#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "mib/indicators/kit/delay.h"
#include "mib/indicators/kit/smoothing.h"
#include "mib/indicators/kit/sum_over.h"
#include "mib/indicators/kit/true_range.h"
#include "mib/indicators/kit/wilder_sum.h"
#include "mib/indicators/kit/window.h"

namespace mib::indicators {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("A history shows its values oldest first, without a break; a window sums them", "[unit][indicators]") {
  History history(3);
  SlidingSum sum(3);
  SlidingMean mean(3);
  for (const int i : {1, 2}) {
    CHECK_FALSE(history.Push(i));
    CHECK_FALSE(sum.Push(i));
    CHECK_FALSE(mean.Push(i));
  }
  for (int i = 3; i < 20; ++i) {
    REQUIRE(history.Push(i));
    REQUIRE(sum.Push(i));
    REQUIRE(mean.Push(i));
    CHECK(history.values()[0] == i - 2);
    CHECK(history.values()[2] == i);
    CHECK(sum.value() == 3 * (i - 1));
    CHECK(mean.value() == i - 1);
  }
}

TEST_CASE("A delay gives back the value that went in so many bars before", "[unit][indicators]") {
  Delay delay(4);
  for (int i = 0; i < 4; ++i) CHECK_FALSE(delay.Push(i));
  for (int i = 4; i < 20; ++i) {
    REQUIRE(delay.Push(i));
    CHECK(delay.value() == i - 4);
  }
}

TEST_CASE("A delay runs over blocks shorter and longer than itself", "[unit][indicators]") {
  for (const int bars : {1, 3, 100}) {
    Delay delay(bars);
    std::vector<double> values(300);
    std::iota(values.begin(), values.end(), 1);
    std::vector<double> delayed(values.size());
    size_t next = 0;
    for (const size_t count : {2u, 1u, 90u, 207u}) {
      delay.Run(&values[next], count, &delayed[next]);
      next += count;
    }
    for (size_t i = static_cast<size_t>(bars); i < values.size(); ++i) REQUIRE(delayed[i] == values[i] - bars);
  }
}

TEST_CASE("Wilder's sum is plain at first; then a part goes out for each value", "[unit][indicators]") {
  for (const int period : {1, 2, 3, 14}) {
    const double kept = 1 - 1.0 / period;
    std::vector<double> values(100);
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i * i % 17);
    WilderSum pushed(period);
    double expected = 0;
    for (size_t i = 0; i < values.size(); ++i) {
      expected = static_cast<int>(i) < period - 1 ? expected + values[i] : kept * expected + values[i];
      REQUIRE(pushed.Push(values[i]) == (static_cast<int>(i) >= period - 2));
      REQUIRE(pushed.value() == Catch::Approx(expected).epsilon(1e-14));
      // From here on in blocks.
      WilderSum run = pushed;
      WilderSum pushed_on = pushed;
      if (static_cast<int>(i) < period - 2) continue;
      std::vector<double> sums(values.begin() + static_cast<ptrdiff_t>(i) + 1, values.end());
      for (size_t done = 0, count = 1; done < sums.size();
           done += count, count = std::min(count + 2, sums.size() - done))
        run.Run(&sums[done], count, &sums[done]);
      for (size_t later = i + 1; later < values.size(); ++later) {
        pushed_on.Push(values[later]);
        REQUIRE(sums[later - i - 1] == pushed_on.value());
      }
    }
  }
}

TEST_CASE("Smoothing begins with the plain mean and then moves by its share", "[unit][indicators]") {
  Smoothing smoothing = Smoothing::Exponential(3);
  CHECK_FALSE(smoothing.Push(1));
  CHECK_FALSE(smoothing.Push(2));
  CHECK(smoothing.Push(6));
  CHECK(smoothing.value() == 3);
  CHECK(smoothing.Push(5));
  CHECK(smoothing.value() == 4);
  Smoothing wilder = Smoothing::Wilder(4);
  for (int i = 0; i < 4; ++i) wilder.Push(8);
  wilder.Push(0);
  CHECK(wilder.value() == 6);
}

TEST_CASE("A true range reaches to the close before", "[unit][indicators]") {
  TrueRange range;
  CHECK_FALSE(range.Push(12, 10, 11));
  REQUIRE(range.Push(13, 11, 12));
  CHECK(range.value() == 2);
  REQUIRE(range.Push(20, 18, 19));
  CHECK(range.value() == 8);
  REQUIRE(range.Push(5, 4, 4.5));
  CHECK(range.value() == 15);
  REQUIRE(range.Push(6, 5, kNaN));
  CHECK(range.value() == 1.5);
  REQUIRE(range.Push(6, 5, 5));
  CHECK(std::isnan(range.value()));
}

TEST_CASE("A sum over any number of terms has each of them once", "[unit][indicators]") {
  for (size_t count = 0; count < 50; ++count) {
    CHECK(SumOver(count, [](size_t i) { return static_cast<double>(i + 1); }) ==
          static_cast<double>(count * (count + 1) / 2));
  }
}

}  // namespace
}  // namespace mib::indicators
