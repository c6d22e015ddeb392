#pragma once

#include "mib/auth/v1/auth.pb.h"
#include "mib/base/clock.h"
#include "mib/rpc/context.h"
#include "probe.h"
#include "stores.h"

namespace mib::auth {

/// Makes, lists, revokes and checks API keys. What it is given must outlive it; thread safe. Its methods block.
class ApiKeys {
 public:
  ApiKeys(UserStore& users, ApiKeyStore& keys, Probe& probe, Clock& clock)
      : users_(users), keys_(keys), probe_(probe), clock_(clock) {}

  /// A key never may more than the credentials it was made with.
  absl::StatusOr<v1::CreateApiKeyResponse> CreateApiKey(const rpc::Context& context,
                                                        const v1::CreateApiKeyRequest& request);
  absl::StatusOr<v1::ListApiKeysResponse> ListApiKeys(const rpc::Context& context,
                                                      const v1::ListApiKeysRequest& request);
  /// NOT_FOUND for somebody else's key, as for one that does not exist.
  absl::StatusOr<v1::RevokeApiKeyResponse> RevokeApiKey(const rpc::Context& context,
                                                        const v1::RevokeApiKeyRequest& request);
  /// INVALID_API_KEY alike for every key that opens nothing. The permissions are those the owner has now.
  absl::StatusOr<v1::Principal> VerifyApiKey(const rpc::Context& context, const v1::VerifyApiKeyRequest& request);

 private:
  absl::StatusOr<std::optional<ApiKey>> Find(const std::string& text, absl::Time now);
  void Touch(const ApiKey& key, absl::Time now);

  UserStore& users_;
  ApiKeyStore& keys_;
  Probe& probe_;
  Clock& clock_;
};

}  // namespace mib::auth
