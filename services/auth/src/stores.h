#pragma once

// What the service keeps. Interfaces, so that logic is tested without a database. Implementations are thread safe; an
// error is the database's (kUnavailable, kInternal, ...), and "there is none" is an empty optional.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::auth {

struct User {
  std::string id;
  std::string username;
  std::string email;
  std::string password_hash;
  std::string full_name;
  std::vector<std::string> roles;
  bool is_active = true;
  absl::Time created_at;
};

class UserStore {
 public:
  virtual ~UserStore() = default;
  /// By user name or e-mail address, whatever the case.
  virtual absl::StatusOr<std::optional<User>> FindByName(std::string_view name) = 0;
  virtual absl::StatusOr<std::optional<User>> FindById(std::string_view id) = 0;
  /// kAlreadyExists when the user name or the address is taken.
  virtual absl::Status Insert(const User& user) = 0;
  /// Inserts only where there is no user at all; false where there is one. Of several at once, one inserts.
  virtual absl::StatusOr<bool> InsertFirst(const User& user) = 0;
  virtual absl::StatusOr<bool> IsEmpty() = 0;
  /// Oldest first.
  virtual absl::StatusOr<std::vector<User>> List(int64_t limit, int64_t offset) = 0;
  virtual absl::Status SetPasswordHash(std::string_view id, std::string_view hash, absl::Time now) = 0;
};

struct LockoutPolicy {
  int attempts = 5;
  absl::Duration duration = absl::Minutes(15);
};

class LoginAttemptStore {
 public:
  virtual ~LoginAttemptStore() = default;
  /// Counts an attempt before its password is looked at, so that a thousand at once are still five. The time until
  /// which the subject is locked, or nothing when the attempt may go on.
  virtual absl::StatusOr<std::optional<absl::Time>> Begin(std::string_view subject, absl::Time now) = 0;
  /// After a success.
  virtual absl::Status Clear(std::string_view subject) = 0;
};

struct Session {
  std::string id;
  std::string user_id;
  /// SHA-256, raw.
  std::string refresh_token_hash;
  std::string ip;
  std::string user_agent;
  absl::Time created_at;
  absl::Time expires_at;
};

struct Rotation {
  enum class Outcome {
    /// The old token is used up, the new one is valid.
    kRotated,
    /// No living session has, or ever had, this token.
    kUnknown,
    /// The token was exchanged before. The session is revoked now.
    kReused,
  };
  Outcome outcome = Outcome::kUnknown;
  std::string session_id = {};
  std::string user_id = {};
};

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  /// Also forgets the user's expired ones.
  virtual absl::Status Insert(const Session& session) = 0;
  /// Exchanges a token; of two exchanges of the same token at once, one succeeds.
  virtual absl::StatusOr<Rotation> Rotate(std::string_view old_hash, std::string_view new_hash, absl::Time now) = 0;
  /// Ends the session that has or had this token; OK when there is none.
  virtual absl::Status Revoke(std::string_view token_hash, absl::Time now) = 0;
};

struct ApiKey {
  std::string id;
  std::string user_id;
  std::string name;
  /// SHA-256, raw.
  std::string hash;
  std::string prefix;
  /// Empty: all that the owner has.
  std::vector<std::string> permissions;
  absl::Time created_at;
  std::optional<absl::Time> expires_at;
  std::optional<absl::Time> last_used_at;
};

class ApiKeyStore {
 public:
  virtual ~ApiKeyStore() = default;
  virtual absl::Status Insert(const ApiKey& key) = 0;
  /// Neither revoked nor expired keys.
  virtual absl::StatusOr<std::optional<ApiKey>> FindByHash(std::string_view hash, absl::Time now) = 0;
  /// Those not revoked, oldest first.
  virtual absl::StatusOr<std::vector<ApiKey>> ListOf(std::string_view user_id) = 0;
  /// False when there is no such key, or it belongs to somebody else than `user_id`; an empty `user_id` means
  /// anybody's. True again for a key revoked before.
  virtual absl::StatusOr<bool> Revoke(std::string_view id, std::string_view user_id, absl::Time now) = 0;
  virtual absl::Status SetLastUsed(std::string_view id, absl::Time now) = 0;
};

struct SealedKey {
  std::string id;
  std::string sealed_private_key;
  absl::Time created_at;
};

class SigningKeyStore {
 public:
  virtual ~SigningKeyStore() = default;
  /// Newest first.
  virtual absl::StatusOr<std::vector<SealedKey>> List() = 0;
  /// Inserts only where there is none; of several at once, one inserts.
  virtual absl::Status InsertFirst(const SealedKey& key) = 0;
};

}  // namespace mib::auth
