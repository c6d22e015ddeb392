#pragma once

// Stores in memory, with the meaning of the real ones, and the pieces that most tests need around them.

#include <map>
#include <set>

#include "accounts.h"
#include "api_keys.h"
#include "key_ring.h"
#include "probe.h"
#include "sessions.h"
#include "simulated_clock.h"
#include "stores.h"
#include "tokens.h"

namespace mib::auth {

class FakeUserStore final : public UserStore {
 public:
  absl::StatusOr<std::optional<User>> FindByName(std::string_view name) override;
  absl::StatusOr<std::optional<User>> FindById(std::string_view id) override;
  absl::Status Insert(const User& user) override;
  absl::StatusOr<bool> InsertFirst(const User& user) override;
  absl::StatusOr<bool> IsEmpty() override { return users.empty(); }
  absl::StatusOr<std::vector<User>> List(int64_t limit, int64_t offset) override;
  absl::Status SetPasswordHash(std::string_view id, std::string_view hash, absl::Time now) override;

  std::vector<User> users;
  /// What every method answers when it is not OK.
  absl::Status outage;
};

class FakeLoginAttemptStore final : public LoginAttemptStore {
 public:
  absl::StatusOr<std::optional<absl::Time>> Begin(std::string_view subject, absl::Time now) override;
  absl::Status Clear(std::string_view subject) override;

  struct Entry {
    int attempts = 0;
    absl::Time last_at;
    std::optional<absl::Time> locked_until;
  };
  std::map<std::string, Entry, std::less<>> entries;
};

class FakeSessionStore final : public SessionStore {
 public:
  absl::Status Insert(const Session& session) override;
  absl::StatusOr<Rotation> Rotate(std::string_view old_hash, std::string_view new_hash, absl::Time now) override;
  absl::Status Revoke(std::string_view token_hash, absl::Time now) override;

  struct Entry {
    Session session;
    std::set<std::string, std::less<>> used;
    bool revoked = false;
  };
  std::vector<Entry> entries;
};

class FakeApiKeyStore final : public ApiKeyStore {
 public:
  absl::Status Insert(const ApiKey& key) override;
  absl::StatusOr<std::optional<ApiKey>> FindByHash(std::string_view hash, absl::Time now) override;
  absl::StatusOr<std::vector<ApiKey>> ListOf(std::string_view user_id) override;
  absl::StatusOr<bool> Revoke(std::string_view id, std::string_view user_id, absl::Time now) override;
  absl::Status SetLastUsed(std::string_view id, absl::Time now) override;

  std::vector<ApiKey> keys;
  std::set<std::string, std::less<>> revoked;
  int touches = 0;
};

class FakeSigningKeyStore final : public SigningKeyStore {
 public:
  absl::StatusOr<std::vector<SealedKey>> List() override { return keys; }
  absl::Status InsertFirst(const SealedKey& key) override;

  std::vector<SealedKey> keys;
  /// Stored by another instance just before our first insert.
  std::optional<SealedKey> rival;
};

/// The least that libsodium does, so that tests are quick.
inline constexpr security::PasswordCost kCheap{.passes = 1, .memory_kib = 8};
inline constexpr std::string_view kPassword = "correct horse battery";

/// A service on fakes, at a moment of its own.
struct AuthWorld {
  explicit AuthWorld(bool registration_open = true);

  /// An account with this role and kPassword.
  User AddUser(std::string_view username, std::string_view role);
  absl::StatusOr<v1::TokenPair> Login(std::string_view username, std::string_view password = kPassword);
  absl::StatusOr<v1::TokenPair> Refresh(std::string_view token);
  /// The context of a call by this user, with all that the roles allow.
  static rpc::Context ContextOf(const User& user);

  SimulatedClock clock{absl::FromUnixSeconds(1'700'000'000)};
  telemetry::Metrics metrics;
  Probe probe{metrics};
  FakeUserStore users;
  FakeLoginAttemptStore attempts;
  FakeSessionStore session_store;
  FakeApiKeyStore api_key_store;
  FakeSigningKeyStore signing_key_store;
  const KeyRing keys;
  const Passwords passwords;
  const AccessTokens tokens;
  Accounts accounts;
  Sessions sessions;
  ApiKeys api_keys;
};

}  // namespace mib::auth
