#pragma once

namespace mib::rpc {

/// Starts gRPC for the life of the process and sends its own messages (failed handshakes, unreadable certificates) to
/// the platform's log. Before the first channel or server; any number of times.
void InitGrpc();

}  // namespace mib::rpc
