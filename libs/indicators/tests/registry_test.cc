#include "mib/indicators/registry.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "mib/base/errors.h"

namespace mib::indicators {
namespace {

TEST_CASE("Every entry of the registry is whole", "[unit][indicators]") {
  std::set<std::string_view> names;
  for (const Definition* definition : Registry::All()) {
    INFO(definition->name);
    CHECK(names.insert(definition->name).second);
    CHECK(std::all_of(definition->name.begin(), definition->name.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }));
    CHECK_FALSE(definition->long_name.empty());
    CHECK_FALSE(definition->description.empty());
    CHECK_FALSE(definition->inputs.empty());
    CHECK_FALSE(definition->outputs.empty());
    CHECK(definition->Resolve({}).ok());
    for (const Parameter& parameter : definition->parameters) {
      CHECK(parameter.minimum <= parameter.default_value);
      CHECK(parameter.default_value <= parameter.maximum);
      CHECK_FALSE(parameter.description.empty());
    }
  }
  for (const std::string_view name : {"bollinger", "ema", "macd", "rsi", "sma"}) CHECK(names.contains(name));
}

TEST_CASE("An indicator is found by its exact name", "[unit][indicators]") {
  REQUIRE(Registry::Find("rsi") != nullptr);
  CHECK(Registry::Find("rsi")->long_name == "Relative strength index");
  CHECK(Registry::Find("RSI") == nullptr);
  CHECK(Registry::Find("") == nullptr);
}

TEST_CASE("A misspelt name gets near ones suggested, a strange one none", "[unit][indicators]") {
  CHECK(Registry::Suggest("rsy") == std::vector<std::string>{"rsi"});
  CHECK(Registry::Suggest("bolinger") == std::vector<std::string>{"bollinger"});
  CHECK(Registry::Suggest("bollinger_bands") == std::vector<std::string>{"bollinger"});
  CHECK(Registry::Suggest("astrology").empty());
}

TEST_CASE("A name that callers give is found, or refused with what is near", "[unit][indicators]") {
  CHECK(*Registry::Get("rsi") == Registry::Find("rsi"));
  const auto detail = errors::DetailOf(Registry::Get("rsy").status());
  CHECK(detail.code() == api::v1::NOT_FOUND);
  CHECK(detail.details().at("indicator") == "rsy");
  CHECK(detail.details().at("suggestion") == "rsi");
  CHECK_FALSE(errors::DetailOf(Registry::Get("astrology").status()).details().contains("suggestion"));
}

TEST_CASE("A window runs over its own bars and a recursive indicator over all of history", "[unit][indicators]") {
  const std::vector<double> ten = {10};
  CHECK(Registry::Find("sma")->BarsFor(ten, 1, 20'000) == 10);
  CHECK(Registry::Find("sma")->BarsFor(ten, 100, 20'000) == 109);
  CHECK(Registry::Find("ema")->BarsFor(ten, 1, 20'000) == 20'000);
  CHECK(Registry::Find("ema")->BarsFor(ten, 100, 20'000) == 20'000);
}

}  // namespace
}  // namespace mib::indicators
