#pragma once

#include <grpcpp/impl/service_type.h>

#include <vector>

#include "server_call.h"

namespace mib::rpc {

/// A gRPC service made from descriptors at run time, so that health, reflection and generic clients see what generated
/// code would give. `shared` and `methods` must outlive the server it is registered with.
class DynamicService final : public grpc::Service {
 public:
  DynamicService(ServerShared& shared, const std::vector<ServedMethod*>& methods);
};

}  // namespace mib::rpc
