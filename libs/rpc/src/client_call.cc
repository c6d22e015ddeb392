#include "client_call.h"

#include <grpcpp/channel.h>
#include <grpcpp/support/slice.h>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "wire_status.h"

namespace mib::rpc {
namespace {

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToBytes(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  if (!buffer.Valid()) return bytes;
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

}  // namespace

void RunningCalls::Begin() {
  absl::MutexLock lock(&mutex_);
  ++running_;
}

void RunningCalls::End() {
  absl::MutexLock lock(&mutex_);
  --running_;
}

void RunningCalls::WaitUntilNone() {
  absl::MutexLock lock(&mutex_);
  const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return running_ == 0; };
  mutex_.Await(absl::Condition(&none));
}

ChannelShared::ChannelShared(std::string service_in, std::shared_ptr<grpc::Channel> channel,
                             telemetry::Metrics& metrics, Clock& clock_in)
    : service(std::move(service_in)),
      clock(clock_in),
      stub(std::move(channel)),
      breaker(resilience::BreakerOptions{}, clock),
      retries(metrics.Counter("mib_rpc_client_retries_total", "Calls made a second time.", {{"service", service}})),
      circuit_state(
          metrics.Gauge("mib_rpc_client_circuit_state", "0 closed, 1 open, 2 half open.", {{"service", service}})) {}

void ChannelShared::Report(const absl::Status& status) {
  breaker.Report(BlamesCallee(status) ? status : absl::OkStatus());
  circuit_state.Set(static_cast<double>(breaker.state()));
}

ClientCall::ClientCall(ChannelShared& shared, CalledMethod& method, const std::string& request,
                       const CallOptions& options, Channel::Callback done)
    : shared_(shared),
      method_(method),
      started_(shared.clock.Now()),
      timeout_(std::min(options.timeout, method.contract.deadline())),
      deadline_(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(timeout_)),
      done_(std::move(done)),
      span_(method.contract.name, telemetry::SpanKind::kClient, CurrentTrace(), telemetry::Span::Scope::kDetached),
      metadata_(ToMetadata(options, span_.context())),
      request_(ToBuffer(request)) {}

void ClientCall::Start() {
  if (timeout_ <= absl::ZeroDuration()) {
    return Finish(errors::Make(api::v1::UPSTREAM_TIMEOUT, fmt::format("No time was left to ask {}.", shared_.service)));
  }
  if (const absl::Status admitted = shared_.breaker.Admit(); !admitted.ok()) return Finish(admitted);
  shared_.budget.Deposit();
  Try();
}

void ClientCall::Try() {
  context_ = std::make_unique<grpc::ClientContext>();
  context_->set_deadline(deadline_);
  for (const auto& [key, value] : metadata_) context_->AddMetadata(key, value);
  response_.Clear();
  shared_.stub.UnaryCall(context_.get(), method_.contract.path, grpc::StubOptions(), &request_, &response_,
                         [self = shared_from_this()](const grpc::Status& status) { self->OnAnswer(status); });
}

void ClientCall::OnAnswer(const grpc::Status& answer) {
  const absl::Status status = FromWire(answer, shared_.service);
  shared_.Report(status);
  if (!status.ok() && ShouldRetry(status)) {
    retried_ = true;
    shared_.retries.Increment();
    return Try();
  }
  Finish(status);
}

bool ClientCall::ShouldRetry(const absl::Status& status) {
  return !retried_ && method_.contract.policy.idempotent() && MayRetry(status) &&
         std::chrono::system_clock::now() < deadline_ && shared_.budget.Withdraw() && shared_.breaker.Admit().ok();
}

void ClientCall::Finish(const absl::Status& status) {
  method_.probe.Record(status.code(), shared_.clock.Now() - started_);
  span_.Fail(status);
  span_.End();
  done_(status, status.ok() ? ToBytes(response_) : std::string());
  shared_.running.End();
}

}  // namespace mib::rpc
