#pragma once

namespace mib::rpc {

/// Sends gRPC's own messages (failed handshakes, unreadable certificates) to the platform's log. Any number of times.
void RouteGrpcLog();

}  // namespace mib::rpc
