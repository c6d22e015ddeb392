#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "echo_service.h"
#include "mib/base/status.h"

namespace mib::rpc {
namespace {

/// What Start answers; the message says why it refused.
absl::Status Start(EchoWorld& world, const ServiceBinder& binder, ServerOptions options = {}) {
  static SystemClock clock;
  if (options.tls.ca.empty()) options.tls = world.FilesOf("core-engine");
  return Server::Start(options, binder, world.metrics(), clock).status();
}

bool Says(const absl::Status& status, std::string_view text) {
  return MessageOf(status).find(text) != std::string::npos;
}

class Unguarded {
 public:
  absl::StatusOr<EchoResponse> Say(const Context&, const EchoRequest&) { return EchoResponse(); }
  absl::StatusOr<EchoRequest> Wrong(const Context&, const EchoRequest&) { return EchoRequest(); }
};

}  // namespace

TEST_CASE("A server does not start when a method of its contract has no handler", "[unit][rpc]") {
  EchoWorld world;
  ServiceBinder binder;
  binder.Bind(kEcho, "Say", Execution::kInline, &EchoService::Answer, &world.service());
  const absl::Status status = Start(world, binder);
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK(Says(status, "mib.testing.v1.Echo/Do has no handler"));
}

TEST_CASE("A server does not start when a handler has no method in the contract", "[unit][rpc]") {
  EchoWorld world;
  ServiceBinder binder = world.service().Binder();
  binder.Bind(kEcho, "Shout", Execution::kInline, &EchoService::Answer, &world.service());
  CHECK(Start(world, binder).code() == absl::StatusCode::kFailedPrecondition);
  ServiceBinder unknown;
  unknown.Bind("mib.testing.v1.Nobody", "Say", Execution::kInline, &EchoService::Answer, &world.service());
  CHECK(Start(world, unknown).code() == absl::StatusCode::kNotFound);
}

TEST_CASE("A server does not start when a method has no policy", "[unit][rpc]") {
  EchoWorld world;
  Unguarded service;
  ServiceBinder binder;
  binder.Bind("mib.testing.v1.Unguarded", "Say", Execution::kInline, &Unguarded::Say, &service);
  CHECK(Says(Start(world, binder), "Unguarded/Say has no policy"));
}

TEST_CASE("A server does not start when a handler's types are not the contract's", "[unit][rpc]") {
  EchoWorld world;
  Unguarded service;
  ServiceBinder binder = world.service().Binder();
  binder.Bind(kEcho, "Say", Execution::kInline, &Unguarded::Wrong, &service);
  CHECK(Says(Start(world, binder), "the handler is mib.testing.v1.EchoRequest -> mib.testing.v1.EchoRequest"));
}

TEST_CASE("A server does not start without readable certificates of ours", "[unit][rpc]") {
  EchoWorld world;
  const ServiceBinder binder = world.service().Binder();
  ServerOptions options;
  options.tls = world.FilesOf("core-engine");
  const TlsFiles good = options.tls;
  options.tls.key = good.key + ".missing";
  CHECK(Says(Start(world, binder, options), "core-engine.key.missing cannot be read"));
  options.tls = good;
  options.tls.certificate = good.ca;
  CHECK(Says(Start(world, binder, options), "URI names, expected one"));
  options.tls = good;
  options.tls.key = good.certificate;
  CHECK(Says(Start(world, binder, options), "not a PEM P-256 private key"));
}

TEST_CASE("A server does not share a port with another", "[unit][rpc]") {
  EchoWorld world;
  ServerOptions options;
  options.listen = world.address();
  CHECK(Start(world, world.service().Binder(), options).code() == absl::StatusCode::kUnavailable);
}

}  // namespace mib::rpc
