#pragma once

// Mutual TLS 1.3 for both sides.

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "mib/rpc/tls.h"

namespace mib::rpc {

/// Requires and verifies a certificate of our CA from every client.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const TlsFiles& files);
/// Accepts only a server whose certificate names `service`.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(const TlsFiles& files,
                                                                                 const std::string& service);

}  // namespace mib::rpc
