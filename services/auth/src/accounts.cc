#include "accounts.h"

#include <algorithm>

#include "convert.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "roles.h"
#include "validation.h"

namespace mib::auth {
namespace {

constexpr int64_t kDefaultLimit = 50;
constexpr int64_t kMaxLimit = 500;

template <typename Request>
User UserOf(const Request& request) {
  User user;
  user.username = request.username();
  user.email = request.email();
  user.full_name = request.full_name();
  return user;
}

}  // namespace

absl::StatusOr<v1::User> Accounts::Register(const rpc::Context&, const v1::RegisterRequest& request) {
  if (!registration_open_) {
    return errors::Make(api::v1::PERMISSION_DENIED, "Registration is closed. Ask an administrator for an account.");
  }
  User user = UserOf(request);
  user.roles = {std::string(NameOf(Role::kViewer))};
  return Insert(std::move(user), request.password());
}

absl::StatusOr<v1::User> Accounts::CreateUser(const rpc::Context& context, const v1::CreateUserRequest& request) {
  User user = UserOf(request);
  const std::optional<std::vector<std::string>> roles = CanonicalRoles(ToVector(request.roles()));
  if (!roles) return errors::Invalid({{"roles", "must be one or more of admin, manager, analyst, viewer, user"}});
  if (!IsSubset(PermissionsOf(*roles), context.principal.permissions)) {
    return errors::Make(api::v1::PERMISSION_DENIED, "These roles may do more than you may.");
  }
  user.roles = *roles;
  return Insert(std::move(user), request.password());
}

absl::StatusOr<v1::User> Accounts::Insert(User user, std::string_view password) {
  RETURN_IF_ERROR(ValidateAccount(user, password));
  ASSIGN_OR_RETURN(user.password_hash, passwords_.Hash(password));
  user.id = NewUuid();
  user.created_at = clock_.Now();
  const absl::Status inserted = users_.Insert(user);
  if (absl::IsAlreadyExists(inserted)) {
    return errors::Make(api::v1::USERNAME_TAKEN, "The user name or the e-mail address is taken.");
  }
  RETURN_IF_ERROR(inserted);
  log::Info("account made", {{"user_id", user.id}, {"role", HighestRole(user.roles)}});
  return ToProto(user);
}

absl::StatusOr<v1::User> Accounts::GetMe(const rpc::Context& context, const v1::GetMeRequest&) {
  ASSIGN_OR_RETURN(const std::optional<User> user, users_.FindById(context.principal.user_id));
  if (!user || !user->is_active) return errors::Make(api::v1::UNAUTHENTICATED, "The account is gone or not active.");
  return ToProto(*user);
}

absl::StatusOr<v1::ListUsersResponse> Accounts::ListUsers(const rpc::Context&, const v1::ListUsersRequest& request) {
  const int64_t limit = request.limit() == 0 ? kDefaultLimit : std::min<int64_t>(request.limit(), kMaxLimit);
  ASSIGN_OR_RETURN(const std::vector<User> users, users_.List(limit, request.offset()));
  v1::ListUsersResponse response;
  for (const User& user : users) *response.add_users() = ToProto(user);
  return response;
}

absl::Status Accounts::MakeFirstAdmin(std::string_view password) {
  ASSIGN_OR_RETURN(const bool empty, users_.IsEmpty());
  if (!empty) return absl::OkStatus();
  User admin;
  admin.username = "admin";
  admin.email = "admin@localhost.localdomain";
  admin.full_name = "Administrator";
  admin.roles = {std::string(NameOf(Role::kAdmin))};
  RETURN_IF_ERROR(ValidateAccount(admin, password));
  ASSIGN_OR_RETURN(admin.password_hash, passwords_.Hash(password));
  admin.id = NewUuid();
  admin.created_at = clock_.Now();
  ASSIGN_OR_RETURN(const bool inserted, users_.InsertFirst(admin));
  if (inserted) log::Info("the first account is made", {{"username", admin.username}});
  return absl::OkStatus();
}

}  // namespace mib::auth
