#include "stream_indicators.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <span>
#include <thread>

#include "made_bars.h"
#include "mib/indicators/registry.h"
#include "mib/resilience/bulkhead.h"
#include "stream_pump.h"
#include "stream_world.h"

namespace mib::gateway {
namespace {

using Bars = std::vector<market::v1::Bar>;

std::string Subscribe(const std::string& rest, const std::string& op = "subscribe") {
  return fmt::format(
      R"({{"op":"{}","id":"1","channels":[{{"name":"indicators","symbols":["BTC-USD"],"interval":"1m",{}}}]}})", op,
      rest);
}
const std::string kMean = R"("indicator":"sma","params":{"period":3})";

/// The log is read, and the first `count` of 400 bars are stored.
struct Market : World {
  explicit Market(size_t count) {
    indicators.LogIsRead();
    Store(count);
  }
  void Store(size_t count) { stored.bars.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)); }
  /// The next bar of the log: bar `i`.
  void Send(size_t i) { indicators.Add(all[i]); }
  /// Bar `i` in a form that stands over the one before.
  market::v1::Bar Revised(size_t i, uint32_t revision) const {
    market::v1::Bar bar = all[i];
    *bar.mutable_close() = market::ToProto(Decimal(77'700, 2));
    bar.set_revision(revision);
    return bar;
  }

  Bars all = MadeBars(400);
};

/// As printed in a frame.
std::string Printed(double value) { return std::isnan(value) ? "null" : fmt::format("{}", value); }

std::string MeanOf(const Bars& bars, size_t newest) {
  const auto& definition = *indicators::Registry::Find("sma");
  return Printed(BatchOf(definition, std::vector<double>{3}, std::span(bars).first(newest + 1))[0].back());
}

size_t Count(const Client& client, std::string_view part) {
  return static_cast<size_t>(
      std::count_if(client.socket->frames.begin(), client.socket->frames.end(),
                    [&](const std::string& frame) { return frame.find(part) != std::string::npos; }));
}

TEST_CASE("A follower of an indicator gets the value of the last stored bar, then one of every further bar", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  CHECK_FALSE(client.Heard("\"subscribed\""));
  market.ReadHistories();
  const std::string key =
      R"("channel":"indicators","symbol":"BTC-USD","interval":"1m","indicator":"sma","params":{"period":3})";
  REQUIRE(client.socket->frames.size() == 4);
  CHECK(client.socket->frames[2] == R"({"type":"subscribed","id":"1",)" + key + R"(,"snapshot":true})");
  CHECK(
      client.socket->frames[3] ==
      R"({"type":"snapshot",)" + key +
          R"(,"seq":1,"ts":"2024-01-15T10:00:00Z","data":[{"t":"2024-01-15T01:39:00Z","is_final":true,"revision":1,"values":{"sma":)" +
          MeanOf(market.all, 99) + "}}]}");
  market.Send(100);
  CHECK(
      client.Heard() ==
      R"({"type":"update",)" + key +
          R"(,"seq":2,"ts":"2024-01-15T10:00:00Z","data":{"t":"2024-01-15T01:40:00Z","is_final":true,"revision":1,"values":{"sma":)" +
          MeanOf(market.all, 100) + "}}}");
  CHECK(market.probe.StreamMessages("indicators").Value() == 1);
  CHECK(market.probe.StreamHistories(true).Value() == 1);
}

TEST_CASE("What the stream prints reads back as the very doubles of whole columns", "[unit]") {
  for (const char* name : {"rsi", "macd", "bollinger", "atr", "obv", "stoch", "vwap_session"}) {
    CAPTURE(name);
    const indicators::Definition* definition = indicators::Registry::Find(name);
    REQUIRE(definition != nullptr);
    Market market(300);
    Client client(market, Client::Key(kKey));
    client.Say(Subscribe(fmt::format(R"("indicator":"{}")", name)));
    market.ReadHistories();
    const auto expected = BatchOf(*definition, *definition->Resolve({}), market.all);
    simdjson::dom::parser parser;
    for (size_t i = 300; i < market.all.size(); ++i) {
      market.Send(i);
      const simdjson::dom::element values = simdjson::dom::element(parser.parse(client.Heard()))["data"]["values"];
      for (size_t c = 0; c < expected.size(); ++c) {
        const double got = values[definition->outputs[c]];
        CHECK(std::bit_cast<uint64_t>(got) == std::bit_cast<uint64_t>(expected[c][i]));
      }
    }
    CHECK(Count(client, "\"update\"") == 100);
    CHECK(market.stored.queries.size() == 1);
  }
}

TEST_CASE("A value that is no number is null", "[unit]") {
  Market market(100);
  // Where nothing moves the bands meet, and the close has no place between them.
  for (market::v1::Bar& bar : market.stored.bars) *bar.mutable_close() = market::ToProto(Decimal(100, 0));
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(R"("indicator":"bollinger")"));
  market.ReadHistories();
  CHECK(client.Heard(R"("middle":100,"percent_b":null,"upper":100)"));
}

TEST_CASE("History is asked for in the follower's name and as far back as REST begins", "[unit]") {
  Market market(400);
  Client client(market, Client::Key(kOtherKey));
  client.Say(Subscribe(kMean));
  client.Say(Subscribe(R"("indicator":"ema","params":{"period":3})"));
  market.ReadHistories();
  REQUIRE(market.stored.queries.size() == 2);
  CHECK(market.stored.readers == std::vector<std::string>{"u2", "u2"});
  CHECK(market.stored.queries[0].symbol == "BTC-USD");
  CHECK(market.stored.queries[0].interval == market::Interval::k1m);
  CHECK(market.stored.queries[0].count == 3);
  CHECK(market.stored.queries[1].count == World::kHistoryBars);
}

TEST_CASE("With too few bars a subscription begins without a snapshot, and speaks when there are enough", "[unit]") {
  Market market(1);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  CHECK(client.Heard(R"("snapshot":false)"));
  market.Send(1);
  CHECK_FALSE(client.Heard("\"update\""));
  market.Send(2);
  CHECK(client.Heard(R"("values":{"sma":)" + MeanOf(market.all, 2)));
}

TEST_CASE("What begins before all the bars that are looked at is refused, as REST does", "[unit]") {
  Market market(0);
  market.all = MadeBars(600);
  market.Store(600);
  const std::string anchored = R"("indicator":"vwap_anchored","params":{"anchor":)";
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(anchored + "0}"));
  market.ReadHistories();
  CHECK(client.Heard(R"("code":"INSUFFICIENT_DATA")"));
  CHECK(client.Heard("begins before the 500 newest bars"));
  // The hundredth bar is the first that is looked at.
  client.Say(Subscribe(anchored + std::to_string(market.all[100].open_time().seconds()) + "}"));
  market.ReadHistories();
  CHECK(client.Heard("\"snapshot\""));
}

TEST_CASE("Bars that are still open move no indicator", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  market::v1::Bar open = market.all[100];
  open.set_is_final(false);
  open.set_revision(0);
  market.indicators.Add(open);
  CHECK_FALSE(client.Heard("\"update\""));
}

TEST_CASE("No bar is lost or taken twice, wherever history ends and the log begins", "[unit]") {
  // History may lack what was published but not stored, and may have what the log has not brought yet.
  for (size_t in_store = 97; in_store <= 103; ++in_store) {
    CAPTURE(in_store);
    Market market(in_store);
    Client client(market, Client::Key(kKey));
    for (size_t i = 97; i <= 99; ++i) market.Send(i);
    client.Say(Subscribe(kMean));
    market.Send(100);
    market.ReadHistories();
    const size_t newest = std::max<size_t>(in_store, 101) - 1;
    CHECK(client.Heard(R"("values":{"sma":)" + MeanOf(market.all, newest)));
    for (size_t i = 101; i <= 103; ++i) market.Send(i);
    CHECK(Count(client, "\"update\"") == 103 - newest);
    CHECK(client.Heard(R"("values":{"sma":)" + MeanOf(market.all, 103)));
    CHECK(market.work.empty());
  }
}

TEST_CASE("A revision of the last bar or one before it begins anew and corrects the latest value", "[unit]") {
  for (const size_t revised : {size_t{99}, size_t{100}}) {
    CAPTURE(revised);
    Market market(100);
    Client client(market, Client::Key(kKey));
    client.Say(Subscribe(kMean));
    market.ReadHistories();
    market.Send(100);
    // Published, and not in the store yet.
    const market::v1::Bar revision = market.Revised(revised, 2);
    market.indicators.Add(revision);
    market.ReadHistories();
    Bars truth = market.all;
    truth[revised] = revision;
    CHECK(client.Heard().find(R"("data":{"t":"2024-01-15T01:40:00Z","is_final":true,"revision":2,"values":{"sma":)" +
                              MeanOf(truth, 100)) != std::string::npos);
    market.Send(101);
    truth[101] = market.all[101];
    CHECK(client.Heard().find(R"("revision":1,"values":{"sma":)" + MeanOf(truth, 101)) != std::string::npos);
  }
}

TEST_CASE("A bar that comes after its successor is put in its place", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  market.Send(101);
  market.Send(100);
  market.ReadHistories();
  CHECK(client.Heard().find(R"("revision":2,"values":{"sma":)" + MeanOf(market.all, 101)) != std::string::npos);
}

TEST_CASE("Bars that come while an indicator begins anew are taken too, also revised ones", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  market.Send(100);
  market.indicators.Add(market.Revised(99, 2));
  market.Send(101);
  market.indicators.Add(market.Revised(101, 2));
  market.ReadHistories();
  Bars truth = market.all;
  truth[99] = market.Revised(99, 2);
  truth[101] = market.Revised(101, 2);
  CHECK(client.Heard().find(R"("t":"2024-01-15T01:41:00Z","is_final":true,"revision":1,"values":{"sma":)" +
                            MeanOf(truth, 101)) != std::string::npos);
  CHECK(Count(client, "\"update\"") == 2);
}

TEST_CASE("A revision that changes no value is not told", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  market::v1::Bar revision = market.all[99];
  revision.set_revision(2);
  *revision.mutable_volume() = market::ToProto(Decimal(1, 0));
  market.indicators.Add(revision);
  market.ReadHistories();
  CHECK_FALSE(client.Heard("\"update\""));
}

TEST_CASE("Followers of one indicator share it, and when the last has left it is gone", "[unit]") {
  Market market(100);
  Client one(market, Client::Key(kKey));
  {
    Client two(market, Client::Key(kOtherKey));
    one.Say(Subscribe(R"("indicator":"rsi")"));
    two.Say(Subscribe(R"("indicator":"rsi","params":{"period":14})"));
    market.ReadHistories();
    CHECK(market.stored.queries.size() == 1);
    CHECK(market.probe.stream_indicators.Value() == 1);
    market.Send(100);
    CHECK(one.Heard() == two.Heard());
    CHECK(one.Heard("\"update\""));
    one.Say(Subscribe(R"("indicator":"rsi")", "unsubscribe"));
    CHECK(one.Heard().starts_with(R"({"type":"unsubscribed","id":"1","channel":"indicators")"));
    market.Send(101);
    CHECK(Count(one, "\"update\"") == 1);
    CHECK(Count(two, "\"update\"") == 2);
  }
  CHECK(market.probe.stream_indicators.Value() == 0);
  // Anew, from the store as it is now.
  market.Store(200);
  one.Say(Subscribe(R"("indicator":"rsi")"));
  market.ReadHistories();
  CHECK(market.stored.queries.size() == 2);
  CHECK(one.Heard().find(R"("seq":1,)") != std::string::npos);
  CHECK(one.Heard().find(R"("data":[{"t":"2024-01-15T03:19:00Z")") != std::string::npos);
}

TEST_CASE("Who comes while an indicator runs gets its last value at once", "[unit]") {
  Market market(100);
  Client one(market, Client::Key(kKey));
  one.Say(Subscribe(kMean));
  market.ReadHistories();
  market.Send(100);
  Client two(market, Client::Key(kOtherKey));
  two.Say(Subscribe(kMean));
  CHECK(market.work.empty());
  CHECK(two.Heard().find(R"("seq":2,)") != std::string::npos);
  CHECK(two.Heard().find(R"("values":{"sma":)" + MeanOf(market.all, 100)) != std::string::npos);
}

TEST_CASE("Who leaves or goes away before history is there hears no more of it", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  {
    Client other(market, Client::Key(kOtherKey));
    client.Say(Subscribe(kMean));
    other.Say(Subscribe(kMean));
    client.Say(Subscribe(kMean, "unsubscribe"));
  }
  CHECK(market.probe.stream_indicators.Value() == 0);
  market.ReadHistories();
  CHECK(market.stored.queries.empty());
  CHECK_FALSE(client.Heard("\"subscribed\""));
}

TEST_CASE("Subscribing twice is answered twice and followed once", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  CHECK(Count(client, "\"subscribed\"") == 2);
  CHECK(Count(client, "\"snapshot\",") == 1);
  market.Send(100);
  CHECK(Count(client, "\"update\"") == 1);
}

TEST_CASE("Without history the subscription ends with the engine's error, and the stream goes on", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  market.stored.failure = errors::UnknownSymbol("BTC-USD", "BTC-EUR");
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  CHECK(client.Heard().starts_with(
      R"({"type":"error","id":"1","code":"INVALID_SYMBOL","message":"There is no instrument 'BTC-USD'.","details":{)"));
  CHECK(client.Heard().find(R"("suggestion":"BTC-EUR")") != std::string::npos);
  CHECK(client.Heard().ends_with(
      R"(,"channel":"indicators","symbol":"BTC-USD","interval":"1m","indicator":"sma","params":{"period":3}})"));
  CHECK(client.socket->close_code == 0);
  CHECK(market.probe.stream_indicators.Value() == 0);
  CHECK(market.probe.StreamHistories(false).Value() == 1);
  client.Say(R"({"op":"list"})");
  CHECK(client.Heard() == R"({"type":"subscriptions","channels":[]})");
  market.stored.failure = absl::OkStatus();
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  CHECK(client.Heard("\"snapshot\","));
}

TEST_CASE("An indicator that cannot begin anew ends for all its followers rather than going on with a wrong value",
          "[unit]") {
  Market market(100);
  Client one(market, Client::Key(kKey));
  Client two(market, Client::Key(kOtherKey));
  for (Client* client : {&one, &two}) client->Say(Subscribe(kMean));
  market.ReadHistories();
  market.stored.failure = errors::Make(api::v1::SERVICE_UNAVAILABLE, "core-engine is away");
  market.indicators.Add(market.Revised(99, 2));
  market.ReadHistories();
  market.Send(100);
  for (Client* client : {&one, &two}) {
    CHECK(client->Heard().starts_with(R"({"type":"error","code":"SERVICE_UNAVAILABLE",)"));
    CHECK(client->Heard(R"("indicator":"sma")"));
    CHECK(client->socket->close_code == 0);
  }
  CHECK(market.probe.stream_indicators.Value() == 0);
}

TEST_CASE("More histories than may wait are refused", "[unit]") {
  Market market(100);
  market.max_work = 1;
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  client.Say(Subscribe(R"("indicator":"rsi")"));
  CHECK(client.Heard().find(R"("code":"OVERLOADED")") != std::string::npos);
  CHECK(client.Heard().find(R"("indicator":"rsi")") != std::string::npos);
  market.ReadHistories();
  CHECK(client.Heard("\"snapshot\","));
  client.Say(R"({"op":"list"})");
  CHECK(client.Heard().find("rsi") == std::string::npos);
}

TEST_CASE("All indicators of a user may look at so many bars together", "[unit]") {
  Market market(100);
  market.options.max_subscriptions = 50;
  market.max_work = 50;
  Client client(market, Client::Key(kKey));
  const auto mean_of = [](int period) { return fmt::format(R"("indicator":"sma","params":{{"period":{}}})", period); };
  for (int i = 0; i < 20; ++i) client.Say(Subscribe(mean_of(5000 - i)));
  CHECK_FALSE(client.Heard("\"error\""));
  client.Say(Subscribe(mean_of(300)));
  CHECK(client.Heard().find(R"("code":"RATE_LIMITED")") != std::string::npos);
  Client other(market, Client::Key(kOtherKey));
  other.Say(Subscribe(mean_of(300)));
  CHECK_FALSE(other.Heard("\"error\""));
  client.Say(Subscribe(mean_of(5000), "unsubscribe"));
  client.Say(Subscribe(mean_of(301)));
  market.ReadHistories();
  CHECK(market.probe.stream_indicators.Value() == 21);
}

TEST_CASE("Where too many histories wait, an indicator that has to begin anew does so later", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  market.max_work = 0;
  market.indicators.Add(market.Revised(98, 2));
  market.stored.bars[98] = market.Revised(98, 2);
  CHECK(market.work.empty());
  CHECK_FALSE(client.Heard("\"error\""));
  market.max_work = 1;
  market.Send(100);
  market.ReadHistories();
  Bars bars = market.all;
  bars[98] = market.Revised(98, 2);
  CHECK(client.Heard(R"("values":{"sma":)" + MeanOf(bars, 100)));
}

TEST_CASE("An indicator that needs more bars than are ever looked at is refused", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(R"("indicator":"ema","params":{"period":501})"));
  CHECK(client.Heard(R"("code":"INSUFFICIENT_DATA")"));
}

TEST_CASE("Before the log is read no indicator begins, because bars could be missed", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  CHECK(client.Heard().find(R"("code":"SERVICE_UNAVAILABLE")") != std::string::npos);
  CHECK(world.work.empty());
}

TEST_CASE("After the stop no history is asked for", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.indicators.Stop();
  market.ReadHistories();
  CHECK(market.stored.queries.empty());
}

TEST_CASE("Frames for indicators that cannot be say what is wrong and what is accepted", "[unit]") {
  struct Case {
    const char* rest;
    const char* says;
  };
  const std::string too_long = R"("indicator":")" + std::string(33, 'x') + "\"";
  const Case cases[] = {
      {too_long.c_str(), R"("channels.indicator":"must be the name of an indicator, such as rsi")"},
      {R"("indicator":"rsj")", R"("code":"NOT_FOUND","message":"There is no indicator 'rsj'.")"},
      {R"("indicator":"rsj")", R"("suggestion":"rsi)"},
      {R"("indicator":"")", R"("channels.indicator":"must be the name of an indicator, such as rsi")"},
      {R"("params":{"period":14})", R"("channels.indicator":"must be)"},
      {R"("indicator":"rsi","params":{"period":1})", R"("period":"must be a whole number from 2 to)"},
      {R"("indicator":"rsi","params":{"period":14.5})", R"("period":"must be a whole number from 2 to)"},
      {R"("indicator":"rsi","params":{"perod":14})", R"("perod":"is no parameter of rsi, which has: period")"},
      {R"("indicator":"rsi","params":{"period":"14"})", R"("period":"must be a number")"},
      {R"("indicator":"rsi","params":[14])", R"("channels.params":"must be an object)"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.rest);
    Market market(100);
    Client client(market, Client::Key(kKey));
    client.Say(Subscribe(wrong.rest));
    CHECK(client.Heard().starts_with(R"({"type":"error","id":"1",)"));
    CHECK(client.Heard().find(wrong.says) != std::string::npos);
    CHECK(client.socket->close_code == 0);
    CHECK(market.work.empty());
  }
}

TEST_CASE("Subscriptions to indicators count towards the limit", "[unit]") {
  Market market(100);
  Client client(market, Client::Key(kKey));
  for (const int period : {3, 4, 5, 6}) {
    client.Say(Subscribe(fmt::format(R"("indicator":"sma","params":{{"period":{}}})", period)));
  }
  CHECK(client.Heard().find(R"("code":"RATE_LIMITED")") != std::string::npos);
  CHECK(market.work.size() == 3);
}

TEST_CASE("The pump carries final bars to the indicators", "[unit]") {
  Market market(100);
  auto* consumer = new FakeConsumer;
  StreamPump pump(std::unique_ptr<kafka::Consumer>(consumer), market.hub, market.indicators, market.clock,
                  market.probe);
  Client client(market, Client::Key(kKey));
  client.Say(Subscribe(kMean));
  market.ReadHistories();
  consumer->Add("mib.market.bars.v1", market.all[100].SerializeAsString(), kStart);
  REQUIRE(pump.PumpOnce(absl::ZeroDuration()).ok());
  CHECK(client.Heard(R"("values":{"sma":)" + MeanOf(market.all, 100)));
}

/// Counts what it is told, from any thread.
struct Tally final : Subscriber {
  void Deliver(const std::string& frame) override {
    const std::lock_guard lock(mutex);
    frames.push_back(frame);
  }
  void Ended(const StreamKey&, std::string_view, const absl::Status&) override { ++ended; }
  std::mutex mutex;
  std::vector<std::string> frames;
  std::atomic<int> ended{0};
};

TEST_CASE("Followers that come and go on other threads while bars arrive miss none", "[unit]") {
  Market market(100);
  std::unique_ptr<resilience::Bulkhead> threads;
  StreamIndicators indicators({market.stored, market.hub, market.clock, market.probe}, World::kHistoryBars,
                              [&](std::function<void()> work) { return threads->Run(std::move(work)); });
  // One thread, because the stored bars are for one.
  threads = std::make_unique<resilience::Bulkhead>(1, 1000);
  indicators.LogIsRead();
  const auto* definition = indicators::Registry::Find("sma");
  const StreamKey key{"indicators", "BTC-USD", "1m", definition, {3}};
  const auto reader = std::make_shared<const Identity>();

  const auto stays = std::make_shared<Tally>();
  REQUIRE(indicators.Subscribe(stays, "", key, reader).ok());
  std::thread others([&] {
    for (int i = 0; i < 200; ++i) {
      const auto other = std::make_shared<Tally>();
      StreamKey own = key;
      own.params = {static_cast<double>(3 + i % 3)};
      CHECK(indicators.Subscribe(other, "", own, reader).ok());
      indicators.Unsubscribe(*other, own);
    }
  });
  for (size_t i = 100; i < 400; ++i) indicators.Add(market.all[i]);
  others.join();
  threads.reset();
  // Its snapshot is of some bar of these, and each later bar is an update.
  REQUIRE(stays->frames.size() >= 2);
  CHECK(stays->frames[0].find("\"subscribed\"") != std::string::npos);
  CHECK(stays->frames.back().find(MeanOf(market.all, 399)) != std::string::npos);
  CHECK(stays->ended == 0);
  CHECK(market.probe.stream_indicators.Value() == 1);
}

}  // namespace
}  // namespace mib::gateway
