#include "event_publisher.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "records.h"

namespace mib::core_engine {
namespace {

market::v1::Bar Final(uint32_t revision) {
  market::v1::Bar bar = MakeBar("2024-01-15T10:00:00Z", "1", "2", "1", "2", "5");
  bar.set_symbol("BTC-USD");
  bar.set_interval("1m");
  bar.set_origin(market::v1::TRADES);
  bar.set_is_final(revision > 0);
  bar.set_revision(revision);
  return bar;
}

struct Fixture {
  telemetry::Metrics metrics;
  Probe probe{metrics};
  RecordingProducer producer;
  EventPublisher publisher{producer, probe};
};

TEST_CASE("Finals go out in order, an open bar once, a stored final not again", "[unit]") {
  Fixture f;
  Changes changes;
  changes.finals = {Final(1), Final(2)};
  changes.trade_bars = {{Final(2), {}}, {Final(0), {}}};
  REQUIRE(f.publisher.Publish(changes, {}).ok());
  const auto bars = f.producer.Events<market::v1::Bar>();
  REQUIRE(bars.size() == 3);
  CHECK(bars[0].revision() == 1);
  CHECK(bars[1].revision() == 2);
  CHECK_FALSE(bars[2].is_final());
  CHECK(f.producer.records[0].key == "BTC-USD");
  CHECK(f.probe.BarsPublished("1m").Value() == 3);
}

TEST_CASE("Event ids follow from the events", "[unit]") {
  CHECK(EventId(Final(1)) == "bar/BTC-USD/1m/1705312800/1/TRADES");
  market::v1::Bar open = Final(0);
  const std::string id = EventId(open);
  CHECK(EventId(Final(0)) == id);
  *open.mutable_close() = Number("1.5");
  CHECK(EventId(open) != id);
}

TEST_CASE("A full queue is emptied and the record sent again", "[unit]") {
  Fixture f;
  f.producer.queue_limit = 1;
  Changes changes;
  changes.finals = {Final(1), Final(2), Final(3)};
  REQUIRE(f.publisher.Publish(changes, {}).ok());
  CHECK(f.producer.records.size() == 3);
}

TEST_CASE("A failed delivery fails the transaction", "[unit]") {
  Fixture f;
  f.producer.flush_status = absl::UnavailableError("no broker");
  CHECK(f.publisher.Publish({}, {}).code() == absl::StatusCode::kUnavailable);
}

TEST_CASE("A payload that no broker takes is cut in the event", "[unit]") {
  Fixture f;
  Changes changes;
  events::v1::DeadLetter& letter = changes.dead_letters.emplace_back();
  letter.set_id("1");
  letter.set_reason("bad");
  letter.set_payload(std::string(2'000'000, 'x'));
  REQUIRE(f.publisher.Publish(changes, {}).ok());
  const auto letters = f.producer.Events<events::v1::DeadLetter>();
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].payload().size() == 900'000);
  CHECK(letters[0].reason() == "bad (payload cut at 900000 of 2000000 bytes)");
}

}  // namespace
}  // namespace mib::core_engine
