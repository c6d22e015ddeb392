#include "jwks.h"

namespace mib::auth {

JwksEndpoint::JwksEndpoint(const std::vector<security::PublicKey>& keys) {
  for (const security::PublicKey& key : keys) {
    v1::Jwk* jwk = answer_.add_keys();
    jwk->set_kty("EC");
    jwk->set_crv("P-256");
    jwk->set_x(key.x);
    jwk->set_y(key.y);
    jwk->set_use("sig");
    jwk->set_alg("ES256");
    jwk->set_kid(key.kid);
  }
}

absl::StatusOr<v1::Jwks> JwksEndpoint::GetJwks(const rpc::Context&, const v1::GetJwksRequest&) { return answer_; }

}  // namespace mib::auth
