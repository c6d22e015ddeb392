#pragma once

// Calls another service over mutual TLS by the names in its contract.
//
//   absl::StatusOr<Quote> quote = rpc::Call<Quote>(channel, "mib.core_engine.v1.MarketData/GetQuote", request,
//   options);

#include <functional>
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

struct CallOptions {
  /// At most the contract's own deadline, which is used when this is infinite.
  absl::Duration timeout = absl::InfiniteDuration();
  /// Asserted to the callee; only the gateway may set it.
  const Principal* principal = nullptr;
  std::string request_id = {};
  std::string client_ip = {};
  std::string user_agent = {};
};

struct ChannelOptions {
  /// The callee's name, which its certificate must carry: spiffe://mib/<service>.
  std::string service;
  /// host:port
  std::string address;
  TlsFiles tls;
};

/// Thread safe. Sends the thread's current trace along. Errors carry the callee's catalogue detail. Where nobody
/// answers: SERVICE_UNAVAILABLE; past the deadline: UPSTREAM_TIMEOUT. Calls whose contract says idempotent are retried
/// once, within a budget, and a circuit breaker refuses at once with CIRCUIT_OPEN while the callee keeps failing
/// (errors of what stands behind the callee do not count). A method that no contract has is kNotFound. Destruction
/// waits for the calls that run; no callback may destroy it.
class Channel {
 public:
  using Callback = std::function<void(absl::Status, std::string response_bytes)>;

  static absl::StatusOr<std::unique_ptr<Channel>> Open(const ChannelOptions& options, telemetry::Metrics& metrics,
                                                       Clock& clock);
  virtual ~Channel() = default;

  /// `method` is "package.Service/Method". The callback runs on a gRPC thread and must not block.
  virtual void CallBytes(std::string_view method, std::string request_bytes, const CallOptions& options,
                         Callback done) = 0;
  /// Blocks until the answer.
  virtual absl::Status Call(std::string_view method, const google::protobuf::Message& request,
                            google::protobuf::Message* response, const CallOptions& options) = 0;
  /// gRPC health check of the callee, blocking; OK when it serves.
  virtual absl::Status CheckHealth(absl::Duration timeout) = 0;
  /// "closed", "open" or "half_open".
  virtual std::string circuit() const = 0;
  virtual const ChannelOptions& options() const = 0;
};

template <typename Response>
absl::StatusOr<Response> Call(Channel& channel, std::string_view method, const google::protobuf::Message& request,
                              const CallOptions& options = {}) {
  Response response;
  if (absl::Status status = channel.Call(method, request, &response, options); !status.ok()) return status;
  return response;
}

}  // namespace mib::rpc
