#include "grpc_init.h"

#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <mutex>

#include "fmt/format.h"
#include "mib/base/log.h"

namespace mib::rpc {
namespace {

void Write(gpr_log_func_args* args) {
  // What gRPC calls an error is an event of one connection; the call that suffers reports it with its own level.
  const log::Level level = args->severity == GPR_LOG_SEVERITY_ERROR ? log::Level::kWarning : log::Level::kDebug;
  log::Write(level, args->message, {{"source", fmt::format("grpc {}:{}", args->file, args->line)}});
}

/// A channel that leads nowhere, with one call made on it and never destroyed. gRPC 1.51 keeps one callback queue for
/// all channels while there are any; a channel made just when the queue's last one goes meets the queue's threads on
/// their way out and the process ends with "assertion failed: prior > 0". With this one the queue stays.
struct QueueAnchor {
  std::shared_ptr<grpc::Channel> channel = grpc::CreateChannel("", nullptr);
  grpc::GenericStub stub{channel};
  grpc::ClientContext context;
  grpc::Slice nothing;
  grpc::ByteBuffer request{&nothing, 1};
  grpc::ByteBuffer response;
};

}  // namespace

void InitGrpc() {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc_init();
    gpr_set_log_function(&Write);
    static QueueAnchor* const anchor = new QueueAnchor;
    anchor->stub.UnaryCall(&anchor->context, "/mib/anchor", grpc::StubOptions(), &anchor->request, &anchor->response,
                           [](const grpc::Status&) {});
  });
}

}  // namespace mib::rpc
