#include "grpc_log.h"

#include <grpc/support/log.h>

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

}  // namespace

void RouteGrpcLog() {
  static std::once_flag once;
  std::call_once(once, [] { gpr_set_log_function(&Write); });
}

}  // namespace mib::rpc
