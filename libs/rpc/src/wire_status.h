#pragma once

// absl::Status on our side, grpc::Status on the wire; the catalogue's detail travels in the status details.

#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"

namespace mib::rpc {

/// What a caller may read. The text of a fault of ours, and of an outage that no handler put into words, stays here.
absl::Status ForCaller(const absl::Status& status);
grpc::Status ToWire(const absl::Status& status);
/// `service` is named where nobody answered.
absl::Status FromWire(const grpc::Status& status, std::string_view service);

/// True when an error says something of the callee's health, and not of what stands behind it or of this one request.
bool BlamesCallee(const absl::Status& status);
/// True when the same call made once more may well succeed.
bool MayRetry(const absl::Status& status);

}  // namespace mib::rpc
