#include "roles.h"

#include <algorithm>
#include <array>
#include <set>

#include "mib/rpc/context.h"

namespace mib::auth {
namespace {

using api::v1::Permission;

constexpr std::array kNames{std::string_view("admin"), std::string_view("manager"), std::string_view("analyst"),
                            std::string_view("viewer")};

std::set<Permission> AllPermissions() {
  std::set<Permission> all;
  for (int value = api::v1::READ_DATA; value <= api::v1::EXPORT_DATA; ++value)
    all.insert(static_cast<Permission>(value));
  return all;
}

std::set<Permission> PermissionsOf(Role role) {
  using namespace api::v1;
  switch (role) {
    case Role::kAdmin:
      return AllPermissions();
    case Role::kManager:
      return {READ_DATA,   WRITE_DATA,         CREATE_USER,      UPDATE_USER,
              DELETE_USER, ACCESS_MARKET_DATA, ACCESS_NEWS_DATA, EXPORT_DATA};
    case Role::kAnalyst:
      return {READ_DATA, ACCESS_MARKET_DATA, ACCESS_NEWS_DATA, EXPORT_DATA};
    case Role::kViewer:
      return {READ_DATA, ACCESS_MARKET_DATA, ACCESS_NEWS_DATA};
  }
  return {};
}

}  // namespace

std::string_view NameOf(Role role) { return kNames[static_cast<size_t>(role)]; }

std::optional<Role> RoleFromName(std::string_view name) {
  if (name == "user") return Role::kViewer;
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Role>(found - kNames.begin());
}

std::optional<std::vector<std::string>> CanonicalRoles(const std::vector<std::string>& names) {
  std::set<Role> roles;
  for (const std::string& name : names) {
    const std::optional<Role> role = RoleFromName(name);
    if (!role) return std::nullopt;
    roles.insert(*role);
  }
  if (roles.empty()) return std::nullopt;
  std::vector<std::string> canonical;
  for (const Role role : roles) canonical.emplace_back(NameOf(role));
  return canonical;
}

std::vector<std::string> PermissionsOf(const std::vector<std::string>& roles) {
  std::set<Permission> permissions;
  for (const std::string& name : roles) {
    if (const std::optional<Role> role = RoleFromName(name)) permissions.merge(PermissionsOf(*role));
  }
  std::vector<std::string> names;
  for (const Permission permission : permissions) names.push_back(rpc::PermissionName(permission));
  return names;
}

std::string HighestRole(const std::vector<std::string>& roles) {
  const auto canonical = CanonicalRoles(roles);
  return canonical ? canonical->front() : std::string(NameOf(Role::kViewer));
}

std::vector<std::string> Intersection(const std::vector<std::string>& wanted, const std::vector<std::string>& held) {
  std::vector<std::string> both;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(both),
               [&held](const std::string& name) { return std::find(held.begin(), held.end(), name) != held.end(); });
  return both;
}

bool IsSubset(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return Intersection(part, whole).size() == part.size();
}

}  // namespace mib::auth
