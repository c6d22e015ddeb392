#pragma once

// One call on its way through a server.

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <memory>

#include "call_probe.h"
#include "contract.h"
#include "metadata.h"
#include "mib/base/clock.h"
#include "mib/resilience/bulkhead.h"
#include "mib/rpc/server.h"
#include "mib/telemetry/trace.h"

namespace mib::rpc {

/// What all calls of one server share.
struct ServerShared {
  ServerShared(const ServerOptions& options, telemetry::Metrics& metrics_in, Clock& clock_in);
  void CountRejected(std::string_view reason);

  telemetry::Metrics& metrics;
  Clock& clock;
  prometheus::Gauge& in_flight;
  resilience::Bulkhead blocking;
};

/// One method as it is served. Address stable while the server lives.
struct ServedMethod {
  Contract contract;
  ServiceBinder::Method binding;
  CallProbe probe;
};

/// Lives until the answer is given; the gRPC objects it points to live until then too.
class ServerCall : public std::enable_shared_from_this<ServerCall> {
 public:
  ServerCall(ServerShared& shared, ServedMethod& method, grpc::CallbackServerContext* context,
             const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  /// Refuses, runs or queues the call. The reactor is finished then or later, once.
  void Start();
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  void Execute();
  absl::Status Run();
  absl::Status Handle();
  void Reject(const absl::Status& status, std::string_view reason);
  void Finish(const absl::Status& status);

  ServerShared& shared_;
  ServedMethod& method_;
  grpc::CallbackServerContext* const context_;
  grpc::ServerUnaryReactor* const reactor_;
  const grpc::ByteBuffer* const request_;
  grpc::ByteBuffer* const response_;
  const absl::Time started_;
  Incoming incoming_;
  telemetry::Span span_;
};

}  // namespace mib::rpc
