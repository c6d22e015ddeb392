#include "bars.h"

#include <catch2/catch_test_macros.hpp>

#include "folder.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::venue {
namespace {

Decimal D(const char* text) { return Decimal::Parse(text).value(); }
int64_t At(const char* text) { return ToNanos(ParseTime(text).value()); }

TEST_CASE("A file of bars is read as it stands", "[unit][replay_venue]") {
  const Folder folder;
  const auto bars =
      ReadBars(folder.Write("daily/X.csv",
                            "date,open,high,low,close,volume\r\n2000-03-01,118.56,132.06,118.5,130.31,38478000\r\n"
                            "2000-03-02,127,127.94,120.69,122,11136800\r\n"));
  REQUIRE(bars.ok());
  REQUIRE(bars->size() == 2);
  CHECK(bars->front().label == "2000-03-01");
  CHECK(bars->front().open_ns == At("2000-03-01T00:00:00Z"));
  CHECK(bars->front().low == D("118.5"));
  CHECK(bars->back().volume == D("11136800"));
}

TEST_CASE("A broken file is refused with its line", "[unit][replay_venue]") {
  const Folder folder;
  const std::string head = "time,open,high,low,close,volume\n2017-04-19T09:00:00Z,1,1,1,1,1\n";
  for (const char* line : {"2017-04-19T10:00:00Z,1,1,1,1", "2017-04-19T10:00:00Z,1,1,1,1,1,1", "yesterday,1,1,1,1,1",
                           "2017-04-19T10:00:00Z,1,x,1,1,1", "2017-04-19T09:00:00Z,1,1,1,1,1"}) {
    const auto bars = ReadBars(folder.Write("hourly/X.csv", head + line + "\n"));
    INFO(line);
    CHECK(absl::IsInvalidArgument(bars.status()));
    CHECK(MessageOf(bars.status()).find("X.csv:3:") != std::string::npos);
  }
  CHECK(absl::IsNotFound(ReadBars(folder.path() + "/none.csv").status()));
}

TEST_CASE("Four trades make their bar again", "[unit][replay_venue]") {
  const int64_t hour = 3'600'000'000'000;
  for (const bool rising : {true, false}) {
    const Bar bar{"",           At("2017-04-19T09:00:00Z"),      D("1.0716"), D("1.0722"),
                  D("1.07083"), D(rising ? "1.0719" : "1.0711"), D("1413")};
    const auto trades = TradesOf(bar, hour, 5);
    REQUIRE(trades.size() == 4);
    CHECK(trades.front().id == 5);
    CHECK(trades.back().time_ns < bar.open_ns + hour);
    const auto again = RollUpTrades(trades, 3600);
    REQUIRE(again.size() == 1);
    CHECK(again[0].open_ns == bar.open_ns);
    CHECK(again[0].open == bar.open);
    CHECK(again[0].high == bar.high);
    CHECK(again[0].low == bar.low);
    CHECK(again[0].close == bar.close);
    CHECK(again[0].volume == bar.volume);
  }
  CHECK(TradesOf({"", 0, D("1"), D("1"), D("1"), D("1"), D("0")}, hour, 1).empty());
}

TEST_CASE("Late trades fall into the bar of their own time", "[unit][replay_venue]") {
  const auto trade = [](uint64_t id, int64_t second, const char* price) {
    return market::Trade{id, second * 1'000'000'000, D(price), D("1"), market::Side::kBuy};
  };
  const auto bars = RollUpTrades({trade(1, 60, "10"), trade(2, 130, "20"), trade(3, 61, "5")}, 60);
  REQUIRE(bars.size() == 2);
  CHECK(bars[0].close == D("5"));
  CHECK(bars[0].volume == D("2"));
  CHECK(bars[1].open == D("20"));
}

TEST_CASE("Hours join into days", "[unit][replay_venue]") {
  const auto hour = [](const char* time, const char* open, const char* high, const char* low, const char* close) {
    return Bar{"", At(time), D(open), D(high), D(low), D(close), D("1.5")};
  };
  const auto days =
      RollUp({hour("2017-04-19T22:00:00Z", "1", "4", "1", "2"), hour("2017-04-19T23:00:00Z", "2", "3", "0.5", "3"),
              hour("2017-04-20T00:00:00Z", "9", "9", "9", "9")},
             86400);
  REQUIRE(days.size() == 2);
  CHECK(days[0].open_ns == At("2017-04-19"));
  CHECK(days[0].open == D("1"));
  CHECK(days[0].high == D("4"));
  CHECK(days[0].low == D("0.5"));
  CHECK(days[0].close == D("3"));
  CHECK(days[0].volume == D("3"));
}

}  // namespace
}  // namespace mib::venue
