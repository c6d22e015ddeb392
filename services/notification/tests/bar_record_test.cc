#include "bar_record.h"

#include <catch2/catch_test_macros.hpp>

#include "bars.h"
#include "mib/base/status.h"

namespace mib::notification {
namespace {

std::string FaultOf(const market::v1::Bar& bar) {
  const auto decoded = DecodeBar(RecordOf(bar, 0));
  return decoded.ok() ? "" : MessageOf(decoded.status());
}

TEST_CASE("A bar is read with its exact close", "[unit][bar_record]") {
  const auto bar = DecodeBar(RecordOf(DailyBar(3, "0.000000001"), 7));
  REQUIRE(bar.ok());
  CHECK(bar->series == SeriesKey{"AAPL", market::Interval::k1d});
  CHECK(bar->open_ns == ToNanos(Day(3)));
  CHECK(bar->close == *Decimal::Parse("1e-9"));
  CHECK(bar->counts);
}

TEST_CASE("Open bars and later revisions do not count", "[unit][bar_record]") {
  market::v1::Bar open = DailyBar(0, "1");
  open.set_is_final(false);
  open.set_revision(0);
  CHECK_FALSE(DecodeBar(RecordOf(open, 0))->counts);
  market::v1::Bar revised = DailyBar(0, "1");
  revised.set_revision(2);
  CHECK_FALSE(DecodeBar(RecordOf(revised, 0))->counts);
}

TEST_CASE("What is no bar is refused with the field at fault", "[unit][bar_record]") {
  kafka::ConsumedRecord garbage = RecordOf(DailyBar(0, "1"), 0);
  garbage.value = "\xff\xff\xff not a bar";
  CHECK(MessageOf(DecodeBar(garbage).status()) == "the record is no mib.market.v1.Bar");

  market::v1::Bar bar = DailyBar(0, "1");
  bar.clear_symbol();
  CHECK(FaultOf(bar) == "symbol is empty");
  bar = DailyBar(0, "1");
  bar.set_interval("forever");
  CHECK(FaultOf(bar) == "interval is not known");
  bar = DailyBar(0, "1");
  bar.clear_open_time();
  CHECK(FaultOf(bar) == "open_time is missing");
  bar = DailyBar(0, "1");
  bar.clear_close();
  CHECK(FaultOf(bar) == "close is missing");
  bar = DailyBar(0, "1");
  bar.mutable_close()->set_scale(99);
  CHECK(FaultOf(bar) == "close cannot be read");
}

}  // namespace
}  // namespace mib::notification
