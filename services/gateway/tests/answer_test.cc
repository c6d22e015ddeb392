#include "answer.h"

#include <catch2/catch_test_macros.hpp>

#include "error_answer.h"
#include "mib/base/errors.h"
#include "mib/core_engine/v1/market_data.pb.h"

namespace mib::gateway {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1705312800);

ErrorContext Context(std::string_view accept = "") { return {kNow, "req_1", "/api/v1/x", "0af7", accept}; }

AnswerPtr BarsAnswer(const std::string& next_cursor) {
  const auto routes = *RouteTable::Build(RouteTable::LinkedServices());
  const Match match = routes->Find("GET", "/api/v1/market-data/A/bars");
  core_engine::v1::GetBarsRequest request;
  request.set_limit(5);
  core_engine::v1::GetBarsResponse response;
  response.set_next_cursor(next_cursor);
  const JsonWriter json({response.GetDescriptor()});
  return MakeAnswer(*match.route, request, response, json, DecimalStyle::kNumber);
}

TEST_CASE("A success is data and metadata", "[unit]") {
  Answer answer;
  answer.data = R"({"a":1})";
  CHECK(
      BodyOf(answer, {.now = kNow, .request_id = "req_1", .max_age = {}}) ==
      R"({"data":{"a":1},"metadata":{"timestamp":"2024-01-15T10:00:00Z","version":"1.0","cache_used":false,"request_id":"req_1"}})");
}

TEST_CASE("A stored answer says so, and a stale one too", "[unit]") {
  Answer answer;
  answer.data = "1";
  const std::string body =
      BodyOf(answer, {.now = kNow, .request_id = "r", .cached = true, .stale = true, .max_age = {}});
  CHECK(body.find(R"("cache_used":true,"request_id":"r","stale":true)") != std::string::npos);
}

TEST_CASE("A list tells where it goes on, and that it ends", "[unit]") {
  const std::string more = BodyOf(*BarsAnswer("c=1"), {.now = kNow, .request_id = "r", .max_age = {}});
  CHECK(more.starts_with(R"({"data":[],)"));
  CHECK(more.find(R"("pagination":{"next_cursor":"c=1","has_more":true,"limit":5})") != std::string::npos);
  const std::string end = BodyOf(*BarsAnswer(""), {.now = kNow, .request_id = "r", .max_age = {}});
  CHECK(end.find(R"("pagination":{"next_cursor":null,"has_more":false,"limit":5})") != std::string::npos);
}

TEST_CASE("Equal data has an equal weak tag, whatever else the body says", "[unit]") {
  CHECK(BarsAnswer("a")->etag == BarsAnswer("b")->etag);
  CHECK(BarsAnswer("a")->etag.starts_with("W/\""));
}

TEST_CASE("The next page's address keeps the question and loses the key", "[unit]") {
  http::Target target;
  REQUIRE(http::ParseTarget("/p?start=2024-01-15T00%3A00%3A00Z&cursor=old&api_key=mib_x", &target));
  CHECK(NextPage(target, "new=") == "/p?start=2024-01-15T00%3A00%3A00Z&cursor=new%3D");
}

TEST_CASE("An error body carries code, message, details and request", "[unit]") {
  const http::Response response = ErrorAnswer(errors::UnknownSymbol("APPL", "Use 'AAPL' for Apple Inc."), Context());
  CHECK(response.status == 404);
  CHECK(http::Find(response.headers, "content-type") == "application/json");
  CHECK(response.body == R"({"error":{"code":"INVALID_SYMBOL","message":"There is no instrument 'APPL'.","details":{)"
                         R"("suggestion":"Use 'AAPL' for Apple Inc.","symbol":"APPL"}},)"
                         R"("metadata":{"timestamp":"2024-01-15T10:00:00Z","request_id":"req_1"}})");
}

TEST_CASE("Violations are listed under details.errors", "[unit]") {
  const http::Response response = ErrorAnswer(errors::Invalid({{"limit", "must be at least 1"}}), Context());
  CHECK(response.status == 422);
  CHECK(response.body.find(R"("details":{"errors":[{"field":"limit","message":"must be at least 1"}]})") !=
        std::string::npos);
}

TEST_CASE("A client that accepts problem+json gets RFC 9457", "[unit]") {
  const http::Response response = ErrorAnswer(errors::Invalid({{"condition.left[0].name", "is required"}}),
                                              Context("application/problem+json, */*"));
  CHECK(http::Find(response.headers, "content-type") == "application/problem+json");
  CHECK(response.body.find(
            R"("type":"/docs/errors/VALIDATION_FAILED","title":"Some fields are not acceptable","status":422)") !=
        std::string::npos);
  CHECK(response.body.find(
            R"("instance":"/api/v1/x","code":"VALIDATION_FAILED","request_id":"req_1","trace_id":"0af7")") !=
        std::string::npos);
  CHECK(response.body.find(R"("pointer":"/condition/left/0/name")") != std::string::npos);
}

TEST_CASE("What went wrong inside is never told", "[unit]") {
  const std::string secret = "connect to 10.0.0.5:5432 as postgres failed";
  for (const absl::Status& status :
       {absl::InternalError(secret), absl::UnknownError(secret), absl::UnavailableError(secret),
        errors::Make(api::v1::INTERNAL, secret, {{"query", secret}}),
        errors::Make(api::v1::SERVICE_UNAVAILABLE, secret), absl::NotFoundError(secret),
        absl::UnimplementedError(secret)}) {
    CAPTURE(status.ToString());
    CHECK(ErrorAnswer(status, Context()).body.find("10.0.0.5") == std::string::npos);
    CHECK(ErrorAnswer(status, Context("application/problem+json")).body.find("10.0.0.5") == std::string::npos);
  }
}

TEST_CASE("A 401 names the scheme, and whether something was wrong with what came", "[unit]") {
  const auto challenge = [](const absl::Status& status) {
    return std::string(http::Find(ErrorAnswer(status, Context()).headers, "www-authenticate"));
  };
  CHECK(challenge(errors::Make(api::v1::UNAUTHENTICATED, "none")) == "Bearer realm=\"market-intel-brain\"");
  CHECK(challenge(errors::Make(api::v1::TOKEN_EXPIRED, "old")) ==
        "Bearer realm=\"market-intel-brain\", error=\"invalid_token\"");
}

TEST_CASE("What may be tried again says when", "[unit]") {
  CHECK(http::Find(ErrorAnswer(errors::Make(api::v1::SERVICE_UNAVAILABLE, ""), Context()).headers, "retry-after") ==
        "1");
  const absl::Status budget = errors::Make(api::v1::UPSTREAM_BUDGET_EXHAUSTED, "used up", {{"retry_after", "3600"}});
  CHECK(http::Find(ErrorAnswer(budget, Context()).headers, "retry-after") == "3600");
}

}  // namespace
}  // namespace mib::gateway
