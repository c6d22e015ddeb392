#include "rule_book.h"

#include <catch2/catch_test_macros.hpp>

#include "bars.h"

namespace mib::notification {
namespace {

Closes ClosesOf(const std::vector<std::string>& prices) {
  Closes closes;
  for (size_t i = 0; i < prices.size(); ++i) closes.Push(ToNanos(Day(static_cast<int>(i))), *Decimal::Parse(prices[i]));
  return closes;
}

events::v1::Alert AlertOf(const Rule& rule) {
  const auto book = RuleBook::Build({rule});
  const auto* rules = book->Find(rule.series);
  REQUIRE(rules != nullptr);
  const auto alert = Judge(rules->front(), ClosesOf({"99", "101"}));
  REQUIRE(alert.has_value());
  return *alert;
}

TEST_CASE("Rules are found by the series they watch", "[unit][rule_book]") {
  const auto book =
      RuleBook::Build({RuleOf("a", PriceCondition("above", "1")), RuleOf("b", PriceCondition("below", "1"))});
  REQUIRE(book->Find({"AAPL", market::Interval::k1d}) != nullptr);
  CHECK(book->Find({"AAPL", market::Interval::k1d})->size() == 2);
  CHECK(book->Find({"AAPL", market::Interval::k1h}) == nullptr);
  CHECK(book->Find({"MSFT", market::Interval::k1d}) == nullptr);
  CHECK(book->size() == 2);
}

TEST_CASE("A stored rule that is not accepted any more does not stop the others", "[unit][rule_book]") {
  auto gone = IndicatorCondition("above", "gone", 3);
  gone.set_threshold("1");
  const auto book = RuleBook::Build({RuleOf("a", gone), RuleOf("b", PriceCondition("below", "1"))});
  CHECK(book->size() == 1);
}

TEST_CASE("An alert tells rule, owner, bar and evidence", "[unit][rule_book]") {
  const events::v1::Alert alert = AlertOf(RuleOf("a", PriceCondition("crosses_above", "100")));
  CHECK(alert.rule_id() == "a");
  CHECK(alert.owner_id() == "alice");
  CHECK(alert.symbol() == "AAPL");
  CHECK(alert.interval() == "1d");
  CHECK(alert.message() == "rule a: AAPL 1d close 101 crossed above 100.");
  CHECK(market::FromProto(alert.fired_at()) == Day(2));
  CHECK(alert.evidence().at("open_time") == "2024-01-02T00:00:00Z");
  CHECK(alert.evidence().at("close") == "101");
}

TEST_CASE("The same rule version and bar give the same alert id, another version another", "[unit][rule_book]") {
  Rule rule = RuleOf("a", PriceCondition("crosses_above", "100"));
  const std::string id = AlertOf(rule).id();
  CHECK(AlertOf(rule).id() == id);
  rule.version = 2;
  CHECK(AlertOf(rule).id() != id);
}

}  // namespace
}  // namespace mib::notification
