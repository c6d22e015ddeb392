#include "state_codec.h"

#include <catch2/catch_test_macros.hpp>

#include "records.h"

namespace mib::core_engine {
namespace {

TEST_CASE("A bar is the same after it was stored", "[unit]") {
  market::BarState bar;
  bar.interval = market::Interval::k1m;
  bar.open_ns = At("2024-01-15T10:00:00Z");
  bar.close_ns = At("2024-01-15T10:01:00Z");
  bar.price_scale = 18;
  bar.size_scale = 18;
  bar.open = PowerOfTen(36);
  bar.high = PowerOfTen(37) - 1;
  bar.low = 1;
  bar.close = 42;
  bar.volume = PowerOfTen(37) - 1;
  bar.notional = PowerOfTen(36) + 7;
  bar.trades = 5;
  bar.first = {bar.open_ns, 1};
  bar.last = {bar.close_ns - 1, UINT64_MAX};
  bar.revision = 3;
  bar.source = 1;
  const absl::StatusOr<market::BarState> back = DecodeFold(EncodeFold(bar), bar.interval, bar.open_ns);
  REQUIRE(back.ok());
  CHECK(*back == bar);
}

TEST_CASE("The memory of an instrument is the same after it was stored", "[unit]") {
  market::BuilderState state;
  state.watermark_ns = -5;
  state.sources = {{"coinbase", 99, {0, 64, 3, 1}}, {"kraken", 0, {}}};
  const absl::StatusOr<market::BuilderState> back = DecodeSeries(EncodeSeries(state));
  REQUIRE(back.ok());
  CHECK(back->watermark_ns == -5);
  REQUIRE(back->sources.size() == 2);
  CHECK(back->sources[0].name == "coinbase");
  CHECK(back->sources[0].id_runs == std::vector<uint64_t>{0, 64, 3, 1});
}

TEST_CASE("Stored bytes that cannot be read are a loss of data", "[unit]") {
  CHECK(DecodeFold("\xff", market::Interval::k1m, 0).status().code() == absl::StatusCode::kDataLoss);
  CHECK(DecodeSeries("\xff").status().code() == absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace mib::core_engine
