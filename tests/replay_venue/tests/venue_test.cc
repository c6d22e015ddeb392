// The venue over real sockets, as a client meets it.

#include "venue.h"

#include <simdjson.h>

#include <catch2/catch_test_macros.hpp>
#include <map>

#include "coinbase_messages.h"
#include "folder.h"
#include "mib/base/status.h"
#include "mib/http/client.h"
#include "mib/http/websocket_client.h"

namespace mib::venue {
namespace {

struct Fixture {
  explicit Fixture(Options options) {
    options.listen = "127.0.0.1:0";
    auto started = Venue::Start(options, clock);
    if (!started.ok()) FAIL(ToString(started.status()));
    venue = *std::move(started);
    client = http::MakeClient({}, metrics);
  }

  std::string Get(const std::string& path) {
    http::Request request;
    request.target = "http://127.0.0.1:" + std::to_string(venue->port()) + path;
    const auto answer = client->Send(request, absl::Seconds(10));
    return answer.ok() ? answer->body : ToString(answer.status());
  }
  std::unique_ptr<http::WebSocketClient> Connect() {
    http::WebSocketOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(venue->port()) + "/ws-feed";
    auto socket = http::WebSocketClient::Connect(options);
    if (!socket.ok()) FAIL(ToString(socket.status()));
    return *std::move(socket);
  }

  SystemClock clock;
  telemetry::Metrics metrics;
  std::unique_ptr<Venue> venue;
  std::unique_ptr<http::Client> client;
};

Options TwoProducts(uint64_t trades) {
  Options options;
  options.symbols = {"GEN-A", "GEN-B"};
  options.generate_trades = trades;
  options.rate = 100'000;
  return options;
}

simdjson::dom::element Parse(simdjson::dom::parser& parser, const absl::StatusOr<std::string>& text) {
  if (!text.ok()) FAIL(ToString(text.status()));
  return parser.parse(*text);
}

std::string Text(simdjson::dom::element message, const char* key) {
  return std::string(std::string_view(message[key]));
}

constexpr char kSubscribe[] =
    R"({"type":"subscribe","product_ids":["GEN-A","GEN-B"],"channels":["matches","ticker","heartbeat"]})";

TEST_CASE("A subscriber gets every trade once, as match and as ticker, and then heartbeats", "[unit][replay_venue]") {
  Fixture f(TwoProducts(500));
  const auto socket = f.Connect();
  REQUIRE(socket->Write(kSubscribe).ok());
  simdjson::dom::parser parser;
  CHECK(Text(Parse(parser, socket->Read(absl::Seconds(10))), "type") == "subscriptions");
  std::map<std::string, uint64_t> next_id;
  std::map<std::string, std::string> maker_side;
  int matches = 0;
  int tickers = 0;
  while (matches < 500 || tickers < 500) {
    const auto message = Parse(parser, socket->Read(absl::Seconds(10)));
    const std::string type = Text(message, "type");
    if (type == "heartbeat") continue;
    const std::string product = Text(message, "product_id");
    if (type == "match") {
      ++matches;
      CHECK(uint64_t(message["trade_id"]) == ++next_id[product]);
      maker_side[product] = Text(message, "side");
    } else {
      ++tickers;
      REQUIRE(type == "ticker");
      // Maker's and taker's sides are opposite.
      CHECK(Text(message, "side") != maker_side[product]);
    }
  }
  const auto heartbeat = Parse(parser, socket->Read(absl::Seconds(10)));
  CHECK(Text(heartbeat, "type") == "heartbeat");
  CHECK(uint64_t(heartbeat["last_trade_id"]) == next_id[Text(heartbeat, "product_id")]);
}

TEST_CASE("Trades go on without the client that began them, and REST has what it missed", "[unit][replay_venue]") {
  Fixture f(TwoProducts(2000));
  CHECK(f.Get("/venue/status").find("\"generated\":0,") != std::string::npos);
  {
    const auto socket = f.Connect();
    REQUIRE(socket->Write(kSubscribe).ok());
    REQUIRE(socket->Read(absl::Seconds(10)).ok());
  }
  while (f.Get("/venue/status").find("\"generated\":2000,\"total\":2000,") == std::string::npos) {
  }
  const auto again = f.Connect();
  REQUIRE(again->Write(R"({"type":"subscribe","channels":[{"name":"matches","product_ids":["GEN-B"]}]})").ok());
  CHECK(again->Read(absl::Seconds(10)).value() ==
        R"({"type":"subscriptions","channels":[{"name":"matches","product_ids":["GEN-B"]}]})");
  simdjson::dom::parser parser;
  const auto last = Parse(parser, again->Read(absl::Seconds(10)));
  CHECK(Text(last, "type") == "last_match");
  const std::string id = std::to_string(uint64_t(last["trade_id"]));
  CHECK(f.Get("/products/GEN-B/trades?limit=1").find("\"trade_id\":" + id + ",") != std::string::npos);
  const std::string csv = f.Get("/venue/trades.csv?symbol=GEN-B");
  CHECK(csv.starts_with("trade_id,time_ns,price,size,taker_side\n1,"));
  CHECK(csv.find("\n" + id + ",") != std::string::npos);
}

TEST_CASE("Subscriptions that make no sense get an error and the connection stays", "[unit][replay_venue]") {
  Fixture f(TwoProducts(10));
  const auto socket = f.Connect();
  for (const char* wrong : {"hello", "{}", R"({"type":"subscribe"})",
                            R"({"type":"subscribe","product_ids":["GEN-A"],"channels":["level9"]})",
                            R"({"type":"subscribe","product_ids":["NONE"],"channels":["matches"]})",
                            R"({"type":"subscribe","product_ids":[],"channels":["matches"]})"}) {
    REQUIRE(socket->Write(wrong).ok());
    INFO(wrong);
    CHECK(socket->Read(absl::Seconds(10)).value().starts_with(R"({"type":"error","message":"Failed to subscribe")"));
  }
}

TEST_CASE("Daily prices and the venue's own pages come from the same port", "[unit][replay_venue]") {
  Folder folder;
  folder.Write("daily/IBM.csv", "date,open,high,low,close,volume\n2000-03-01,1,2,0.5,1.5,100\n");
  Options options = TwoProducts(10);
  options.data = folder.path();
  Fixture f(options);
  CHECK(
      f.Get("/query?function=TIME_SERIES_DAILY&symbol=IBM&outputsize=full&apikey=k").find("\"4. close\": \"1.5000\"") !=
      std::string::npos);
  CHECK(f.Get("/products").find("GEN-A") != std::string::npos);
  CHECK(f.Get("/venue/trades.csv?symbol=NONE") == "there is no such product\n");
}

TEST_CASE("Messages carry microseconds, the maker's side and exact numbers", "[unit][replay_venue]") {
  Execution execution;
  execution.product = "SKL-BTC";
  execution.trade = {280232, 1'618'677'817'089'723'000, Decimal(1305, 8), Decimal(985, 0), market::Side::kBuy};
  execution.sequence = 177100030;
  const std::string match = MatchMessage("match", execution);
  INFO(match);
  CHECK(
      match.find(
          R"("side":"sell","size":"985","price":"0.00001305","product_id":"SKL-BTC","sequence":177100030,"time":"2021-04-17T16:43:37.089723Z"})") !=
      std::string::npos);
  const std::string ticker = TickerMessage(execution);
  INFO(ticker);
  CHECK(ticker.find(R"("best_bid":"0.00001304")") != std::string::npos);
  CHECK(ticker.find(R"("best_ask":"0.00001306")") != std::string::npos);
  CHECK(ticker.find(R"("side":"buy")") != std::string::npos);
}

}  // namespace
}  // namespace mib::venue
