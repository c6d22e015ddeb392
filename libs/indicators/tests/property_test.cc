// What holds for every indicator of the registry, whatever it computes.

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <iterator>

#include "series.h"

namespace mib::indicators {
namespace {

using ParamSet = std::vector<double>;

/// The defaults, the least of each, and some at random that Resolve accepts; short enough for the series here.
std::vector<ParamSet> SomeParams(const Definition& definition) {
  constexpr int kSets = 4;
  constexpr double kLongest = 40;
  std::mt19937_64 random(23);
  std::vector<ParamSet> sets = {*definition.Resolve({})};
  for (int attempt = 0; attempt < 100 && sets.size() < kSets; ++attempt) {
    std::map<std::string, double> given;
    for (const Parameter& parameter : definition.parameters) {
      const double most = std::max(parameter.minimum, std::min(parameter.maximum, kLongest));
      double value = std::uniform_real_distribution<double>(parameter.minimum, most)(random);
      if (attempt == 0) value = parameter.minimum;
      given[std::string(parameter.name)] = parameter.integral ? std::floor(value) : value;
    }
    const auto params = definition.Resolve(given);
    if (params.ok()) sets.push_back(*params);
  }
  return sets;
}

std::string Text(const ParamSet& params) {
  std::string text;
  for (const double value : params) text += std::to_string(value) + " ";
  return text;
}

bool Same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

/// Whether the rows of `a` from `from` on are those of `b`, bit for bit; any NaN equals another.
void CheckSame(const Table& a, size_t from, const Table& b, size_t b_from) {
  for (size_t c = 0; c < a.size(); ++c) {
    for (size_t i = from; i < a[c].size(); ++i) {
      const double other = b[c][i - from + b_from];
      if (Same(a[c][i], other)) continue;
      INFO("output " << c << " row " << i << ": " << a[c][i] << " and " << other);
      REQUIRE(Same(a[c][i], other));
    }
  }
}

/// Bars with some values that are no numbers, one column at a time, and long stretches without any.
Bars Spoilt(Bars bars) {
  const double bad[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                        -std::numeric_limits<double>::infinity()};
  std::vector<double>* columns[] = {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume, &bars.open_time};
  size_t column = 0;
  for (const size_t row : {3u, 60u, 61u, 62u, 150u, 152u, 300u, 301u}) {
    (*columns[column % std::size(columns)])[row] = bad[column % 3];
    ++column;
  }
  return bars;
}

std::map<std::string, Bars> AllBars() {
  std::map<std::string, Bars> all = HostileBars();
  all["spoilt walk"] = Spoilt(all["walk"]);
  all["spoilt flat"] = Spoilt(StillBars(HostileSeries()["flat"]));
  all["still"] = StillBars(HostileSeries()["walk"]);
  return all;
}

TEST_CASE("Batch and stream agree in every bit, whatever the parameters and the bars", "[unit][indicators]") {
  const auto all = AllBars();
  for (const Definition* definition : Registry::All()) {
    for (const ParamSet& params : SomeParams(*definition)) {
      for (const auto& [name, bars] : all) {
        INFO(definition->name << "(" << Text(params) << ") on " << name);
        CheckSame(Batch(*definition, params, bars), 0, Stream(*definition, params, bars), 0);
      }
    }
  }
}

TEST_CASE("There is a value from the bar that the warm-up names, and none before", "[unit][indicators]") {
  const auto all = AllBars();
  for (const Definition* definition : Registry::All()) {
    for (const ParamSet& params : SomeParams(*definition)) {
      const auto warm_up = static_cast<size_t>(definition->warm_up(params));
      for (const auto& [name, bars] : all) {
        INFO(definition->name << "(" << Text(params) << ") on " << name);
        size_t first = bars.close.size();
        const Table values = Stream(*definition, params, bars, &first);
        REQUIRE(first + 1 == warm_up);
        if (name != "walk") continue;
        const auto defined = [first](const std::vector<double>& column) { return std::isfinite(column[first]); };
        CHECK(std::any_of(values.begin(), values.end(), defined));
      }
    }
  }
}

TEST_CASE("Where an indicator sees a window, a series that starts later gives the same bits", "[unit][indicators]") {
  const auto all = AllBars();
  for (const Definition* definition : Registry::All()) {
    if (definition->recursive) continue;
    for (const ParamSet& params : SomeParams(*definition)) {
      const auto warm_up = static_cast<size_t>(definition->warm_up(params));
      for (const auto& [name, bars] : all) {
        const Table whole = Batch(*definition, params, bars);
        for (const size_t later : {1u, 7u, 155u, 180u}) {
          INFO(definition->name << "(" << Text(params) << ") on " << name << ", " << later << " bars later");
          CheckSame(Batch(*definition, params, bars.From(later)), warm_up - 1, whole, later + warm_up - 1);
        }
      }
    }
  }
}

TEST_CASE("Where an indicator begins anew, a series that begins there gives the same bits", "[unit][indicators]") {
  const auto all = AllBars();
  size_t later = 0;
  for (const Definition* definition : Registry::All()) {
    if (definition->since == nullptr) continue;
    CHECK(definition->recursive);
    for (const ParamSet& params : SomeParams(*definition)) {
      for (const std::string name : {"walk", "rising", "tiny", "still"}) {
        const Bars& bars = all.at(name);
        const Table whole = Batch(*definition, params, bars);
        for (size_t i = 0; i < bars.close.size(); i += 13) {
          const double since = definition->since(params, bars.open_time[i]);
          const auto first =
              static_cast<size_t>(std::ranges::lower_bound(bars.open_time, since) - bars.open_time.begin());
          INFO(definition->name << "(" << Text(params) << ") on " << name << ", row " << i << " since row " << first);
          // Before it there is nothing.
          for (const auto& column : whole) REQUIRE((first <= i || std::isnan(column[i])));
          if (first > i) continue;
          if (first > 0) ++later;
          const Table part = Batch(*definition, params, bars.From(first));
          for (size_t c = 0; c < whole.size(); ++c) REQUIRE(Same(part[c][i - first], whole[c][i]));
        }
      }
    }
  }
  CHECK(later > 100);
}

TEST_CASE("An empty series has no values, and a short one none that are numbers", "[unit][indicators]") {
  const Bars walk = HostileBars()["walk"];
  for (const Definition* definition : Registry::All()) {
    INFO(definition->name);
    const auto params = *definition->Resolve({});
    const auto warm_up = static_cast<size_t>(definition->warm_up(params));
    const Table none = Batch(*definition, params, walk.From(walk.close.size()));
    for (const auto& column : none) CHECK(column.empty());
    const Table early = Batch(*definition, params, walk.From(walk.close.size() - (warm_up - 1)));
    for (const auto& column : early)
      CHECK(std::all_of(column.begin(), column.end(), [](double x) { return std::isnan(x); }));
  }
}

}  // namespace
}  // namespace mib::indicators
