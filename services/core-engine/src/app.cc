#include "app.h"

#include <atomic>
#include <thread>

#include "engine.h"
#include "event_publisher.h"
#include "market_data_service.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/rpc/server.h"
#include "pipeline.h"
#include "postgres_engine_store.h"
#include "postgres_market_reader.h"
#include "quote_cache.h"
#include "topics.h"

namespace mib::core_engine {
namespace {

constexpr char kName[] = "core-engine";

postgres::PoolOptions PostgresOptions(const config::v1::Postgres& config) {
  postgres::PoolOptions options;
  options.dsn = config.dsn();
  options.password_file = config.password_file();
  options.size = static_cast<int>(config.pool_size());
  options.connect_timeout = absl::Milliseconds(config.connect_timeout_ms());
  options.statement_timeout = absl::Milliseconds(config.statement_timeout_ms());
  options.application_name = kName;
  return options;
}

redis::Options RedisOptions(const config::v1::Redis& config) {
  return {config.address(), config.password_file(), static_cast<int>(config.pool_size()),
          absl::Milliseconds(config.timeout_ms())};
}

EngineOptions MakeEngineOptions(const config::v1::CoreEngine& config) {
  constexpr int64_t kMillisecond = 1'000'000;
  return {TradeBarOptions(config.late_grace_ms() * kMillisecond, config.max_lateness_ms() * kMillisecond),
          config.max_ahead_ms() * kMillisecond};
}

/// What the service connects to.
struct Clients {
  std::unique_ptr<postgres::Pool> database;
  std::unique_ptr<redis::Redis> redis;
  std::unique_ptr<kafka::Producer> producer;
};

absl::StatusOr<Clients> OpenClients(const config::v1::CoreEngine& config, service::Runtime& runtime) {
  Clients clients;
  ASSIGN_OR_RETURN(clients.database,
                   postgres::Pool::Open(PostgresOptions(config.postgres()), runtime.metrics, runtime.clock));
  ASSIGN_OR_RETURN(clients.redis, redis::Open(RedisOptions(config.redis()), runtime.metrics, runtime.clock));
  ASSIGN_OR_RETURN(clients.producer,
                   kafka::OpenProducer({config.kafka().brokers(), config.kafka().prefix(), kName}, runtime.metrics));
  return clients;
}

class RunningApp final : public App {
 public:
  RunningApp(const config::v1::CoreEngine& config, service::Runtime& runtime, Clients clients)
      : clients_(std::move(clients)),
        probe_(runtime.metrics),
        reader_(*clients_.database),
        directory_(instruments_, reader_, runtime.clock),
        cache_(*clients_.redis, probe_),
        service_(instruments_, directory_, quotes_, cache_, reader_),
        engine_(MakeEngineOptions(config), quotes_, instruments_, runtime.clock, probe_),
        store_(*clients_.database),
        publisher_(*clients_.producer, probe_),
        pipeline_({absl::Milliseconds(config.flush_interval_ms()), static_cast<int>(config.max_batch())}, engine_,
                  store_, publisher_, cache_, runtime.clock, probe_) {}

  ~RunningApp() override { StopPipeline(); }

  absl::Status Begin(const config::v1::CoreEngine& config, service::Runtime& runtime) {
    if (absl::Status status = directory_.Refresh(absl::ZeroDuration()); !status.ok()) {
      log::Warning("instruments cannot be read yet", {{"status", ToString(status)}});
    }
    kafka::ConsumerOptions options;
    options.kafka = {config.kafka().brokers(), config.kafka().prefix(), kName};
    options.group = kName;
    options.topics = {TradesTopic(), TicksTopic(), ProviderBarsTopic()};
    ASSIGN_OR_RETURN(consumer_, kafka::OpenConsumer(options, pipeline_.Listener(), runtime.metrics));
    rpc::ServiceBinder binder;
    service_.BindTo(binder);
    ASSIGN_OR_RETURN(
        server_, rpc::Server::Start({config.rpc().listen(),
                                     {config.tls().ca_file(), config.tls().certificate_file(), config.tls().key_file()},
                                     static_cast<int>(config.rpc().blocking_threads()),
                                     static_cast<int>(config.rpc().max_queued())},
                                    binder, runtime.metrics, runtime.clock));
    thread_ = std::thread([this] { pipeline_.Run(*consumer_, stop_); });
    return absl::OkStatus();
  }

  absl::Status Ready() override {
    RETURN_IF_ERROR(clients_.database->Check());
    return pipeline_.Health();
  }

  void Stop(absl::Duration grace) override {
    server_->SetServing(false);
    server_->Shutdown(grace / 2);
    StopPipeline();
  }

 private:
  void StopPipeline() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }

  Clients clients_;
  Probe probe_;
  InstrumentBook instruments_;
  QuoteBook quotes_;
  PostgresMarketReader reader_;
  InstrumentDirectory directory_;
  QuoteCache cache_;
  MarketDataService service_;
  Engine engine_;
  PostgresEngineStore store_;
  EventPublisher publisher_;
  Pipeline pipeline_;
  std::unique_ptr<kafka::Consumer> consumer_;
  std::unique_ptr<rpc::Server> server_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<service::App>> App::Start(const config::v1::CoreEngine& config,
                                                         service::Runtime& runtime) {
  ASSIGN_OR_RETURN(Clients clients, OpenClients(config, runtime));
  auto app = std::make_unique<RunningApp>(config, runtime, std::move(clients));
  RETURN_IF_ERROR(app->Begin(config, runtime));
  return app;
}

}  // namespace mib::core_engine
