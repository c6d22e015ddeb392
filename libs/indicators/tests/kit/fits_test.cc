#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "mib/indicators/kit/co_moments.h"
#include "mib/indicators/kit/linear_fit.h"
#include "mib/indicators/kit/moments.h"

namespace mib::indicators {
namespace {

bool Near(double value, double expected, double tolerance = 1e-13) {
  return std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

TEST_CASE("Mean and variance of small whole numbers are those worked out by hand", "[unit][indicators]") {
  Moments moments(8);
  for (const double x : {100.0, 2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) moments.Push(x);
  CHECK(moments.Mean() == 5);
  CHECK(moments.Variance() == 4);
}

TEST_CASE("A variance keeps its digits where values are large and nearly still", "[unit][indicators]") {
  Moments moments(4);
  for (const double x : {1e13, 1e13 + 2, 1e13, 1e13 + 2}) moments.Push(x);
  CHECK(moments.Variance() == 1);
  CoMoments pairs(4);
  for (int i = 0; i < 4; ++i) pairs.Push(1e13 + i, 1e13 - 2 * i);
  const auto values = pairs.Get();
  CHECK(values.variance_x == 1.25);
  CHECK(values.variance_y == 5);
  CHECK(values.covariance == -2.5);
}

TEST_CASE("Weights run from one for the oldest to the size for the newest", "[unit][indicators]") {
  LinearFit window(3);
  CHECK_FALSE(window.Push(50));
  CHECK_FALSE(window.Push(1));
  CHECK(window.Push(2));
  CHECK(Near(window.WeightedMean(), 58.0 / 6));
  CHECK(window.Push(3));
  CHECK(Near(window.WeightedMean(), 14.0 / 6));
}

TEST_CASE("A line is fitted exactly, also far from zero", "[unit][indicators]") {
  LinearFit fit(5);
  fit.Push(-77);
  for (int i = 0; i < 5; ++i) fit.Push(1e13 + 3 * i);
  const auto line = fit.Get();
  CHECK(line.slope == 3);
  CHECK(line.intercept == 1e13);
  CHECK(line.At(5) == 1e13 + 15);
  LinearFit scatter(4);
  for (const double y : {1.0, 3.0, 2.0, 5.0}) scatter.Push(y);
  CHECK(Near(scatter.Get().slope, 1.1));
  CHECK(Near(scatter.Get().intercept, 1.1));
}

TEST_CASE("A value that is not finite spoils what it touches and nothing after", "[unit][indicators]") {
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Moments moments(3);
    CoMoments pairs(3);
    LinearFit fit(3);
    for (int i = 0; i < 12; ++i) {
      const double x = i == 5 ? bad : i;
      pairs.Push(i, x);
      fit.Push(x);
      if (!moments.Push(x)) continue;
      const bool spoilt = i >= 5 && i < 8;
      INFO(i);
      CHECK(std::isnan(moments.Mean()) == spoilt);
      CHECK(std::isnan(moments.Variance()) == spoilt);
      CHECK(std::isnan(pairs.Get().covariance) == spoilt);
      CHECK(std::isnan(fit.WeightedMean()) == spoilt);
      CHECK(std::isnan(fit.Get().slope) == spoilt);
      if (!spoilt) CHECK(fit.Get().slope == 1);
    }
  }
}

}  // namespace
}  // namespace mib::indicators
