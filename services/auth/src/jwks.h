#pragma once

#include <vector>

#include "mib/auth/v1/auth.pb.h"
#include "mib/rpc/context.h"
#include "mib/security/jwt.h"

namespace mib::auth {

/// Publishes the keys that verify access tokens. Thread safe.
class JwksEndpoint {
 public:
  explicit JwksEndpoint(const std::vector<security::PublicKey>& keys);
  absl::StatusOr<v1::Jwks> GetJwks(const rpc::Context& context, const v1::GetJwksRequest& request);

 private:
  v1::Jwks answer_;
};

}  // namespace mib::auth
