#include "webhook.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/time.h"
#include "mib/market/proto.h"

namespace mib::notification {
namespace {

absl::StatusOr<http::Response> Answer(int status) {
  http::Response response;
  response.status = status;
  return response;
}

TEST_CASE("A delivery is signed over its timestamp and body", "[unit][webhook]") {
  const DueDelivery delivery{.id = "d1",
                             .channel_id = "c1",
                             .url = "https://example.com/h",
                             .sealed_secret = "",
                             .body = R"({"id":"a1"})",
                             .traceparent = ""};
  const http::Request request = WebhookRequest(delivery, "sixteen characters", absl::FromUnixSeconds(1'705'312'800));
  CHECK(request.method == "POST");
  CHECK(request.target == "https://example.com/h");
  CHECK(request.body == R"({"id":"a1"})");
  CHECK(http::Find(request.headers, "content-type") == "application/json");
  CHECK(http::Find(request.headers, "x-mib-delivery-id") == "d1");
  CHECK(http::Find(request.headers, "x-mib-timestamp") == "1705312800");
  // printf '1705312800.{"id":"a1"}' | openssl dgst -sha256 -hmac 'sixteen characters'
  CHECK(http::Find(request.headers, "x-mib-signature") ==
        "sha256=99cb890aafbf98e466fb0cca12754ac9c176285ce27bbd62e2494539ae65e1b0");
}

TEST_CASE("The body is the alert in JSON", "[unit][webhook]") {
  events::v1::Alert alert;
  alert.set_id("a1");
  alert.set_rule_name("say \"hi\"");
  alert.set_symbol("AAPL");
  *alert.mutable_fired_at() = market::ToProto(*ParseTime("2024-01-02"));
  (*alert.mutable_evidence())["close"] = "101.25";
  const std::string body = WebhookBody(alert);
  CHECK(body.find(R"("id":"a1")") != std::string::npos);
  CHECK(body.find(R"("rule_name":"say \"hi\"")") != std::string::npos);
  CHECK(body.find(R"("fired_at":"2024-01-02T00:00:00Z")") != std::string::npos);
  CHECK(body.find(R"("evidence":{"close":"101.25"})") != std::string::npos);
  CHECK(body.find(R"("severity":"")") != std::string::npos);
}

TEST_CASE("Success, refusal and trouble are told apart", "[unit][webhook]") {
  for (const int status : {200, 201, 204, 299}) CHECK(Classify(Answer(status)) == DeliveryStatus::kDelivered);
  for (const int status : {408, 429, 500, 502, 503, 504}) CHECK(Classify(Answer(status)) == DeliveryStatus::kPending);
  for (const int status : {301, 302, 400, 401, 403, 404, 410, 422})
    CHECK(Classify(Answer(status)) == DeliveryStatus::kFailed);
  CHECK(Classify(absl::UnavailableError("refused")) == DeliveryStatus::kPending);
  CHECK(Classify(absl::DeadlineExceededError("slow")) == DeliveryStatus::kPending);
  CHECK(Classify(absl::InvalidArgumentError("not a public address")) == DeliveryStatus::kFailed);
}

TEST_CASE("Retry-After is read as whole seconds", "[unit][webhook]") {
  http::Response response;
  CHECK(RetryAfter(response) == absl::ZeroDuration());
  response.headers = {{"retry-after", "120"}};
  CHECK(RetryAfter(response) == absl::Seconds(120));
  response.headers = {{"Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"}};
  CHECK(RetryAfter(response) == absl::ZeroDuration());
  response.headers = {{"Retry-After", "-5"}};
  CHECK(RetryAfter(response) == absl::ZeroDuration());
}

}  // namespace
}  // namespace mib::notification
