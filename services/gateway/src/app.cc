#include "app.h"

#include <fmt/format.h>

#include <utility>

#include "mib/base/status.h"
#include "mib/kafka/consumer.h"
#include "stream_pump.h"

namespace mib::gateway {
namespace {

rpc::TlsFiles TlsFilesOf(const config::v1::Tls& tls) {
  return {.ca = tls.ca_file(), .certificate = tls.certificate_file(), .key = tls.key_file()};
}

redis::Options RedisOptionsOf(const config::v1::Redis& config) {
  return {.address = config.address(),
          .password_file = config.password_file(),
          .pool_size = static_cast<int>(config.pool_size()),
          .timeout = absl::Milliseconds(config.timeout_ms())};
}

absl::StatusOr<std::unique_ptr<kafka::Consumer>> OpenStream(const config::v1::Kafka& config,
                                                            telemetry::Metrics& metrics) {
  kafka::ConsumerOptions options;
  options.kafka = {.brokers = config.brokers(), .prefix = config.prefix(), .client_id = "gateway"};
  options.group = "gateway";
  options.topics = StreamTopics();
  options.broadcast = true;
  return kafka::OpenConsumer(options, {}, metrics);
}

}  // namespace

absl::StatusOr<std::unique_ptr<service::App>> App::Start(const config::v1::Gateway& config, service::Runtime& runtime) {
  std::unique_ptr<App> app(new App);
  const config::v1::GatewayUpstreams& at = config.upstreams();
  // The name in the contract's package, the name in the certificate, the address.
  const std::tuple<const char*, const char*, std::string> services[] = {
      {"auth", "auth", at.auth().address()},
      {"ingestion", "ingestion", at.ingestion().address()},
      {"core_engine", "core-engine", at.core_engine().address()},
      {"analytics", "analytics", at.analytics().address()},
      {"notification", "notification", at.notification().address()},
  };
  std::vector<Upstreams::Upstream> upstreams;
  for (const auto& [package, certificate, address] : services) {
    const rpc::ChannelOptions options{.service = certificate, .address = address, .tls = TlsFilesOf(config.tls())};
    ASSIGN_OR_RETURN(std::unique_ptr<rpc::Channel> channel,
                     rpc::Channel::Open(options, runtime.metrics, runtime.clock));
    upstreams.push_back({package, channel.get()});
    app->channels_.push_back(std::move(channel));
  }
  ASSIGN_OR_RETURN(app->redis_, redis::Open(RedisOptionsOf(config.redis()), runtime.metrics, runtime.clock));
  ASSIGN_OR_RETURN(std::unique_ptr<kafka::Consumer> consumer, OpenStream(config.kafka(), runtime.metrics));
  const Upstreams found(std::move(upstreams));
  app->bars_ = bar_source::MakeRpcBarSource(*found.Find("core_engine"), runtime.clock);
  ASSIGN_OR_RETURN(app->gateway_, Gateway::Start(config, {.upstreams = found,
                                                          .redis = *app->redis_,
                                                          .consumer = std::move(consumer),
                                                          .bars = *app->bars_,
                                                          .clock = runtime.clock,
                                                          .metrics = runtime.metrics,
                                                          .version = runtime.version}));
  return app;
}

// The channels go first, which waits for their calls; then the gateway, which took the answers.
App::~App() = default;

absl::Status App::Ready() {
  const std::shared_ptr<const PlatformHealth> health = gateway_->health();
  for (const PlatformHealth::Service& service : health->services) {
    if (!service.serving()) return absl::UnavailableError(fmt::format("{} is {}", service.name, service.status));
  }
  return absl::OkStatus();
}

void App::Stop(absl::Duration grace) { gateway_->Shutdown(grace); }

}  // namespace mib::gateway
