#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "mib/api/v1/annotations.pb.h"
#include "mib/rpc/context.h"

namespace mib::rpc {

/// Why a call was turned away before its handler; "" when it was not. The label of mib_rpc_server_rejected_total.
struct Verdict {
  absl::Status status;
  std::string_view reason;
};

/// Whether the contract lets this caller, for this user, make the call.
///
/// The gateway speaks for end users: their permission is asked. Any other service in the contract's `callers` acts for
/// itself, and being listed is its permission; it must not speak for a user, and a method for users who have logged in
/// is closed to it.
Verdict Judge(const api::v1::Policy& policy, const Context& context, bool asserts_principal);

}  // namespace mib::rpc
