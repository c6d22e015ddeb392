#include "bar_jobs.h"

#include <catch2/catch_test_macros.hpp>

#include "job_world.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/market/proto.h"

namespace mib::ingestion {
namespace {

TEST_CASE("A page of candles becomes provider bars in the contract's form", "[unit]") {
  JobWorld world;
  Job job = world.Add("candles", {"BTC-USD"}, "1m");
  const auto done = world.work->Step(job);
  REQUIRE(done.ok());
  CHECK_FALSE(*done);
  const auto events = world.producer.Events<events::v1::ProviderBars>();
  REQUIRE(events.size() == 1);
  CHECK(events[0].symbol() == "BTC-USD");
  CHECK(events[0].source() == "coinbase");
  CHECK(events[0].interval() == "1m");
  CHECK(events[0].instrument().symbol() == "BTC-USD");
  REQUIRE(events[0].bars_size() == 300);
  CHECK(events[0].bars(0).open_time().seconds() == ToNanos(job.start) / 1'000'000'000);
  CHECK(market::FromProto(events[0].bars(0).high()).value() == Number("11"));
  CHECK(events[0].bars(0).is_final());
  CHECK(events[0].bars(0).origin() == market::v1::PROVIDER);
  CHECK(job.records == 300);
  CHECK(job.cursor.position == ToNanos(job.start + absl::Minutes(300)));
}

TEST_CASE("A bar whose interval has not ended is left for later", "[unit]") {
  JobWorld world;
  Job job = world.Add("candles", {"BTC-USD"}, "1m");
  job.start = At("2024-01-15T11:58:00Z");
  REQUIRE(world.work->Step(job).value());
  // 12:00 is still open at 12:00:30.
  CHECK(job.records == 2);
  CHECK(job.errors == 0);
}

TEST_CASE("Many bars travel in events of at most a thousand", "[unit]") {
  JobWorld world;
  world.provider.page_bars = 2500;
  Job job = world.Add("candles", {"BTC-USD"}, "1m");
  job.start = At("2024-01-13T00:00:00Z");
  REQUIRE(world.work->Step(job).ok());
  const auto events = world.producer.Events<events::v1::ProviderBars>();
  REQUIRE(events.size() == 3);
  CHECK(events[0].bars_size() == 1000);
  CHECK(events[2].bars_size() == 500);
}

TEST_CASE("Symbols follow one another, and one that the provider does not know is an error of its own", "[unit]") {
  JobWorld world;
  Job job = world.Add("daily", {"NO-SUCH", "BTC-USD"}, "1d");
  job.start = At("2024-01-01T00:00:00Z");
  REQUIRE_FALSE(world.work->Step(job).value());
  CHECK(job.errors == 1);
  CHECK(job.error == "NO-SUCH: no such product");
  CHECK(job.progress == 0.5);
  REQUIRE(world.work->Step(job).value());
  CHECK(job.records == 14);
  CHECK(job.progress == 1);
}

TEST_CASE("Bars that the broker does not confirm are not counted", "[unit]") {
  JobWorld world;
  Job job = world.Add("candles", {"BTC-USD"}, "1m");
  world.producer.full = true;
  CHECK(absl::IsUnavailable(world.work->Step(job).status()));
  CHECK(job.records == 0);
  CHECK(job.cursor.position == 0);
}

TEST_CASE("A source that is not enabled fails the job", "[unit]") {
  JobWorld world;
  Job job = world.Add("candles", {"BTC-USD"}, "1m");
  job.source = "elsewhere";
  CHECK(absl::IsFailedPrecondition(world.work->Step(job).status()));
}

TEST_CASE("An import publishes the file's good rows and refuses the others by line", "[unit]") {
  JobWorld world;
  world.folder.Write("a.csv",
                     "date,open,high,low,close,volume\n2024-01-02,10,12,9,11,100\n2024-01-03,10,8,9,11,100\n"
                     "2024-01-04,ten,12,9,11,100\n2024-01-05,10,12,9,11,0\n");
  Job job = world.Add("import", {"ACME"}, "1d");
  job.source = "my_data";
  job.file = "a.csv";
  REQUIRE(world.work->Step(job).value());
  CHECK(job.records == 2);
  CHECK(job.errors == 2);
  const auto events = world.producer.Events<events::v1::ProviderBars>();
  REQUIRE(events.size() == 1);
  CHECK(events[0].source() == "my_data");
  CHECK(events[0].bars_size() == 2);
  world.dead_letters.Flush();
  REQUIRE(world.letters.saved.size() == 2);
  CHECK(world.letters.saved[0].origin() == "my_data/import");
  CHECK(world.letters.saved[0].reason() == "line 4: open 'ten' is not a number");
  CHECK(world.letters.saved[1].reason() == "low is above high");
}

TEST_CASE("A long import goes by a thousand lines a step", "[unit]") {
  JobWorld world;
  std::string text = "time,open,high,low,close,volume\n";
  for (int i = 0; i < 2500; ++i) text += std::to_string(1'600'000'020 + 60 * i) + ",10,12,9,11,1\n";
  world.folder.Write("a.csv", text);
  Job job = world.Add("import", {"ACME"}, "1m");
  job.file = "a.csv";
  CHECK_FALSE(world.work->Step(job).value());
  CHECK(job.records == 1000);
  CHECK(job.cursor.line == 1001);
  CHECK_FALSE(world.work->Step(job).value());
  CHECK(world.work->Step(job).value());
  CHECK(job.records == 2500);
  CHECK(world.PublishedOpenTimes().size() == 2500);
}

}  // namespace
}  // namespace mib::ingestion
