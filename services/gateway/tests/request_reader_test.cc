#include "request_reader.h"

#include <catch2/catch_test_macros.hpp>
#include <map>

#include "mib/analytics/v1/indicators.pb.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/base/errors.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/ingestion/v1/ingestion.pb.h"
#include "mib/notification/v1/alerts.pb.h"

namespace mib::gateway {
namespace {

/// The reader over all linked contracts.
class World {
 public:
  World() {
    auto routes = RouteTable::Build(RouteTable::LinkedServices());
    REQUIRE(routes.ok());
    routes_ = *std::move(routes);
    std::vector<const google::protobuf::Descriptor*> types;
    for (const auto& route : routes_->routes()) types.push_back(route->rpc->input_type());
    auto schemas = RequestSchemas::Build(types);
    REQUIRE(schemas.ok());
    schemas_ = *std::move(schemas);
  }

  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Read(const std::string& method, const std::string& target,
                                                                  const std::string& body = {},
                                                                  const std::string& type = "application/json") {
    http::Request request{.method = method, .target = target, .headers = {}, .body = body, .remote_ip = {}};
    if (!body.empty()) request.headers.emplace("Content-Type", type);
    http::Target parsed;
    REQUIRE(http::ParseTarget(target, &parsed));
    const Match match = routes_->Find(method, target.substr(0, target.find('?')));
    REQUIRE(match.route != nullptr);
    return RequestReader(*schemas_).Read(match, parsed, request);
  }

  template <typename Message>
  Message Must(const std::string& method, const std::string& target, const std::string& body = {}) {
    auto message = Read(method, target, body);
    INFO((message.ok() ? std::string() : std::string(message.status().message())));
    REQUIRE(message.ok());
    return static_cast<const Message&>(**message);
  }

  /// Field to message, of a request that must be refused with VALIDATION_FAILED.
  std::map<std::string, std::string> Violations(const std::string& method, const std::string& target,
                                                const std::string& body = {}) {
    const auto message = Read(method, target, body);
    REQUIRE_FALSE(message.ok());
    const api::v1::ErrorDetail detail = errors::DetailOf(message.status());
    CHECK(detail.code() == api::v1::VALIDATION_FAILED);
    std::map<std::string, std::string> violations;
    for (const auto& violation : detail.violations()) violations[violation.field()] = violation.message();
    return violations;
  }

  api::v1::ErrorCode Code(const std::string& method, const std::string& target, const std::string& body = {},
                          const std::string& type = "application/json") {
    const auto message = Read(method, target, body, type);
    REQUIRE_FALSE(message.ok());
    return errors::DetailOf(message.status()).code();
  }

 private:
  std::unique_ptr<RouteTable> routes_;
  std::unique_ptr<RequestSchemas> schemas_;
};

using Errors = std::map<std::string, std::string>;

const char kBars[] = "/api/v1/market-data/BTC-USD/bars";
const char kRules[] = "/api/v1/alerts/rules";
const char kLogin[] = "/api/v1/auth/login";

TEST_CASE("Path, query and defaults make one request", "[unit]") {
  const auto request =
      World().Must<core_engine::v1::GetBarsRequest>("GET", std::string(kBars) + "?start=2024-01-15&limit=5");
  CHECK(request.symbol() == "BTC-USD");
  CHECK(request.start().seconds() == 1705276800);
  CHECK(request.limit() == 5);
  CHECK(request.order() == "asc");
  CHECK(request.interval() == "1m");
  CHECK_FALSE(request.has_end());
}

TEST_CASE("A symbol is brought to the platform's spelling wherever it stands", "[unit]") {
  World world;
  CHECK(world.Must<core_engine::v1::GetQuoteRequest>("GET", "/api/v1/market-data/btc_usd/quote").symbol() == "BTC-USD");
  const auto batch = world.Must<core_engine::v1::GetBatchRequest>("POST", "/api/v1/market-data/batch",
                                                                  R"({"symbols":["btc/usd","aapl"]})");
  CHECK(batch.symbols(0) == "BTC-USD");
  CHECK(batch.symbols(1) == "AAPL");
}

TEST_CASE("Several values come by repetition or by commas", "[unit]") {
  const auto request =
      World().Must<core_engine::v1::GetBatchRequest>("GET", "/api/v1/market-data/batch?symbols=A,B&symbols=C");
  CHECK(std::vector<std::string>(request.symbols().begin(), request.symbols().end()) ==
        std::vector<std::string>{"A", "B", "C"});
}

TEST_CASE("Times come as RFC 3339, dates and Unix time of any unit", "[unit]") {
  World world;
  for (const char* text : {"2024-01-15T10:00:00Z", "2024-01-15T12:00:00%2B02:00", "1705312800", "1705312800000",
                           "1705312800000000", "1705312800000000000"}) {
    CAPTURE(text);
    CHECK(world.Must<core_engine::v1::GetBarsRequest>("GET", std::string(kBars) + "?start=" + text).start().seconds() ==
          1705312800);
  }
}

TEST_CASE("Ranges may be spelt in other ways", "[unit]") {
  World world;
  auto range =
      world.Must<core_engine::v1::GetBarsRequest>("GET", std::string(kBars) + "?from=2024-01-15&to=2024-01-16");
  CHECK(range.start().seconds() == 1705276800);
  CHECK(range.end().seconds() == 1705363200);
  range = world.Must<core_engine::v1::GetBarsRequest>(
      "GET", std::string(kBars) + "?timestamp.gt=2024-01-15&timestamp.lte=2024-01-16");
  CHECK(range.start().nanos() == 1);
  CHECK(range.end().seconds() == 1705363200);
  CHECK(range.end().nanos() == 1);
}

TEST_CASE("A range that is empty or reversed is INVALID_TIME_RANGE", "[unit]") {
  World world;
  CHECK(world.Code("GET", std::string(kBars) + "?start=2024-01-16&end=2024-01-15") == api::v1::INVALID_TIME_RANGE);
  CHECK(world.Code("GET", std::string(kBars) + "?start=2024-01-15&end=2024-01-15") == api::v1::INVALID_TIME_RANGE);
}

TEST_CASE("Every field at fault is told at once", "[unit]") {
  CHECK(World().Violations("GET", std::string(kBars) + "?start=soon&limit=0&order=up&interval=7m&colour=red") ==
        Errors{{"start", "must be a time: RFC 3339, a date, or Unix time in s, ms, us or ns"},
               {"limit", "must be at least 1"},
               {"order", "must be one of: asc, desc"},
               {"interval", "must be one of: 1s, 1m, 5m, 15m, 1h, 4h, 1d, 1w, 1M"},
               {"colour", "is not a parameter of this request"}});
}

TEST_CASE("A number must be whole, in range and nothing else", "[unit]") {
  World world;
  for (const char* text : {"-1", "1.5", "1e3", "", "+5", "%205", "99999999999", "0x10", "five"}) {
    CAPTURE(text);
    CHECK(world.Violations("GET", std::string(kBars) + "?limit=" + text) ==
          Errors{{"limit", "must be a whole number that is not negative"}});
  }
  CHECK(world.Violations("GET", std::string(kBars) + "?limit=10001") == Errors{{"limit", "must be at most 10000"}});
}

TEST_CASE("A floating number must be finite and in range", "[unit]") {
  World world;
  const std::string path = "/api/v1/indicators/AAPL/bollinger?stddev=";
  CHECK(world.Must<analytics::v1::GetIndicatorRequest>("GET", path + "2.5").stddev() == 2.5);
  CHECK(world.Violations("GET", path + "nan") == Errors{{"stddev", "must be a finite number"}});
  CHECK(world.Violations("GET", path + "inf") == Errors{{"stddev", "must be a finite number"}});
  CHECK(world.Violations("GET", path + "101") == Errors{{"stddev", "must be at most 100"}});
}

TEST_CASE("A parameter given twice is refused, under its alias too", "[unit]") {
  World world;
  CHECK(world.Violations("GET", std::string(kBars) + "?limit=1&limit=2") ==
        Errors{{"limit", "is given more than once"}});
  CHECK(world.Violations("GET", std::string(kBars) + "?start=2024-01-15&from=2024-01-15") ==
        Errors{{"from", "is given more than once"}});
  CHECK(world.Violations("GET", std::string(kBars) + "?symbol=AAPL") == Errors{{"symbol", "is given more than once"}});
}

TEST_CASE("What the gateway itself reads is no parameter of the RPC", "[unit]") {
  CHECK(World()
            .Must<core_engine::v1::GetBarsRequest>("GET", std::string(kBars) + "?decimals=string&api_key=mib_x")
            .limit() == 1000);
}

TEST_CASE("A text that can be no symbol is refused", "[unit]") {
  World world;
  for (const char* symbol : {"%00", "a%20b", "%3Cscript%3E", "'%3B--", "%E2%82%AC", "%ff"}) {
    CAPTURE(symbol);
    CHECK(world.Violations("GET", "/api/v1/market-data/" + std::string(symbol) + "/quote").contains("symbol"));
  }
  CHECK(world.Violations("GET", "/api/v1/market-data/" + std::string(65, 'A') + "/quote") ==
        Errors{{"symbol", "must be at most 64 characters long"}});
}

TEST_CASE("Text must be UTF-8 without control characters", "[unit]") {
  World world;
  for (const char* text : {"a%00b", "%ff", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "a%1bb", "%7f"}) {
    CAPTURE(text);
    CHECK(world.Violations("GET", std::string("/api/v1/market-data/search?q=") + text) ==
          Errors{{"q", "must be valid UTF-8 without control characters"}});
  }
}

TEST_CASE("Length is counted in characters", "[unit]") {
  std::string word;
  for (int i = 0; i < 100; ++i) word += "%C3%BC";
  CHECK(World()
            .Must<core_engine::v1::SearchInstrumentsRequest>("GET", "/api/v1/market-data/search?q=" + word)
            .q()
            .size() == 200);
  CHECK(World().Violations("GET", "/api/v1/market-data/search?q=a" + word) ==
        Errors{{"q", "must be at most 100 characters long"}});
}

TEST_CASE("Too many values are refused before they are all read", "[unit]") {
  std::string symbols = "A";
  for (int i = 0; i < 5000; ++i) symbols += ",A";
  CHECK(World().Violations("GET", "/api/v1/market-data/batch?symbols=" + symbols) ==
        Errors{{"symbols", "must have at most 100 items"}});
}

TEST_CASE("A required field that is missing or empty is told", "[unit]") {
  World world;
  CHECK(world.Violations("POST", kLogin, R"({"username":""})") ==
        Errors{{"username", "is required"}, {"password", "is required"}});
  CHECK(world.Violations("POST", kLogin) == Errors{{"username", "is required"}, {"password", "is required"}});
  CHECK(world.Violations("GET", "/api/v1/market-data/batch") == Errors{{"symbols", "is required"}});
}

TEST_CASE("A JSON body fills nested messages, arrays and maps", "[unit]") {
  const auto request = World().Must<notification::v1::CreateRuleRequest>("POST", kRules, R"({
      "name": "cross", "symbol": "btc-usd",
      "condition": {"kind": "indicator", "op": "crosses_above", "left": {"name": "sma", "params": {"period": 20}}, "threshold": 100.50},
      "channels": [{"type": "webhook", "url": "https://example.com/hook", "secret": "0123456789abcdef"}]})");
  CHECK(request.symbol() == "BTC-USD");
  CHECK(request.interval() == "1m");
  CHECK(request.condition().left().params().at("period") == 20);
  CHECK(request.condition().threshold() == "100.50");
  CHECK(request.channels(0).secret() == "0123456789abcdef");
}

TEST_CASE("A decimal keeps every digit it was written with", "[unit]") {
  World world;
  const auto threshold = [&](const std::string& token) {
    const std::string body =
        R"({"name":"n","symbol":"A","condition":{"kind":"price","op":"above","threshold":)" + token + "}}";
    return world.Must<notification::v1::CreateRuleRequest>("POST", kRules, body).condition().threshold();
  };
  CHECK(threshold("0.000000001") == "0.000000001");
  CHECK(threshold("12345678901234567890.123456789") == "12345678901234567890.123456789");
  CHECK(threshold("\"100.50\"") == "100.50");
}

TEST_CASE("Faults in nested values are told by their path", "[unit]") {
  CHECK(World().Violations("POST", kRules,
                           R"({"name":"n","symbol":"A","condition":{"kind":"price","op":"near","left":{"size":1}},
      "channels":[{"type":"webhook","url":"ftp://x","secret":"short"},7]})") ==
        Errors{{"condition.op", "must be one of: crosses_above, crosses_below, above, below"},
               {"condition.left.size", "is not a field of this request"},
               {"condition.left.name", "is required"},
               {"channels[0].url", "must match https?://.+"},
               {"channels[0].secret", "must be at least 16 characters long"},
               {"channels[1]", "must be an object"}});
}

TEST_CASE("A value of another type is refused", "[unit]") {
  World world;
  CHECK(world.Violations("POST", kLogin, R"({"username":5,"password":["x"]})") ==
        Errors{{"username", "must be a string"}, {"password", "must be a string"}});
  CHECK(
      world.Violations("POST", "/api/v1/auth/api-keys", R"({"name":"k","expires_in_days":"7","permissions":"all"})") ==
      Errors{{"expires_in_days", "must be a whole number that is not negative"}, {"permissions", "must be an array"}});
  CHECK(world.Violations("PATCH", "/api/v1/alerts/rules/1", R"({"enabled":"yes"})") ==
        Errors{{"enabled", "must be true or false"}});
}

TEST_CASE("A key given twice, unknown, or bound by the path is refused", "[unit]") {
  CHECK(World().Violations("PATCH", "/api/v1/alerts/rules/1", R"({"id":"2","name":"a","name":"b","owner_id":"me"})") ==
        Errors{{"id", "is given by the path"},
               {"name", "is given more than once"},
               {"owner_id", "is not a field of this request"}});
}

TEST_CASE("What an update does not give stays ungiven; null gives nothing", "[unit]") {
  const auto request = World().Must<notification::v1::UpdateRuleRequest>("PATCH", "/api/v1/alerts/rules/1",
                                                                         R"({"enabled":false,"name":null})");
  CHECK(request.id() == "1");
  CHECK(request.has_enabled());
  CHECK_FALSE(request.enabled());
  CHECK_FALSE(request.has_name());
  CHECK_FALSE(request.has_severity());
}

TEST_CASE("Parameters in the query of a request with a body are refused", "[unit]") {
  CHECK(World().Violations("POST", std::string(kLogin) + "?username=a", R"({"username":"a","password":"b"})") ==
        Errors{{"username", "belongs into the JSON body"}});
}

TEST_CASE("Only JSON bodies are read", "[unit]") {
  World world;
  CHECK(world.Code("POST", kLogin, "username=a", "application/x-www-form-urlencoded") ==
        api::v1::UNSUPPORTED_MEDIA_TYPE);
  CHECK(world.Code("POST", kLogin, "{}", "application/jsonx") == api::v1::UNSUPPORTED_MEDIA_TYPE);
  CHECK(world.Read("POST", kLogin, R"({"username":"a","password":"b"})", "Application/JSON; charset=utf-8").ok());
}

TEST_CASE("A body that is no JSON object is MALFORMED_REQUEST", "[unit]") {
  World world;
  for (const std::string& body : {std::string("{"),
                                  std::string("}"),
                                  std::string("[]"),
                                  std::string("\"a\""),
                                  std::string("1"),
                                  std::string("null"),
                                  std::string("   "),
                                  std::string(R"({"a":1,})"),
                                  std::string(R"({"a" 1})"),
                                  std::string(R"({"a":1 "b":2})"),
                                  std::string(R"({"a":01})"),
                                  std::string(R"({"a":1.})"),
                                  std::string(R"({"a":.5})"),
                                  std::string(R"({"a":+1})"),
                                  std::string(R"({"a":NaN})"),
                                  std::string(R"({"a":0x1})"),
                                  std::string(R"({"a":tru})"),
                                  std::string(R"({"a":truex})"),
                                  std::string(R"({"a":nul})"),
                                  std::string(R"({"a":"\x"})"),
                                  std::string(R"({"a":"\u12"})"),
                                  std::string(R"({"a":"\ud800"})"),
                                  std::string("{\"a\":\"\n\"}"),
                                  std::string("{\"a\":\"\xff\"}"),
                                  std::string(R"({"a":1}{"a":2})"),
                                  std::string(R"({"a":1} x)"),
                                  std::string(R"({'a':1})"),
                                  std::string(R"({a:1})"),
                                  std::string(R"({"a":[1,]})"),
                                  std::string(R"({"a":[1 2]})"),
                                  std::string(R"({"a":[1}})"),
                                  std::string(R"({"a":{"b":1})"),
                                  std::string(R"({"username":"a","password":"b"})") + std::string(1, '\0'),
                                  std::string("{\"a\":1//c\n}"),
                                  std::string("\xef\xbb\xbf{}x")}) {
    CAPTURE(body);
    CHECK(world.Code("POST", kLogin, body) == api::v1::MALFORMED_REQUEST);
  }
}

TEST_CASE("A malformed body is told with the place", "[unit]") {
  const auto message = World().Read("POST", kLogin, R"({"username": tru})");
  const api::v1::ErrorDetail detail = errors::DetailOf(message.status());
  REQUIRE(detail.details().contains("offset"));
  CHECK(detail.details().at("offset") == "13");
}

TEST_CASE("Deep nesting is refused without recursion to match", "[unit]") {
  World world;
  CHECK(world.Code("POST", kLogin, R"({"a":)" + std::string(100000, '[')) == api::v1::MALFORMED_REQUEST);
  CHECK(world.Code("POST", kLogin, R"({"a":)" + std::string(1000, '[') + std::string(1000, ']') + "}") ==
        api::v1::MALFORMED_REQUEST);
  std::string objects;
  for (int i = 0; i < 500; ++i) objects += R"({"a":)";
  CHECK(world.Code("POST", kLogin, objects + "1" + std::string(500, '}')) == api::v1::MALFORMED_REQUEST);
}

TEST_CASE("A hostile body does not come back larger than it was", "[unit]") {
  std::string body = "{";
  for (int i = 0; i < 50000; ++i) body += "\"" + std::to_string(i) + "\":1,";
  body += "\"" + std::string(100000, 'k') + "\":1}";
  const auto violations = World().Violations("POST", kLogin, body);
  CHECK(violations.size() == 100);
  const auto longest = World().Violations("POST", kLogin, "{\"" + std::string(100000, 'k') + "\":1}");
  CHECK(longest.contains(std::string(128, 'k')));
}

TEST_CASE("An import's file cannot leave its folder", "[unit]") {
  CHECK(World().Violations("POST", "/api/v1/monitoring/jobs",
                           R"({"type":"import","source":"x","symbols":["A"],"file":"../../etc/passwd"})") ==
        Errors{{"file", "must match [A-Za-z0-9._-]+"}});
}

}  // namespace
}  // namespace mib::gateway
