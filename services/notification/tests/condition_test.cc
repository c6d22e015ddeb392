#include "condition.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "bars.h"
#include "mib/base/errors.h"

namespace mib::notification {
namespace {

std::optional<Finding> Evaluate(const v1::Condition& condition, const std::vector<std::string>& prices) {
  const auto parsed = Condition::Parse(condition);
  REQUIRE(parsed.ok());
  Closes closes;
  for (size_t i = 0; i < prices.size(); ++i) closes.Push(static_cast<int64_t>(i), *Decimal::Parse(prices[i]));
  return parsed->Evaluate(closes);
}

bool Holds(const v1::Condition& condition, const std::vector<std::string>& prices) {
  return Evaluate(condition, prices).has_value();
}

std::map<std::string, std::string> FaultsOf(const v1::Condition& condition) {
  const auto parsed = Condition::Parse(condition);
  REQUIRE_FALSE(parsed.ok());
  const auto detail = errors::DetailOf(parsed.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  std::map<std::string, std::string> faults;
  for (const auto& violation : detail.violations()) faults[violation.field()] = violation.message();
  return faults;
}

TEST_CASE("A price crosses a threshold once, when it leaves it behind", "[unit][condition]") {
  const auto above = PriceCondition("crosses_above", "100");
  CHECK(Holds(above, {"99", "101"}));
  CHECK(Holds(above, {"100", "100.01"}));
  CHECK_FALSE(Holds(above, {"99", "100"}));
  CHECK_FALSE(Holds(above, {"101", "102"}));
  CHECK_FALSE(Holds(above, {"101", "99"}));
  const auto below = PriceCondition("crosses_below", "100");
  CHECK(Holds(below, {"100", "99.99"}));
  CHECK_FALSE(Holds(below, {"99", "98"}));
}

TEST_CASE("A crossing needs a bar before, a level does not", "[unit][condition]") {
  CHECK_FALSE(Holds(PriceCondition("crosses_above", "100"), {"101"}));
  CHECK(Holds(PriceCondition("above", "100"), {"101"}));
  CHECK_FALSE(Holds(PriceCondition("above", "100"), {}));
}

TEST_CASE("A level holds at each bar beyond it and not at it", "[unit][condition]") {
  CHECK(Holds(PriceCondition("below", "100"), {"99", "98"}));
  CHECK_FALSE(Holds(PriceCondition("below", "100"), {"100"}));
  CHECK_FALSE(Holds(PriceCondition("above", "100"), {"100"}));
}

TEST_CASE("Prices are compared exactly where doubles could not tell them apart", "[unit][condition]") {
  const auto above = PriceCondition("crosses_above", "10000000000000.0000000001");
  CHECK(Holds(above, {"10000000000000.0000000001", "10000000000000.0000000002"}));
  CHECK_FALSE(Holds(above, {"9999999999999", "10000000000000.0000000001"}));
}

TEST_CASE("What a price condition saw is told", "[unit][condition]") {
  const auto finding = Evaluate(PriceCondition("crosses_above", "100.0"), {"99.50", "101.25"});
  REQUIRE(finding.has_value());
  CHECK(finding->sentence == "close 101.25 crossed above 100");
  CHECK(finding->evidence ==
        std::map<std::string, std::string>{{"close", "101.25"}, {"previous_close", "99.5"}, {"threshold", "100"}});
}

TEST_CASE("An indicator crosses a threshold", "[unit][condition]") {
  auto condition = IndicatorCondition("crosses_above", "sma", 2);
  condition.set_threshold("10");
  // Means of two: 9.5, then 10.5.
  const auto finding = Evaluate(condition, {"9", "10", "11"});
  REQUIRE(finding.has_value());
  CHECK(finding->sentence == "sma(period=2) 10.5 crossed above 10");
  CHECK(finding->evidence.at("sma(period=2)") == "10.5");
  CHECK(finding->evidence.at("previous_sma(period=2)") == "9.5");
  CHECK_FALSE(Holds(condition, {"9", "10", "11", "12"}));
}

TEST_CASE("An indicator crosses another", "[unit][condition]") {
  auto condition = IndicatorCondition("crosses_above", "sma", 1);
  condition.mutable_right()->set_name("sma");
  (*condition.mutable_right()->mutable_params())["period"] = 3;
  // Closes against their mean of three: 3 < 4, then 7 > 14/3.
  const auto finding = Evaluate(condition, {"5", "4", "3", "7"});
  REQUIRE(finding.has_value());
  CHECK(finding->evidence.at("sma(period=1)") == "7");
  CHECK(finding->evidence.at("sma(period=3)").substr(0, 6) == "4.6666");
  CHECK_FALSE(Holds(condition, {"5", "4", "3", "2"}));
}

TEST_CASE("Before the warm-up nothing holds", "[unit][condition]") {
  auto condition = IndicatorCondition("above", "sma", 3);
  condition.set_threshold("0");
  CHECK_FALSE(Holds(condition, {"1", "2"}));
  CHECK(Holds(condition, {"1", "2", "3"}));
  condition.set_op("crosses_above");
  condition.set_threshold("1");
  CHECK_FALSE(Holds(condition, {"1", "2", "3"}));
}

TEST_CASE("One of several outputs is chosen by name, the first by default", "[unit][condition]") {
  auto condition = IndicatorCondition("above", "bollinger", 2);
  condition.set_threshold("0");
  CHECK(Evaluate(condition, {"10", "12"})->evidence.count("bollinger(period=2, stddev=2).upper") == 1);
  condition.mutable_left()->set_output("middle");
  CHECK(Evaluate(condition, {"10", "12"})->evidence.at("bollinger(period=2, stddev=2).middle") == "11");
  condition.mutable_left()->set_output("centre");
  CHECK(FaultsOf(condition).at("condition.left.output") == "must be one of upper, middle, lower, percent_b");
}

TEST_CASE("Every fault of a condition is named by its field", "[unit][condition]") {
  v1::Condition empty;
  CHECK(FaultsOf(empty).count("condition.kind") == 1);
  CHECK(FaultsOf(empty).count("condition.op") == 1);

  CHECK(FaultsOf(PriceCondition("above", "ten")).at("condition.threshold") == "must be a decimal number, e.g. 100.50");
  CHECK(FaultsOf(PriceCondition("above", "")).at("condition.threshold") == "is required for kind 'price'");
  auto both = IndicatorCondition("above", "sma", 2);
  CHECK(FaultsOf(both).count("condition.threshold") == 1);
  both.set_threshold("1");
  both.mutable_right()->set_name("ema");
  CHECK(FaultsOf(both).count("condition.threshold") == 1);
  auto price_with_left = PriceCondition("above", "1");
  price_with_left.mutable_left()->set_name("sma");
  CHECK(FaultsOf(price_with_left).count("condition.left") == 1);
}

TEST_CASE("Faults of an indicator's parameters are named by their path", "[unit][condition]") {
  auto condition = IndicatorCondition("above", "sma", 0);
  condition.set_threshold("1");
  CHECK(FaultsOf(condition).at("condition.left.params.period") == "must be a whole number from 1 to 5000");
  condition.mutable_left()->set_name("bolinger");
  CHECK(FaultsOf(condition).at("condition.left.name") == "there is no indicator 'bolinger'; did you mean bollinger?");
}

TEST_CASE("An indicator that reads more than closes is refused", "[unit][condition]") {
  for (const std::string name : {"atr", "vwap_session", "vwap_anchored"}) {
    auto condition = IndicatorCondition("above", name, 14);
    condition.set_threshold("1");
    CHECK(FaultsOf(condition).at("condition.left.name") ==
          name + " needs more than closes, which is all that rules look at");
  }
}

TEST_CASE("A rule cannot look back further than closes are kept", "[unit][condition]") {
  auto condition = IndicatorCondition("above", "sma", 1023);
  condition.set_threshold("1");
  CHECK(Condition::Parse(condition).ok());
  (*condition.mutable_left()->mutable_params())["period"] = 1024;
  CHECK(FaultsOf(condition).at("condition.left.params") == "needs 1025 bars; rules look back on 1024");
}

}  // namespace
}  // namespace mib::notification
