#include <catch2/catch_test_macros.hpp>

#include "stream_pump.h"
#include "stream_world.h"

namespace mib::gateway {
namespace {

market::v1::Bar SomeBar(const std::string& symbol, uint64_t trades) {
  market::v1::Bar bar;
  bar.set_symbol(symbol);
  bar.set_interval("1m");
  bar.set_trades(trades);
  return bar;
}

const char kSubscribeBars[] =
    R"({"op":"subscribe","id":"1","channels":[{"name":"bars","symbols":["btc/usd"],"interval":"1min"}]})";

TEST_CASE("A stream welcomes, authenticates, subscribes and updates", "[unit]") {
  World world;
  Client client(world);
  CHECK(client.Heard().starts_with(R"({"type":"welcome","conn_id":")"));
  CHECK(client.Heard().ends_with(R"("server_time":"2024-01-15T10:00:00Z","heartbeat_s":15,"version":"1.0"})"));
  client.Say(R"({"op":"auth","id":"0","token":")" + kKey + "\"}");
  CHECK(client.Heard() == R"({"type":"authenticated","id":"0","username":"ada"})");
  client.Say(kSubscribeBars);
  CHECK(client.Heard() ==
        R"({"type":"subscribed","id":"1","channel":"bars","symbol":"BTC-USD","interval":"1m","snapshot":false})");
  const market::v1::Bar bar = SomeBar("BTC-USD", 7);
  world.hub.Publish({"bars", "BTC-USD", "1m"}, bar, bar.SerializeAsString());
  CHECK(client.Heard().starts_with(
      R"({"type":"update","channel":"bars","symbol":"BTC-USD","interval":"1m","seq":1,"ts":"2024-01-15T10:00:00Z","data":{"symbol":"BTC-USD",)"));
  CHECK(client.socket->close_code == 0);
}

TEST_CASE("Who comes later gets the last message as a snapshot and goes on from its number", "[unit]") {
  World world;
  for (const uint64_t trades : {uint64_t{1}, uint64_t{2}}) {
    const market::v1::Bar bar = SomeBar("BTC-USD", trades);
    world.hub.Publish({"bars", "BTC-USD", "1m"}, bar, bar.SerializeAsString());
  }
  Client client(world, Client::Key(kKey));
  client.Say(kSubscribeBars);
  CHECK(client.Heard(R"("snapshot":true)"));
  CHECK(
      client.Heard().starts_with(R"({"type":"snapshot","channel":"bars","symbol":"BTC-USD","interval":"1m","seq":2,)"));
  CHECK(client.Heard().find(R"("data":[{"symbol":"BTC-USD")") != std::string::npos);
  CHECK(client.Heard().find(R"("trades":2)") != std::string::npos);
}

TEST_CASE("Other symbols and intervals, and what was left, are not sent", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  client.Say(kSubscribeBars);
  const size_t before = client.socket->frames.size();
  const market::v1::Bar bar = SomeBar("BTC-USD", 1);
  world.hub.Publish({"bars", "ETH-USD", "1m"}, bar, bar.SerializeAsString());
  world.hub.Publish({"bars", "BTC-USD", "1h"}, bar, bar.SerializeAsString());
  CHECK(client.socket->frames.size() == before);
  client.Say(R"({"op":"unsubscribe","id":"2","channels":[{"name":"bars","symbols":["BTC-USD"],"interval":"1m"}]})");
  CHECK(client.Heard() == R"({"type":"unsubscribed","id":"2","channel":"bars","symbol":"BTC-USD","interval":"1m"})");
  world.hub.Publish({"bars", "BTC-USD", "1m"}, bar, bar.SerializeAsString());
  CHECK(client.socket->frames.size() == before + 1);
}

TEST_CASE("Alerts reach their owner and nobody else", "[unit]") {
  World world;
  Client ada(world, Client::Key(kKey));
  Client bob(world, Client::Key(kOtherKey));
  for (Client* client : {&ada, &bob}) client->Say(R"({"op":"subscribe","channels":[{"name":"alerts"}]})");
  CHECK(ada.Heard() == R"({"type":"subscribed","channel":"alerts","snapshot":false})");
  events::v1::Alert alert;
  alert.set_owner_id("u1");
  alert.set_message("above 100");
  world.hub.Publish({"alerts", "u1", ""}, alert, alert.SerializeAsString());
  CHECK(ada.Heard("above 100"));
  CHECK_FALSE(bob.Heard("above 100"));
  CHECK(world.probe.StreamMessages("alerts").Value() == 1);
}

TEST_CASE("A symbol cannot be chosen so that it names another's alerts", "[unit]") {
  World world;
  Client bob(world, Client::Key(kOtherKey));
  bob.Say(R"({"op":"subscribe","channels":[{"name":"alerts","symbols":["u1"]}]})");
  events::v1::Alert alert;
  alert.set_owner_id("u1");
  world.hub.Publish({"alerts", "u1", ""}, alert, alert.SerializeAsString());
  CHECK_FALSE(bob.Heard("update"));
}

TEST_CASE("Nothing is streamed without credentials", "[unit]") {
  World world;
  Client client(world);
  client.Say(kSubscribeBars);
  CHECK(client.Heard(R"("code":"UNAUTHENTICATED")"));
  CHECK(client.socket->close_code == kCloseUnauthenticated);
}

TEST_CASE("Wrong credentials end the stream with 4401", "[unit]") {
  World world;
  Client client(world, Client::Key("mib_wrong"));
  CHECK(client.Heard(R"("code":"INVALID_API_KEY")"));
  CHECK(client.socket->close_code == kCloseUnauthenticated);
}

TEST_CASE("A principal without market data is sent away with 4403", "[unit]") {
  World world;
  auth::v1::Principal owner;
  owner.set_user_id("u3");
  world.auth.Answer("mib.auth.v1.Auth/VerifyApiKey", owner);
  Client client(world, Client::Key(kKey));
  CHECK(client.Heard(R"("details":{"required":"access_market_data"})"));
  CHECK(client.socket->close_code == kCloseForbidden);
}

TEST_CASE("Who does not authenticate in time is closed with 4408", "[unit]") {
  World world;
  Client client(world);
  world.clock.Advance(absl::Seconds(9));
  client.session->Tick();
  CHECK(client.socket->close_code == 0);
  world.clock.Advance(absl::Seconds(1));
  client.session->Tick();
  CHECK(client.socket->close_code == kCloseAuthTimeout);
}

TEST_CASE("A heartbeat comes every 15 seconds with the lag", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  world.hub.SetLag(3);
  for (int i = 0; i < 31; ++i) {
    world.clock.Advance(absl::Seconds(1));
    client.session->Tick();
  }
  CHECK(std::count_if(client.socket->frames.begin(), client.socket->frames.end(), [](const std::string& frame) {
          return frame.find("heartbeat\",\"ts") != std::string::npos;
        }) == 2);
  CHECK(client.Heard() == R"({"type":"heartbeat","ts":"2024-01-15T10:00:30Z","lag_ms":3,"dropped":0})");
}

TEST_CASE("A revoked key ends its streams within a minute and the time the key is remembered", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", errors::Make(api::v1::INVALID_API_KEY, "revoked"));
  world.clock.Advance(absl::Seconds(60));
  client.session->Tick();
  CHECK(client.socket->close_code == kCloseUnauthenticated);
}

TEST_CASE("Auth being away ends no stream", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", absl::UnavailableError("refused"));
  world.clock.Advance(absl::Seconds(60));
  client.session->Tick();
  CHECK(client.socket->close_code == 0);
}

TEST_CASE("A slow client is closed with 4409, the others go on", "[unit]") {
  World world;
  Client slow(world, Client::Key(kKey));
  Client quick(world, Client::Key(kKey));
  slow.Say(kSubscribeBars);
  quick.Say(kSubscribeBars);
  slow.socket->full = true;
  const market::v1::Bar bar = SomeBar("BTC-USD", 7);
  world.hub.Publish({"bars", "BTC-USD", "1m"}, bar, bar.SerializeAsString());
  CHECK(slow.socket->close_code == kCloseSlowConsumer);
  CHECK(world.probe.stream_dropped.Value() == 1);
  CHECK(quick.Heard("\"update\""));
}

TEST_CASE("One user may have so many streams and no more; a closed one makes room", "[unit]") {
  World world;
  Client one(world, Client::Key(kKey));
  {
    Client two(world, Client::Key(kKey));
    Client three(world, Client::Key(kKey));
    CHECK(two.socket->close_code == 0);
    CHECK(three.socket->close_code == kCloseTooMany);
  }
  Client four(world, Client::Key(kKey));
  CHECK(four.socket->close_code == 0);
  CHECK(world.probe.stream_connections.Value() == 2);
}

TEST_CASE("Subscriptions beyond the limit are refused and the rest stays", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  client.Say(R"({"op":"subscribe","id":"1","channels":[{"name":"quotes","symbols":["A","B","C","D"]}]})");
  CHECK(client.Heard(R"("type":"error","id":"1","code":"RATE_LIMITED")"));
  CHECK(client.socket->close_code == 0);
  client.Say(R"({"op":"list","id":"2"})");
  for (const char* symbol : {"\"A\"", "\"B\"", "\"C\""}) CHECK(client.Heard().find(symbol) != std::string::npos);
  CHECK(client.Heard().find("\"D\"") == std::string::npos);
}

TEST_CASE("A client that talks too fast is closed with 4429", "[unit]") {
  World world;
  world.options.max_messages_per_second = 10;
  Client client(world, Client::Key(kKey));
  for (int i = 0; i < 10; ++i) client.Say(R"({"op":"ping","id":"9"})");
  CHECK(client.Heard() == R"({"type":"pong","id":"9"})");
  CHECK(client.socket->close_code == 0);
  client.Say(R"({"op":"ping"})");
  CHECK(client.socket->close_code == kCloseTooMany);
}

TEST_CASE("What is no frame ends the stream with 4400", "[unit]") {
  for (const std::string& text : {std::string(""), std::string("hello"), std::string("[]"), std::string("{\"op\":"),
                                  std::string("\xff"), std::string(50000, '['), std::string("1")}) {
    World world;
    Client client(world, Client::Key(kKey));
    client.Say(text);
    CHECK(client.socket->close_code == kCloseBadFrame);
  }
}

TEST_CASE("A frame that asks for what there is not gets an error with its id and the stream goes on", "[unit]") {
  World world;
  Client client(world, Client::Key(kKey));
  for (const char* text :
       {R"({"op":"dance","id":"x"})", R"({"id":"x"})", R"({"op":"subscribe","id":"x"})",
        R"({"op":"subscribe","id":"x","channels":[]})",
        R"({"op":"subscribe","id":"x","channels":[{"name":"trades","symbols":["A"]}]})",
        R"({"op":"subscribe","id":"x","channels":[{"name":"bars","symbols":["A"],"interval":"7m"}]})",
        R"({"op":"subscribe","id":"x","channels":[{"name":"bars"}]})", R"({"op":"subscribe","id":"x","channels":[7]})",
        R"({"op":"subscribe","id":"x","channels":[{"name":"quotes","symbols":["a b"]}]})",
        R"({"op":"subscribe","id":"x","channels":[{"name":"quotes","symbols":[1]}]})", R"({"op":"auth","id":"x"})"}) {
    CAPTURE(text);
    client.Say(text);
    CHECK(client.Heard().starts_with(R"({"type":"error","id":"x","code":"VALIDATION_FAILED")"));
  }
  CHECK(client.socket->close_code == 0);
}

TEST_CASE("A browser gives its token as a subprotocol", "[unit]") {
  http::Request request;
  request.headers.emplace("Sec-WebSocket-Protocol", "mib.v1, bearer.abc.def");
  CHECK(UpgradeCredentials(request, {})->token == "abc.def");
  CHECK(UpgradeCredentials({}, {})->empty());
}

struct PumpWorld : World {
  PumpWorld()
      : consumer(new FakeConsumer), pump(std::unique_ptr<kafka::Consumer>(consumer), hub, indicators, clock, probe) {}
  FakeConsumer* consumer;
  StreamPump pump;
};

TEST_CASE("The pump carries bars, quotes and alerts to those who follow them", "[unit]") {
  PumpWorld world;
  Client client(world, Client::Key(kKey));
  client.Say(
      R"({"op":"subscribe","channels":[{"name":"bars","symbols":["A"]},{"name":"quotes","symbols":["A"]},{"name":"alerts"}]})");
  market::v1::Quote quote;
  quote.set_symbol("A");
  events::v1::Alert alert;
  alert.set_owner_id("u1");
  world.consumer->Add("mib.market.bars.v1", SomeBar("A", 1).SerializeAsString(), kStart - absl::Milliseconds(40));
  world.consumer->Add("mib.market.quotes.v1", quote.SerializeAsString(), kStart - absl::Milliseconds(40));
  world.consumer->Add("mib.alerts.v1", alert.SerializeAsString(), kStart - absl::Milliseconds(40));
  REQUIRE(world.pump.PumpOnce(absl::ZeroDuration()).ok());
  for (const char* channel : {"bars", "quotes", "alerts"}) {
    CAPTURE(channel);
    CHECK(world.probe.StreamMessages(channel).Value() == 1);
  }
  CHECK(world.hub.lag_ms() == 40);
}

TEST_CASE("A record that cannot be read is counted and does not stop the rest", "[unit]") {
  PumpWorld world;
  Client client(world, Client::Key(kKey));
  client.Say(R"({"op":"subscribe","channels":[{"name":"bars","symbols":["A"]}]})");
  world.consumer->Add("mib.market.bars.v1", "\xff\xff\xff", kStart);
  world.consumer->Add("mib.market.bars.v1", market::v1::Bar().SerializeAsString() + "\x10\x01", kStart);
  world.consumer->Add("mib.market.bars.v1", "", kStart);
  world.consumer->Add("mib.market.bars.v1", SomeBar("A", 1).SerializeAsString(), kStart);
  REQUIRE(world.pump.PumpOnce(absl::ZeroDuration()).ok());
  CHECK(world.probe.stream_unreadable.Value() == 2);
  CHECK(client.Heard("\"update\""));
}

TEST_CASE("A log that is away is an error to try again, and publishes nothing", "[unit]") {
  PumpWorld world;
  world.consumer->error = absl::UnavailableError("no broker");
  CHECK(world.pump.PumpOnce(absl::ZeroDuration()).code() == absl::StatusCode::kUnavailable);
  world.consumer->error = absl::OkStatus();
  CHECK(world.pump.PumpOnce(absl::ZeroDuration()).ok());
}

}  // namespace
}  // namespace mib::gateway
