#include "contract.h"

#include <google/protobuf/descriptor.h>

#include "fmt/format.h"
#include "mib/base/status.h"

namespace mib::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

absl::StatusOr<Contract> ContractOf(const MethodDescriptor& method) {
  Contract contract;
  contract.name = fmt::format("{}/{}", method.service()->full_name(), method.name());
  contract.path = "/" + contract.name;
  contract.method = &method;
  contract.policy = method.options().GetExtension(api::v1::policy);
  const api::v1::Policy& policy = contract.policy;
  if (policy.permission() == api::v1::PERMISSION_UNSPECIFIED || policy.callers().empty() || policy.deadline_ms() == 0) {
    return absl::FailedPreconditionError(
        fmt::format("{} has no policy with permission, callers and deadline_ms in its contract", contract.name));
  }
  if (method.client_streaming() || method.server_streaming()) {
    return absl::FailedPreconditionError(fmt::format("{} is a stream; only unary methods are served", contract.name));
  }
  return contract;
}

absl::StatusOr<const ServiceDescriptor*> FindService(std::string_view service) {
  const ServiceDescriptor* found = DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  if (found == nullptr) return absl::NotFoundError(fmt::format("no contract has a service {}", service));
  return found;
}

}  // namespace

absl::StatusOr<Contract> FindContract(std::string_view name) {
  const size_t slash = name.find('/');
  if (slash == std::string_view::npos)
    return absl::NotFoundError(fmt::format("'{}' is not package.Service/Method", name));
  ASSIGN_OR_RETURN(const ServiceDescriptor* service, FindService(name.substr(0, slash)));
  const MethodDescriptor* method = service->FindMethodByName(std::string(name.substr(slash + 1)));
  if (method == nullptr) return absl::NotFoundError(fmt::format("no contract has a method {}", name));
  return ContractOf(*method);
}

absl::StatusOr<std::vector<Contract>> ContractsOf(std::string_view service) {
  ASSIGN_OR_RETURN(const ServiceDescriptor* found, FindService(service));
  std::vector<Contract> contracts;
  for (int i = 0; i < found->method_count(); ++i) {
    ASSIGN_OR_RETURN(Contract contract, ContractOf(*found->method(i)));
    contracts.push_back(std::move(contract));
  }
  return contracts;
}

}  // namespace mib::rpc
