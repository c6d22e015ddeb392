#include "mib/rpc/server.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <mutex>

#include "credentials.h"
#include "dynamic_service.h"
#include "fmt/format.h"
#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::rpc {
namespace {

/// The largest answer is some ten thousand bars.
constexpr int kMaxRequestSize = 16 << 20;
constexpr int kMinPingIntervalMs = 10'000;

using Methods = std::vector<std::unique_ptr<ServedMethod>>;
using Bindings = std::map<std::string, ServiceBinder::Method>;

absl::Status CheckTypes(const Contract& contract, const ServiceBinder::Method& binding) {
  if (binding.request_prototype->GetDescriptor() == contract.method->input_type() &&
      binding.response_prototype->GetDescriptor() == contract.method->output_type()) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      fmt::format("{} is {} -> {} in its contract, the handler is {} -> {}", contract.name,
                  contract.method->input_type()->full_name(), contract.method->output_type()->full_name(),
                  binding.request_prototype->GetTypeName(), binding.response_prototype->GetTypeName()));
}

absl::StatusOr<Methods> Match(const std::string& service, const Bindings& bindings, telemetry::Metrics& metrics) {
  ASSIGN_OR_RETURN(std::vector<Contract> contracts, ContractsOf(service));
  Methods methods;
  for (Contract& contract : contracts) {
    const auto binding = bindings.find(contract.method->name());
    if (binding == bindings.end())
      return absl::FailedPreconditionError(fmt::format("{} has no handler", contract.name));
    RETURN_IF_ERROR(CheckTypes(contract, binding->second));
    std::string name = contract.name;
    methods.emplace_back(
        new ServedMethod{std::move(contract), binding->second, CallProbe(metrics, "mib_rpc_server", std::move(name))});
  }
  if (methods.size() != bindings.size()) {
    return absl::FailedPreconditionError(fmt::format("{} has a handler that its contract does not have", service));
  }
  return methods;
}

class GrpcServer final : public Server {
 public:
  GrpcServer(const ServerOptions& options, telemetry::Metrics& metrics, Clock& clock)
      : shared_(options, metrics, clock) {}
  ~GrpcServer() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Add(const std::string& service, const Bindings& bindings) {
    ASSIGN_OR_RETURN(Methods methods, Match(service, bindings, shared_.metrics));
    std::vector<ServedMethod*> served;
    for (std::unique_ptr<ServedMethod>& method : methods) {
      served.push_back(method.get());
      methods_.push_back(std::move(method));
    }
    services_.push_back(std::make_unique<DynamicService>(shared_, served));
    return absl::OkStatus();
  }

  absl::Status Listen(const ServerOptions& options) {
    ASSIGN_OR_RETURN(const auto credentials, MakeServerCredentials(options.tls));
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    // Otherwise two servers could share a port without knowing.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingIntervalMs);
    builder.SetMaxReceiveMessageSize(kMaxRequestSize);
    builder.AddListeningPort(options.listen, credentials, &port_);
    for (const auto& service : services_) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return absl::UnavailableError(
          fmt::format("cannot listen on {}; is it an address of this host, and free?", options.listen));
    }
    log::Info("gRPC is served", {{"port", port_}});
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  void SetServing(bool serving) override { server_->GetHealthCheckService()->SetServingStatus(serving); }

  void Shutdown(absl::Duration grace) override {
    if (server_ == nullptr || stopped_.exchange(true)) return;
    server_->GetHealthCheckService()->Shutdown();
    server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
  }

 private:
  ServerShared shared_;
  Methods methods_;
  std::vector<std::unique_ptr<DynamicService>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

void ServiceBinder::Add(std::string_view service_name, std::string_view method_name, Method method) {
  methods_[std::string(service_name)].insert_or_assign(std::string(method_name), std::move(method));
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, const ServiceBinder& binder,
                                                      telemetry::Metrics& metrics, Clock& clock) {
  auto server = std::make_unique<GrpcServer>(options, metrics, clock);
  for (const auto& [service, bindings] : binder.methods()) RETURN_IF_ERROR(server->Add(service, bindings));
  RETURN_IF_ERROR(server->Listen(options));
  return server;
}

}  // namespace mib::rpc
