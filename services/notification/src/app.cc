#include "app.h"

#include <fmt/format.h>

#include "mib/base/status.h"
#include "mib/kafka/consumer.h"
#include "mib/kafka/producer.h"
#include "mib/market/v1/market.pb.h"

namespace mib::notification {
namespace {

// How soon work that nobody announced (a retry that became due, an event left by a crash) is looked for.
constexpr absl::Duration kDeliveryIdle = absl::Milliseconds(500);
constexpr absl::Duration kRelayIdle = absl::Seconds(2);

rpc::TlsFiles FilesOf(const config::v1::Tls& tls) {
  return {.ca = tls.ca_file(), .certificate = tls.certificate_file(), .key = tls.key_file()};
}

kafka::Options KafkaOf(const config::v1::Kafka& kafka) {
  return {.brokers = kafka.brokers(), .prefix = kafka.prefix(), .client_id = "notification"};
}

postgres::PoolOptions PoolOf(const config::v1::Postgres& postgres) {
  return {.dsn = postgres.dsn(),
          .password_file = postgres.password_file(),
          .size = static_cast<int>(postgres.pool_size()),
          .connect_timeout = absl::Milliseconds(postgres.connect_timeout_ms()),
          .statement_timeout = absl::Milliseconds(postgres.statement_timeout_ms()),
          .application_name = "notification"};
}

rpc::ServerOptions ServerOf(const config::v1::Notification& config) {
  return {.listen = config.rpc().listen(),
          .tls = FilesOf(config.tls()),
          .blocking_threads = static_cast<int>(config.rpc().blocking_threads()),
          .max_queued = static_cast<int>(config.rpc().max_queued())};
}

http::ClientOptions WebhooksOf(const config::v1::Delivery& delivery) {
  constexpr size_t kLongestAnswer = 64u << 10;
  return {.max_body_bytes = kLongestAnswer,
          .ca_file = delivery.ca_file(),
          .allow_private_addresses = delivery.allow_private_addresses()};
}

DeliveryOptions DeliveryOf(const config::v1::Delivery& delivery) {
  return {.timeout = absl::Milliseconds(delivery.timeout_ms()),
          .backoff = {.base = absl::Milliseconds(delivery.backoff_ms()),
                      .cap = absl::Milliseconds(delivery.longest_backoff_ms()),
                      .attempts = static_cast<int>(delivery.attempts())}};
}

StreamOptions StreamOf(const config::v1::AlertStream& stream) {
  return {.max_batch = static_cast<int>(stream.max_batch()),
          .rule_refresh = absl::Milliseconds(stream.rule_refresh_ms())};
}

}  // namespace

absl::StatusOr<App::Clients> App::Open(const config::v1::Notification& config, service::Runtime& runtime) {
  ASSIGN_OR_RETURN(SecretBox secrets, SecretBox::FromFile(config.key_file()));
  ASSIGN_OR_RETURN(auto pool, postgres::Pool::Open(PoolOf(config.postgres()), runtime.metrics, runtime.clock));
  ASSIGN_OR_RETURN(auto producer, kafka::OpenProducer(KafkaOf(config.kafka()), runtime.metrics));
  ASSIGN_OR_RETURN(auto core_engine, rpc::Channel::Open({.service = "core-engine",
                                                         .address = config.core_engine().address(),
                                                         .tls = FilesOf(config.tls())},
                                                        runtime.metrics, runtime.clock));
  return Clients{std::move(pool), std::move(producer), std::move(core_engine), std::move(secrets)};
}

App::App(const config::v1::Notification& config, service::Runtime& runtime, Clients clients)
    : config_(config),
      runtime_(runtime),
      probe_(runtime.metrics),
      clients_(std::move(clients)),
      rules_(*clients_.pool),
      history_(*clients_.pool),
      stream_store_(*clients_.pool, runtime.clock),
      deliveries_(*clients_.pool),
      bars_(bar_source::MakeRpcBarSource(*clients_.core_engine, runtime.clock)),
      webhooks_(http::MakeClient(WebhooksOf(config.delivery()), runtime.metrics)),
      engine_(*bars_, runtime.clock, probe_),
      stream_(engine_, stream_store_, rules_, runtime.clock, probe_, StreamOf(config.stream())),
      relay_(*clients_.pool, *clients_.producer, probe_),
      delivery_(deliveries_, *webhooks_, clients_.secrets, runtime.clock, probe_, DeliveryOf(config.delivery())),
      service_(rules_, history_, clients_.secrets, runtime.clock, [this] { stream_.RulesChanged(); }) {}

absl::StatusOr<std::unique_ptr<service::App>> App::Start(const config::v1::Notification& config,
                                                         service::Runtime& runtime) {
  ASSIGN_OR_RETURN(Clients clients, Open(config, runtime));
  RETURN_IF_ERROR(clients.pool->Check());
  auto app = std::unique_ptr<App>(new App(config, runtime, std::move(clients)));
  RETURN_IF_ERROR(app->OpenStream());
  RETURN_IF_ERROR(app->Serve());
  app->StartWorkers();
  return app;
}

absl::Status App::OpenStream() {
  return stream_.Open([this](kafka::PartitionListener listener) {
    const kafka::ConsumerOptions options{
        .kafka = KafkaOf(config_.kafka()), .group = "notification", .topics = {kafka::TopicOf(market::v1::Bar())}};
    return kafka::OpenConsumer(options, std::move(listener), runtime_.metrics);
  });
}

absl::Status App::Serve() {
  rpc::ServiceBinder binder;
  const auto bind = [&](std::string_view method, auto function) {
    binder.Bind("mib.notification.v1.Alerts", method, rpc::Execution::kBlocking, function, &service_);
  };
  bind("CreateRule", &AlertsService::CreateRule);
  bind("ListRules", &AlertsService::ListRules);
  bind("GetRule", &AlertsService::GetRule);
  bind("UpdateRule", &AlertsService::UpdateRule);
  bind("DeleteRule", &AlertsService::DeleteRule);
  bind("ListAlerts", &AlertsService::ListAlerts);
  bind("ListDeliveries", &AlertsService::ListDeliveries);
  ASSIGN_OR_RETURN(server_, rpc::Server::Start(ServerOf(config_), binder, runtime_.metrics, runtime_.clock));
  server_->SetServing(true);
  return absl::OkStatus();
}

void App::StartWorkers() {
  for (uint32_t i = 0; i < config_.delivery().threads(); ++i) {
    delivery_workers_.push_back(
        std::make_unique<Worker>(fmt::format("delivery {}", i), kDeliveryIdle, [this] { return delivery_.Step(); }));
  }
  relay_worker_ = std::make_unique<Worker>("outbox", kRelayIdle, [this] { return relay_.Step(); });
  stream_worker_ = std::make_unique<Worker>("stream", absl::ZeroDuration(), [this]() -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(const bool raised, stream_.Step());
    if (raised) {
      relay_worker_->Wake();
      for (const auto& worker : delivery_workers_) worker->Wake();
    }
    return true;
  });
}

absl::Status App::Ready() { return clients_.pool->Check(); }

void App::Stop(absl::Duration grace) {
  server_->Shutdown(grace);
  stream_worker_.reset();
  relay_worker_.reset();
  delivery_workers_.clear();
}

}  // namespace mib::notification
