#include "mib/rpc/context.h"

#include <algorithm>
#include <cctype>

namespace mib::rpc {
namespace {

template <int (*Change)(int)>
std::string Cased(std::string_view text) {
  std::string changed(text);
  std::transform(changed.begin(), changed.end(), changed.begin(),
                 [](unsigned char c) { return static_cast<char>(Change(c)); });
  return changed;
}

}  // namespace

bool Principal::Has(api::v1::Permission permission) const {
  return std::find(permissions.begin(), permissions.end(), PermissionName(permission)) != permissions.end();
}

std::string PermissionName(api::v1::Permission permission) {
  return Cased<std::tolower>(api::v1::Permission_Name(permission));
}

api::v1::Permission PermissionFromName(std::string_view name) {
  api::v1::Permission permission = api::v1::PERMISSION_UNSPECIFIED;
  // Only the one spelling of the API is a name.
  if (Cased<std::tolower>(name) != name || !api::v1::Permission_Parse(Cased<std::toupper>(name), &permission)) {
    return api::v1::PERMISSION_UNSPECIFIED;
  }
  return permission;
}

}  // namespace mib::rpc
