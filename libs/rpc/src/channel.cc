#include "mib/rpc/channel.h"

#include <google/protobuf/message.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include <map>

#include "absl/synchronization/notification.h"
#include "client_call.h"
#include "credentials.h"
#include "fmt/format.h"
#include "mib/base/status.h"
#include "wire_status.h"

namespace mib::rpc {
namespace {

constexpr int kMaxAnswerSize = 16 << 20;
constexpr const char* kHealthCheck = "/grpc.health.v1.Health/Check";
/// HealthCheckResponse{status: SERVING}: field 1, varint 1.
constexpr std::string_view kServing("\x08\x01", 2);

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerSize);
  // A restarted callee is found within a second, and one that has silently gone within half a minute.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  // Retries are ours: they know which methods may be repeated.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // Sent as the server name in the handshake; every certificate of ours has it. Who the server is, the URI name says.
  arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, "localhost");
  return arguments;
}

class GrpcChannel final : public Channel {
 public:
  GrpcChannel(const ChannelOptions& options, const std::shared_ptr<grpc::Channel>& channel, telemetry::Metrics& metrics,
              Clock& clock)
      : options_(options), metrics_(metrics), shared_(options.service, channel, metrics, clock) {}
  ~GrpcChannel() override { shared_.running.WaitUntilNone(); }

  void CallBytes(std::string_view method, std::string request_bytes, const CallOptions& options,
                 Callback done) override {
    absl::StatusOr<CalledMethod*> called = MethodOf(method);
    if (!called.ok()) return done(called.status(), {});
    shared_.running.Begin();
    std::make_shared<ClientCall>(shared_, **called, request_bytes, options, std::move(done))->Start();
  }

  absl::Status Call(std::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, const CallOptions& options) override {
    absl::Notification answered;
    absl::Status result;
    CallBytes(method, request.SerializeAsString(), options, [&](absl::Status status, const std::string& bytes) {
      result = std::move(status);
      if (result.ok() && !response->ParseFromString(bytes)) {
        result = absl::InternalError(fmt::format("the answer of {} is not what the contract says", method));
      }
      answered.Notify();
    });
    answered.WaitForNotification();
    return result;
  }

  absl::Status CheckHealth(absl::Duration timeout) override {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(timeout));
    const grpc::Slice empty;
    const grpc::ByteBuffer request(&empty, 1);
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Notification answered;
    shared_.stub.UnaryCall(&context, kHealthCheck, grpc::StubOptions(), &request, &response, [&](grpc::Status answer) {
      status = std::move(answer);
      answered.Notify();
    });
    answered.WaitForNotification();
    if (!status.ok()) return FromWire(status, options_.service);
    grpc::Slice slice;
    if (response.DumpToSingleSlice(&slice).ok() &&
        std::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()) == kServing) {
      return absl::OkStatus();
    }
    return absl::UnavailableError(fmt::format("{} says that it is not serving", options_.service));
  }

  std::string circuit() const override { return std::string(resilience::Name(shared_.breaker.state())); }
  const ChannelOptions& options() const override { return options_; }

 private:
  absl::StatusOr<CalledMethod*> MethodOf(std::string_view name) {
    absl::MutexLock lock(&mutex_);
    const auto known = methods_.find(name);
    if (known != methods_.end()) return known->second.get();
    ASSIGN_OR_RETURN(Contract contract, FindContract(name));
    std::unique_ptr<CalledMethod> made(
        new CalledMethod{std::move(contract), CallProbe(metrics_, "mib_rpc_client", std::string(name))});
    return methods_.emplace(std::string(name), std::move(made)).first->second.get();
  }

  const ChannelOptions options_;
  telemetry::Metrics& metrics_;
  absl::Mutex mutex_;
  std::map<std::string, std::unique_ptr<CalledMethod>, std::less<>> methods_ ABSL_GUARDED_BY(mutex_);
  ChannelShared shared_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Channel>> Channel::Open(const ChannelOptions& options, telemetry::Metrics& metrics,
                                                       Clock& clock) {
  ASSIGN_OR_RETURN(const auto credentials, MakeChannelCredentials(options.tls, options.service));
  const auto channel = grpc::CreateCustomChannel(options.address, credentials, Arguments());
  return std::make_unique<GrpcChannel>(options, channel, metrics, clock);
}

}  // namespace mib::rpc
