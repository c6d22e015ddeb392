#pragma once

// The call's context in gRPC metadata.

#include <string>
#include <utility>
#include <vector>

#include "mib/base/trace_context.h"
#include "mib/rpc/channel.h"
#include "mib/rpc/context.h"

namespace grpc {
class ServerContextBase;
}

namespace mib::rpc {

using Metadata = std::vector<std::pair<std::string, std::string>>;

/// What a client sends with a call.
Metadata ToMetadata(const CallOptions& options, const TraceContext& trace);

struct Incoming {
  Context context;
  /// Not valid where the caller sent none.
  TraceContext trace;
  /// True when the caller speaks for a user, whether it may or not.
  bool asserts_principal = false;
};

/// Reads the caller's name from its certificate and the rest from the metadata. `context.caller` is empty without a
/// name of ours.
Incoming ReadIncoming(const grpc::ServerContextBase& call);

}  // namespace mib::rpc
