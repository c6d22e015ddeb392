#pragma once

#include "mib/auth/v1/auth.pb.h"
#include "mib/base/clock.h"
#include "mib/rpc/context.h"
#include "passwords.h"
#include "stores.h"

namespace mib::auth {

/// Makes and shows accounts. What it is given must outlive it; thread safe. Its methods block.
class Accounts {
 public:
  Accounts(UserStore& users, const Passwords& passwords, bool registration_open, Clock& clock)
      : users_(users), passwords_(passwords), registration_open_(registration_open), clock_(clock) {}

  /// PERMISSION_DENIED where registration is closed, USERNAME_TAKEN, VALIDATION_FAILED.
  absl::StatusOr<v1::User> Register(const rpc::Context& context, const v1::RegisterRequest& request);
  /// The same; PERMISSION_DENIED too for roles that may do more than the caller: nobody makes somebody mightier.
  absl::StatusOr<v1::User> CreateUser(const rpc::Context& context, const v1::CreateUserRequest& request);
  absl::StatusOr<v1::User> GetMe(const rpc::Context& context, const v1::GetMeRequest& request);
  absl::StatusOr<v1::ListUsersResponse> ListUsers(const rpc::Context& context, const v1::ListUsersRequest& request);

  /// Makes `admin` when there is no user at all. Of several instances at once, one does.
  absl::Status MakeFirstAdmin(std::string_view password);

 private:
  absl::StatusOr<v1::User> Insert(User user, std::string_view password);

  UserStore& users_;
  const Passwords& passwords_;
  const bool registration_open_;
  Clock& clock_;
};

}  // namespace mib::auth
