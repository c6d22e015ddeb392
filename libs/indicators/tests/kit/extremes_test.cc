#include "mib/indicators/kit/extremes.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

namespace mib::indicators {
namespace {

TEST_CASE("A sliding extreme is the one found by looking at the whole window", "[unit][indicators]") {
  std::mt19937_64 random(2);
  std::uniform_int_distribution<int> small(0, 5);
  std::vector<double> values(2000);
  for (double& value : values) value = small(random);
  for (const int size : {1, 2, 3, 14, 100}) {
    PlacedExtreme<true> newest_max(size);
    PlacedExtreme<false> newest_min(size);
    for (size_t i = 0; i < values.size(); ++i) {
      const bool full = newest_max.Push(values[i]);
      newest_min.Push(values[i]);
      REQUIRE(full == (i + 1 >= static_cast<size_t>(size)));
      if (!full) continue;
      const auto end = values.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      const auto begin = end - size;
      const auto newest = std::max_element(std::make_reverse_iterator(end), std::make_reverse_iterator(begin));
      REQUIRE(newest_max.value() == *newest);
      REQUIRE(newest_max.bars_ago() == newest - std::make_reverse_iterator(end));
      const auto least = std::min_element(std::make_reverse_iterator(end), std::make_reverse_iterator(begin));
      REQUIRE(newest_min.value() == *least);
      REQUIRE(newest_min.bars_ago() == least - std::make_reverse_iterator(end));
    }
  }
}

TEST_CASE("A NaN is the extreme until it leaves the window", "[unit][indicators]") {
  PlacedExtreme<true> max(3);
  PlacedExtreme<false> min(3);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<bool> spoilt;
  for (const double value : {1.0, 9.0, nan, 5.0, 9.0, 2.0}) {
    max.Push(value);
    min.Push(value);
    spoilt.push_back(std::isnan(max.value()));
    CHECK(std::isnan(min.value()) == spoilt.back());
  }
  CHECK(spoilt == std::vector<bool>{false, false, true, true, true, false});
  CHECK(max.value() == 9);
  CHECK(min.value() == 2);
}

}  // namespace
}  // namespace mib::indicators
