// The whole gateway over real HTTP and WebSocket, with services that are functions.

#include "gateway.h"

#include <catch2/catch_test_macros.hpp>

#include "fake_bar_source.h"
#include "fakes.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/base/decimal.h"
#include "mib/config/config.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/http/client.h"
#include "mib/http/websocket_client.h"
#include "mib/ingestion/v1/ingestion.pb.h"
#include "mib/market/proto.h"
#include "mib/security/jwt.h"
#include "simulated_clock.h"

namespace mib::gateway {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1705312800);
const char kQuote[] = "/api/v1/market-data/BTC-USD/quote";
const char kQuoteRpc[] = "mib.core_engine.v1.MarketData/GetQuote";

const char kConfig[] = R"(
listen: 127.0.0.1:0
threads: 1
tls: {ca_file: ca, certificate_file: crt, key_file: key}
upstreams:
  auth: {address: a}
  ingestion: {address: a}
  core_engine: {address: a}
  analytics: {address: a}
  notification: {address: a}
kafka: {brokers: b}
redis: {address: r}
access_log: false
cors: {allowed_origins: ["https://app.example.com"]}
)";

config::v1::Gateway Config() {
  config::v1::Gateway config;
  const absl::Status status = config::Load(
      kConfig, "test.yaml", [](const std::string&) -> const char* { return nullptr; }, &config);
  INFO(status.ToString());
  REQUIRE(status.ok());
  return config;
}

/// A gateway on a free port, its services, and a client.
class World {
 public:
  explicit World(const config::v1::Gateway& config = Config()) {
    auth::v1::Jwks jwks;
    auth::v1::Jwk* jwk = jwks.add_keys();
    jwk->set_kid(signer_->public_key().kid);
    jwk->set_x(signer_->public_key().x);
    jwk->set_y(signer_->public_key().y);
    auth.Answer("mib.auth.v1.Auth/GetJwks", jwks);
    market::v1::Quote quote;
    quote.set_symbol("BTC-USD");
    *quote.mutable_last() = market::ToProto(*Decimal::Parse("60719.270"));
    engine.Answer(kQuoteRpc, quote);
    auto owned = std::make_unique<FakeConsumer>();
    consumer = owned.get();
    auto started = Gateway::Start(
        config, {.upstreams = Upstreams({{"auth", &auth}, {"core_engine", &engine}, {"ingestion", &ingestion}}),
                 .redis = redis,
                 .consumer = std::move(owned),
                 .bars = bars,
                 .clock = clock,
                 .metrics = metrics,
                 .version = "9.9.9"});
    INFO(started.status().ToString());
    REQUIRE(started.ok());
    gateway = *std::move(started);
    gateway->CheckHealthNow();
  }
  ~World() { gateway->Shutdown(absl::Seconds(1)); }

  std::string Token(const std::vector<std::string>& permissions) const {
    security::Claims claims;
    claims.subject = "u1";
    claims.username = "ada";
    claims.permissions = permissions;
    claims.issued_at = kStart;
    claims.expires_at = kStart + absl::Hours(1);
    return *signer_->Sign(claims, Config().tokens().issuer(), Config().tokens().audience());
  }
  http::Headers Ada() const {
    return {{"Authorization", "Bearer " + Token({"access_market_data", "write_data", "read_data"})}};
  }

  http::Response Send(const std::string& method, const std::string& target, const http::Headers& headers = {},
                      const std::string& body = {}) {
    http::Request request{.method = method,
                          .target = "http://127.0.0.1:" + std::to_string(gateway->port()) + target,
                          .headers = headers,
                          .body = body,
                          .remote_ip = {}};
    if (!body.empty()) request.headers.emplace("Content-Type", "application/json");
    auto response = client_->Send(request, absl::Seconds(10));
    INFO(response.status().ToString());
    REQUIRE(response.ok());
    return *std::move(response);
  }
  http::Response Get(const std::string& target, const http::Headers& headers = {}) {
    return Send("GET", target, headers);
  }

  SimulatedClock clock{kStart};
  telemetry::Metrics metrics;
  FakeChannel auth{"auth"};
  FakeChannel engine{"core-engine"};
  FakeChannel ingestion{"ingestion"};
  FakeRedis redis;
  bar_source::FakeBarSource bars;
  FakeConsumer* consumer = nullptr;
  std::unique_ptr<Gateway> gateway;

 private:
  std::unique_ptr<security::SigningKey> signer_ = *security::SigningKey::Generate();
  std::unique_ptr<http::Client> client_ = http::MakeClient({}, metrics);
};

std::string Header(const http::Response& response, std::string_view name) {
  return std::string(http::Find(response.headers, name));
}

TEST_CASE("A request goes to the service of its contract and comes back in the envelope", "[unit]") {
  World world;
  http::Headers headers = world.Ada();
  headers.emplace("X-Request-ID", "req_mine");
  const http::Response response = world.Get("/api/v1/market-data/btc_usd/quote", headers);
  CHECK(response.status == 200);
  CHECK(response.body ==
        R"({"data":{"symbol":"BTC-USD","last":60719.27,"source":""},"metadata":{"timestamp":"2024-01-15T10:00:00Z",)"
        R"("version":"1.0","cache_used":false,"request_id":"req_mine"}})");
  CHECK(Header(response, "content-type") == "application/json");
  CHECK(Header(response, "x-request-id") == "req_mine");
  const auto calls = world.engine.calls();
  REQUIRE(calls.size() == 1);
  core_engine::v1::GetQuoteRequest request;
  REQUIRE(request.ParseFromString(calls[0].request));
  CHECK(request.symbol() == "BTC-USD");
  CHECK(calls[0].principal.user_id == "u1");
  CHECK(calls[0].options.request_id == "req_mine");
  CHECK(calls[0].options.client_ip == "127.0.0.1");
}

TEST_CASE("Every answer carries the security headers, the limits and a request id", "[unit]") {
  World world;
  for (const char* target : {kQuote, "/nothing", "/health", "/openapi.json", "/docs", "/metrics"}) {
    CAPTURE(target);
    const http::Response response = world.Get(target);
    CHECK(Header(response, "x-content-type-options") == "nosniff");
    CHECK(Header(response, "x-frame-options") == "DENY");
    CHECK(Header(response, "x-xss-protection") == "1; mode=block");
    CHECK(Header(response, "strict-transport-security") == "max-age=31536000; includeSubDomains");
    CHECK(Header(response, "content-security-policy").starts_with("default-src 'none'"));
    CHECK(Header(response, "x-request-id").starts_with("req_"));
    CHECK((std::string(target) == "/metrics" || Header(response, "x-ratelimit-limit") == "100"));
  }
}

TEST_CASE("Without credentials 401, without the permission 403 that names it", "[unit]") {
  World world;
  const http::Response nobody = world.Get(kQuote);
  CHECK(nobody.status == 401);
  CHECK(Header(nobody, "www-authenticate") == "Bearer realm=\"market-intel-brain\"");
  CHECK(nobody.body.find(R"("code":"UNAUTHENTICATED")") != std::string::npos);
  const http::Response viewer = world.Get(kQuote, {{"Authorization", "Bearer " + world.Token({"read_data"})}});
  CHECK(viewer.status == 403);
  CHECK(viewer.body.find(R"("details":{"required":"access_market_data"})") != std::string::npos);
  CHECK(world.engine.calls().empty());
}

TEST_CASE("What is open to all takes even wrong credentials", "[unit]") {
  World world;
  CHECK(world.Get("/health/live", {{"Authorization", "Bearer rubbish"}}).body == R"({"status":"alive"})");
}

TEST_CASE("404 for no path, 405 with Allow for another method", "[unit]") {
  World world;
  CHECK(world.Get("/api/v2/anything").status == 404);
  const http::Response response = world.Send("PUT", "/api/v1/market-data/batch", world.Ada(), "{}");
  CHECK(response.status == 405);
  CHECK(Header(response, "allow") == "GET, POST");
  CHECK(world.Get("/%zz").status == 400);
}

TEST_CASE("A cacheable answer is asked for once, and served stale while its service is away", "[unit]") {
  World world;
  CHECK(Header(world.Get(kQuote, world.Ada()), "x-cache") == "MISS");
  const http::Response hit = world.Get(kQuote, world.Ada());
  CHECK(Header(hit, "x-cache") == "HIT");
  CHECK(hit.body.find(R"("cache_used":true)") != std::string::npos);
  CHECK(world.engine.calls().size() == 1);
  world.clock.Advance(absl::Seconds(2));
  world.engine.Fail(kQuoteRpc, errors::Make(api::v1::SERVICE_UNAVAILABLE, "refused by 10.0.0.7"));
  const http::Response stale = world.Get(kQuote, world.Ada());
  CHECK(stale.status == 200);
  CHECK(Header(stale, "x-cache") == "STALE");
  CHECK(stale.body.find(R"("stale":true)") != std::string::npos);
  CHECK(world.Get("/api/v1/market-data/ETH-USD/quote", world.Ada()).status == 503);
}

TEST_CASE("A cached answer is for those with the permission only", "[unit]") {
  World world;
  REQUIRE(world.Get(kQuote, world.Ada()).status == 200);
  CHECK(world.Get(kQuote).status == 401);
  CHECK(world.Get(kQuote, {{"Authorization", "Bearer " + world.Token({"read_data"})}}).status == 403);
}

TEST_CASE("A stale answer does not hide an error that is the client's", "[unit]") {
  World world;
  REQUIRE(world.Get(kQuote, world.Ada()).status == 200);
  world.clock.Advance(absl::Seconds(2));
  world.engine.Fail(kQuoteRpc, errors::UnknownSymbol("BTC-USD"));
  CHECK(world.Get(kQuote, world.Ada()).status == 404);
}

TEST_CASE("A client that has the answer gets 304", "[unit]") {
  World world;
  const http::Response first = world.Get(kQuote, world.Ada());
  http::Headers headers = world.Ada();
  headers.emplace("If-None-Match", Header(first, "etag"));
  const http::Response second = world.Get(kQuote, headers);
  CHECK(second.status == 304);
  CHECK(second.body.empty());
  CHECK(Header(second, "etag") == Header(first, "etag"));
}

TEST_CASE("Errors of a service keep their code, message and details", "[unit]") {
  World world;
  world.engine.Fail(kQuoteRpc, errors::UnknownSymbol("BTC-USD", "BTC-EUR"));
  const http::Response response = world.Get(kQuote, world.Ada());
  CHECK(response.status == 404);
  CHECK(response.body.find(R"("code":"INVALID_SYMBOL","message":"There is no instrument 'BTC-USD'.")") !=
        std::string::npos);
  world.engine.Fail(kQuoteRpc, absl::InternalError("SELECT broke"));
  const http::Response fault = world.Get(kQuote, world.Ada());
  CHECK(fault.status == 500);
  CHECK(fault.body.find("SELECT") == std::string::npos);
  world.engine.Fail(kQuoteRpc, absl::DeadlineExceededError(""));
  CHECK(world.Get(kQuote, world.Ada()).status == 504);
}

TEST_CASE("A service that answers what its contract does not say is a 500", "[unit]") {
  World world;
  world.engine.On(kQuoteRpc, [](const FakeChannel::Received&, std::string* out) {
    *out = "\xff\xff";
    return absl::OkStatus();
  });
  CHECK(world.Get(kQuote, world.Ada()).status == 500);
}

TEST_CASE("A service that is not there is a 503 that says when to try again", "[unit]") {
  World world;
  const http::Response response = world.Get("/api/v1/indicators", world.Ada());
  CHECK(response.status == 503);
  CHECK(Header(response, "retry-after") == "1");
}

TEST_CASE("What is made tells where it is", "[unit]") {
  World world;
  ingestion::v1::Job job;
  job.set_id("j1");
  world.ingestion.Answer("mib.ingestion.v1.Ingestion/CreateJob", job);
  const http::Response response = world.Send("POST", "/api/v1/monitoring/jobs", world.Ada(),
                                             R"({"type":"daily","source":"alpha_vantage","symbols":["AAPL"]})");
  CHECK(response.status == 202);
  CHECK(Header(response, "location") == "/api/v1/monitoring/jobs/j1");
  CHECK(Header(response, "cache-control") == "no-store");
}

TEST_CASE("A page links to the next", "[unit]") {
  World world;
  core_engine::v1::GetBarsResponse bars;
  bars.set_next_cursor("abc");
  world.engine.Answer("mib.core_engine.v1.MarketData/GetBars", bars);
  const http::Response response = world.Get("/api/v1/market-data/A/bars?limit=1", world.Ada());
  CHECK(Header(response, "link") == "</api/v1/market-data/A/bars?limit=1&cursor=abc>; rel=\"next\"");
  CHECK(response.body.find(R"("pagination":{"next_cursor":"abc","has_more":true,"limit":1})") != std::string::npos);
}

TEST_CASE("204 has no body", "[unit]") {
  World world;
  world.auth.Answer("mib.auth.v1.Auth/Logout", auth::v1::LogoutResponse());
  const http::Response response = world.Send("POST", "/api/v1/auth/logout", {}, R"({"refresh_token":"t"})");
  CHECK(response.status == 204);
  CHECK(response.body.empty());
}

TEST_CASE("Logins are limited by address, and come again later", "[unit]") {
  World world;
  world.auth.Answer("mib.auth.v1.Auth/Login", auth::v1::TokenPair());
  const std::string body = R"({"username":"a","password":"b"})";
  for (int i = 0; i < 10; ++i) REQUIRE(world.Send("POST", "/auth/login", {}, body).status == 200);
  const http::Response refused = world.Send("POST", "/auth/login", {}, body);
  CHECK(refused.status == 429);
  CHECK(refused.body.find(R"("code":"RATE_LIMITED")") != std::string::npos);
  CHECK(Header(refused, "retry-after") == "6");
  CHECK(world.metrics.Render().find("mib_gateway_rate_limited_total{limit=\"login\"} 1") != std::string::npos);
  world.clock.Advance(absl::Seconds(6));
  CHECK(world.Send("POST", "/auth/login", {}, body).status == 200);
}

TEST_CASE("A made-up X-Forwarded-For buys no second allowance", "[unit]") {
  World world;
  int passed = 0;
  for (int i = 0; i < 40; ++i) {
    const http::Response response = world.Get("/health", {{"X-Forwarded-For", "10.0.0." + std::to_string(i)}});
    passed += response.status == 429 ? 0 : 1;
  }
  CHECK(passed == 20);
  CHECK(world.Get("/health/live").status == 200);
  CHECK(world.Get("/metrics").status == 200);
}

TEST_CASE("Health is told in document form, and says which part is away", "[unit]") {
  World world;
  CHECK(world.Get("/health").body ==
        R"({"status":"healthy","timestamp":"2024-01-15T10:00:00Z","version":"9.9.9","uptime_seconds":0,)"
        R"("components":{"infrastructure":true,"database":true,"cache":true,"monitoring":true}})");
  CHECK(world.Get("/health/ready").status == 200);
  world.engine.health = errors::Make(api::v1::SERVICE_UNAVAILABLE, "refused");
  world.ingestion.health = absl::UnavailableError("not now");
  world.redis.down = absl::UnavailableError("refused");
  world.gateway->CheckHealthNow();
  const http::Response degraded = world.Get("/health");
  CHECK(degraded.status == 200);
  CHECK(degraded.body.find(R"("status":"degraded")") != std::string::npos);
  CHECK(
      degraded.body.find(R"("components":{"infrastructure":false,"database":false,"cache":false,"monitoring":true})") !=
      std::string::npos);
  CHECK(world.Get("/health/ready").status == 503);
  const http::Response services = world.Get("/api/v1/monitoring/services", world.Ada());
  CHECK(services.body.find(R"({"name":"core_engine","address":"","status":"unreachable")") != std::string::npos);
  CHECK(services.body.find(R"({"name":"ingestion","address":"","status":"not_serving")") != std::string::npos);
}

TEST_CASE("The documents are served, and metrics in Prometheus' text", "[unit]") {
  World world;
  world.Get(kQuote, world.Ada());
  CHECK(world.Get("/openapi.json").body.starts_with(R"({"openapi":"3.1.0")"));
  CHECK(Header(world.Get("/docs"), "content-type") == "text/html; charset=utf-8");
  CHECK(Header(world.Get("/docs"), "content-security-policy").find("script-src 'self'") != std::string::npos);
  CHECK(world.Get("/metrics")
            .body.find("mib_gateway_requests_total{method=\"GET\",route=\"/api/v1/market-data/{symbol}/quote\","
                       "status_class=\"2xx\"} 1") != std::string::npos);
  CHECK(world.Send("POST", "/docs", {}, "{}").status == 405);
}

TEST_CASE("A preflight is answered without a service or credentials", "[unit]") {
  World world;
  const http::Response response =
      world.Send("OPTIONS", kQuote, {{"Origin", "https://app.example.com"}, {"Access-Control-Request-Method", "GET"}});
  CHECK(response.status == 204);
  CHECK(Header(response, "access-control-allow-origin") == "https://app.example.com");
  CHECK(Header(response, "access-control-allow-methods") == "GET");
}

TEST_CASE("A body that is too large and a target that is too long look like every other error", "[unit]") {
  config::v1::Gateway config = Config();
  config.set_max_body_bytes(1024);
  World world(config);
  const http::Response large = world.Send("POST", "/auth/login", {}, std::string(2000, ' '));
  CHECK(large.status == 413);
  CHECK(large.body.find(R"("code":"PAYLOAD_TOO_LARGE")") != std::string::npos);
  CHECK(Header(large, "x-content-type-options") == "nosniff");
  CHECK(world.Get("/" + std::string(10000, 'a')).status == 414);
}

TEST_CASE("HEAD answers as GET does, without the body", "[unit]") {
  World world;
  const http::Response response = world.Send("HEAD", "/health/live");
  CHECK(response.status == 200);
  CHECK(response.body.empty());
}

/// A WebSocket that has authenticated.
struct Stream {
  explicit Stream(World& world) {
    http::WebSocketOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(world.gateway->port()) + "/api/v1/stream";
    auto connected = http::WebSocketClient::Connect(options);
    REQUIRE(connected.ok());
    socket = *std::move(connected);
    CHECK(Next().starts_with(R"({"type":"welcome")"));
    Say(R"({"op":"auth","token":")" + world.Token({"access_market_data"}) + "\"}");
    CHECK(Next() == R"({"type":"authenticated","username":"ada"})");
  }
  void Say(const std::string& frame) const { REQUIRE(socket->Write(frame).ok()); }
  std::string Next() const {
    const auto frame = socket->Read(absl::Seconds(10));
    return frame.ok() ? *frame : frame.status().ToString();
  }

  std::unique_ptr<http::WebSocketClient> socket;
};

market::v1::Bar SomeBar(const std::string& symbol) {
  market::v1::Bar bar;
  bar.set_symbol(symbol);
  bar.set_interval("1m");
  return bar;
}

TEST_CASE("Bars of the log reach a WebSocket", "[unit]") {
  World world;
  const Stream stream(world);
  stream.Say(R"({"op":"subscribe","channels":[{"name":"bars","symbols":["A"],"interval":"1m"}]})");
  CHECK(stream.Next().starts_with(R"({"type":"subscribed")"));
  world.consumer->Add("mib.market.bars.v1", SomeBar("A").SerializeAsString(), kStart);
  CHECK(stream.Next().starts_with(R"({"type":"update","channel":"bars","symbol":"A","interval":"1m","seq":1)"));
  stream.Say("no json");
  CHECK(stream.Next().starts_with(R"({"type":"error")"));
  CHECK(stream.Next().find("4400") != std::string::npos);
}

TEST_CASE("An indicator begins with stored bars, goes on with the log's and reaches a WebSocket", "[unit]") {
  World world;
  world.bars.Add("A", market::Interval::k1m, kStart, {"1", "2", "6"});
  const Stream stream(world);
  // A bar that arrives shows that the log is read.
  stream.Say(R"({"op":"subscribe","channels":[{"name":"bars","symbols":["B"]}]})");
  CHECK(stream.Next().starts_with(R"({"type":"subscribed")"));
  world.consumer->Add("mib.market.bars.v1", SomeBar("B").SerializeAsString(), kStart);
  CHECK(stream.Next().starts_with(R"({"type":"update")"));

  stream.Say(
      R"({"op":"subscribe","channels":[{"name":"indicators","symbols":["A"],"indicator":"sma","params":{"period":3}}]})");
  CHECK(stream.Next().ends_with(R"("snapshot":true})"));
  CHECK(stream.Next().ends_with(
      R"("data":[{"t":"2024-01-15T10:02:00Z","is_final":true,"revision":1,"values":{"sma":3}}]})"));
  market::v1::Bar bar = SomeBar("A");
  *bar.mutable_open_time() = market::ToProto(kStart + absl::Minutes(3));
  *bar.mutable_close() = market::ToProto(*Decimal::Parse("6"));
  bar.set_is_final(true);
  world.consumer->Add("mib.market.bars.v1", bar.SerializeAsString(), kStart);
  CHECK(stream.Next().ends_with(
      R"("data":{"t":"2024-01-15T10:03:00Z","is_final":true,"revision":1,"values":{"sma":4.666666666666667}}})"));
}

}  // namespace
}  // namespace mib::gateway
