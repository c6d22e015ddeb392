#include "api_keys.h"

#include "convert.h"
#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "roles.h"
#include "tokens.h"

namespace mib::auth {
namespace {

constexpr size_t kPrefixSize = 12;
constexpr size_t kMaxName = 100;
constexpr uint32_t kMaxDays = 3650;
/// A busy key would otherwise write a row per request.
constexpr absl::Duration kTouchInterval = absl::Minutes(1);

absl::Status Validate(const v1::CreateApiKeyRequest& request, const std::vector<std::string>& permissions,
                      const rpc::Principal& principal) {
  std::vector<std::pair<std::string, std::string>> faults;
  if (request.name().empty() || request.name().size() > kMaxName || request.name().find('\0') != std::string::npos) {
    faults.emplace_back("name", "must have 1 to 100 characters");
  }
  if (request.expires_in_days() > kMaxDays) faults.emplace_back("expires_in_days", "must be at most 3650");
  if (!IsSubset(permissions, principal.permissions)) {
    faults.emplace_back("permissions", "must be permissions that you have: " +
                                           fmt::format("{}", fmt::join(principal.permissions, ", ")));
  }
  return faults.empty() ? absl::OkStatus() : errors::Invalid(faults);
}

absl::Status InvalidKey() {
  return errors::Make(api::v1::INVALID_API_KEY, "The API key is unknown, expired or revoked.");
}

}  // namespace

absl::StatusOr<v1::CreateApiKeyResponse> ApiKeys::CreateApiKey(const rpc::Context& context,
                                                               const v1::CreateApiKeyRequest& request) {
  const rpc::Principal& principal = context.principal;
  std::vector<std::string> permissions = ToVector(request.permissions());
  RETURN_IF_ERROR(Validate(request, permissions, principal));
  // None named means all of the owner's, now and later, unless who asks came with less than the owner has: with a
  // lesser key.
  if (permissions.empty() && !IsSubset(PermissionsOf(principal.roles), principal.permissions)) {
    permissions = principal.permissions;
    if (permissions.empty())
      return errors::Make(api::v1::PERMISSION_DENIED, "Credentials that may do nothing make no keys.");
  }
  const Secret secret = NewApiKey();
  const absl::Time now = clock_.Now();
  ApiKey key{.id = NewUuid(),
             .user_id = principal.user_id,
             .name = request.name(),
             .hash = secret.hash,
             .prefix = secret.text.substr(0, kPrefixSize),
             .permissions = permissions,
             .created_at = now,
             .expires_at = {},
             .last_used_at = {}};
  if (request.expires_in_days() > 0) key.expires_at = now + absl::Hours(24) * request.expires_in_days();
  RETURN_IF_ERROR(keys_.Insert(key));
  log::Info("api key made", {{"user_id", key.user_id}, {"key_id", key.id}});
  v1::CreateApiKeyResponse response;
  *response.mutable_api_key() = ToProto(key);
  response.set_key(secret.text);
  return response;
}

absl::StatusOr<v1::ListApiKeysResponse> ApiKeys::ListApiKeys(const rpc::Context& context,
                                                             const v1::ListApiKeysRequest&) {
  ASSIGN_OR_RETURN(const std::vector<ApiKey> keys, keys_.ListOf(context.principal.user_id));
  v1::ListApiKeysResponse response;
  for (const ApiKey& key : keys) *response.add_api_keys() = ToProto(key);
  return response;
}

absl::StatusOr<v1::RevokeApiKeyResponse> ApiKeys::RevokeApiKey(const rpc::Context& context,
                                                               const v1::RevokeApiKeyRequest& request) {
  const rpc::Principal& principal = context.principal;
  const std::string owner = principal.Has(api::v1::MANAGE_API_KEYS) ? "" : principal.user_id;
  ASSIGN_OR_RETURN(const bool revoked, keys_.Revoke(request.id(), owner, clock_.Now()));
  if (!revoked) return errors::Make(api::v1::NOT_FOUND, "You have no such API key.");
  log::Info("api key revoked", {{"user_id", principal.user_id}, {"key_id", request.id()}});
  return v1::RevokeApiKeyResponse();
}

absl::StatusOr<std::optional<ApiKey>> ApiKeys::Find(const std::string& text, absl::Time now) {
  if (!LooksLikeApiKey(text)) return std::nullopt;
  return keys_.FindByHash(HashOfSecret(text), now);
}

absl::StatusOr<v1::Principal> ApiKeys::VerifyApiKey(const rpc::Context&, const v1::VerifyApiKeyRequest& request) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const std::optional<ApiKey> key, Find(request.key(), now));
  std::optional<User> owner;
  if (key) {
    ASSIGN_OR_RETURN(owner, users_.FindById(key->user_id));
  }
  if (!owner || !owner->is_active) {
    probe_.api_key_unknown.Increment();
    return InvalidKey();
  }
  Touch(*key, now);
  probe_.api_key_ok.Increment();
  const std::vector<std::string> held = PermissionsOf(owner->roles);
  v1::Principal principal;
  principal.set_user_id(owner->id);
  principal.set_username(owner->username);
  for (const std::string& role : owner->roles) principal.add_roles(role);
  for (const std::string& name : key->permissions.empty() ? held : Intersection(key->permissions, held)) {
    principal.add_permissions(name);
  }
  return principal;
}

void ApiKeys::Touch(const ApiKey& key, absl::Time now) {
  if (key.last_used_at && now - *key.last_used_at < kTouchInterval) return;
  // A key that works must not stop working because a note of its use cannot be made.
  if (const absl::Status status = keys_.SetLastUsed(key.id, now); !status.ok()) {
    log::Warning("the use of an API key could not be noted", {{"key_id", key.id}, {"error", ToString(status)}});
  }
}

}  // namespace mib::auth
