#include "mib/indicators/exact_sum.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "wide_sum.h"

namespace mib::indicators {
namespace {

double Sum(const std::vector<double>& terms) {
  ExactSum sum;
  for (const double term : terms) sum.Add(term);
  return sum.Value();
}

TEST_CASE("A sum is right to the last bit where plain addition is not", "[unit][exact_sum]") {
  CHECK(Sum({0.1, 0.2, 0.3}) == 0.6);
  CHECK(Sum({1e308, 1.0, -1e308}) == 1.0);
  CHECK(Sum({1e16, 1.0, 1.0, -1e16}) == 2.0);
  CHECK(Sum({5e-324, 1e300, -1e300}) == 5e-324);
  CHECK(Sum({-0.25, 0.125}) == -0.125);
  CHECK(Sum({-1e300, 1e-300}) == -1e300);
}

TEST_CASE("Halfway cases go to the even neighbour, anything beyond does not", "[unit][exact_sum]") {
  const double one = 1.0;
  const double half_ulp = std::ldexp(1.0, -53);
  CHECK(Sum({one, half_ulp}) == one);
  CHECK(Sum({one, half_ulp, 5e-324}) == std::nextafter(one, 2.0));
  CHECK(Sum({one, half_ulp, -5e-324}) == one);
  CHECK(Sum({-one, -half_ulp, -5e-324}) == std::nextafter(-one, -2.0));
}

TEST_CASE("Terms taken out leave nothing behind", "[unit][exact_sum]") {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> mantissa(-1, 1);
  std::uniform_int_distribution<int> exponent(-1000, 1000);
  ExactSum sum;
  std::vector<double> terms;
  for (int i = 0; i < 20'000; ++i) terms.push_back(std::ldexp(mantissa(random), exponent(random)));
  sum.Add(0.75);
  for (const double term : terms) sum.Add(term);
  std::shuffle(terms.begin(), terms.end(), random);
  for (const double term : terms) sum.Remove(term);
  CHECK(sum.Value() == 0.75);
  sum.Remove(0.75);
  CHECK(sum.Value() == 0.0);
}

TEST_CASE("A sum of scaled integers equals integer arithmetic", "[unit][exact_sum]") {
  std::mt19937_64 random(11);
  std::uniform_int_distribution<int64_t> integer(-(int64_t{1} << 52), int64_t{1} << 52);
  __extension__ __int128 expected = 0;
  ExactSum sum;
  for (int i = 0; i < 5'000; ++i) {
    const int64_t term = integer(random);
    expected += term;
    sum.Add(std::ldexp(static_cast<double>(term), -40));
    REQUIRE(sum.Value() == std::ldexp(static_cast<double>(expected), -40));
  }
}

TEST_CASE("Order does not matter", "[unit][exact_sum]") {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> unit(-1, 1);
  std::vector<double> terms;
  for (int i = 0; i < 1'000; ++i) terms.push_back(unit(random) * std::pow(10, i % 40 - 20));
  const double forward = Sum(terms);
  std::shuffle(terms.begin(), terms.end(), random);
  CHECK(Sum(terms) == forward);
}

TEST_CASE("A term that is not finite spoils the sum only while it is in it", "[unit][exact_sum]") {
  ExactSum sum;
  sum.Add(1);
  sum.Add(std::numeric_limits<double>::infinity());
  CHECK(std::isnan(sum.Value()));
  sum.Remove(std::numeric_limits<double>::infinity());
  CHECK(sum.Value() == 1);
}

TEST_CASE("The mean of equal terms is that term, whatever their number", "[unit][exact_sum]") {
  std::mt19937_64 random(13);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int i = 0; i < 500; ++i) {
    const double term = unit(random) * std::pow(10, i % 24 - 10);
    ExactSum sum;
    for (int count = 1; count <= 60; ++count) {
      sum.Add(term);
      REQUIRE(sum.Mean(count) == term);
    }
  }
}

TEST_CASE("A sliding sum is the wide one of its window, whatever the scales of the terms", "[unit][exact_sum]") {
  std::mt19937_64 random(37);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (const int size : {1, 2, 3, 20, 5000}) {
    for (const int spread : {0, 3, 20, 60, 300}) {
      ExactSum sliding(size);
      std::vector<double> terms;
      for (size_t i = 0; i < 6'000; ++i) {
        // Scales that wander, stand still for a while, and jump for single terms.
        const int jump = i % 101 == 0 ? spread : static_cast<int>(i / 400) * spread % 301;
        terms.push_back(i % 9 == 0 ? 0 : std::ldexp(i % 4 == 0 ? std::round(unit(random) * 99) : unit(random), jump));
        if (i < static_cast<size_t>(size)) {
          sliding.Add(terms[i]);
        } else {
          sliding.Replace(terms[i - static_cast<size_t>(size)], terms[i]);
        }
        if (i % 7 != 0 || (size > 100 && i % 500 != 0)) continue;
        WideSum wide;
        ExactSum alone(1 << 16);
        const size_t first = i + 1 > static_cast<size_t>(size) ? i + 1 - static_cast<size_t>(size) : 0;
        for (size_t k = first; k <= i; ++k) {
          wide.Add(terms[k], 1);
          alone.Add(terms[k]);
        }
        REQUIRE(sliding.Value() == wide.Rounded());
        REQUIRE(sliding.Mean(size) == alone.Mean(size));
      }
    }
  }
}

TEST_CASE("A mean is the nearest double to the exact quotient", "[unit][exact_sum]") {
  ExactSum sum;
  for (const double term : {0.1, 0.2, 0.3}) sum.Add(term);
  CHECK(sum.Mean(3) == 0.2);
  sum.Add(1e15);
  CHECK(sum.Mean(4) == 250000000000000.15);
}

TEST_CASE("A sum beyond the range of double is infinite", "[unit][exact_sum]") {
  const double largest = std::numeric_limits<double>::max();
  CHECK(Sum({largest, largest}) == std::numeric_limits<double>::infinity());
  CHECK(Sum({largest, largest, -largest}) == largest);
}

}  // namespace
}  // namespace mib::indicators
