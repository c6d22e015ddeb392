#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "series.h"

namespace mib::indicators {
namespace {

std::vector<double> Resolved(const Definition& definition, const std::map<std::string, double>& given = {}) {
  auto params = definition.Resolve(given);
  REQUIRE(params.ok());
  return *params;
}

TEST_CASE("Batch and stream agree in every bit on every series", "[unit][indicators]") {
  for (const Definition* definition : Registry::All()) {
    const auto params = Resolved(*definition);
    for (const auto& [name, closes] : HostileSeries()) {
      INFO(definition->name << " on " << name);
      const Table batch = Batch(*definition, params, closes);
      const Table stream = Stream(*definition, params, closes);
      for (size_t c = 0; c < batch.size(); ++c) {
        for (size_t i = 0; i < closes.size(); ++i) {
          REQUIRE(std::bit_cast<uint64_t>(batch[c][i]) == std::bit_cast<uint64_t>(stream[c][i]));
        }
      }
    }
  }
}

TEST_CASE("The first value comes with the bar that the warm-up names", "[unit][indicators]") {
  for (const Definition* definition : Registry::All()) {
    const auto params = Resolved(*definition);
    const auto warm_up = static_cast<size_t>(definition->warm_up(params));
    const Table values = Batch(*definition, params, HostileSeries()["walk"]);
    INFO(definition->name);
    for (const auto& column : values) {
      if (warm_up > 1) CHECK(std::isnan(column[warm_up - 2]));
    }
    // Not of all outputs: a zigzag has a direction before it has a turn.
    CHECK(std::any_of(values.begin(), values.end(),
                      [&](const auto& column) { return std::isfinite(column[warm_up - 1]); }));
  }
}

TEST_CASE("An indicator over a window does not remember what was before the window", "[unit][indicators]") {
  const std::vector<double> walk = HostileSeries()["walk"];
  std::vector<double> disturbed = HostileSeries()["tiny and huge"];
  disturbed.insert(disturbed.end(), walk.begin(), walk.end());
  for (const Definition* definition : Registry::All()) {
    if (definition->recursive) continue;
    const auto params = Resolved(*definition);
    const Table clean = Batch(*definition, params, walk);
    const Table after = Batch(*definition, params, disturbed);
    for (size_t c = 0; c < clean.size(); ++c) {
      INFO(definition->name << " output " << c);
      CHECK(std::bit_cast<uint64_t>(clean[c].back()) == std::bit_cast<uint64_t>(after[c].back()));
    }
  }
}

TEST_CASE("A recursive indicator forgets its beginning", "[unit][indicators]") {
  const std::vector<double> walk = HostileSeries()["walk"];
  const std::vector<double> later(walk.begin() + 50, walk.end());
  const Definition& ema = *Registry::Find("ema");
  const auto params = Resolved(ema, {{"period", 10}});
  const double whole = Batch(ema, params, walk)[0].back();
  CHECK(std::abs(Batch(ema, params, later)[0].back() - whole) < 1e-12 * whole);
}

TEST_CASE("A flat price has its own mean, no width and no movement", "[unit][indicators]") {
  const auto flat = HostileSeries()["flat"];
  CHECK(Batch(*Registry::Find("sma"), {20}, flat)[0].back() == 101.1);
  CHECK(Batch(*Registry::Find("ema"), {20}, flat)[0].back() == 101.1);
  CHECK(Batch(*Registry::Find("rsi"), {14}, flat)[0].back() == 0);
  CHECK(Batch(*Registry::Find("macd"), {12, 26, 9}, flat)[0].back() == 0);
  const Table bands = Batch(*Registry::Find("bollinger"), {20, 2}, flat);
  CHECK(bands[0].back() == 101.1);
  CHECK(bands[2].back() == 101.1);
  CHECK(std::isnan(bands[3].back()));
}

TEST_CASE("RSI is 100 where the price only rises and 0 where it only falls", "[unit][indicators]") {
  CHECK(Batch(*Registry::Find("rsi"), {14}, HostileSeries()["rising"])[0].back() == 100);
  CHECK(Batch(*Registry::Find("rsi"), {14}, HostileSeries()["falling"])[0].back() == 0);
}

TEST_CASE("Bands keep their width where the price is large and moves by one", "[unit][indicators]") {
  const Table bands = Batch(*Registry::Find("bollinger"), {20, 2}, HostileSeries()["still at height"]);
  CHECK(bands[0].back() - bands[2].back() == 2.0);
}

TEST_CASE("A value that is not a number leaves a window with its bar", "[unit][indicators]") {
  std::vector<double> closes(50, 10.0);
  closes[20] = std::numeric_limits<double>::infinity();
  const Table sma = Batch(*Registry::Find("sma"), {5}, closes);
  CHECK(sma[0][19] == 10);
  CHECK(std::isnan(sma[0][20]));
  CHECK(std::isnan(sma[0][24]));
  CHECK(sma[0][25] == 10);
}

}  // namespace
}  // namespace mib::indicators
