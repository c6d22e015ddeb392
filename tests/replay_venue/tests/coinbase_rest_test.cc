#include "coinbase_rest.h"

#include <catch2/catch_test_macros.hpp>

#include "folder.h"
#include "mib/base/status.h"
#include "simulated_clock.h"

namespace mib::venue {
namespace {

struct Fixture {
  Fixture() {
    folder.Write("hourly/EUR-USD.csv",
                 "time,open,high,low,close,volume\n"
                 "2017-04-19T09:00:00Z,1.0716,1.0722,1.07083,1.07219,1413\n"
                 "2017-04-19T10:00:00Z,1.07214,1.07296,1.07214,1.0726,1241\n"
                 "2017-04-19T11:00:00Z,1.07256,1.07299,1.0717,1.0719,1025\n");
    Options options;
    options.data = folder.path();
    options.symbols = {"GEN-A"};
    options.generate_trades = 50;
    auto opened = Market::Open(options, clock);
    if (!opened.ok()) FAIL(ToString(opened.status()));
    market = *std::move(opened);
    while (market->Next()) {
    }
  }
  http::Response Get(const std::string& path, const Query& query = {}) { return CoinbaseAnswer(*market, path, query); }

  SimulatedClock clock{absl::FromUnixSeconds(1'700'000'000)};
  Folder folder;
  std::unique_ptr<Market> market;
};

std::string IdsOf(const std::string& body) {
  std::string ids;
  const std::string name = "\"trade_id\":";
  for (size_t at = body.find(name); at != std::string::npos; at = body.find(name, at + 1)) {
    ids += body.substr(at + name.size(), body.find(',', at) - at - name.size()) + " ";
  }
  return ids;
}

TEST_CASE("Products are listed with what they are made of", "[unit][replay_venue]") {
  Fixture f;
  const std::string body = f.Get("/products").body;
  CHECK(body.find(R"("id":"EUR-USD","base_currency":"EUR","quote_currency":"USD")") != std::string::npos);
  CHECK(body.find(R"("display_name":"GEN/A","status":"online")") != std::string::npos);
}

TEST_CASE("Candles are newest first, low before high, and both ends of the range count", "[unit][replay_venue]") {
  Fixture f;
  const auto answer =
      f.Get("/products/EUR-USD/candles",
            {{"granularity", "3600"}, {"start", "2017-04-19T09:00:00Z"}, {"end", "2017-04-19T10:00:00Z"}});
  CHECK(answer.body ==
        "[[1492596000,1.07214,1.07296,1.07214,1.0726,1241],[1492592400,1.07083,1.0722,1.0716,1.07219,1413]]");
}

TEST_CASE("Candles without a range are the newest ones", "[unit][replay_venue]") {
  Fixture f;
  CHECK(f.Get("/products/EUR-USD/candles", {{"granularity", "86400"}}).body ==
        "[[1492560000,1.07083,1.07299,1.0716,1.0719,3679]]");
}

TEST_CASE("Requests for candles that the provider refuses are refused", "[unit][replay_venue]") {
  Fixture f;
  CHECK(f.Get("/products/EUR-USD/candles", {{"granularity", "61"}}).status == 400);
  CHECK(f.Get("/products/EUR-USD/candles", {{"granularity", "3600"}, {"start", "2017-04-19"}}).status == 400);
  const auto wide =
      f.Get("/products/EUR-USD/candles", {{"granularity", "3600"}, {"start", "2017-04-01"}, {"end", "2017-04-19"}});
  CHECK(wide.status == 400);
  CHECK(wide.body.find("exceeds 300") != std::string::npos);
}

TEST_CASE("Trades page backwards with after and forwards with before", "[unit][replay_venue]") {
  Fixture f;
  const auto newest = f.Get("/products/GEN-A/trades", {{"limit", "3"}});
  CHECK(IdsOf(newest.body) == "50 49 48 ");
  CHECK(http::Find(newest.headers, "CB-BEFORE") == "50");
  CHECK(http::Find(newest.headers, "CB-AFTER") == "48");
  CHECK(IdsOf(f.Get("/products/GEN-A/trades", {{"limit", "3"}, {"after", "48"}}).body) == "47 46 45 ");
  CHECK(IdsOf(f.Get("/products/GEN-A/trades", {{"before", "47"}}).body) == "50 49 48 ");
  const auto none = f.Get("/products/GEN-A/trades", {{"after", "1"}});
  CHECK(none.body == "[]");
  CHECK(http::Find(none.headers, "CB-AFTER").empty());
  CHECK(f.Get("/products/GEN-A/trades", {{"after", "x"}}).status == 400);
}

TEST_CASE("What is not there is not found", "[unit][replay_venue]") {
  Fixture f;
  CHECK(f.Get("/products/NONE/trades").status == 404);
  CHECK(f.Get("/products/GEN-A/nothing").status == 404);
  CHECK(f.Get("/nothing").body == R"({"message":"NotFound"})");
}

}  // namespace
}  // namespace mib::venue
