#include "dynamic_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>

namespace mib::rpc {

DynamicService::DynamicService(ServerShared& shared, const std::vector<ServedMethod*>& methods) {
  using Handler = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
  int index = 0;
  for (ServedMethod* method : methods) {
    AddMethod(new grpc::internal::RpcServiceMethod(method->contract.path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    MarkMethodCallback(
        index++, new Handler([&shared, method](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                               grpc::ByteBuffer* response) {
          const auto call = std::make_shared<ServerCall>(shared, *method, context, request, response);
          call->Start();
          return call->reactor();
        }));
  }
}

}  // namespace mib::rpc
