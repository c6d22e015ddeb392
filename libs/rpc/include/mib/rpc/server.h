#pragma once

// Serves contracts over mutual TLS 1.3. Reactor, deadline, identity, permission, trace, metrics and error mapping are
// here, once; a handler is a function from request to answer.
//
//   rpc::ServiceBinder binder;
//   binder.Bind("mib.core_engine.v1.MarketData", "GetQuote", rpc::Execution::kInline, &MarketDataService::GetQuote,
//   &service); ASSIGN_OR_RETURN(auto server, rpc::Server::Start(options, std::move(binder), metrics, clock));

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mib/base/clock.h"
#include "mib/rpc/context.h"
#include "mib/rpc/tls.h"
#include "mib/telemetry/metrics.h"

namespace google::protobuf {
class Message;
}

namespace mib::rpc {

/// Where a handler runs: on the gRPC thread (memory only, microseconds) or on the bounded pool for what blocks
/// (database, HTTP).
enum class Execution { kInline, kBlocking };

/// Collects handlers before the server starts. Names and message types are checked against the contracts at Start.
class ServiceBinder {
 public:
  using Handler =
      std::function<absl::Status(const Context&, const google::protobuf::Message&, google::protobuf::Message*)>;

  struct Method {
    Execution execution;
    Handler handler;
    const google::protobuf::Message* request_prototype;
    const google::protobuf::Message* response_prototype;
  };

  template <typename Service, typename Request, typename Response>
  void Bind(std::string_view service_name, std::string_view method_name, Execution execution,
            absl::StatusOr<Response> (Service::*function)(const Context&, const Request&), Service* service) {
    Add(service_name, method_name,
        Method{execution,
               [service, function](const Context& context, const google::protobuf::Message& request,
                                   google::protobuf::Message* response) -> absl::Status {
                 absl::StatusOr<Response> result = (service->*function)(context, static_cast<const Request&>(request));
                 if (!result.ok()) return std::move(result).status();
                 *static_cast<Response*>(response) = *std::move(result);
                 return absl::OkStatus();
               },
               &Request::default_instance(), &Response::default_instance()});
  }

  void Add(std::string_view service_name, std::string_view method_name, Method method);

  /// service full name -> method name -> handler.
  const std::map<std::string, std::map<std::string, Method>>& methods() const { return methods_; }

 private:
  std::map<std::string, std::map<std::string, Method>> methods_;
};

struct ServerOptions {
  /// host:port; port 0 takes a free one.
  std::string listen = "127.0.0.1:0";
  TlsFiles tls;
  int blocking_threads = 4;
  int max_queued = 256;
};

/// Also serves gRPC health (grpc.health.v1) and server reflection. Owns its threads. Thread safe.
///
/// A client without a certificate of our CA does not get through the handshake. A call is refused with UNAUTHENTICATED
/// when the certificate names no service, with PERMISSION_DENIED when the caller is not in the contract's `callers` or
/// the gateway's user lacks the permission, with OVERLOADED when the blocking pool's queue is full. Deadline: the
/// lesser of the caller's and the contract's; a call that waited past it does not run. The text of faults of ours stays
/// in the log; the caller reads "internal error".
class Server {
 public:
  /// Fails when a contract of a bound service has no policy, a bound method no contract, or a method of the contract no
  /// handler.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options, const ServiceBinder& binder,
                                                       telemetry::Metrics& metrics, Clock& clock);
  virtual ~Server() = default;

  /// The port really bound.
  virtual int port() const = 0;
  /// What the health service answers.
  virtual void SetServing(bool serving) = 0;
  /// Refuses new calls, waits for the running ones until the deadline, then cancels them.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace mib::rpc
