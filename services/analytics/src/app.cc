#include "app.h"

#include "mib/base/status.h"

namespace mib::analytics {
namespace {

constexpr absl::Duration kHealthTimeout = absl::Seconds(1);

rpc::TlsFiles FilesOf(const config::v1::Tls& tls) {
  return {.ca = tls.ca_file(), .certificate = tls.certificate_file(), .key = tls.key_file()};
}

rpc::ServerOptions ServerOptionsOf(const config::v1::Analytics& config) {
  return {.listen = config.rpc().listen(),
          .tls = FilesOf(config.tls()),
          .blocking_threads = static_cast<int>(config.rpc().blocking_threads()),
          .max_queued = static_cast<int>(config.rpc().max_queued())};
}

}  // namespace

App::App(const config::v1::Analytics& config, service::Runtime& runtime, std::unique_ptr<rpc::Channel> core_engine)
    : probe_(runtime.metrics),
      core_engine_(std::move(core_engine)),
      bars_(bar_source::MakeRpcBarSource(*core_engine_, runtime.clock)),
      indicators_(*bars_, probe_, static_cast<int>(config.history_bars())) {}

absl::StatusOr<std::unique_ptr<service::App>> App::Start(const config::v1::Analytics& config,
                                                         service::Runtime& runtime) {
  ASSIGN_OR_RETURN(auto core_engine, rpc::Channel::Open({.service = "core-engine",
                                                         .address = config.core_engine().address(),
                                                         .tls = FilesOf(config.tls())},
                                                        runtime.metrics, runtime.clock));
  auto app = std::unique_ptr<App>(new App(config, runtime, std::move(core_engine)));

  rpc::ServiceBinder binder;
  const std::string service = "mib.analytics.v1.Indicators";
  binder.Bind(service, "ListIndicators", rpc::Execution::kInline, &IndicatorService::ListIndicators, &app->indicators_);
  binder.Bind(service, "GetIndicator", rpc::Execution::kBlocking, &IndicatorService::GetIndicator, &app->indicators_);
  ASSIGN_OR_RETURN(app->server_, rpc::Server::Start(ServerOptionsOf(config), binder, runtime.metrics, runtime.clock));
  app->server_->SetServing(true);
  return app;
}

absl::Status App::Ready() { return core_engine_->CheckHealth(kHealthTimeout); }

void App::Stop(absl::Duration grace) { server_->Shutdown(grace); }

}  // namespace mib::analytics
