#include <catch2/catch_test_macros.hpp>

#include "mib/base/trace_context.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/record.h"

namespace mib::kafka {

TEST_CASE("An event goes to its contract's topic under its contract's key", "[unit][kafka]") {
  events::v1::TradeBatch batch;
  batch.set_symbol("BTC-USD");
  const Record record = MakeEvent(batch, "ingestion", "id-1");
  CHECK(record.topic == "mib.market.trades.v1");
  CHECK(record.key == "BTC-USD");
  events::v1::TradeBatch back;
  REQUIRE(back.ParseFromString(record.value));
  CHECK(back.symbol() == "BTC-USD");
  CHECK(record.headers == Headers{{"event-id", "id-1"},
                                  {"schema", "mib.events.v1.TradeBatch"},
                                  {"producer", "ingestion"},
                                  {"content-type", "application/x-protobuf"}});
}

TEST_CASE("An event carries the trace of the thread that makes it", "[unit][kafka]") {
  const std::string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const ScopedTrace scope(*TraceContext::FromTraceparent(parent));
  const Record record = MakeEvent(events::v1::Alert(), "notification", "id");
  CHECK(record.headers.back() == std::pair<std::string, std::string>("traceparent", parent));
}

TEST_CASE("A message without a topic has none", "[unit][kafka]") { CHECK(TopicOf(market::v1::Instrument()).empty()); }

TEST_CASE("A header is found by name, the first one of several", "[unit][kafka]") {
  ConsumedRecord record;
  record.headers = {{"a", "1"}, {"b", "2"}, {"b", "3"}};
  CHECK(record.Header("b") == "2");
  CHECK(record.Header("c").empty());
}

}  // namespace mib::kafka
