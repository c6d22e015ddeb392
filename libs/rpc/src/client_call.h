#pragma once

// One call on its way through a channel: the tries, the deadline, the breaker, the trace.

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "call_probe.h"
#include "contract.h"
#include "metadata.h"
#include "mib/base/clock.h"
#include "mib/resilience/circuit_breaker.h"
#include "mib/rpc/channel.h"
#include "mib/telemetry/trace.h"
#include "retry_budget.h"

namespace mib::rpc {

/// Counts what runs, so that the channel can wait for it. Thread safe.
class RunningCalls {
 public:
  void Begin();
  void End();
  void WaitUntilNone();

 private:
  absl::Mutex mutex_;
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
};

/// What all calls of one channel share. Outlives them: the channel waits.
struct ChannelShared {
  ChannelShared(std::string service_in, std::shared_ptr<grpc::Channel> channel, telemetry::Metrics& metrics,
                Clock& clock_in);
  void Report(const absl::Status& status);

  const std::string service;
  Clock& clock;
  grpc::GenericStub stub;
  resilience::CircuitBreaker breaker;
  RetryBudget budget;
  RunningCalls running;
  prometheus::Counter& retries;
  prometheus::Gauge& circuit_state;
};

struct CalledMethod {
  Contract contract;
  CallProbe probe;
};

/// Keeps itself alive until `done` was called.
class ClientCall : public std::enable_shared_from_this<ClientCall> {
 public:
  ClientCall(ChannelShared& shared, CalledMethod& method, const std::string& request, const CallOptions& options,
             Channel::Callback done);
  void Start();

 private:
  void Try();
  void OnAnswer(const grpc::Status& status);
  bool ShouldRetry(const absl::Status& status);
  void Finish(const absl::Status& status);

  ChannelShared& shared_;
  CalledMethod& method_;
  const absl::Time started_;
  const absl::Duration timeout_;
  const std::chrono::system_clock::time_point deadline_;
  const Channel::Callback done_;
  telemetry::Span span_;
  const Metadata metadata_;
  const grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::unique_ptr<grpc::ClientContext> context_;
  bool retried_ = false;
};

}  // namespace mib::rpc
