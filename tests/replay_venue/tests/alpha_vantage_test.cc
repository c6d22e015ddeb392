#include "alpha_vantage.h"

#include <catch2/catch_test_macros.hpp>

#include "fmt/format.h"
#include "folder.h"

namespace mib::venue {
namespace {

std::map<std::string, std::string> Daily(const std::string& symbol, const std::string& size = "full") {
  return {{"function", "TIME_SERIES_DAILY"}, {"symbol", symbol}, {"outputsize", size}, {"apikey", "k"}};
}

TEST_CASE("A daily series has the provider's form: newest first, texts of at least four decimals",
          "[unit][replay_venue]") {
  const Folder folder;
  folder.Write("daily/AAPL.csv",
               "date,open,high,low,close,volume\n2000-03-01,118.56,132.06,118.5,130,38478000\n"
               "2000-03-02,127,127.94,120.69,122.123456,11136800\n");
  const auto provider = AlphaVantage::Open(folder.path());
  REQUIRE(provider.ok());
  const auto answer = provider->Answer(Daily("AAPL"));
  CHECK(answer.status == 200);
  const std::string& body = answer.body;
  INFO(body);
  CHECK(
      body.find(
          R"("2. Symbol": "AAPL", "3. Last Refreshed": "2000-03-02", "4. Output Size": "Full size", "5. Time Zone": "US/Eastern")") !=
      std::string::npos);
  CHECK(
      body.find(
          R"("2000-03-01": {"1. open": "118.5600", "2. high": "132.0600", "3. low": "118.5000", "4. close": "130.0000", "5. volume": "38478000"})") !=
      std::string::npos);
  CHECK(body.find("122.123456") != std::string::npos);
  CHECK(body.find("\"2000-03-02\": {") < body.find("\"2000-03-01\": {"));
}

TEST_CASE("Compact is the last hundred days", "[unit][replay_venue]") {
  const Folder folder;
  std::string csv = "date,open,high,low,close,volume\n";
  for (int day = 0; day < 150; ++day) {
    csv += fmt::format("20{:02}-{:02}-{:02},1,1,1,1,1\n", 10 + day / 12 / 28, 1 + day / 28 % 12, 1 + day % 28);
  }
  folder.Write("daily/X.csv", csv);
  const auto provider = AlphaVantage::Open(folder.path());
  REQUIRE(provider.ok());
  const std::string body = provider->Answer(Daily("X", "compact")).body;
  size_t days = 0;
  for (size_t at = body.find("1. open"); at != std::string::npos; at = body.find("1. open", at + 1)) ++days;
  CHECK(days == 100);
}

TEST_CASE("Errors come with status 200, as they do there", "[unit][replay_venue]") {
  const Folder folder;
  const auto provider = AlphaVantage::Open(folder.path());
  REQUIRE(provider.ok());
  CHECK(provider->Answer(Daily("NONE")).status == 200);
  CHECK(provider->Answer(Daily("NONE")).body.find("\"Error Message\"") != std::string::npos);
  CHECK(provider->Answer({{"function", "TIME_SERIES_DAILY"}}).body.find("apikey") != std::string::npos);
  CHECK(provider->Answer({{"function", "OTHER"}, {"apikey", "k"}}).body.find("\"Error Message\"") != std::string::npos);
  auto exhausted = Daily("NONE");
  exhausted["apikey"] = "exhausted";
  CHECK(provider->Answer(exhausted).body.find("\"Information\"") != std::string::npos);
}

}  // namespace
}  // namespace mib::venue
