// The whole service on a real PostgreSQL and a real Kafka, with a core-engine and a receiver of webhooks in this
// process.

#include "app.h"

#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <fstream>
#include <mutex>

#include "bars.h"
#include "fmt/format.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/events/v1/dead_letter.pb.h"
#include "mib/http/server.h"
#include "mib/kafka/topics.h"
#include "mib/security/crypto.h"
#include "scratch_database.h"
#include "test_ca.h"

namespace mib::notification {
namespace {

constexpr char kSecret[] = "sixteen characters";
constexpr absl::Duration kPatience = absl::Seconds(30);

/// Takes webhooks; answers 500 as often as it is told, then 204.
class Receiver {
 public:
  Receiver() {
    auto started = http::Server::Start({}, [this](http::Request request, http::Responder respond) {
      const std::lock_guard lock(mutex_);
      requests_.push_back(std::move(request));
      http::Response response;
      response.status = refusals_-- > 0 ? 500 : 204;
      respond(response);
      arrived_.notify_all();
    });
    REQUIRE(started.ok());
    server_ = *std::move(started);
  }
  ~Receiver() { server_->Shutdown(absl::Seconds(1)); }

  std::string url() const { return fmt::format("http://127.0.0.1:{}/hook", server_->port()); }
  void RefuseNext(int times) {
    const std::lock_guard lock(mutex_);
    refusals_ = times;
  }
  std::vector<http::Request> WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, absl::ToChronoMilliseconds(kPatience), [&] { return requests_.size() >= count; });
    return requests_;
  }
  size_t count() {
    const std::lock_guard lock(mutex_);
    return requests_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<http::Request> requests_;
  int refusals_ = 0;
  std::unique_ptr<http::Server> server_;
};

/// Answers every GetBars with nothing stored.
std::unique_ptr<rpc::Server> StartCoreEngine(const rpc::TlsFiles& tls, telemetry::Metrics& metrics, Clock& clock) {
  rpc::ServiceBinder binder;
  const auto* contract =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("mib.core_engine.v1.MarketData");
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  for (int i = 0; i < contract->method_count(); ++i) {
    const auto* method = contract->method(i);
    binder.Add(contract->full_name(), method->name(),
               {rpc::Execution::kInline, [](const auto&, const auto&, auto*) { return absl::OkStatus(); },
                factory->GetPrototype(method->input_type()), factory->GetPrototype(method->output_type())});
  }
  auto server = rpc::Server::Start({.listen = "127.0.0.1:0", .tls = tls}, std::move(binder), metrics, clock);
  REQUIRE(server.ok());
  return *std::move(server);
}

struct Fixture {
  telemetry::Metrics metrics;
  SystemClock clock;
  std::string brokers = ServerOrSkip("MIB_TEST_KAFKA");
  ScratchDatabase database{metrics};
  security::TempDir dir;
  security::TestCa ca;
  Receiver receiver;
  kafka::Options kafka{.brokers = brokers, .prefix = NewUlid(absl::Now()) + ".", .client_id = "test"};
  std::unique_ptr<rpc::Server> core_engine = StartCoreEngine(Tls("core-engine"), metrics, clock);
  std::unique_ptr<kafka::Producer> producer;
  service::Runtime runtime{clock, metrics, "test"};
  config::v1::Notification config;
  rpc::Context alice;

  Fixture() {
    alice.principal.user_id = "alice";
    REQUIRE(kafka::EnsureTopics(kafka, kafka::TopicsOfContracts(), 1).ok());
    auto opened = kafka::OpenProducer(kafka, metrics);
    REQUIRE(opened.ok());
    producer = *std::move(opened);
    const rpc::TlsFiles tls = Tls("notification");
    config.mutable_tls()->set_ca_file(tls.ca);
    config.mutable_tls()->set_certificate_file(tls.certificate);
    config.mutable_tls()->set_key_file(tls.key);
    config.mutable_rpc()->set_listen("127.0.0.1:0");
    config.mutable_rpc()->set_blocking_threads(2);
    config.mutable_rpc()->set_max_queued(16);
    config.mutable_postgres()->set_dsn(database.dsn());
    config.mutable_postgres()->set_pool_size(6);
    config.mutable_postgres()->set_connect_timeout_ms(3000);
    config.mutable_postgres()->set_statement_timeout_ms(10000);
    config.mutable_kafka()->set_brokers(kafka.brokers);
    config.mutable_kafka()->set_prefix(kafka.prefix);
    config.mutable_core_engine()->set_address(fmt::format("127.0.0.1:{}", core_engine->port()));
    config.set_key_file(dir.Write("key", std::string(32, 'k')));
    config.mutable_stream()->set_max_batch(10);
    config.mutable_stream()->set_rule_refresh_ms(200);
    config.mutable_delivery()->set_threads(1);
    config.mutable_delivery()->set_timeout_ms(2000);
    config.mutable_delivery()->set_backoff_ms(50);
    config.mutable_delivery()->set_longest_backoff_ms(200);
    config.mutable_delivery()->set_attempts(10);
    config.mutable_delivery()->set_allow_private_addresses(true);
  }

  rpc::TlsFiles Tls(const std::string& service) {
    const security::CertificateFiles files = ca.WriteFiles(dir, service);
    return {.ca = files.ca, .certificate = files.certificate, .key = files.key};
  }
  std::unique_ptr<service::App> Start() {
    auto app = App::Start(config, runtime);
    REQUIRE(app.ok());
    return *std::move(app);
  }
  /// Through the store, as a process that ran before would have left it.
  std::string AddRule() {
    PgRuleStore rules(database.pool());
    Rule rule = RuleOf(NewUuid(), PriceCondition("above", "100"));
    const std::string channel_id = NewUuid();
    const SecretBox secrets(std::string(32, 'k'));
    rule.channels.push_back({channel_id, "webhook", receiver.url(), *secrets.Seal(kSecret, channel_id)});
    REQUIRE(rules.Insert(rule).ok());
    return rule.id;
  }
  void Publish(const std::vector<market::v1::Bar>& bars) {
    for (const auto& bar : bars) REQUIRE(producer->Send(kafka::MakeEvent(bar, "core-engine", NewUuid())).ok());
    REQUIRE(producer->Flush(kPatience).ok());
  }
  /// Records of a topic from its beginning, until there are `count` or patience ends.
  std::vector<kafka::ConsumedRecord> Read(const std::string& topic, size_t count) {
    kafka::PartitionListener from_the_start{.on_assigned = [](const auto&) { return kafka::Offsets(); },
                                            .on_revoked = {}};
    from_the_start.on_revoked = [](const auto&) {};
    auto consumer =
        kafka::OpenConsumer({.kafka = kafka, .group = "test-" + NewUuid(), .topics = {topic}}, from_the_start, metrics);
    REQUIRE(consumer.ok());
    std::vector<kafka::ConsumedRecord> records;
    const absl::Time end = absl::Now() + kPatience;
    while (records.size() < count && absl::Now() < end) {
      auto polled = (*consumer)->Poll(100, absl::Milliseconds(200));
      if (polled.ok()) records.insert(records.end(), polled->begin(), polled->end());
    }
    return records;
  }
  /// Deliveries once the newest attempt has left the state "pending".
  v1::ListDeliveriesResponse SettledDeliveries() {
    PgAlertHistory history(database.pool());
    const absl::Time end = absl::Now() + kPatience;
    for (;;) {
      auto deliveries = history.Deliveries("alice", {});
      REQUIRE(deliveries.ok());
      const bool settled = deliveries->deliveries_size() > 0 && deliveries->deliveries(0).status() != "pending";
      if (settled || absl::Now() > end) return *deliveries;
      clock.Sleep(absl::Milliseconds(20));
    }
  }
};

TEST_CASE("A bar on the log becomes a signed delivery and an event", "[integration][app]") {
  Fixture fixture;
  fixture.AddRule();
  auto app = fixture.Start();
  fixture.Publish({DailyBar(0, "99"), DailyBar(1, "101")});

  const auto requests = fixture.receiver.WaitFor(1);
  REQUIRE(requests.size() == 1);
  const std::string timestamp(http::Find(requests[0].headers, "X-MIB-Timestamp"));
  CHECK(http::Find(requests[0].headers, "X-MIB-Signature") ==
        "sha256=" + security::Hex(security::HmacSha256(kSecret, timestamp + "." + requests[0].body)));
  CHECK(requests[0].body.find("\"close\":\"101\"") != std::string::npos);

  const auto events = fixture.Read("mib.alerts.v1", 1);
  REQUIRE(events.size() == 1);
  CHECK(events[0].key == "alice");
  CHECK(events[0].Header("schema") == "mib.events.v1.Alert");
  CHECK(app->Ready().ok());
  app->Stop(absl::Seconds(5));
}

TEST_CASE("A receiver that fails at first gets the same delivery again", "[integration][app]") {
  Fixture fixture;
  fixture.AddRule();
  fixture.receiver.RefuseNext(2);
  auto app = fixture.Start();
  fixture.Publish({DailyBar(1, "101")});
  const auto requests = fixture.receiver.WaitFor(3);
  REQUIRE(requests.size() == 3);
  for (const auto& request : requests) {
    CHECK(http::Find(request.headers, "X-MIB-Delivery-Id") == http::Find(requests[0].headers, "X-MIB-Delivery-Id"));
    CHECK(request.body == requests[0].body);
  }
  const auto deliveries = fixture.SettledDeliveries();
  REQUIRE(deliveries.deliveries_size() == 3);
  CHECK(deliveries.deliveries(0).status() == "delivered");
  CHECK(deliveries.deliveries(2).http_status() == 500);
  app->Stop(absl::Seconds(5));
  CHECK(fixture.receiver.count() == 3);
}

TEST_CASE("A service started anew goes on where the one before ended", "[integration][app]") {
  Fixture fixture;
  fixture.AddRule();
  auto first = fixture.Start();
  fixture.Publish({DailyBar(0, "101"), DailyBar(1, "102")});
  REQUIRE(fixture.receiver.WaitFor(2).size() == 2);
  first->Stop(absl::Seconds(5));
  first.reset();
  fixture.Publish({DailyBar(1, "102"), DailyBar(2, "103")});
  auto second = fixture.Start();
  REQUIRE(fixture.receiver.WaitFor(3).size() == 3);
  CHECK(fixture.Read("mib.alerts.v1", 3).size() == 3);
  second->Stop(absl::Seconds(5));
  CHECK(fixture.database.Count("alerts") == 3);
  CHECK(fixture.receiver.count() == 3);
}

TEST_CASE("A webhook may not reach a private address unless the configuration lets it", "[integration][app]") {
  Fixture fixture;
  fixture.AddRule();
  fixture.config.mutable_delivery()->set_allow_private_addresses(false);
  auto app = fixture.Start();
  fixture.Publish({DailyBar(1, "101")});
  const auto deliveries = fixture.SettledDeliveries();
  REQUIRE(deliveries.deliveries_size() == 1);
  CHECK(deliveries.deliveries(0).status() == "failed");
  CHECK(deliveries.deliveries(0).error().find("is not a public address") != std::string::npos);
  CHECK(fixture.receiver.count() == 0);
  app->Stop(absl::Seconds(5));
}

TEST_CASE("A poison record goes to the dead letters and the bars behind it are judged", "[integration][app]") {
  Fixture fixture;
  fixture.AddRule();
  auto app = fixture.Start();
  REQUIRE(
      fixture.producer->Send({.topic = "mib.market.bars.v1", .key = "AAPL", .value = "garbage", .headers = {}}).ok());
  fixture.Publish({DailyBar(1, "101")});
  CHECK(fixture.receiver.WaitFor(1).size() == 1);
  const auto letters = fixture.Read("mib.dead-letters.v1", 1);
  REQUIRE(letters.size() == 1);
  events::v1::DeadLetter letter;
  REQUIRE(letter.ParseFromString(letters[0].value));
  CHECK(letter.payload() == "garbage");
  CHECK(letter.reason() == "the record is no mib.market.v1.Bar");
  app->Stop(absl::Seconds(5));
}

TEST_CASE("Rules are made over RPC by users that the gateway vouches for", "[integration][app]") {
  Fixture fixture;
  auto started = App::Start(fixture.config, fixture.runtime);
  REQUIRE(started.ok());
  const int port = dynamic_cast<App&>(**started).rpc_port();
  auto channel = rpc::Channel::Open(
      {.service = "notification", .address = fmt::format("127.0.0.1:{}", port), .tls = fixture.Tls("gateway")},
      fixture.metrics, fixture.clock);
  REQUIRE(channel.ok());
  rpc::Principal user{
      .user_id = "alice", .username = "alice", .roles = {"user"}, .permissions = {"access_market_data"}};
  rpc::CallOptions options;
  options.principal = &user;

  v1::CreateRuleRequest request;
  request.set_name("Apple above 100");
  request.set_symbol("AAPL");
  request.set_interval("1d");
  *request.mutable_condition() = PriceCondition("above", "100");
  v1::Channel& webhook = *request.add_channels();
  webhook.set_type("webhook");
  webhook.set_url(fixture.receiver.url());
  webhook.set_secret(kSecret);
  const auto rule = rpc::Call<v1::Rule>(**channel, "mib.notification.v1.Alerts/CreateRule", request, options);
  REQUIRE(rule.ok());
  fixture.Publish({DailyBar(1, "101")});
  CHECK(fixture.receiver.WaitFor(1).size() == 1);
  const auto alerts = rpc::Call<v1::ListAlertsResponse>(**channel, "mib.notification.v1.Alerts/ListAlerts",
                                                        v1::ListAlertsRequest(), options);
  REQUIRE(alerts.ok());
  CHECK(alerts->alerts_size() == 1);

  user.user_id = "bob";
  v1::GetRuleRequest get;
  get.set_id(rule->id());
  CHECK(rpc::Call<v1::Rule>(**channel, "mib.notification.v1.Alerts/GetRule", get, options).status().code() ==
        absl::StatusCode::kNotFound);
  (*started)->Stop(absl::Seconds(5));
}

}  // namespace
}  // namespace mib::notification
