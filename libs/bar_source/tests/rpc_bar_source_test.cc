#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "mib/bar_source/bar_source.h"
#include "mib/base/errors.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/market/proto.h"
#include "simulated_clock.h"

namespace mib::bar_source {
namespace {

using core_engine::v1::GetBarsRequest;
using core_engine::v1::GetBarsResponse;

/// Answers GetBars from daily bars numbered 0, 1, 2 ..., `page` at a time, newest first.
class FakeCoreEngine final : public rpc::Channel {
 public:
  int stored = 0;
  bool newest_is_open = false;
  int page = 10'000;
  absl::Status failure;
  std::vector<GetBarsRequest> requests;
  absl::Duration last_timeout;
  std::string last_user = "nobody asked";
  std::function<void()> on_call = [] {};

  absl::Status Call(std::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, const rpc::CallOptions& options) override {
    CHECK(method == "mib.core_engine.v1.MarketData/GetBars");
    on_call();
    last_timeout = options.timeout;
    last_user = options.principal == nullptr ? "" : options.principal->user_id;
    requests.push_back(dynamic_cast<const GetBarsRequest&>(request));
    if (!failure.ok()) return failure;
    const GetBarsRequest& asked = requests.back();
    auto& answer = dynamic_cast<GetBarsResponse&>(*response);
    int next = asked.cursor().empty() ? stored - 1 : std::stoi(asked.cursor());
    for (int i = 0; i < std::min<int>(page, static_cast<int>(asked.limit())) && next >= 0; ++i, --next) {
      auto* bar = answer.add_bars();
      *bar->mutable_open_time() = market::ToProto(absl::UnixEpoch() + absl::Hours(24 * next));
      bar->set_is_final(!(newest_is_open && next == stored - 1));
    }
    if (next >= 0) answer.set_next_cursor(std::to_string(next));
    return absl::OkStatus();
  }
  void CallBytes(std::string_view, std::string, const rpc::CallOptions&, Callback) override {}
  absl::Status CheckHealth(absl::Duration) override { return absl::OkStatus(); }
  std::string circuit() const override { return "closed"; }
  const rpc::ChannelOptions& options() const override { return options_; }

 private:
  rpc::ChannelOptions options_;
};

int DayOf(const market::v1::Bar& bar) {
  return static_cast<int>(absl::ToInt64Hours(market::FromProto(bar.open_time()) - absl::UnixEpoch()) / 24);
}

struct Fixture {
  SimulatedClock clock{absl::UnixEpoch()};
  FakeCoreEngine core_engine;
  std::unique_ptr<BarSource> source = MakeRpcBarSource(core_engine, clock);

  absl::StatusOr<std::vector<market::v1::Bar>> Newest(int count, absl::Duration patience = absl::Seconds(1)) {
    return source->Newest({.symbol = "AAPL", .interval = market::Interval::k1d, .count = count},
                          clock.Now() + patience);
  }
};

TEST_CASE("Bars come oldest first, the newest that there are", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.stored = 10;
  const auto bars = fixture.Newest(3);
  REQUIRE(bars.ok());
  REQUIRE(bars->size() == 3);
  CHECK(DayOf(bars->front()) == 7);
  CHECK(DayOf(bars->back()) == 9);
  CHECK(fixture.core_engine.requests[0].order() == "desc");
  CHECK(fixture.core_engine.requests[0].interval() == "1d");
  CHECK_FALSE(fixture.core_engine.requests[0].has_end());
}

TEST_CASE("Pages are asked for until there are enough bars", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.stored = 25'000;
  const auto bars = fixture.Newest(20'000);
  REQUIRE(bars.ok());
  REQUIRE(bars->size() == 20'000);
  CHECK(DayOf(bars->front()) == 5'000);
  CHECK(DayOf(bars->back()) == 24'999);
  CHECK(fixture.core_engine.requests.size() == 2);
}

TEST_CASE("The end of what is stored ends the search", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.stored = 5;
  fixture.core_engine.page = 2;
  const auto bars = fixture.Newest(100);
  REQUIRE(bars.ok());
  CHECK(bars->size() == 5);
}

TEST_CASE("A bar that is still open is left out and does not cost a final one", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.stored = 10;
  fixture.core_engine.newest_is_open = true;
  const auto bars = fixture.Newest(3);
  REQUIRE(bars.ok());
  REQUIRE(bars->size() == 3);
  CHECK(DayOf(bars->back()) == 8);
}

TEST_CASE("core-engine's own error is passed on", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.failure = errors::UnknownSymbol("AAPL");
  CHECK(errors::DetailOf(fixture.Newest(3).status()).code() == api::v1::INVALID_SYMBOL);
}

TEST_CASE("A service asks in its own name, unless it asks for a user", "[unit][bar_source]") {
  Fixture fixture;
  REQUIRE(fixture.Newest(3).ok());
  CHECK(fixture.core_engine.last_user.empty());
  rpc::Principal ada;
  ada.user_id = "u1";
  REQUIRE(fixture.source->Newest({.symbol = "AAPL", .count = 3, .principal = &ada}, absl::InfiniteFuture()).ok());
  CHECK(fixture.core_engine.last_user == "u1");
}

TEST_CASE("All pages share one deadline", "[unit][bar_source]") {
  Fixture fixture;
  fixture.core_engine.stored = 100;
  fixture.core_engine.page = 10;
  fixture.core_engine.on_call = [&] { fixture.clock.Advance(absl::Milliseconds(400)); };
  const auto bars = fixture.Newest(100);
  CHECK(errors::DetailOf(bars.status()).code() == api::v1::UPSTREAM_TIMEOUT);
  CHECK(fixture.core_engine.requests.size() == 3);
  CHECK(fixture.core_engine.last_timeout == absl::Milliseconds(200));
}

}  // namespace
}  // namespace mib::bar_source
