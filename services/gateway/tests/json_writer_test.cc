#include "json_writer.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "mib/analytics/v1/indicators.pb.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/base/decimal.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/ingestion/v1/ingestion.pb.h"
#include "mib/market/proto.h"
#include "mib/notification/v1/alerts.pb.h"

namespace mib::gateway {
namespace {

std::string Json(const google::protobuf::Message& message, DecimalStyle style = DecimalStyle::kNumber) {
  std::string out;
  JsonWriter({message.GetDescriptor()}).Append(message, style, &out);
  return out;
}

market::v1::Decimal Price(const char* text) { return market::ToProto(*Decimal::Parse(text)); }

TEST_CASE("A bar is written with exact decimals and its open time as t", "[unit]") {
  market::v1::Bar bar;
  bar.set_symbol("BTC-USD");
  bar.set_interval("1m");
  bar.mutable_open_time()->set_seconds(1705312800);
  *bar.mutable_open() = Price("60719.27000000");
  *bar.mutable_volume() = Price("0.000000001");
  bar.set_trades(std::numeric_limits<uint64_t>::max());
  bar.set_is_final(true);
  bar.set_origin(market::v1::TRADES);
  CHECK(Json(bar) ==
        R"({"symbol":"BTC-USD","interval":"1m","t":"2024-01-15T10:00:00Z","open":60719.27,"volume":0.000000001,)"
        R"("trades":18446744073709551615,"is_final":true,"revision":0,"origin":"trades","source":""})");
}

TEST_CASE("Decimals may be asked for as strings", "[unit]") {
  market::v1::Quote quote;
  *quote.mutable_bid() = Price("-1.50");
  CHECK(Json(quote, DecimalStyle::kString) == R"({"symbol":"","bid":"-1.5","source":""})");
}

TEST_CASE("A decimal of 38 digits keeps them all; one that is no number is null", "[unit]") {
  market::v1::Quote quote;
  *quote.mutable_bid() = Price("12345678901234567890123456789012345678");
  quote.mutable_ask()->set_scale(99);
  CHECK(Json(quote) == R"({"symbol":"","bid":12345678901234567890123456789012345678,"ask":null,"source":""})");
}

TEST_CASE("An enum is written in lower case, its zero as unspecified", "[unit]") {
  market::v1::Instrument instrument;
  CHECK(Json(instrument).find(R"("asset_class":"unspecified")") != std::string::npos);
  instrument.set_asset_class(market::v1::CRYPTO);
  CHECK(Json(instrument).find(R"("asset_class":"crypto")") != std::string::npos);
}

TEST_CASE("Doubles are as short as can be, and what is no number is null", "[unit]") {
  analytics::v1::IndicatorPoint point;
  (*point.mutable_values())["a"] = 0.1;
  (*point.mutable_values())["b"] = std::numeric_limits<double>::quiet_NaN();
  (*point.mutable_values())["c"] = -std::numeric_limits<double>::infinity();
  (*point.mutable_values())["d"] = 1e300;
  CHECK(Json(point) == R"({"values":{"a":0.1,"b":null,"c":null,"d":1e+300}})");
}

TEST_CASE("Scalars are always written, absent messages and optional scalars never", "[unit]") {
  CHECK(Json(notification::v1::UpdateRuleRequest()) == R"({"id":""})");
  notification::v1::UpdateRuleRequest update;
  update.set_enabled(false);
  CHECK(Json(update) == R"({"id":"","enabled":false})");
  CHECK(Json(auth::v1::TokenPair()) == R"({"access_token":"","refresh_token":"","token_type":"","expires_in":0})");
}

TEST_CASE("Text is escaped and broken text made whole", "[unit]") {
  auth::v1::TokenUser user;
  user.set_username(
      "a\"b\\c\n\x01\x7f\xff"
      "é");
  const std::string json = Json(user);
  CHECK(json.find(R"(a\"b\\c\n\u0001)") != std::string::npos);
  CHECK(json.find("\xff") == std::string::npos);
  CHECK(json.find("é") != std::string::npos);
}

TEST_CASE("One field can be written alone, as the array a list answers with", "[unit]") {
  core_engine::v1::GetBarsResponse response;
  response.add_bars()->set_symbol("A");
  response.set_next_cursor("x");
  const auto* field = response.GetDescriptor()->FindFieldByName("bars");
  std::string out;
  JsonWriter({response.GetDescriptor()}).AppendField(response, *field, DecimalStyle::kNumber, &out);
  CHECK(out.starts_with(R"([{"symbol":"A")"));
  CHECK(out.ends_with("]"));
  out.clear();
  response.clear_bars();
  JsonWriter({response.GetDescriptor()}).AppendField(response, *field, DecimalStyle::kNumber, &out);
  CHECK(out == "[]");
}

TEST_CASE("Repeated texts are an array of texts", "[unit]") {
  auth::v1::User user;
  user.add_roles("admin");
  user.add_roles("viewer");
  CHECK(Json(user).find(R"("roles":["admin","viewer"],"permissions":[])") != std::string::npos);
}

TEST_CASE("Times keep their fraction only where there is one", "[unit]") {
  ingestion::v1::Job job;
  job.mutable_created_at()->set_seconds(1705312800);
  job.mutable_created_at()->set_nanos(123456789);
  CHECK(Json(job).find(R"("created_at":"2024-01-15T10:00:00.123456789Z")") != std::string::npos);
}

}  // namespace
}  // namespace mib::gateway
