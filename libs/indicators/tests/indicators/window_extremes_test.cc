#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <random>

#include "mib/indicators/kit/extremes.h"

namespace mib::indicators {
namespace {

TEST_CASE("The extreme of a window is the one found by looking at all of it", "[unit][indicators]") {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<int> small(-5, 5);
  std::vector<double> values(2000);
  for (double& value : values) value = small(random);
  values[700] = values[701] = std::nan("");
  values[900] = std::numeric_limits<double>::infinity();
  values[1200] = -std::numeric_limits<double>::infinity();
  for (const int size : {1, 2, 3, 14, 100}) {
    WindowMax max(size);
    WindowMin min(size);
    for (size_t i = 0; i < values.size(); ++i) {
      max.Push(values[i]);
      REQUIRE(min.Push(values[i]) == (i + 1 >= static_cast<size_t>(size)));
      if (i + 1 < static_cast<size_t>(size)) continue;
      const auto end = values.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      const bool spoilt = std::any_of(end - size, end, [](double x) { return !std::isfinite(x); });
      INFO("size " << size << " row " << i);
      REQUIRE(std::isnan(max.value()) == spoilt);
      REQUIRE(std::isnan(min.value()) == spoilt);
      if (spoilt) continue;
      REQUIRE(max.value() == *std::max_element(end - size, end));
      REQUIRE(min.value() == *std::min_element(end - size, end));
    }
  }
}

TEST_CASE("Zeros of either sign are one extreme", "[unit][indicators]") {
  for (const bool negative_first : {false, true}) {
    WindowMax max(2);
    WindowMin min(2);
    for (const double x : {negative_first ? -0.0 : 0.0, negative_first ? 0.0 : -0.0}) {
      max.Push(x);
      min.Push(x);
    }
    CHECK(std::bit_cast<uint64_t>(max.value()) == 0);
    CHECK(std::bit_cast<uint64_t>(min.value()) == 0);
  }
}

}  // namespace
}  // namespace mib::indicators
