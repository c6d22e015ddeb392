#pragma once

// Roles are fixed sets of permissions; permissions are those of the catalogue (mib/api/v1/annotations.proto).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mib::auth {

/// In order of rank, the highest first.
enum class Role { kAdmin, kManager, kAnalyst, kViewer };

std::string_view NameOf(Role role);
/// `user` is another name of viewer.
std::optional<Role> RoleFromName(std::string_view name);

/// The roles' own names, each once, the highest first. Nothing when one of them is unknown, or there are none.
std::optional<std::vector<std::string>> CanonicalRoles(const std::vector<std::string>& names);

/// What the roles allow together, as the API spells it, in the catalogue's order. Unknown names allow nothing.
std::vector<std::string> PermissionsOf(const std::vector<std::string>& roles);
std::string HighestRole(const std::vector<std::string>& roles);

/// Those of `wanted` that are in `held`, in the order of `wanted`.
std::vector<std::string> Intersection(const std::vector<std::string>& wanted, const std::vector<std::string>& held);
bool IsSubset(const std::vector<std::string>& part, const std::vector<std::string>& whole);

}  // namespace mib::auth
