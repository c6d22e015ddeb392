#include "server_call.h"

#include <google/protobuf/message.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>

#include <exception>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "server_policy.h"
#include "wire_status.h"

namespace mib::rpc {
namespace {

using google::protobuf::Message;

bool Parse(const grpc::ByteBuffer& bytes, Message* message) {
  // A copy of references, which the reader empties.
  grpc::ByteBuffer copy(bytes);
  if (!copy.Valid()) return true;
  return grpc::GenericDeserialize<grpc::ProtoBufferReader, Message>(&copy, message).ok();
}

absl::Status Serialize(const Message& message, grpc::ByteBuffer* bytes) {
  bool owned = false;
  const grpc::Status status = grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(message, bytes, &owned);
  return status.ok() ? absl::OkStatus() : absl::InternalError("the answer cannot be serialised");
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context, absl::Duration at_most, absl::Time now) {
  // The wire's deadline is of the system's clock; ours may be another.
  const absl::Duration left = absl::FromChrono(context.deadline()) - absl::FromChrono(std::chrono::system_clock::now());
  return now + std::min(left, at_most);
}

}  // namespace

ServerShared::ServerShared(const ServerOptions& options, telemetry::Metrics& metrics_in, Clock& clock_in)
    : metrics(metrics_in),
      clock(clock_in),
      in_flight(metrics.Gauge("mib_rpc_server_in_flight", "Calls that have come and are not answered yet.")),
      blocking(options.blocking_threads, options.max_queued) {}

void ServerShared::CountRejected(std::string_view reason) {
  metrics
      .Counter("mib_rpc_server_rejected_total", "Calls turned away before their handler.",
               {{"reason", std::string(reason)}})
      .Increment();
}

ServerCall::ServerCall(ServerShared& shared, ServedMethod& method, grpc::CallbackServerContext* context,
                       const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
    : shared_(shared),
      method_(method),
      context_(context),
      reactor_(context->DefaultReactor()),
      request_(request),
      response_(response),
      started_(shared.clock.Now()),
      incoming_(ReadIncoming(*context)),
      span_(method.contract.name, telemetry::SpanKind::kServer, incoming_.trace, telemetry::Span::Scope::kDetached) {
  incoming_.context.deadline = DeadlineOf(*context, method.contract.deadline(), started_);
  shared_.in_flight.Increment();
}

void ServerCall::Start() {
  const Verdict verdict = Judge(method_.contract.policy, incoming_.context, incoming_.asserts_principal);
  if (!verdict.status.ok()) return Reject(verdict.status, verdict.reason);
  if (method_.binding.execution == Execution::kInline) return Execute();
  if (!shared_.blocking.Run([self = shared_from_this()] { self->Execute(); })) {
    Reject(errors::Make(api::v1::OVERLOADED, "Too many calls are waiting."), "queue");
  }
}

void ServerCall::Reject(const absl::Status& status, std::string_view reason) {
  shared_.CountRejected(reason);
  // A user who lacks a permission is everyday; a service out of bounds or a full queue is for the operator.
  const bool everyday = reason == "principal" || reason == "permission";
  log::Write(everyday ? log::Level::kDebug : log::Level::kWarning, "call refused",
             {{"method", method_.contract.name},
              {"caller", incoming_.context.caller},
              {"reason", reason},
              {"peer", context_->peer()},
              {"request_id", incoming_.context.request_id}});
  Finish(status);
}

void ServerCall::Execute() {
  const ScopedTrace trace(span_.context(), incoming_.context.request_id);
  const absl::Status status = Run();
  const absl::Status told = ForCaller(status);
  if (told != status) log::Error("call failed", {{"method", method_.contract.name}, {"error", ToString(status)}});
  Finish(told);
}

absl::Status ServerCall::Run() {
  const absl::Status late = errors::Make(api::v1::UPSTREAM_TIMEOUT, "The call was not done before its deadline.");
  if (context_->IsCancelled()) return absl::CancelledError("the caller has gone");
  if (shared_.clock.Now() >= incoming_.context.deadline) {
    shared_.CountRejected("deadline");
    return late;
  }
  RETURN_IF_ERROR(Handle());
  // Nobody waits for an answer that comes after the deadline.
  return shared_.clock.Now() >= incoming_.context.deadline ? late : absl::OkStatus();
}

absl::Status ServerCall::Handle() {
  const std::unique_ptr<Message> request(method_.binding.request_prototype->New());
  const std::unique_ptr<Message> response(method_.binding.response_prototype->New());
  if (!Parse(*request_, request.get())) {
    return errors::Make(api::v1::MALFORMED_REQUEST, "The request is not what the contract says.");
  }
  try {
    RETURN_IF_ERROR(method_.binding.handler(incoming_.context, *request, response.get()));
  } catch (const std::exception& e) {
    return absl::InternalError(fmt::format("exception in the handler: {}", e.what()));
  } catch (...) {
    return absl::InternalError("exception of an unknown kind in the handler");
  }
  return Serialize(*response, response_);
}

void ServerCall::Finish(const absl::Status& status) {
  method_.probe.Record(status.code(), shared_.clock.Now() - started_);
  shared_.in_flight.Decrement();
  span_.Set("rpc.caller", incoming_.context.caller);
  span_.Fail(status);
  span_.End();
  // The last thing: what the call points to may be gone afterwards.
  reactor_->Finish(ToWire(status));
}

}  // namespace mib::rpc
