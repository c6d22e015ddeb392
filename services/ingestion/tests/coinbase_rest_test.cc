#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/telemetry/metrics.h"
#include "venues/coinbase/rest.h"

namespace mib::coinbase {
namespace {

using ingestion::At;

struct World {
  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  telemetry::Metrics metrics;
  ingestion::SourceProbe probe{metrics, "coinbase"};
  ingestion::FakeHttp http;
  ingestion::Budget budget{"coinbase", {100, absl::Seconds(1), 0}, nullptr, clock};
  ingestion::SourceClient client{{.source = "coinbase"}, http, budget, probe, clock};
  Rest rest{"http://venue", client};
};

constexpr std::string_view kProducts =
    R"([{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","status":"online"}])";

ingestion::BarRequest Minutes(std::string_view from, std::string_view end) {
  return {"BTC-USD", market::Interval::k1m, ToNanos(At(from)), ToNanos(At(end))};
}

TEST_CASE("Trades before an id are asked for by cursor", "[unit]") {
  World world;
  world.http.Answer(200, "[]");
  REQUIRE(world.rest.TradesBefore("BTC-USD", 1234).ok());
  CHECK(world.http.urls == std::vector<std::string>{"http://venue/products/BTC-USD/trades?limit=1000&after=1234"});
}

TEST_CASE("Candles are asked for in pages of 300 that end where the next begins", "[unit]") {
  World world;
  world.http.Answer(200, std::string(kProducts));
  world.http.Answer(200, "[[1705312800,1,2,1,2,3]]");
  const auto page = world.rest.Fetch(Minutes("2024-01-15T10:00:00Z", "2024-01-15T20:00:00Z"));
  REQUIRE(page.ok());
  CHECK(world.http.urls.back() ==
        "http://venue/products/BTC-USD/candles?granularity=60&start=2024-01-15T10:00:00Z&end=2024-01-15T14:59:00Z");
  CHECK(page->next_ns == ToNanos(At("2024-01-15T15:00:00Z")));
  CHECK(page->instrument.currency() == "USD");
  REQUIRE(page->bars.good.size() == 1);
}

TEST_CASE("A start within a minute asks from the next minute on, and rows outside of the page are left out", "[unit]") {
  World world;
  world.http.Answer(200, std::string(kProducts));
  world.http.Answer(200, "[[1705312920,1,2,1,2,3],[1705312860,1,2,1,2,3],[1705312800,1,2,1,2,3]]");
  const auto page = world.rest.Fetch(Minutes("2024-01-15T10:00:30Z", "2024-01-15T10:02:00Z"));
  REQUIRE(page.ok());
  REQUIRE(page->bars.good.size() == 1);
  CHECK(page->bars.good[0].open_ns == ToNanos(At("2024-01-15T10:01:00Z")));
  CHECK(page->next_ns == ToNanos(At("2024-01-15T10:02:00Z")));
}

TEST_CASE("The products are asked for once; an unknown one is not found", "[unit]") {
  World world;
  world.http.Answer(200, std::string(kProducts));
  world.http.Answer(200, "[]");
  REQUIRE(world.rest.Fetch(Minutes("2024-01-15T10:00:00Z", "2024-01-15T10:05:00Z")).ok());
  REQUIRE(world.rest.Fetch(Minutes("2024-01-15T10:00:00Z", "2024-01-15T10:05:00Z")).ok());
  CHECK(world.http.urls.size() == 3);
  ingestion::BarRequest unknown = Minutes("2024-01-15T10:00:00Z", "2024-01-15T10:05:00Z");
  unknown.symbol = "NO-SUCH";
  CHECK(absl::IsNotFound(world.rest.Fetch(unknown).status()));
}

TEST_CASE("An interval that the venue does not have is refused without a call", "[unit]") {
  World world;
  ingestion::BarRequest request = Minutes("2024-01-15T10:00:00Z", "2024-01-15T10:05:00Z");
  request.interval = market::Interval::k4h;
  CHECK(absl::IsInvalidArgument(world.rest.Fetch(request).status()));
  CHECK(world.http.urls.empty());
}

}  // namespace
}  // namespace mib::coinbase
