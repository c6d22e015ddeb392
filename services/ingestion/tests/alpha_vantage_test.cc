#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "fakes.h"
#include "mib/telemetry/metrics.h"
#include "venues/alpha_vantage/client.h"
#include "venues/alpha_vantage/parse.h"

namespace mib::alpha_vantage {
namespace {

using ingestion::At;
using ingestion::Number;

constexpr std::string_view kDaily = R"json({
    "Meta Data": {
        "1. Information": "Daily Prices (open, high, low, close) and Volumes",
        "2. Symbol": "ACME",
        "3. Last Refreshed": "2024-01-12",
        "4. Output Size": "Full size",
        "5. Time Zone": "US/Eastern"
    },
    "Time Series (Daily)": {
        "2024-01-12": {
            "1. open": "101.5000", "2. high": "103.2500", "3. low": "100.1000", "4. close": "102.0000", "5. volume": "1204500"
        },
        "2024-01-11": {
            "1. open": "100.0000", "2. high": "101.7500", "3. low": "99.5000", "4. close": "101.4000", "5. volume": "990001"
        },
        "2024-01-10": {
            "1. open": "None", "2. high": "101.7500", "3. low": "99.5000", "4. close": "101.4000", "5. volume": "990001"
        }
    }
})json";
constexpr std::string_view kLimit =
    R"({"Information":"We have detected your API key as SECRETKEY and our standard API rate limit is 25 requests per day."})";

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

TEST_CASE("Daily bars are stamped midnight UTC of their date, oldest first", "[unit]") {
  const auto rows = ParseDaily(kDaily);
  REQUIRE(rows.ok());
  REQUIRE(rows->good.size() == 2);
  const ingestion::BarRow& bar = rows->good[0];
  CHECK(bar.open_ns == ToNanos(At("2024-01-11T00:00:00Z")));
  CHECK(bar.open == Number("100"));
  CHECK(bar.high == Number("101.75"));
  CHECK(bar.low == Number("99.5"));
  CHECK(bar.close == Number("101.4"));
  CHECK(bar.volume == Number("990001"));
  CHECK(rows->good[1].open_ns == ToNanos(At("2024-01-12T00:00:00Z")));
}

TEST_CASE("A number that the provider does not have refuses its day only", "[unit]") {
  const auto rows = ParseDaily(kDaily);
  REQUIRE(rows.ok());
  REQUIRE(rows->refused.size() == 1);
  CHECK(rows->refused[0].reason == "open is missing");
  CHECK(rows->refused[0].payload == "2024-01-10,None,101.7500,99.5000,101.4000,990001");
}

TEST_CASE("Errors that come with status 200 are errors", "[unit]") {
  CHECK(CodeOf(ParseDaily(kLimit).status()) == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(CodeOf(ParseDaily(R"({"Note":"Thank you! Our standard API rate limit is 25 requests per day."})").status()) ==
        api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(absl::IsNotFound(ParseDaily(R"({"Error Message":"Invalid API call."})").status()));
  CHECK(absl::IsNotFound(ParseDaily("{}").status()));
  CHECK(absl::IsInvalidArgument(ParseDaily("<html>").status()));
  CHECK(absl::IsInvalidArgument(ParseDaily(R"json({"Time Series (Daily)":[1]})json").status()));
}

TEST_CASE("A date out of the calendar is refused", "[unit]") {
  const auto rows = ParseDaily(
      R"json({"Time Series (Daily)":{"2024-02-30":{"1. open":"1","2. high":"1","3. low":"1","4. close":"1",)json"
      R"json("5. volume":"1"},"1705312800":{}}})json");
  REQUIRE(rows.ok());
  CHECK(rows->good.empty());
  REQUIRE(rows->refused.size() == 2);
  CHECK(rows->refused[0].reason == "date '2024-02-30' is not a date");
}

TEST_CASE("Mutated answers end in an error or in sound rows, not in a crash", "[unit]") {
  constexpr int64_t kDay = 86'400'000'000'000;
  std::mt19937 random(7);
  for (int i = 0; i < 10'000; ++i) {
    std::string text(kDaily);
    for (uint32_t change = 0; change < 1 + random() % 3; ++change) {
      const size_t at = random() % text.size();
      if (random() % 2 == 0) {
        text[at] = static_cast<char>(random());
      } else {
        text.erase(at, 1 + random() % 30);
      }
    }
    const auto rows = ParseDaily(text);
    if (!rows.ok()) {
      REQUIRE_FALSE(rows.status().message().empty());
      continue;
    }
    REQUIRE(std::ranges::is_sorted(rows->good, {}, &ingestion::BarRow::open_ns));
    for (const ingestion::BarRow& bar : rows->good) REQUIRE(bar.open_ns % kDay == 0);
    for (const ingestion::RefusedRow& row : rows->refused) REQUIRE_FALSE(row.reason.empty());
  }
}

struct World {
  SimulatedClock clock{At("2024-01-15T12:00:00Z")};
  telemetry::Metrics metrics;
  ingestion::SourceProbe probe{metrics, "alpha_vantage"};
  ingestion::FakeHttp http;
  ingestion::Budget budget{"alpha_vantage", {5, absl::Minutes(1), 0}, nullptr, clock};
  ingestion::SourceClient client{{.source = "alpha_vantage", .secret = "SECRETKEY"}, http, budget, probe, clock};
  Client provider{"http://provider", "SECRETKEY", client};
  ingestion::BarRequest request{"ACME", market::Interval::k1d, 0, ToNanos(At("2024-01-12T00:00:00Z"))};
};

TEST_CASE("The client asks for the full series and keeps what lies in the range", "[unit]") {
  World world;
  world.http.Answer(200, std::string(kDaily));
  const auto page = world.provider.Fetch(world.request);
  REQUIRE(page.ok());
  CHECK(world.http.urls.back() ==
        "http://provider/query?function=TIME_SERIES_DAILY&symbol=ACME&outputsize=full&apikey=SECRETKEY");
  REQUIRE(page->bars.good.size() == 1);
  CHECK(page->next_ns == world.request.end_ns);
  CHECK(page->instrument.asset_class() == market::v1::EQUITY);
  CHECK(page->instrument.currency() == "USD");
}

TEST_CASE("A limit told with status 200 pauses the budget, and its text does not carry the key", "[unit]") {
  World world;
  world.http.Answer(200, std::string(kLimit));
  const absl::Status status = world.provider.Fetch(world.request).status();
  CHECK(CodeOf(status) == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(MessageOf(status).find("SECRETKEY") == std::string::npos);
  CHECK(world.budget.state().remaining == 0);
  CHECK(CodeOf(world.provider.Fetch(world.request).status()) == api::v1::UPSTREAM_BUDGET_EXHAUSTED);
  CHECK(world.http.urls.size() == 1);
}

}  // namespace
}  // namespace mib::alpha_vantage
