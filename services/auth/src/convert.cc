#include "convert.h"

#include "roles.h"

namespace mib::auth {

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out) {
  const absl::Time whole = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  out->set_seconds(absl::ToUnixSeconds(whole));
  out->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - whole)));
}

v1::User ToProto(const User& user) {
  v1::User out;
  out.set_id(user.id);
  out.set_username(user.username);
  out.set_email(user.email);
  out.set_full_name(user.full_name);
  for (const std::string& role : user.roles) out.add_roles(role);
  for (const std::string& permission : PermissionsOf(user.roles)) out.add_permissions(permission);
  out.set_is_active(user.is_active);
  SetTimestamp(user.created_at, out.mutable_created_at());
  return out;
}

v1::ApiKey ToProto(const ApiKey& key) {
  v1::ApiKey out;
  out.set_id(key.id);
  out.set_name(key.name);
  out.set_prefix(key.prefix);
  for (const std::string& permission : key.permissions) out.add_permissions(permission);
  SetTimestamp(key.created_at, out.mutable_created_at());
  if (key.expires_at) SetTimestamp(*key.expires_at, out.mutable_expires_at());
  if (key.last_used_at) SetTimestamp(*key.last_used_at, out.mutable_last_used_at());
  return out;
}

}  // namespace mib::auth
