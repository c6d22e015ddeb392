#pragma once

#include "mib/auth/v1/auth.pb.h"
#include "mib/base/clock.h"
#include "mib/rpc/context.h"
#include "passwords.h"
#include "probe.h"
#include "stores.h"
#include "tokens.h"

namespace mib::auth {

/// Logs in and out. What it is given must outlive it; thread safe. Its methods block.
class Sessions {
 public:
  Sessions(UserStore& users, LoginAttemptStore& attempts, SessionStore& sessions, const Passwords& passwords,
           const AccessTokens& tokens, Probe& probe, Clock& clock)
      : users_(users),
        attempts_(attempts),
        sessions_(sessions),
        passwords_(passwords),
        tokens_(tokens),
        probe_(probe),
        clock_(clock) {}

  /// INVALID_CREDENTIALS alike for a wrong password, an unknown name and an account that is not active; ACCOUNT_LOCKED
  /// with `retry_after_s` after too many of these.
  absl::StatusOr<v1::TokenPair> Login(const rpc::Context& context, const v1::LoginRequest& request);
  /// TOKEN_REVOKED, and the session ended, when the token was exchanged before; UNAUTHENTICATED for any other bad
  /// token.
  absl::StatusOr<v1::TokenPair> Refresh(const rpc::Context& context, const v1::RefreshRequest& request);
  /// Always succeeds, so that it tells nothing of tokens.
  absl::StatusOr<v1::LogoutResponse> Logout(const rpc::Context& context, const v1::LogoutRequest& request);

 private:
  absl::Status CheckPassword(const std::optional<User>& user, const std::string& subject, std::string_view password);
  absl::Status RehashIfNeeded(const User& user, std::string_view password);
  absl::StatusOr<v1::TokenPair> Answer(const User& user, std::string_view session_id, std::string refresh_token) const;

  UserStore& users_;
  LoginAttemptStore& attempts_;
  SessionStore& sessions_;
  const Passwords& passwords_;
  const AccessTokens& tokens_;
  Probe& probe_;
  Clock& clock_;
};

}  // namespace mib::auth
