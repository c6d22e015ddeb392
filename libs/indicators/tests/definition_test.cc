#include "mib/indicators/definition.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "mib/base/errors.h"
#include "mib/indicators/registry.h"

namespace mib::indicators {
namespace {

std::map<std::string, std::string> FaultsOf(std::string_view name, const std::map<std::string, double>& given) {
  const auto params = Registry::Find(name)->Resolve(given);
  REQUIRE_FALSE(params.ok());
  const api::v1::ErrorDetail detail = errors::DetailOf(params.status());
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  std::map<std::string, std::string> faults;
  for (const auto& violation : detail.violations()) faults[violation.field()] = violation.message();
  return faults;
}

TEST_CASE("Parameters that are not given have their defaults", "[unit][indicators]") {
  const auto params = Registry::Find("macd")->Resolve({{"slow", 30}});
  REQUIRE(params.ok());
  CHECK(*params == std::vector<double>{12, 30, 9});
}

TEST_CASE("A parameter out of its range is named with the range", "[unit][indicators]") {
  CHECK(FaultsOf("sma", {{"period", 0}}) ==
        std::map<std::string, std::string>{{"period", "must be a whole number from 1 to 5000"}});
  CHECK(FaultsOf("bollinger", {{"stddev", 101}}) ==
        std::map<std::string, std::string>{{"stddev", "must be a number from 0.01 to 100"}});
}

TEST_CASE("Both ends of a range are accepted", "[unit][indicators]") {
  CHECK(Registry::Find("sma")->Resolve({{"period", 1}}).ok());
  CHECK(Registry::Find("sma")->Resolve({{"period", 5000}}).ok());
}

TEST_CASE("A whole-number parameter refuses fractions, NaN and infinity", "[unit][indicators]") {
  CHECK(FaultsOf("ema", {{"period", 2.5}}).count("period") == 1);
  CHECK(FaultsOf("ema", {{"period", std::numeric_limits<double>::quiet_NaN()}}).count("period") == 1);
  CHECK(FaultsOf("ema", {{"period", std::numeric_limits<double>::infinity()}}).count("period") == 1);
}

TEST_CASE("Every fault is named at once, unknown parameters too", "[unit][indicators]") {
  const auto faults = FaultsOf("macd", {{"fast", 0}, {"period", 20}});
  CHECK(faults.at("fast") == "must be a whole number from 1 to 5000");
  CHECK(faults.at("period") == "is no parameter of macd, which has: fast, slow, signal");
}

TEST_CASE("MACD's fast period must be less than its slow one", "[unit][indicators]") {
  CHECK(FaultsOf("macd", {{"fast", 26}, {"slow", 26}}).at("fast") == "must be less than slow");
}

}  // namespace
}  // namespace mib::indicators
