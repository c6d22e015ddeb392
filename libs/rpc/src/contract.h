#pragma once

// What the descriptors linked into this executable say of a method.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/api/v1/annotations.pb.h"

namespace google::protobuf {
class MethodDescriptor;
}

namespace mib::rpc {

struct Contract {
  /// "package.Service/Method", the name in logs, metrics and spans.
  std::string name;
  /// The same with a slash before, as on the wire.
  std::string path;
  const google::protobuf::MethodDescriptor* method = nullptr;
  api::v1::Policy policy;

  absl::Duration deadline() const { return absl::Milliseconds(policy.deadline_ms()); }
};

/// Fails when no contract has such a method, or when the method has no whole policy.
absl::StatusOr<Contract> FindContract(std::string_view name);
/// All methods of a service.
absl::StatusOr<std::vector<Contract>> ContractsOf(std::string_view service);

}  // namespace mib::rpc
