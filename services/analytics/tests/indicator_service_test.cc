#include "indicator_service.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "fake_bar_source.h"
#include "mib/base/errors.h"
#include "mib/base/time.h"
#include "mib/indicators/registry.h"
#include "mib/market/proto.h"

namespace mib::analytics {
namespace {

using api::v1::ErrorCode;

absl::Time Day(int n) { return *ParseTime("2024-01-01") + absl::Hours(24 * n); }

// Closes 1, 2, 3 ... of daily bars from 2024-01-01 on.
struct Fixture {
  telemetry::Metrics metrics;
  Probe probe{metrics};
  bar_source::FakeBarSource bars;
  IndicatorService service{bars, probe, 20'000};
  v1::GetIndicatorRequest request;

  explicit Fixture(int stored, const std::string& name = "sma") {
    std::vector<std::string> closes;
    for (int i = 1; i <= stored; ++i) closes.push_back(std::to_string(i));
    bars.Add("AAPL", market::Interval::k1d, Day(0), closes);
    request.set_symbol("AAPL");
    request.set_name(name);
  }
  absl::StatusOr<v1::GetIndicatorResponse> Get() { return service.GetIndicator({}, request); }
  ErrorCode ErrorOfGet() { return errors::DetailOf(Get().status()).code(); }
};

TEST_CASE("A moving average of 1, 2, 3 ... has one point per bar after its warm-up", "[unit][analytics]") {
  Fixture fixture(10);
  fixture.request.set_period(4);
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 7);
  CHECK(market::FromProto(response->points(0).t()) == Day(3));
  CHECK(response->points(0).values().at("sma") == 2.5);
  CHECK(market::FromProto(response->points(6).t()) == Day(9));
  CHECK(response->points(6).values().at("sma") == 8.5);
}

TEST_CASE("The newest points of the range are answered", "[unit][analytics]") {
  Fixture fixture(30);
  fixture.request.set_period(4);
  *fixture.request.mutable_start() = market::ToProto(Day(5));
  *fixture.request.mutable_end() = market::ToProto(Day(20));
  fixture.request.set_limit(3);
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 3);
  CHECK(market::FromProto(response->points(0).t()) == Day(17));
  CHECK(market::FromProto(response->points(2).t()) == Day(19));
}

TEST_CASE("Bars before the start serve the warm-up and have no point", "[unit][analytics]") {
  Fixture fixture(30);
  fixture.request.set_period(4);
  *fixture.request.mutable_start() = market::ToProto(Day(20));
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 10);
  CHECK(market::FromProto(response->points(0).t()) == Day(20));
  CHECK(response->points(0).values().at("sma") == 19.5);
}

TEST_CASE("A recursive indicator's last value does not depend on the limit", "[unit][analytics]") {
  Fixture fixture(500, "ema");
  fixture.request.set_period(10);
  fixture.request.set_limit(1);
  const auto one = fixture.Get();
  fixture.request.set_limit(400);
  const auto many = fixture.Get();
  REQUIRE(one.ok());
  REQUIRE(many.ok());
  CHECK(one->points(0).values().at("ema") == many->points(399).values().at("ema"));
  CHECK(fixture.bars.queries()[0].count == 20'000);
}

TEST_CASE("Only the bars that a window needs are read", "[unit][analytics]") {
  Fixture fixture(500);
  fixture.request.set_period(10);
  fixture.request.set_limit(5);
  REQUIRE(fixture.Get().ok());
  CHECK(fixture.bars.queries()[0].count == 14);
}

TEST_CASE("Every output of an indicator has its value", "[unit][analytics]") {
  Fixture fixture(100, "macd");
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 100 - 33);
  const auto& values = response->points(0).values();
  CHECK(values.size() == 3);
  // Of a straight line the averages lag by constants, so macd and signal are one.
  CHECK(std::abs(values.at("macd") - 7) < 1e-9);
  CHECK(std::abs(values.at("histogram")) < 1e-9);
}

// Bars of an hour, 2024-01-01 00:00 and on, of one trade each at 1, 2, 3 ...
struct Hours : Fixture {
  Hours(int stored, const std::string& name) : Fixture(0, name) {
    std::vector<std::string> closes;
    for (int i = 1; i <= stored; ++i) closes.push_back(std::to_string(i));
    bars.Add("BTC-USD", market::Interval::k1h, Day(0), closes);
    request.set_symbol("BTC-USD");
    request.set_interval("1h");
  }
};

TEST_CASE("A session's mean begins anew at the time that the request names", "[unit][analytics]") {
  Hours fixture(48, "vwap_session");
  const auto day = fixture.Get();
  REQUIRE(day.ok());
  REQUIRE(day->points_size() == 48);
  CHECK(day->points(23).values().at("vwap") == 12.5);
  CHECK(day->points(24).values().at("vwap") == 25);
  CHECK(day->points(25).values().at("vwap") == 25.5);
  // 22:00 is bar 23.
  fixture.request.set_begins(22 * 60);
  const auto evening = fixture.Get();
  REQUIRE(evening.ok());
  CHECK(evening->points(21).values().at("vwap") == 11.5);
  CHECK(evening->points(22).values().at("vwap") == 23);
  CHECK(evening->points(45).values().at("vwap") == 34.5);
  CHECK(evening->points(46).values().at("vwap") == 47);
  fixture.request.set_begins(0);
  fixture.request.set_minutes(120);
  fixture.request.set_stddev(1);
  const auto twos = fixture.Get();
  REQUIRE(twos.ok());
  CHECK(twos->points(46).values().at("vwap") == 47);
  CHECK(twos->points(47).values().at("vwap") == 47.5);
  CHECK(twos->points(47).values().at("upper") == 48);
  CHECK(twos->points(47).values().at("lower") == 47);
}

TEST_CASE("An anchored mean begins with the first bar that opens at the anchor or later", "[unit][analytics]") {
  Hours fixture(48, "vwap_anchored");
  *fixture.request.mutable_anchor() = market::ToProto(Day(1) - absl::Nanoseconds(1));
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 48);
  CHECK(std::isnan(response->points(23).values().at("vwap")));
  CHECK(response->points(24).values().at("vwap") == 25);
  CHECK(response->points(47).values().at("vwap") == 36.5);
}

TEST_CASE("Minutes that do not divide a week are refused", "[unit][analytics]") {
  Hours fixture(48, "vwap_session");
  fixture.request.set_minutes(1000);
  const api::v1::ErrorDetail detail = errors::DetailOf(fixture.Get().status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  REQUIRE(detail.violations_size() == 1);
  CHECK(detail.violations(0).field() == "minutes");
}

TEST_CASE("A session that begins before the bars that are read has no point", "[unit][analytics]") {
  // The newest 30 begin at 06:00 of the second day.
  Hours fixture(60, "vwap_session");
  IndicatorService service{fixture.bars, fixture.probe, 30};
  const auto response = service.GetIndicator({}, fixture.request);
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 12);
  CHECK(market::FromProto(response->points(0).t()) == Day(2));
  CHECK(response->points(0).values().at("vwap") == 49);

  // All there are.
  IndicatorService whole{fixture.bars, fixture.probe, 61};
  CHECK(whole.GetIndicator({}, fixture.request)->points_size() == 60);
}

TEST_CASE("An anchor before the bars that are read is refused with their beginning", "[unit][analytics]") {
  Hours fixture(60, "vwap_anchored");
  IndicatorService service{fixture.bars, fixture.probe, 30};
  *fixture.request.mutable_anchor() = market::ToProto(Day(1) + absl::Hours(5));
  const api::v1::ErrorDetail detail = errors::DetailOf(service.GetIndicator({}, fixture.request).status());
  CHECK(detail.code() == api::v1::INSUFFICIENT_DATA);
  CHECK(detail.details().at("oldest") == "2024-01-02T06:00:00Z");
  *fixture.request.mutable_anchor() = market::ToProto(Day(1) + absl::Hours(6));
  const auto response = service.GetIndicator({}, fixture.request);
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 30);
  CHECK(response->points(1).values().at("vwap") == 31.5);
}

TEST_CASE("Too few bars are said with both numbers", "[unit][analytics]") {
  Fixture fixture(10);
  fixture.request.set_period(11);
  const auto response = fixture.Get();
  const api::v1::ErrorDetail detail = errors::DetailOf(response.status());
  CHECK(detail.code() == api::v1::INSUFFICIENT_DATA);
  CHECK(detail.details().at("needs") == "11");
  CHECK(detail.details().at("has") == "10");
}

TEST_CASE("A range without bars has no points", "[unit][analytics]") {
  Fixture fixture(30);
  fixture.request.set_period(4);
  *fixture.request.mutable_start() = market::ToProto(Day(300));
  const auto response = fixture.Get();
  REQUIRE(response.ok());
  CHECK(response->points_size() == 0);
}

TEST_CASE("An unknown indicator is not found, with a suggestion", "[unit][analytics]") {
  Fixture fixture(10, "smaa");
  const api::v1::ErrorDetail detail = errors::DetailOf(fixture.Get().status());
  CHECK(detail.code() == api::v1::NOT_FOUND);
  CHECK(detail.details().at("indicator") == "smaa");
  CHECK(detail.details().at("suggestion").substr(0, 3) == "sma");
}

TEST_CASE("A parameter of another indicator is refused by its name", "[unit][analytics]") {
  Fixture fixture(10);
  fixture.request.set_fast(3);
  const api::v1::ErrorDetail detail = errors::DetailOf(fixture.Get().status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  REQUIRE(detail.violations_size() == 1);
  CHECK(detail.violations(0).field() == "fast");
}

TEST_CASE("A parameter without a field of its own is taken by its name", "[unit][analytics]") {
  Fixture plain(100, "supertrend");
  Fixture wide(100, "supertrend");
  wide.request.add_params("multiplier:6");
  wide.request.add_params("period:7");
  const auto narrow = plain.Get();
  const auto other = wide.Get();
  REQUIRE(narrow.ok());
  REQUIRE(other.ok());
  // A shorter period has its first value sooner.
  CHECK(other->points_size() == narrow->points_size() + 3);
  CHECK(other->points().rbegin()->values().at("supertrend") != narrow->points().rbegin()->values().at("supertrend"));
}

TEST_CASE("Parameters that are no pairs, come twice or are not the indicator's are refused by name",
          "[unit][analytics]") {
  const auto fault = [](std::initializer_list<const char*> params) {
    Fixture fixture(10);
    fixture.request.set_period(3);
    for (const char* text : params) fixture.request.add_params(text);
    const api::v1::ErrorDetail detail = errors::DetailOf(fixture.Get().status());
    CHECK(detail.code() == api::v1::VALIDATION_FAILED);
    return detail.violations_size() == 1 ? detail.violations(0).field() + " " + detail.violations(0).message() : "";
  };
  const std::string form = "params must have the form name:value, such as multiplier:2.5";
  CHECK(fault({"period"}) == form);
  CHECK(fault({":3"}) == form);
  CHECK(fault({"period:"}) == form);
  CHECK(fault({"period:1:2"}) == form);
  CHECK(fault({"period:4"}) == "params period is given more than once");
  CHECK(fault({"multiplier:4"}).starts_with("multiplier "));
}

TEST_CASE("An empty range and an unknown interval are refused", "[unit][analytics]") {
  Fixture fixture(10);
  *fixture.request.mutable_start() = market::ToProto(Day(5));
  *fixture.request.mutable_end() = market::ToProto(Day(5));
  CHECK(fixture.ErrorOfGet() == api::v1::INVALID_TIME_RANGE);
  fixture.request.clear_end();
  fixture.request.set_interval("2m");
  CHECK(fixture.ErrorOfGet() == api::v1::VALIDATION_FAILED);
  CHECK(fixture.bars.queries().empty());
}

TEST_CASE("core-engine's error reaches the caller", "[unit][analytics]") {
  Fixture fixture(10);
  fixture.bars.FailWith(errors::UnknownSymbol("AAPL", "AAP"));
  CHECK(fixture.ErrorOfGet() == api::v1::INVALID_SYMBOL);
}

TEST_CASE("The catalogue tells each indicator's parameters with their ranges", "[unit][analytics]") {
  Fixture fixture(0);
  const auto response = fixture.service.ListIndicators({}, {});
  REQUIRE(response.ok());
  REQUIRE(static_cast<size_t>(response->indicators_size()) == indicators::Registry::All().size());
  const auto& listed = response->indicators();
  const auto found = std::ranges::find(listed, "bollinger", &v1::IndicatorInfo::name);
  REQUIRE(found != listed.end());
  const v1::IndicatorInfo& bollinger = *found;
  CHECK(bollinger.outputs(0) == "upper");
  REQUIRE(bollinger.parameters_size() == 2);
  CHECK(bollinger.parameters(0).name() == "period");
  CHECK(bollinger.parameters(0).default_value() == 20);
  CHECK(bollinger.parameters(0).integral());
  CHECK(bollinger.parameters(1).maximum() == 100);
}

}  // namespace
}  // namespace mib::analytics
