#include "indicator_series.h"

#include <bit>
#include <catch2/catch_test_macros.hpp>

#include "made_bars.h"
#include "mib/base/time.h"
#include "mib/indicators/registry.h"

namespace mib::gateway {
namespace {

using Step = IndicatorSeries::Step;

std::vector<FinalBar> FinalBars(const std::vector<market::v1::Bar>& bars) {
  std::vector<FinalBar> out;
  for (const market::v1::Bar& bar : bars) out.push_back(*ToFinalBar(bar));
  return out;
}

std::vector<double> Defaults(const indicators::Definition& definition) { return *definition.Resolve({}); }

FinalBar At(int64_t open_ns, double close, Standing standing = {2, 1}) {
  return {.open_ns = open_ns, .standing = standing, .values = {close, close, close, close, 1}};
}

/// The mean of the last three closes.
IndicatorSeries Mean(const std::vector<FinalBar>& bars) {
  return IndicatorSeries(*indicators::Registry::Find("sma"), std::vector<double>{3}, bars);
}

TEST_CASE("Every indicator of the registry, begun from history and fed bar by bar, has the bits of whole columns",
          "[unit]") {
  const std::vector<market::v1::Bar> bars = MadeBars(400);
  const std::vector<FinalBar> finals = FinalBars(bars);
  for (const indicators::Definition* definition : indicators::Registry::All()) {
    CAPTURE(definition->name);
    const std::vector<double> params = Defaults(*definition);
    const auto expected = BatchOf(*definition, params, bars);
    IndicatorSeries series(*definition, params, {finals.begin(), finals.begin() + 300});
    for (size_t i = 300; i < finals.size(); ++i) {
      REQUIRE(series.Add(finals[i]) == Step::kAdvanced);
      REQUIRE(series.latest().has_value());
      CHECK(series.latest()->open_ns == finals[i].open_ns);
      for (size_t c = 0; c < expected.size(); ++c) {
        CHECK(std::bit_cast<uint64_t>(series.latest()->outputs[c]) == std::bit_cast<uint64_t>(expected[c][i]));
      }
    }
  }
}

TEST_CASE("An indicator over a window has the same bits from as many bars as it needs", "[unit]") {
  const std::vector<market::v1::Bar> bars = MadeBars(400);
  const std::vector<FinalBar> finals = FinalBars(bars);
  for (const indicators::Definition* definition : indicators::Registry::All()) {
    if (definition->recursive) continue;
    CAPTURE(definition->name);
    const std::vector<double> params = Defaults(*definition);
    const auto expected = BatchOf(*definition, params, bars);
    const int needed = definition->BarsFor(params, 1, 20'000);
    const IndicatorSeries series(*definition, params, {finals.end() - needed, finals.end()});
    REQUIRE(series.latest().has_value());
    for (size_t c = 0; c < expected.size(); ++c) {
      CHECK(std::bit_cast<uint64_t>(series.latest()->outputs[c]) == std::bit_cast<uint64_t>(expected[c].back()));
    }
  }
}

TEST_CASE("During the warm-up there is no value", "[unit]") {
  IndicatorSeries series = Mean({At(1, 10), At(2, 20)});
  CHECK_FALSE(series.latest().has_value());
  CHECK(series.Add(At(3, 60)) == Step::kAdvanced);
  CHECK(series.latest()->outputs == std::vector<double>{30});
}

TEST_CASE("A bar that is in already is covered; a revision, or one that was missing, makes stale", "[unit]") {
  IndicatorSeries series = Mean({At(1, 10), At(2, 20), At(4, 60)});
  CHECK(series.Add(At(4, 60)) == Step::kCovered);
  CHECK(series.Add(At(2, 20)) == Step::kCovered);
  CHECK(series.Add(At(3, 50)) == Step::kStale);
  CHECK(series.Add(At(4, 61, {2, 2})) == Step::kStale);
  CHECK(series.Add(At(2, 21, {2, 2})) == Step::kStale);
  CHECK(series.latest()->outputs == std::vector<double>{30});
}

TEST_CASE("A bar before the window does not matter to it, but to a recursive indicator it does", "[unit]") {
  const std::vector<FinalBar> bars = {At(10, 1), At(20, 2), At(30, 3), At(40, 4)};
  IndicatorSeries mean = Mean(bars);
  CHECK(mean.Add(At(10, 7, {2, 2})) == Step::kCovered);
  CHECK(mean.Add(At(5, 7)) == Step::kCovered);
  CHECK(mean.Add(At(20, 7, {2, 2})) == Step::kStale);
  IndicatorSeries recursive(*indicators::Registry::Find("ema"), std::vector<double>{3}, bars);
  CHECK(recursive.Add(At(10, 7, {2, 2})) == Step::kStale);
  CHECK(recursive.Add(At(5, 7)) == Step::kStale);
}

TEST_CASE("A provider's bar stands over one from trades whatever its revision, and that over a roll-up", "[unit]") {
  market::v1::Bar bar = MadeBars(1)[0];
  const auto standing = [&](market::v1::BarOrigin origin, uint32_t revision) {
    bar.set_origin(origin);
    bar.set_revision(revision);
    return ToFinalBar(bar)->standing;
  };
  CHECK(standing(market::v1::PROVIDER, 1) > standing(market::v1::TRADES, 9));
  CHECK(standing(market::v1::TRADES, 1) > standing(market::v1::ROLLUP, 9));
  CHECK(standing(market::v1::TRADES, 2) > standing(market::v1::TRADES, 1));
}

TEST_CASE("History and what came since are one series: in order, each bar once, the newest as many as asked",
          "[unit]") {
  const std::vector<FinalBar> merged = Merged({At(1, 1), At(2, 2), At(3, 3), At(5, 5, {3, 1})},
                                              {At(6, 6), At(4, 4), At(3, 33, {2, 2}), At(5, 55, {2, 7}), At(6, 6)}, 4);
  std::vector<std::pair<int64_t, double>> got;
  for (const FinalBar& bar : merged) got.emplace_back(bar.open_ns, bar.values[3]);
  CHECK(got == std::vector<std::pair<int64_t, double>>{{3, 33}, {4, 4}, {5, 5}, {6, 6}});
}

TEST_CASE("A bar with a number that cannot be read is refused", "[unit]") {
  market::v1::Bar bar = MadeBars(1)[0];
  bar.mutable_high()->set_scale(1000);
  CHECK(ToFinalBar(bar).status().code() == absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mib::gateway
