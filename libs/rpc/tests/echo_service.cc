#include "echo_service.h"

#include <catch2/catch_test_macros.hpp>

#include "fmt/format.h"
#include "mib/base/status.h"

namespace mib::rpc {

absl::StatusOr<EchoResponse> EchoService::Answer(const Context& context, const EchoRequest& request) {
  ++calls_;
  return behaviour_(context, request);
}

ServiceBinder EchoService::Binder() {
  ServiceBinder binder;
  for (const char* method : {"Say", "Do", "Me", "Export"}) {
    binder.Bind(kEcho, method, Execution::kInline, &EchoService::Answer, this);
  }
  binder.Bind(kEcho, "Wait", Execution::kBlocking, &EchoService::Answer, this);
  return binder;
}

EchoResponse Text(std::string_view text) {
  EchoResponse response;
  response.set_text(std::string(text));
  return response;
}

EchoRequest Ask(std::string_view text) {
  EchoRequest request;
  request.set_text(std::string(text));
  return request;
}

EchoService::Behaviour GiveBack() {
  return [](const Context&, const EchoRequest& request) { return Text(request.text()); };
}

EchoWorld::EchoWorld(EchoService::Behaviour behaviour, int blocking_threads, int max_queued)
    : service_(std::move(behaviour)) {
  options_.tls = FilesOf("core-engine");
  options_.blocking_threads = blocking_threads;
  options_.max_queued = max_queued;
  StartServer();
}

void EchoWorld::StartServer() {
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(options_, service_.Binder(), metrics_, clock_);
  INFO(ToString(server.status()));
  REQUIRE(server.ok());
  server_ = *std::move(server);
  // A restart is found where the server was.
  options_.listen = address();
}

std::string EchoWorld::address() const { return fmt::format("127.0.0.1:{}", server_->port()); }

TlsFiles EchoWorld::FilesOf(std::string_view service) {
  const security::CertificateFiles files = ca_.WriteFiles(dir_, service);
  return TlsFiles{.ca = files.ca, .certificate = files.certificate, .key = files.key};
}

std::unique_ptr<Channel> EchoWorld::ChannelAs(std::string_view caller, Clock& clock) {
  auto channel =
      Channel::Open({.service = "core-engine", .address = options_.listen, .tls = FilesOf(caller)}, metrics_, clock);
  REQUIRE(channel.ok());
  return *std::move(channel);
}

std::unique_ptr<Channel> EchoWorld::ChannelWith(const TlsFiles& files, std::string_view expected_service) {
  auto channel = Channel::Open({.service = std::string(expected_service), .address = options_.listen, .tls = files},
                               metrics_, clock_);
  REQUIRE(channel.ok());
  return *std::move(channel);
}

}  // namespace mib::rpc
