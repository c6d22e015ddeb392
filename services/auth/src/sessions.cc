#include "sessions.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "roles.h"

namespace mib::auth {
namespace {

absl::Status WrongCredentials() {
  return errors::Make(api::v1::INVALID_CREDENTIALS, "The user name or the password is wrong.");
}

absl::Status Locked(absl::Duration left) {
  const int64_t seconds = std::max<int64_t>(1, absl::ToInt64Seconds(absl::Ceil(left, absl::Seconds(1))));
  return errors::Make(api::v1::ACCOUNT_LOCKED, "Too many wrong passwords. Try again later.",
                      {{"retry_after_s", fmt::format("{}", seconds)}});
}

/// An account has one count of attempts whichever of its names is tried; a name without an account has one too, so that
/// being locked tells nothing.
std::string SubjectOf(const std::optional<User>& user, const std::string& name) {
  if (user) return user->id;
  std::string lower = name;
  absl::AsciiStrToLower(&lower);
  return "name:" + lower;
}

}  // namespace

absl::StatusOr<v1::TokenPair> Sessions::Login(const rpc::Context& context, const v1::LoginRequest& request) {
  const std::string& name = request.username();
  // No account has such a name, and PostgreSQL has no such text.
  if (name.find('\0') != std::string::npos) return WrongCredentials();
  ASSIGN_OR_RETURN(const std::optional<User> user, users_.FindByName(name));
  const std::string subject = SubjectOf(user, name);
  if (const absl::Status checked = CheckPassword(user, subject, request.password()); !checked.ok()) {
    log::Info("login refused", {{"user_id", user ? user->id : ""}, {"client_ip", context.client_ip}});
    return checked;
  }
  RETURN_IF_ERROR(attempts_.Clear(subject));
  RETURN_IF_ERROR(RehashIfNeeded(*user, request.password()));
  Secret refresh = NewRefreshToken();
  const absl::Time now = clock_.Now();
  const Session session{.id = NewUuid(),
                        .user_id = user->id,
                        .refresh_token_hash = refresh.hash,
                        .ip = context.client_ip,
                        .user_agent = context.user_agent,
                        .created_at = now,
                        .expires_at = now + tokens_.options().session_ttl};
  RETURN_IF_ERROR(sessions_.Insert(session));
  probe_.login_ok.Increment();
  log::Info("login", {{"user_id", user->id}, {"session_id", session.id}, {"client_ip", context.client_ip}});
  return Answer(*user, session.id, std::move(refresh.text));
}

absl::Status Sessions::CheckPassword(const std::optional<User>& user, const std::string& subject,
                                     std::string_view password) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const std::optional<absl::Time> locked_until, attempts_.Begin(subject, now));
  if (locked_until) {
    probe_.login_locked.Increment();
    return Locked(*locked_until - now);
  }
  const bool right = user && passwords_.Verify(user->password_hash, password);
  if (!user) passwords_.VerifyNobody(password);
  if (right && user->is_active) return absl::OkStatus();
  probe_.login_wrong.Increment();
  return WrongCredentials();
}

absl::Status Sessions::RehashIfNeeded(const User& user, std::string_view password) {
  if (!passwords_.NeedsRehash(user.password_hash)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string hash, passwords_.Hash(password));
  return users_.SetPasswordHash(user.id, hash, clock_.Now());
}

absl::StatusOr<v1::TokenPair> Sessions::Refresh(const rpc::Context& context, const v1::RefreshRequest& request) {
  Secret next = NewRefreshToken();
  ASSIGN_OR_RETURN(const Rotation rotation,
                   sessions_.Rotate(HashOfSecret(request.refresh_token()), next.hash, clock_.Now()));
  if (rotation.outcome == Rotation::Outcome::kReused) {
    probe_.refresh_reused.Increment();
    log::Warning(
        "refresh token used twice, session ended",
        {{"user_id", rotation.user_id}, {"session_id", rotation.session_id}, {"client_ip", context.client_ip}});
    return errors::Make(api::v1::TOKEN_REVOKED,
                        "The refresh token was used before. The session is ended; log in again.");
  }
  const absl::Status unknown = errors::Make(api::v1::UNAUTHENTICATED, "The refresh token is not valid. Log in again.");
  if (rotation.outcome == Rotation::Outcome::kUnknown) {
    probe_.refresh_unknown.Increment();
    return unknown;
  }
  ASSIGN_OR_RETURN(const std::optional<User> user, users_.FindById(rotation.user_id));
  if (!user || !user->is_active) {
    RETURN_IF_ERROR(sessions_.Revoke(next.hash, clock_.Now()));
    return unknown;
  }
  probe_.refresh_ok.Increment();
  return Answer(*user, rotation.session_id, std::move(next.text));
}

absl::StatusOr<v1::LogoutResponse> Sessions::Logout(const rpc::Context&, const v1::LogoutRequest& request) {
  RETURN_IF_ERROR(sessions_.Revoke(HashOfSecret(request.refresh_token()), clock_.Now()));
  return v1::LogoutResponse();
}

absl::StatusOr<v1::TokenPair> Sessions::Answer(const User& user, std::string_view session_id,
                                               std::string refresh_token) const {
  v1::TokenPair pair;
  ASSIGN_OR_RETURN(*pair.mutable_access_token(), tokens_.Make(user, session_id, clock_.Now()));
  pair.set_refresh_token(std::move(refresh_token));
  pair.set_token_type("bearer");
  pair.set_expires_in(static_cast<uint32_t>(absl::ToInt64Seconds(tokens_.options().access_ttl)));
  pair.mutable_user()->set_id(user.id);
  pair.mutable_user()->set_username(user.username);
  pair.mutable_user()->set_role(HighestRole(user.roles));
  return pair;
}

}  // namespace mib::auth
